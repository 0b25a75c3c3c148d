"""Pictures for tests: sound ones of an exact size, and poisonous ones."""

from __future__ import annotations

import struct
import zlib
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import ExifTags, Image

from suicha.db import now
from suicha.photos.promises import File, Position, Promise

if TYPE_CHECKING:
    from collections.abc import Mapping

SOMEWHERE = Position(lat=30.205, lon=120.105, accuracy_m=8.0, fix_age_ms=1200.0, source="gps")


def drawn(width: int = 64, height: int = 48, mode: str = "RGB") -> Image.Image:
    """A picture whose left upper quarter is red, so that a turn can be seen."""
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width // 2, height // 2))
    return image.convert(mode)


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:  # Any: Pillow's
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def written(
    camera: Mapping[Any, Any] | None = None,
    gps: Mapping[Any, Any] | None = None,
    first: Mapping[Any, Any] | None = None,
) -> Image.Exif:
    """A block as a camera writes it."""
    block = Image.Exif()
    block.update(first or {})
    block.get_ifd(ExifTags.IFD.Exif).update(camera or {})
    block.get_ifd(ExifTags.IFD.GPSInfo).update(gps or {})
    return block


def jpeg(size: int | None = None) -> bytes:
    """A JPEG of exactly `size` bytes: what follows the end of an image is not looked at."""
    data = encoded(drawn(), optimize=True, quality=30)
    return data if size is None else data + bytes(size - len(data))


def png_that_says(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header says that it is this large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = (b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 64)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def name(data: bytes) -> str:
    return sha256(data).hexdigest()


def promised(data: bytes, media_type: str = "image/jpeg", original: bytes | None = None) -> Promise:
    """The promise that a phone makes of these bytes."""
    follows = None if original is None else File(name(original), len(original), "image/jpeg")
    file = File(name(data), len(data), media_type)
    return Promise(file.sha256, file.size, file.media_type, follows, now(), "camera", SOMEWHERE)
