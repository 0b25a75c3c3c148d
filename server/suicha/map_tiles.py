"""Which map tiles an installation shows under what it draws; pure. By default none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

PLACES = frozenset({"{x}", "{y}", "{z}"})
KEY = "{key}"
# What follows goes into a header, the content policy: nothing but a plain host and its port.
HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?")


class BadSettingError(ValueError):
    """A setting is wrong, and which, in one sentence for the operator."""


class Datum(StrEnum):
    """In which coordinates tiles are cut. CGCS2000 is WGS-84 to some centimetres."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"


@dataclass(frozen=True)
class MapTiles:
    """The layers of a map, the lowest first: URL templates with {x}, {y}, {z}; empty for no map."""

    layers: tuple[str, ...] = ()
    datum: Datum = Datum.WGS84
    attribution: str = ""

    @property
    def sources(self) -> str:
        """From where the tiles come, as the desk's content policy goes on: ` https://…`."""
        parts = [urlsplit(layer) for layer in self.layers]
        return "".join(dict.fromkeys(f" {part.scheme}://{part.netloc}" for part in parts))


NO_TILES = MapTiles()


def map_tiles(templates: str, datum: str, key: str, attribution: str) -> MapTiles:
    """Read MAP_TILES, MAP_TILES_DATUM, MAP_KEY and MAP_ATTRIBUTION; raises `BadSettingError`.

    Several templates stand apart by spaces: services give their labels as tiles of their own.
    """
    if datum not in set(Datum):
        raise BadSettingError(f"MAP_TILES_DATUM is wgs84 or gcj02, not {datum!r}.")
    layers = templates.split()
    if not layers:
        return NO_TILES
    for layer in layers:
        _judge(layer, key)
    if not attribution:
        raise BadSettingError(
            "MAP_ATTRIBUTION is empty: name whose map MAP_TILES shows, with its approval (审图号)."
        )
    filled = tuple(layer.replace(KEY, key) for layer in layers)
    return MapTiles(filled, Datum(datum), attribution)


def _judge(layer: str, key: str) -> None:
    """See that tiles can be asked for by this template. No message quotes it: it may hold a key."""
    address = _split(layer)
    if address.scheme not in {"http", "https"}:
        raise BadSettingError("MAP_TILES must begin with https:// or http://.")
    if not HOST.fullmatch(address.netloc):
        raise BadSettingError("MAP_TILES must name one plain host: no {…}, no user, no spaces.")
    named = set(re.findall(r"\{[^{}]*\}", layer))
    for missing in sorted(PLACES - named):
        raise BadSettingError(f"MAP_TILES must say {missing}: where a tile is told from the next.")
    for unknown in sorted(named - PLACES - {KEY}):
        raise BadSettingError(f"MAP_TILES may say {{x}}, {{y}}, {{z}} and {{key}}, not {unknown}.")
    if KEY in named and not re.fullmatch(r"[\w.~-]+", key, re.ASCII):
        raise BadSettingError("MAP_TILES says {key}, and MAP_KEY is empty or no key.")


def _split(layer: str) -> SplitResult:
    try:
        return urlsplit(layer)
    except ValueError:
        raise BadSettingError("MAP_TILES is no address.") from None
