"""Every format and shape of picture: shown as it is, or refused in one sentence."""

from __future__ import annotations

from io import BytesIO
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageDraw

from suicha.apart import apart
from suicha.db import CHINA
from suicha.photos import imaging
from suicha.photos.headers import MAX_PIXELS, header

from .pictures import drawn, encoded

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ["JPEG", "PNG", "WEBP", "HEIF"]
CORNERS = LEFT_UPPER, LEFT_LOWER, RIGHT_UPPER, RIGHT_LOWER = tuple(product((0.1, 0.9), repeat=2))
# Exif 2.32, tag 274: where the stored picture's own left upper corner stands when it is shown.
TURNS = {
    1: LEFT_UPPER,
    2: RIGHT_UPPER,
    3: RIGHT_LOWER,
    4: LEFT_LOWER,
    5: LEFT_UPPER,
    6: RIGHT_UPPER,
    7: RIGHT_LOWER,
    8: LEFT_LOWER,
}
FIRST_LYING = 5


def shown(folder: Path, data: bytes, size: str = "view") -> Image.Image:
    """What the worker's child makes of these bytes."""
    path = folder / "photo"
    path.write_bytes(data)
    return Image.open(BytesIO(developed(path)[size].data)).convert("RGB")


def developed(path: Path) -> dict[str, imaging.Picture]:
    return imaging.develop(path, CHINA).pictures


def at(image: Image.Image, x: float, y: float) -> tuple[int, ...]:
    pixel = image.getpixel((int(image.width * x), int(image.height * y)))
    assert isinstance(pixel, tuple)
    return tuple(int(value) for value in pixel)


def is_red(image: Image.Image, x: float, y: float) -> bool:
    red, green, blue = at(image, x, y)
    return red > 128 > max(green, blue)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", ["view", "thumb"])
@pytest.mark.parametrize("turn", TURNS)
def test_all_eight_orientations_are_shown_upright(
    tmp_path: Path, turn: int, size: str, kind: str
) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    image = shown(tmp_path, encoded(drawn(640, 480), kind, exif=exif.tobytes()), size)
    assert (image.width > image.height) == (turn < FIRST_LYING)
    assert [corner for corner in CORNERS if is_red(image, *corner)] == [TURNS[turn]]


@pytest.mark.parametrize("value", [0, 0x4000, 0x8000, 0xFFFF])
def test_sixteen_bits_of_grey_keep_their_brightness(tmp_path: Path, value: int) -> None:
    image = shown(tmp_path, encoded(Image.new("I;16", (40, 30), value), "PNG"))
    assert at(image, 0.5, 0.5) == pytest.approx((value / 257,) * 3, abs=2)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "HEIF"])
def test_of_what_moves_the_first_picture_is_shown(tmp_path: Path, kind: str) -> None:
    first, *others = (Image.new("RGB", (64, 48), colour) for colour in ("red", "blue", "green"))
    data = encoded(first, kind, save_all=True, append_images=others)
    assert is_red(shown(tmp_path, data), 0.5, 0.5)


def test_a_printers_inverted_inks_are_shown_as_they_print(tmp_path: Path) -> None:
    assert is_red(shown(tmp_path, encoded(drawn(mode="CMYK"))), 0.1, 0.1)


@pytest.mark.parametrize("tail", [b"PK\3\4 a zip", b"<script>alert(1)</script>", b"%PDF-1.7"])
@pytest.mark.parametrize("kind", KINDS)
def test_of_a_file_that_is_two_things_only_the_picture_is_shown(
    tmp_path: Path, kind: str, tail: bytes
) -> None:
    path = tmp_path / "polyglot"
    path.write_bytes(encoded(drawn(), kind) + tail)
    for made in developed(path).values():
        assert tail not in made.data


@pytest.mark.parametrize("part", [0.02, 0.2, 0.5, 0.9])
@pytest.mark.parametrize("kind", KINDS)
def test_half_a_file_is_poison_and_never_a_crash(tmp_path: Path, kind: str, part: float) -> None:
    picture = Image.effect_noise((600, 400), 90).convert("RGB")
    ImageDraw.Draw(picture).ellipse((50, 50, 500, 350), fill="red")
    data = encoded(picture, kind)
    with pytest.raises(imaging.PoisonError, match=r"photo\.not_an_image"):
        shown(tmp_path, data[: int(len(data) * part)])


def test_a_heic_says_its_size_before_it_is_decoded() -> None:
    found = header(BytesIO(encoded(drawn(640, 480), "HEIF")))
    assert found is not None
    assert (found.media_type, found.width, found.height) == ("image/heic", 640, 480)


def test_a_picture_of_another_coding_in_the_same_container_is_not_taken() -> None:
    data = encoded(drawn(), "HEIF").replace(b"heic", b"avif").replace(b"heix", b"avif")
    assert header(BytesIO(data)) is None


def boxed(kind: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + kind + body


BRANDS = boxed(b"ftyp", b"heic\0\0\0\0mif1heic")


def meta(*sizes: tuple[int, int]) -> bytes:
    said = b"".join(
        boxed(b"ispe", bytes(4) + width.to_bytes(4, "big") + height.to_bytes(4, "big"))
        for width, height in sizes
    )
    return boxed(b"meta", bytes(4) + boxed(b"iprp", boxed(b"ipco", said)))


def test_the_largest_picture_of_a_heic_counts() -> None:
    found = header(BytesIO(BRANDS + boxed(b"free", bytes(70_000)) + meta((512, 512), (9000, 8000))))
    assert found is not None
    assert (found.width, found.height) == (9000, 8000)


@pytest.mark.parametrize(
    "data",
    [
        BRANDS,
        BRANDS + meta(),
        BRANDS + meta((0, 0)),
        BRANDS + bytes(4000),
        BRANDS + b"\0\0\0\1meta" + b"\xff" * 8,
        BRANDS + b"\xff\xff\xff\xffmeta",
        BRANDS + b"\0\0\0\1free" + b"\xff" * 8,
        BRANDS + boxed(b"meta", bytes(4) + b"\xff\xff\xff\xffiprp"),
        b"\0\0\0\x08ftyp",
        b"\0\0\xff\xffftyp" + b"heic" * 20_000,
        b"\0\0",
    ],
)
def test_a_broken_heic_is_no_picture(data: bytes) -> None:
    assert header(BytesIO(data)) is None


@pytest.mark.long
@pytest.mark.parametrize(
    ("kind", "mode", "options"),
    [
        ("JPEG", "RGB", {}),
        ("JPEG", "RGB", {"progressive": True}),
        ("JPEG", "CMYK", {}),
        ("PNG", "RGBA", {"compress_level": 1}),
        ("PNG", "LA", {"compress_level": 1}),
        ("PNG", "P", {"compress_level": 1}),
        ("WEBP", "RGB", {"method": 0}),
        ("HEIF", "RGB", {"quality": 10}),
    ],
)
def test_the_largest_picture_that_is_taken_fits_into_the_memory_that_a_child_has(
    tmp_path: Path, kind: str, mode: str, options: dict[str, Any]
) -> None:
    width, height = 9000, MAX_PIXELS // 9000
    path = tmp_path / "largest"
    shade = Image.linear_gradient("L").resize((width, height)).convert(mode)
    path.write_bytes(encoded(shade, kind, **options))
    del shade
    view = apart(imaging.develop, path, CHINA).pictures["view"]
    assert (view.width, view.height) == (2048, round(2048 * height / width))
