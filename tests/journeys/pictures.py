"""Photos as a phone's camera makes them: large, noisy, with EXIF that says where."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

GPS_TAG, MAKE_TAG, ORIENTATION_TAG = 0x8825, 0x010F, 0x0112
EXIF_TAG, TAKEN_TAG = 0x8769, 0x9003
NORTH = (30.0, 12.0, 18.0)
WIDTH, HEIGHT = 2400, 1800


def photograph(
    path: Path, seed: int, taken: datetime | None = None, north: tuple[float, ...] = NORTH
) -> Path:
    """Write a JPEG of about a megabyte, turned by its EXIF, with a maker and a position.

    `taken` is what its camera's clock showed, and when the file was written.
    """
    noise = random.Random(seed).randbytes(WIDTH // 4 * HEIGHT // 4 * 3)  # noqa: S311  # a picture
    image = Image.frombytes("RGB", (WIDTH // 4, HEIGHT // 4), noise).resize((WIDTH, HEIGHT))
    ImageDraw.Draw(image).rectangle((200, 200, 900, 700), fill=(180, 60, 40))
    exif = image.getexif()
    exif[MAKE_TAG] = "Journey Camera"
    exif[ORIENTATION_TAG] = 6
    exif.get_ifd(GPS_TAG).update({1: "N", 2: north, 3: "E", 4: (120.0, 6.0, 18.0)})
    if taken is not None:
        exif.get_ifd(EXIF_TAG)[TAKEN_TAG] = taken.strftime("%Y:%m:%d %H:%M:%S")
    image.save(path, quality=90, exif=exif)
    if taken is not None:
        os.utime(path, (taken.timestamp(), taken.timestamp()))
    return path
