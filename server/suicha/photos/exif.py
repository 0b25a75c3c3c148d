"""What a camera wrote into its file: when, where and with what (Exif 3.0, CIPA DC-008).

All of it can be written by anybody with a program for it: it is told beside what the phone said,
and decides nothing.
"""

from __future__ import annotations

import math
import re
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from PIL import ExifTags

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PIL import Image

    from suicha.db import Json

    Tags = Mapping[int, Any]  # Any: Pillow gives whatever type the file names

WRITTEN = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)")
ZONE = re.compile(r"([+-])(\d\d):(\d\d)")
LONGEST = 80  # characters of a maker's or a model's name


@dataclass(frozen=True)
class Exif:
    """Times are aware, places WGS-84 degrees; what is not there or makes no sense is None.

    Where a file names no zone, its reader's was taken: `zone_said` is False.
    `gps_at` is the time of the satellites, which no wrong clock of the camera changes.
    """

    taken_at: datetime | None = None
    zone_said: bool = False
    gps_at: datetime | None = None
    lat: float | None = None
    lon: float | None = None
    device: str | None = None

    @property
    def as_json(self) -> Json:
        """All that was found; empty where nothing was."""
        found = {name: value for name, value in asdict(self).items() if value not in {None, False}}
        return {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in found.items()
        }

    @classmethod
    def of_json(cls, said: Json) -> Exif:
        """Read what `as_json` wrote; what a later release may have added is left out."""
        known = {field.name: said[field.name] for field in fields(cls) if field.name in said}
        for name in {"taken_at", "gps_at"} & known.keys():
            known[name] = datetime.fromisoformat(known[name])
        return cls(**known)


def read(image: Image.Image, home: timezone) -> Exif:
    """Read what an opened picture carries; broken data is as none at all.

    A clock whose zone the file does not name is taken to show that of `home`.
    """
    try:
        exif = image.getexif()
        camera, place = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
        zone = _zone(camera)
        lat, lon = _place(place)
        return Exif(
            taken_at=_taken_at(camera, exif, zone or home),
            zone_said=zone is not None,
            gps_at=_gps_at(place),
            lat=lat,
            lon=lon,
            device=_device(exif),
        )
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # a broken EXIF block must not hide a sound picture
        return Exif()


def _taken_at(camera: Tags, exif: Tags, zone: timezone) -> datetime | None:
    """Read the moment of the shutter; else of the digitizing; else what stands in the first IFD."""
    tags = ExifTags.Base.DateTimeOriginal, ExifTags.Base.DateTimeDigitized
    for said in (*(camera.get(tag) for tag in tags), exif.get(ExifTags.Base.DateTime)):
        if found := WRITTEN.match(_text(said)):
            return _moment([int(part) for part in found.groups()], zone)
    return None


def _moment(parts: list[int], zone: timezone) -> datetime | None:
    try:
        year, month, day, hour, minute, second = parts
        return datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:  # 0000:00:00 is what many cameras write without a clock
        return None


def _zone(camera: Tags) -> timezone | None:
    found = ZONE.match(_text(camera.get(ExifTags.Base.OffsetTimeOriginal)))
    if found is None:
        return None
    sign, hours, minutes = found.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if sign == "-" else offset) if offset < timedelta(hours=24) else None


def _gps_at(place: Tags) -> datetime | None:
    """Put the satellites' date and time together; both are UTC."""
    date = re.match(r"(\d{4}):(\d\d):(\d\d)", _text(place.get(ExifTags.GPS.GPSDateStamp)))
    time = _numbers(place.get(ExifTags.GPS.GPSTimeStamp))
    if date is None or time is None:
        return None
    return _moment([*(int(part) for part in date.groups()), *(int(part) for part in time)], UTC)


def _place(place: Tags) -> tuple[float, float] | tuple[None, None]:
    """Give latitude and longitude, or neither: 0, 0 is what cameras write that found none."""
    gps = ExifTags.GPS
    lat = _degrees(place.get(gps.GPSLatitude), place.get(gps.GPSLatitudeRef), 90)
    lon = _degrees(place.get(gps.GPSLongitude), place.get(gps.GPSLongitudeRef), 180)
    return (None, None) if lat is None or lon is None or lat == lon == 0 else (lat, lon)


def _degrees(said: object, side: object, most: int) -> float | None:
    parts = _numbers(said)
    if parts is None:
        return None
    degrees = sum(part / 60.0**n for n, part in enumerate(parts))
    if not 0 <= degrees <= most:
        return None
    return round(-degrees if _text(side)[:1].upper() in {"S", "W"} else degrees, 7)


def _numbers(said: object) -> list[float] | None:
    """Read three numbers, as degrees and times are written; a ratio may be one of zero."""
    if not isinstance(said, tuple) or len(said) != len(("degrees", "minutes", "seconds")):
        return None
    numbers = [float(part) for part in said]
    return numbers if all(math.isfinite(number) for number in numbers) else None


def _device(exif: Tags) -> str | None:
    """Name maker and model, each once: many models begin with their maker."""
    maker, model = (_text(exif.get(tag)) for tag in (ExifTags.Base.Make, ExifTags.Base.Model))
    named = model if model.lower().startswith(maker.lower()) else f"{maker} {model}"
    return named.strip() or None


def _text(said: object) -> str:
    """Read a text that anybody may have written: printable characters only, and not too many."""
    text = said.decode("ascii", "replace") if isinstance(said, bytes) else said
    if not isinstance(text, str):
        return ""
    return "".join(filter(str.isprintable, text.split("\0")[0][:LONGEST])).strip()
