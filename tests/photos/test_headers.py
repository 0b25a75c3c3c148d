"""Headers are read forward, without decoding, and never longer than they need."""

from __future__ import annotations

import random
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from suicha.photos.headers import Header, header

from .pictures import drawn, encoded, jpeg, png_that_says

KINDS: dict[str, list[dict[str, Any]]] = {  # Any: Pillow's options differ by format
    "JPEG": [{}, {"progressive": True}, {"exif": b"Exif\0\0" + bytes(60_000)}, {"quality": 100}],
    "PNG": [{}, {"compress_level": 0}],
    "WEBP": [{}, {"lossless": True}, {"exif": b"Exif\0\0"}, {"quality": 1}],
}


@pytest.mark.parametrize("kind", KINDS)
@given(width=st.integers(1, 300), height=st.integers(1, 300), pick=st.integers(0, 3))
def test_a_header_says_what_the_decoder_would_say(
    kind: str, width: int, height: int, pick: int
) -> None:
    options = KINDS[kind][pick % len(KINDS[kind])]
    data = encoded(Image.new("RGB", (width, height)), kind, **options)
    assert header(BytesIO(data)) == Header(f"image/{kind.lower()}", width, height)


@pytest.mark.parametrize("kind", KINDS)
def test_a_header_that_is_cut_off_anywhere_is_none(kind: str) -> None:
    data = encoded(drawn(), kind)
    needed = next(end for end in range(len(data)) if header(BytesIO(data[:end])))
    assert needed < len(data)
    assert all(header(BytesIO(data[:end])) is None for end in range(needed))


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8", b"RIFF\0\0\0\0WEBPVP8 "]))
def test_no_bytes_break_the_reader(noise: bytes, start: bytes) -> None:
    found = header(BytesIO(start + noise))
    assert found is None or found.pixels > 0


def test_a_picture_without_pixels_is_none() -> None:
    assert header(BytesIO(png_that_says(0, 10))) is None


@pytest.mark.parametrize(
    "filler", [b"\xff", b"\xff\x01", b"\xff\xe0\x00\x02"], ids=["fill", "bare", "empty segments"]
)
def test_a_file_of_nothing_but_markers_is_given_up_early(filler: bytes) -> None:
    file = BytesIO(b"\xff\xd8" + filler * 1_000_000)
    assert header(file) is None
    assert file.tell() < 10_000


def test_fill_bytes_before_a_marker_are_passed_over() -> None:
    data = jpeg()
    assert header(BytesIO(data[:2] + b"\xff" * 9 + data[2:])) == header(BytesIO(data))


def test_a_broken_copy_never_says_more_than_its_bytes() -> None:
    data, chance = bytearray(jpeg()), random.Random(1)  # noqa: S311  # no secret: a fixed walk
    for _ in range(2000):
        data[chance.randrange(2, len(data))] = chance.randrange(256)
        header(BytesIO(bytes(data)))
