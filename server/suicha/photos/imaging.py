"""The decoding of photos and the making of their renditions; only a child of the worker does it."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import IO, TYPE_CHECKING

import pillow_heif
from PIL import Image, ImageOps

from suicha.photos import exif
from suicha.photos.headers import MAX_PIXELS, fault, header
from suicha.photos.likeness import Likeness, likeness

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timezone
    from pathlib import Path

    from suicha.photos.covers import Box

# What `develop` reads, in a number: raised when it reads more, so that older photos are read again.
READING = 2

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
# Long edges in pixels, the larger first. A view is as large as what phones send: to scale it took
# two thirds of all work on a photo, and at this quality it is no larger in bytes than a scaled one.
EDGES = {"view": 2048, "thumb": 320}
QUALITY = 75
COVER = (58, 66, 74)  # one colour: of a face that is blurred, programs guess much
EIGHT_OF_SIXTEEN = 255 / 65535  # else all but the darkest grey would be white

# Pillow's own guard behind ours; it refuses twice this, and only warns below.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
pillow_heif.options.DECODE_THREADS = 1  # there is a child for each core
pillow_heif.register_heif_opener()


class PoisonError(Exception):
    """A file that must not be decoded or cannot be; its text is a refusal code."""


@dataclass(frozen=True)
class Picture:
    """A JPEG that we made, with its size in pixels; it carries no metadata."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Developed:
    """What is made of a photo: its renditions by name, what its camera wrote, what it is like."""

    pictures: dict[str, Picture]
    exif: exif.Exif
    likeness: Likeness


def develop(path: Path, home: timezone) -> Developed:
    """Decode a file once and make all of it: upright, on white, without metadata.

    Raises PoisonError for whatever the decoder finds wrong. `home` is the zone of a camera's clock
    whose file names none.
    """
    with path.open("rb") as file:
        code = fault(header(file))
        if code is not None:
            raise PoisonError(code)
        file.seek(0)
        try:
            return _developed(file, home)
        except (PoisonError, MemoryError):
            raise
        except Exception as error:  # decoders promise no type of error for broken files
            raise PoisonError("photo.not_an_image") from error


def covered(data: bytes, boxes: Sequence[Box]) -> Picture:
    """Paint over boxes of a rendition and encode what is left: nothing of them remains."""
    picture = Image.open(BytesIO(data), formats=["JPEG"]).convert("RGB")
    for box in boxes:
        picture.paste(COVER, box)
    return _encoded(picture)


def _developed(file: IO[bytes], home: timezone) -> Developed:
    image = _opened(file)
    written = exif.read(image, home)
    picture = _flattened(_upright(_shrunk(image)))
    like = likeness(picture)
    made = {}
    for name, edge in EDGES.items():
        picture.thumbnail((edge, edge), Image.Resampling.LANCZOS)
        made[name] = _encoded(picture)
    return Developed(made, written, like)


def _opened(file: IO[bytes]) -> Image.Image:
    image: Image.Image = Image.open(file, formats=FORMATS)
    # Asked again: a second header, which ours did not read, may say more than the first.
    if image.width * image.height > MAX_PIXELS:
        raise PoisonError("photo.too_many_pixels")
    return image


def _shrunk(image: Image.Image) -> Image.Image:
    """Make it no longer than the largest rendition; a JPEG is decoded at the smaller scale."""
    if image.mode == "I;16":
        image = image.point(lambda value: value * EIGHT_OF_SIXTEEN).convert("L")
    if image.mode not in {"L", "RGB", "RGBA", "CMYK"}:
        image = image.convert("RGBA")
    image.thumbnail((EDGES["view"], EDGES["view"]), Image.Resampling.LANCZOS)
    return image


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # a broken EXIF block must not hide a sound picture
        return image


def _flattened(image: Image.Image) -> Image.Image:
    """Paint onto fresh white: a signature has no background, and nothing else comes along."""
    fresh = Image.new("RGB", image.size, "white")
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    fresh.paste(image.convert("RGB"), mask=alpha)
    return fresh


def _encoded(picture: Image.Image) -> Picture:
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return Picture(out.getvalue(), picture.width, picture.height)
