"""What of a photo the public may not see: rectangles in the pixels of its view; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from suicha.errors import refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from suicha.db import Json

    Box = tuple[int, int, int, int]


@dataclass(frozen=True, order=True)
class Cover:
    """A rectangle of whole pixels: the left upper corner, width and height."""

    x: int
    y: int
    width: int
    height: int

    def fits(self, width: int, height: int) -> bool:
        """Whether it lies in a picture of this size."""
        return self.x + self.width <= width and self.y + self.height <= height

    @property
    def box(self) -> Box:
        """Its left upper and its right lower corner, as decoders name rectangles."""
        return self.x, self.y, self.x + self.width, self.y + self.height

    @property
    def as_json(self) -> Json:
        """Its four numbers by name."""
        return {"x": self.x, "y": self.y, "width": self.width, "height": self.height}


def ordered(covers: Iterable[Cover]) -> tuple[Cover, ...]:
    """Give each rectangle once, in one order: what is covered is the same, however it was drawn."""
    return tuple(sorted(set(covers)))


def as_json(covers: Iterable[Cover]) -> list[Json]:
    """Give rectangles as they are stored."""
    return [cover.as_json for cover in covers]


def of_json(stored: Sequence[Json]) -> tuple[Cover, ...]:
    """Read what `as_json` wrote."""
    return tuple(Cover(**one) for one in stored)


def judge(covers: Iterable[Cover], width: int, height: int) -> None:
    """See that all lie within a view of this size; raises cover.outside."""
    for cover in covers:
        if not cover.fits(width, height):
            raise refuse("cover.outside", field="covers", width=width, height=height)
