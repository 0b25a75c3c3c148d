"""The camera of the history: drawn photos with EXIF, taken inside the site's boundary."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import ExifTags, Image, ImageDraw

from suicha.db import CHINA, Json
from suicha.demo import scenes

if TYPE_CHECKING:
    from datetime import datetime

    from suicha.sites.models import Site

MAKER, MODEL = "Shifan", "SF-1"  # nobody makes it
PAD = (640, 240)
STROKES = 3  # of each sign of a name


@dataclass(frozen=True)
class Shot:
    """A picture: its bytes, and how a command promises it."""

    data: bytes
    media_type: str
    taken_at: datetime
    position: Json | None

    @property
    def sha256(self) -> str:
        """The name of the picture."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def promise(self) -> Json:
        """The promise of the wire (photos/schemas.py)."""
        return {
            "sha256": self.sha256,
            "size": len(self.data),
            "media_type": self.media_type,
            "original": None,
            "taken_at": self.taken_at.isoformat(),
            "source": "camera",
            "position": self.position,
        }


def shoot(site: Site, scene: str, seed: str, taken_at: datetime, *, mended: bool = False) -> Shot:
    """Take a photo at a site; the same seed shows the same place, also after it was mended."""
    dice = random.Random(f"{seed} {taken_at}")  # noqa: S311  # a picture
    lat, lon = _inside(site, dice)
    data = scenes.photograph(scene, seed, _exif(taken_at, lat, lon), mended=mended)
    position = {
        "lat": lat,
        "lon": lon,
        "accuracy_m": float(dice.randint(4, 14)),
        "fix_age_ms": float(dice.randint(200, 3000)),
        "source": "gps",
    }
    return Shot(data, "image/jpeg", taken_at, position)


def signature(name: str, seed: str, signed_at: datetime) -> Shot:
    """Sign on the glass: strokes on nothing, each time a little different."""
    dice = random.Random(f"{name} {seed}")  # noqa: S311  # a picture
    image = Image.new("RGBA", PAD, (255, 255, 255, 0))
    pen = ImageDraw.Draw(image)
    wide = (PAD[0] - 80) / max(len(name), 1)
    for n in range(len(name) * STROKES):
        left = 40 + n // STROKES * wide
        points = [
            (left + wide * step / 5 + dice.uniform(-14, 14), dice.uniform(40, PAD[1] - 40))
            for step in range(5)
        ]
        pen.line(points, fill=(20, 24, 40, 255), width=dice.randint(5, 8), joint="curve")
    out = BytesIO()
    image.save(out, "PNG")
    return Shot(out.getvalue(), "image/png", signed_at, None)


def _inside(site: Site, dice: random.Random) -> tuple[float, float]:
    """Give a position inside of the boundary, as exact as phones write it."""
    ring = site.boundary["coordinates"][0]
    lons, lats = [point[0] for point in ring], [point[1] for point in ring]
    while True:
        lat = round(dice.uniform(min(lats), max(lats)), 6)
        lon = round(dice.uniform(min(lons), max(lons)), 6)
        if site.grounds.contains(lat, lon):
            return lat, lon


def _exif(taken_at: datetime, lat: float, lon: float) -> Image.Exif:
    exif = Image.Exif()
    local = taken_at.astimezone(CHINA)
    stamp = local.strftime("%Y:%m:%d %H:%M:%S")
    exif.update({ExifTags.Base.Make: MAKER, ExifTags.Base.Model: MODEL})
    exif[ExifTags.Base.DateTime] = stamp
    exif.get_ifd(ExifTags.IFD.Exif).update(
        {
            ExifTags.Base.DateTimeOriginal: stamp,
            ExifTags.Base.OffsetTimeOriginal: local.strftime("%z")[:3] + ":00",
        }
    )
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: _sexagesimal(lat),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: _sexagesimal(lon),
        }
    )
    return exif


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    whole, rest = divmod(degrees, 1)
    minutes, rest = divmod(rest * 60, 1)
    return whole, minutes, round(rest * 60, 3)
