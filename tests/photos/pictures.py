"""Pictures for tests: sound ones of an exact size, and poisonous ones."""

from __future__ import annotations

import random
import struct
import zlib
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import ExifTags, Image, ImageDraw, ImageEnhance

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


def scene(seed: str, width: int = 640, height: int = 480) -> Image.Image:
    """A picture with as much to see as a photo has, and like that of no other seed."""
    dice = random.Random(seed)  # noqa: S311  # a picture
    wide, fine = (_spots(dice, step, (width, height)) for step in (40, 12))
    picture = Image.blend(wide, fine, 0.35).convert("RGB")
    for _ in range(6):
        left, top = dice.randrange(width), dice.randrange(height)
        right, bottom = left + dice.randrange(20, 160), top + dice.randrange(20, 160)
        colour = dice.randrange(256), dice.randrange(256), dice.randrange(256)
        picture.paste(colour, (left, top, right, bottom))
    return picture


def _spots(dice: random.Random, step: int, size: tuple[int, int]) -> Image.Image:
    small = size[0] // step, size[1] // step
    spots = Image.frombytes("L", small, dice.randbytes(small[0] * small[1]))
    return spots.resize(size, Image.Resampling.BICUBIC)


def cut(picture: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    """What is left of a picture when these parts of its sides are cut off."""
    width, height = picture.size
    lower_right = round((1 - right) * width), round((1 - bottom) * height)
    return picture.crop((round(left * width), round(top * height), *lower_right))


def again(picture: Image.Image, quality: int = 40) -> Image.Image:
    """A picture compressed once more."""
    return Image.open(BytesIO(encoded(picture, quality=quality))).convert("RGB")


def half(picture: Image.Image) -> Image.Image:
    """A picture at half its size."""
    return picture.resize((picture.width // 2, picture.height // 2))


def brighter(picture: Image.Image, factor: float) -> Image.Image:
    """A picture with another brightness."""
    return ImageEnhance.Brightness(picture).enhance(factor)


def watermarked(picture: Image.Image, text: str = "2026-11-28 10:00 330106-000001") -> Image.Image:
    """A picture with a strip of words over its lower edge, as watermark cameras write one."""
    marked = picture.convert("RGB")
    pen = ImageDraw.Draw(marked, "RGBA")
    width, height = marked.size
    pen.rectangle((0, round(height * 0.88), width, height), fill=(0, 0, 0, 140))
    pen.text((10, round(height * 0.9)), text, fill="white", font_size=max(10, height // 20))
    return marked


def retouched(picture: Image.Image) -> Image.Image:
    """A picture in which somebody painted over what was wrong: an eighth of it."""
    painted = picture.convert("RGB")
    width, height = painted.size
    at = (round(width * 0.3), round(height * 0.4), round(width * 0.6), round(height * 0.8))
    painted.paste((130, 120, 110), at)
    return painted
