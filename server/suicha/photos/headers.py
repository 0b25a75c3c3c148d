"""The headers of JPEG, PNG, WebP and HEIC, read forward from a stream without decoding anything.

Our own, because a decoder's `open` wants a file that it can seek in, and for WebP reads all of it
and makes room for its canvas before anybody has seen how large that is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PIXELS = 60_000_000

# ISO/IEC 15948: the signature, then the length and name of the first chunk.
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"
# ITU T.81 table B.1: frames that begin with their size; C4, C8 and CC are other segments.
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
BARE = frozenset(range(0xD0, 0xD8)) | {0x01}  # markers without a segment
LEAD = 0xFF  # what every marker begins with, and what may fill the space before its code
ENDS = frozenset({0xD9, 0xDA})  # end of image, start of scan: no frame can follow
# 25 MB hold 400 segments of the full 64 KiB; a file of tiny ones would cost seconds to walk.
MOST_SEGMENTS = 2000
MOST_FILL = 64
# ISO/IEC 23008-12, B.4: brands of pictures and sequences that are coded in HEVC.
HEVC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
MOST_BRANDS = 1024  # bytes
MOST_BOXES = 32  # that stand before what a file says of its pictures
MOST_META = 1024 * 1024  # bytes; those of phones are a few thousand
BOX = 8  # bytes of a box's own head: its size and its kind
PIECE = 64 * 1024


@dataclass(frozen=True)
class Header:
    """What a picture says of itself; sizes in pixels, as stored."""

    media_type: str
    width: int
    height: int

    @property
    def pixels(self) -> int:
        """How many pixels decoding would make."""
        return self.width * self.height


class _UnreadableError(Exception):
    """The bytes ended inside the header, or are none."""


class _Reader:
    """Takes bytes from a stream, or says that there are no more."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def take(self, count: int) -> bytes:
        taken = self.file.read(count)
        if len(taken) < count:
            raise _UnreadableError
        return taken

    def number(self, count: int) -> int:
        return int.from_bytes(self.take(count), "big")

    def skip(self, count: int) -> None:
        while count > 0:
            count -= len(self.take(min(count, PIECE)))


def header(file: IO[bytes]) -> Header | None:
    """Read as much as the header needs; None where it is of no format that we take."""
    try:
        found = _read(_Reader(file))
    except _UnreadableError:
        return None
    return found if found and found.pixels else None


def fault(found: Header | None) -> str | None:
    """Say by its header why a file is no photo for us: a refusal code, or None."""
    if found is None:
        return "photo.not_an_image"
    return "photo.too_many_pixels" if found.pixels > MAX_PIXELS else None


def _read(reader: _Reader) -> Header | None:
    start = reader.take(2)
    if start == b"\xff\xd8":
        return _jpeg(reader)
    if start == PNG[:2]:
        return _png(reader)
    if start == b"RI":
        return _webp(reader)
    return _heic(reader) if start == b"\0\0" else None


def _jpeg(reader: _Reader) -> Header | None:
    for _ in range(MOST_SEGMENTS):
        marker = _marker(reader)
        if marker in FRAMES:
            reader.take(3)  # the segment's length, the bits of a sample
            height, width = reader.number(2), reader.number(2)
            return Header("image/jpeg", width, height)
        if marker in ENDS:
            return None
        if marker not in BARE:
            reader.take(max(reader.number(2) - 2, 0))
    return None


def _marker(reader: _Reader) -> int:
    """Read 0xFF, any fill bytes, and the code of the marker."""
    if reader.number(1) != LEAD:
        raise _UnreadableError
    for _ in range(MOST_FILL):
        code = reader.number(1)
        if code != LEAD:
            return code
    raise _UnreadableError


def _png(reader: _Reader) -> Header | None:
    if reader.take(len(PNG) - 2) != PNG[2:]:
        return None
    return Header("image/png", reader.number(4), reader.number(4))


def _webp(reader: _Reader) -> Header | None:
    """RFC 9649: a simple lossy, a simple lossless or an extended file."""
    start, kind, data = reader.take(10), reader.take(8)[:4], reader.take(10)
    if start[:2] != b"FF" or start[6:] != b"WEBP":
        return None
    if kind == b"VP8X":
        return Header("image/webp", 1 + _little(data[4:7]), 1 + _little(data[7:10]))
    if kind == b"VP8 " and data[3:6] == b"\x9d\x01\x2a":
        return Header("image/webp", _little(data[6:8]) & 0x3FFF, _little(data[8:10]) & 0x3FFF)
    if kind == b"VP8L" and data[:1] == b"\x2f":
        bits = _little(data[1:5])
        return Header("image/webp", 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    return None


def _heic(reader: _Reader) -> Header | None:
    """ISO/IEC 14496-12 boxes: the brands, and among what follows the one that says sizes."""
    length = reader.number(2)
    if reader.take(4) != b"ftyp" or not BOX < length <= MOST_BRANDS:
        return None
    brands = reader.take(length - BOX)
    if HEVC.isdisjoint(brands[at : at + 4] for at in (0, *range(8, len(brands), 4))):
        return None
    for _ in range(MOST_BOXES):
        length, kind = reader.number(4), reader.take(4)
        inside = reader.number(8) - 2 * BOX if length == 1 else length - BOX
        if kind == b"meta":
            return _largest(reader.take(inside)) if 0 < inside <= MOST_META else None
        reader.skip(inside)
    return None


def _largest(meta: bytes) -> Header | None:
    """Give the size of the largest picture; the others are its tiles and its thumbnail."""
    bodies = [meta[4:]]
    for name in (b"iprp", b"ipco", b"ispe"):
        bodies = [inner for body in bodies for kind, inner in _boxes(body) if kind == name]
    found = [Header("image/heic", _big(body[4:8]), _big(body[8:12])) for body in bodies]
    return max(found, key=lambda header: header.pixels, default=None)


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give kind and body of the boxes that follow each other; a broken one ends it."""
    at = 0
    while BOX <= (length := _big(data[at : at + 4])) <= len(data) - at:
        yield data[at + 4 : at + BOX], data[at + BOX : at + length]
        at += length


def _big(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")
