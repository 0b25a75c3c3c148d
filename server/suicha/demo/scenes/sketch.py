"""The paper on which scenes are drawn: sky, ground and the few shapes that all of them need."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 1280, 960

Colour = tuple[int, int, int]
Point = tuple[float, float]

STEEL: Colour = (112, 116, 122)
DARK: Colour = (44, 46, 50)
CONCRETE: Colour = (158, 156, 150)
TIMBER: Colour = (158, 118, 72)
EARTH: Colour = (146, 122, 92)
SAFETY_RED: Colour = (190, 44, 38)
SAFETY_YELLOW: Colour = (226, 182, 46)
NETTING: Colour = (66, 128, 84)


class Sketch:
    """One picture under way; `mended` shows the same place after its rectification."""

    def __init__(self, seed: str, *, mended: bool) -> None:
        """Take fresh paper."""
        self.dice = random.Random(seed)  # noqa: S311  # a picture
        self.mended = mended
        self.image = Image.new("RGB", (WIDTH, HEIGHT), CONCRETE)
        self.pen = ImageDraw.Draw(self.image)

    def held(self) -> tuple[float, float, float, float, float, float]:
        """How the phone was held: a little nearer and a little askew (an affine map)."""
        near, tilt = self.dice.uniform(0.86, 0.96), self.dice.uniform(-0.02, 0.02)
        left = self.dice.uniform(0.2, 0.8) * (1 - near) * WIDTH
        top = self.dice.uniform(0.2, 0.8) * (1 - near) * HEIGHT
        return near, tilt, left, -tilt, near, top

    def around(self, value: float, by: float) -> float:
        """A number near another."""
        return value + self.dice.uniform(-by, by)

    def shade(self, colour: Colour, by: int = 14) -> Colour:
        """A colour near another: nothing on a site is of one colour."""
        move = self.dice.randint(-by, by)
        red, green, blue = (min(255, max(0, part + move)) for part in colour)
        return red, green, blue

    def fade(self, top: float, bottom: float, above: Colour, below: Colour) -> None:
        """Fill a band of the whole width, from one colour to another."""
        height = max(1, int(bottom - top))
        mask = Image.linear_gradient("L").resize((WIDTH, height))
        band = Image.new("RGB", (WIDTH, height), above)
        band.paste(below, (0, 0), mask)
        self.image.paste(band, (0, int(top)))

    def outdoors(self, horizon: float) -> None:
        """Sky above, trodden earth below, and a hoarding between."""
        above = self.dice.choice([(136, 172, 212), (178, 190, 204), (196, 198, 200)])
        self.fade(0, horizon, above, (226, 230, 232))
        self.fade(horizon, HEIGHT, self.shade((150, 136, 114)), self.shade((112, 98, 80)))
        for left in range(0, WIDTH, 64):
            colour = self.shade((84, 122, 160), 8)
            self.pen.rectangle((left, horizon - 54, left + 62, horizon), fill=colour)
        for _ in range(160):
            x, y = self.dice.uniform(0, WIDTH), self.dice.uniform(horizon + 10, HEIGHT)
            size = (y - horizon) / 60
            self.pen.ellipse((x, y, x + 3 * size, y + size), fill=self.shade((128, 116, 98), 26))

    def wall(self, colour: Colour) -> None:
        """A wall close by, with the marks of its formwork."""
        self.fade(0, HEIGHT * 0.82, self.shade(colour), self.shade(colour, 22))
        self.fade(HEIGHT * 0.82, HEIGHT, self.shade((120, 116, 110)), self.shade((96, 92, 86)))
        for joint in range(120, int(HEIGHT * 0.8), 170):
            self.pen.line((0, joint, WIDTH, joint), fill=self.shade(colour, 26), width=2)
        for _ in range(70):
            x, y = self.dice.uniform(0, WIDTH), self.dice.uniform(0, HEIGHT * 0.8)
            self.pen.ellipse((x, y, x + 5, y + 4), fill=self.shade(colour, 34))

    def pole(self, start: Point, end: Point, colour: Colour = STEEL, width: int = 10) -> None:
        """A tube, with its light side."""
        self.pen.line((*start, *end), fill=self.shade(colour), width=width)
        light = tuple(min(255, part + 44) for part in colour)
        shift = width // 4
        points = (start[0] - shift, start[1] - shift, end[0] - shift, end[1] - shift)
        self.pen.line(points, fill=light, width=max(1, width // 5))

    def block(self, box: Sequence[float], colour: Colour) -> None:
        """A box that stands in the light: front, side and top."""
        left, top, right, bottom = box
        deep = (right - left) * 0.16
        dim = tuple(int(part * 0.7) for part in colour)
        lit = tuple(min(255, int(part * 1.14)) for part in colour)
        side = [(right, top), (right + deep, top - deep), (right + deep, bottom - deep)]
        self.pen.polygon([*side, (right, bottom)], fill=dim)
        cover = [(left, top), (left + deep, top - deep), (right + deep, top - deep)]
        self.pen.polygon([*cover, (right, top)], fill=lit)
        self.pen.rectangle((left, top, right, bottom), fill=colour)

    def rope(self, points: Sequence[Point], colour: Colour, width: int) -> None:
        """A cable or hose through these points."""
        self.pen.line([*points], fill=colour, width=width, joint="curve")

    def sag(self, start: Point, end: Point, by: float) -> list[Point]:
        """The points of a line that hangs between two others."""
        steps = [n / 24 for n in range(25)]
        return [
            (
                start[0] + (end[0] - start[0]) * at,
                start[1] + (end[1] - start[1]) * at + by * 4 * at * (1 - at),
            )
            for at in steps
        ]

    def sign(self, box: Sequence[float], colour: Colour, lines: int = 2) -> None:
        """A board with something written on it that cannot be read."""
        left, top, right, bottom = box
        self.pen.rectangle((left, top, right, bottom), fill=colour, outline=DARK, width=3)
        gap = (bottom - top) / (lines + 1)
        for n in range(1, lines + 1):
            end = right - self.dice.uniform(0.1, 0.4) * (right - left)
            y = top + gap * n
            self.pen.line((left + 14, y, end, y), fill=(238, 238, 232), width=max(3, int(gap / 4)))
