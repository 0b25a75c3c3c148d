"""Scenes of temporary power: boxes, cables, overhead lines, light in cellars."""

from __future__ import annotations

from suicha.demo.scenes.sketch import (
    CONCRETE,
    DARK,
    EARTH,
    HEIGHT,
    SAFETY_RED,
    SAFETY_YELLOW,
    STEEL,
    WIDTH,
    Sketch,
)

WATER = (118, 128, 134)
COPPER = (52, 48, 46)


def box(sketch: Sketch) -> None:
    """A distribution box: its door open without a lock, cables loose; or shut and locked."""
    if sketch.dice.random() < 0.5:  # noqa: PLR2004  # outdoors or at a wall, as it falls
        sketch.outdoors(HEIGHT * 0.7)
    else:
        sketch.wall(CONCRETE)
    x = sketch.around(430, 90)
    for leg in (x + 40, x + 380):
        sketch.pole((leg, 640), (leg, 900), DARK, 18)
    sketch.block((x, 200, x + 420, 660), sketch.shade((214, 120, 40), 18))
    if sketch.mended:
        _shut(sketch, x)
    else:
        _open(sketch, x)
    for n in range(4):
        start = (x + 80 + n * 86, 660.0)
        end = (x + 80 + n * 86 + sketch.around(0, 160), 930.0)
        sketch.rope(sketch.sag(start, end, sketch.around(30, 40)), COPPER, 12)


def _shut(sketch: Sketch, x: float) -> None:
    sketch.pen.rectangle((x + 14, 214, x + 406, 646), outline=(150, 84, 28), width=6)
    warning = [(x + 210, 270), (x + 290, 400), (x + 130, 400)]
    sketch.pen.polygon(warning, fill=SAFETY_YELLOW, outline=DARK, width=6)
    sketch.pen.line((x + 214, 300, x + 198, 346, x + 220, 346, x + 204, 384), fill=DARK, width=7)
    sketch.pen.rectangle((x + 372, 440, x + 398, 474), fill=(200, 170, 70), outline=DARK, width=4)
    sketch.sign((x + 100, 470, x + 320, 590), (60, 96, 150), lines=3)


def _open(sketch: Sketch, x: float) -> None:
    sketch.pen.rectangle((x + 20, 220, x + 400, 640), fill=(206, 204, 196))
    door = [(x, 200), (x - 190, 150), (x - 190, 730), (x, 660)]
    sketch.pen.polygon(door, fill=sketch.shade((196, 108, 36)), outline=DARK, width=3)
    for row in range(2):
        for n in range(4):
            left, top = x + 50 + n * 88, 260 + row * 190
            sketch.pen.rectangle((left, top, left + 62, top + 96), fill=DARK)
            sketch.pen.rectangle((left + 20, top + 26, left + 42, top + 60), fill=SAFETY_RED)
    for n in range(7):
        start = (x + 70 + n * 46, 356.0)
        end = (x + 60 + sketch.dice.uniform(0, 300), 640.0)
        colour = sketch.dice.choice([(190, 170, 40), (60, 130, 70), SAFETY_RED, COPPER])
        sketch.rope(sketch.sag(start, end, sketch.around(0, 60)), colour, 7)


def cable(sketch: Sketch) -> None:
    """A cable across wet ground; mended, it hangs from hooks."""
    sketch.outdoors(260)
    for _ in range(5):
        x, y = sketch.dice.uniform(100, 1000), sketch.dice.uniform(430, 830)
        wide = sketch.dice.uniform(160, 420)
        sketch.pen.ellipse((x, y, x + wide, y + wide * 0.24), fill=sketch.shade(WATER))
        light = (190, 200, 208)
        sketch.pen.arc((x + 20, y + 8, x + wide - 20, y + wide * 0.2), 190, 300, light, 4)
    if sketch.mended:
        for x in range(80, WIDTH, 270):
            sketch.pole((x, 700), (x, 250), SAFETY_YELLOW, 16)
            sketch.rope(sketch.sag((x, 280), (x + 270, 280), 40), COPPER, 14)
        return
    for colour, width in ((COPPER, 20), (SAFETY_RED, 13)):
        y = sketch.dice.uniform(480, 760)
        points = [(x, y + sketch.around(0, 70)) for x in range(-40, WIDTH + 120, 120)]
        sketch.rope(points, colour, width)
    joint = sketch.dice.uniform(400, 900)
    sketch.pen.ellipse((joint, y - 26, joint + 90, y + 30), fill=(222, 218, 206), outline=DARK)


def overhead(sketch: Sketch) -> None:
    """An overhead line above the works; mended, a screen of poles stands below it."""
    sketch.outdoors(HEIGHT * 0.82)
    for x in (140, 1120):
        sketch.pole((x, 800), (x, 90), (128, 118, 104), 22)
        sketch.pole((x - 90, 150), (x + 90, 150), STEEL, 12)
    for n in (-80, 0, 80):
        sketch.rope(sketch.sag((140 + n, 140), (1120 + n, 140), 70), DARK, 5)
    _excavator(sketch, sketch.around(560, 110))
    if sketch.mended:
        for x in range(240, 1080, 120):
            sketch.pole((x, 800), (x, 330), (176, 146, 90), 12)
        for y in (330, 420, 510):
            sketch.pole((230, y), (1090, y), (176, 146, 90), 10)


def _excavator(sketch: Sketch, x: float) -> None:
    colour = sketch.shade(SAFETY_YELLOW, 20)
    sketch.pen.rounded_rectangle((x - 130, 740, x + 150, 810), 32, fill=DARK)
    sketch.block((x - 100, 620, x + 90, 740), colour)
    sketch.pen.rectangle((x - 80, 560, x, 640), fill=(120, 150, 170), outline=DARK, width=5)
    reach = sketch.dice.uniform(230, 320)
    sketch.pen.line((x + 70, 650, x + 190, reach), fill=colour, width=38)
    sketch.pen.line((x + 190, reach, x + 330, reach + 190), fill=colour, width=28)
    bucket = [(x + 300, reach + 180), (x + 370, reach + 170), (x + 350, reach + 260)]
    sketch.pen.polygon(bucket, fill=DARK)


def cellar(sketch: Sketch) -> None:
    """A damp cellar by the light of one lamp: bare on its wire, or a safe one at the wall."""
    sketch.fade(0, HEIGHT * 0.7, (46, 44, 42), (84, 78, 70))
    sketch.fade(HEIGHT * 0.7, HEIGHT, (64, 60, 54), (36, 34, 32))
    x, y = sketch.around(640, 160), 300.0
    for radius in range(430, 20, -14):
        part = 1 - radius / 430
        colour = (int(70 + 180 * part), int(64 + 158 * part), int(52 + 110 * part))
        sketch.pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
    for column in (160, 980):
        sketch.block((column, 60, column + 110, 760), sketch.shade((92, 88, 80)))
    for _ in range(4):
        left, top = sketch.dice.uniform(100, 900), sketch.dice.uniform(720, 880)
        sketch.pen.ellipse((left, top, left + 260, top + 44), fill=sketch.shade((104, 98, 84)))
    sketch.pen.polygon([(0, 820), (320, 900), (0, 960)], fill=sketch.shade(EARTH))
    if sketch.mended:
        sketch.pen.rectangle((x - 70, y - 40, x + 70, y + 40), fill=(250, 246, 224))
        sketch.pen.rectangle((x - 70, y - 40, x + 70, y + 40), outline=STEEL, width=14)
        return
    sketch.pen.line((x, 0, x + 10, y - 60), fill=DARK, width=6)
    sketch.pen.rectangle((x - 14, y - 70, x + 18, y - 30), fill=DARK)
    sketch.pen.ellipse((x - 34, y - 36, x + 38, y + 44), fill=(255, 250, 220))
