"""Scenes of fire safety: extinguishers, the fire lane, hot work, dormitories."""

from __future__ import annotations

from suicha.demo.scenes.sketch import (
    CONCRETE,
    DARK,
    HEIGHT,
    SAFETY_RED,
    SAFETY_YELLOW,
    STEEL,
    TIMBER,
    WIDTH,
    Sketch,
)


def extinguishers(sketch: Sketch) -> None:
    """The place of the fire extinguishers: two are gone, or all stand there."""
    sketch.wall((196, 190, 178))
    left = sketch.around(300, 60)
    sketch.sign((left + 120, 120, left + 560, 250), SAFETY_RED, lines=2)
    sketch.pen.rectangle((left, 330, left + 680, 800), fill=(168, 40, 36), outline=DARK, width=6)
    sketch.pen.rectangle((left + 24, 354, left + 656, 776), fill=(96, 26, 26))
    there = range(4) if sketch.mended else sketch.dice.sample(range(4), 2)
    for place in there:
        _extinguisher(sketch, left + 90 + place * 150)
    for place in set(range(4)) - set(there):
        x = left + 90 + place * 150
        sketch.pen.ellipse((x - 44, 730, x + 44, 766), fill=(70, 20, 20))
    if not sketch.mended:
        sketch.block((left + 300, 700, left + 560, 880), sketch.shade(TIMBER))


def _extinguisher(sketch: Sketch, x: float) -> None:
    sketch.pen.rounded_rectangle((x - 44, 480, x + 44, 756), 36, fill=sketch.shade(SAFETY_RED))
    sketch.pen.rectangle((x - 44, 570, x + 44, 660), fill=(232, 228, 214))
    sketch.pen.rectangle((x - 16, 430, x + 16, 484), fill=DARK)
    sketch.pen.ellipse((x + 10, 438, x + 40, 468), fill=(70, 150, 80), outline=DARK, width=4)
    sketch.rope([(x - 12, 446), (x - 66, 480), (x - 58, 640)], DARK, 9)


def lane(sketch: Sketch) -> None:
    """The fire lane through the site: stacked full, or free."""
    sketch.outdoors(380)
    road = [(470, 384), (810, 384), (1240, HEIGHT), (40, HEIGHT)]
    sketch.pen.polygon(road, fill=sketch.shade((136, 136, 136)))
    for side in ((474, 60), (806, 1220)):
        sketch.pen.line((side[0], 388, side[1], HEIGHT), fill=SAFETY_YELLOW, width=9)
    sketch.block((930, 210, 1200, 520), sketch.shade(CONCRETE))
    sketch.sign((150, 250, 400, 370), SAFETY_RED)
    sketch.pole((270, 370), (270, 520), STEEL, 12)
    if sketch.mended:
        for n in range(4):
            y = 470 + n * 120
            sketch.pen.rectangle((600 - n * 12, y, 690 + n * 12, y + 34), fill=(228, 226, 218))
        return
    for n in range(9):
        y = 800 - n * 22
        start = sketch.around(360, 12)
        box = (start, y, start + sketch.around(520, 30), y + 20)
        sketch.pen.rectangle(box, fill=sketch.shade(TIMBER, 26), outline=(96, 70, 44))
    for n in range(26):
        y = 540 + n * 3
        sketch.pole((500 + n * 4, y), (900 + n * 3, y - 34), (122, 84, 62), 5)


def welding(sketch: Sketch) -> None:
    """Hot work at a steel column: sparks on timber; or with blanket and extinguisher."""
    sketch.wall((128, 124, 120))
    x = sketch.around(720, 60)
    sketch.block((x, 0, x + 110, 800), sketch.shade((136, 70, 52)))
    sketch.pen.ellipse((x - 200, 300, x - 130, 380), fill=(46, 70, 110))
    sketch.pen.polygon(
        [(x - 230, 380), (x - 110, 380), (x - 80, 640), (x - 250, 640)], fill=(46, 60, 96)
    )
    sketch.pen.line((x - 120, 430, x - 8, 470), fill=(46, 60, 96), width=34)
    for radius, colour in ((70, (190, 210, 250)), (44, (226, 236, 255)), (22, (255, 255, 255))):
        sketch.pen.ellipse((x - radius, 470 - radius, x + radius, 470 + radius), fill=colour)
    for _ in range(90):
        away, down = sketch.around(0, 260), sketch.dice.uniform(20, 340)
        start = (x + away * 0.6, 470 + down * 0.7)
        sketch.pen.line((*start, x + away, 470 + down), fill=(255, 196, 84), width=3)
    if sketch.mended:
        sketch.pen.polygon([(380, 800), (1000, 800), (1080, 900), (320, 900)], fill=(206, 206, 200))
        _extinguisher(sketch, 250)
        return
    for n in range(7):
        left = 380 + sketch.around(0, 30)
        sketch.pen.rectangle(
            (left, 760 + n * 20, left + 540, 778 + n * 20), fill=sketch.shade(TIMBER)
        )


def dormitory(sketch: Sketch) -> None:
    """Huts of two storeys beside the shell: too near with gas bottles, or fenced off."""
    sketch.outdoors(HEIGHT * 0.78)
    sketch.pen.rectangle((820, 40, WIDTH, 760), fill=sketch.shade(CONCRETE))
    for row in range(5):
        sketch.pen.rectangle((850, 80 + row * 132, WIDTH, 150 + row * 132), fill=(80, 84, 90))
    end = 600 if sketch.mended else 790
    for floor in range(2):
        top = 360 + floor * 200
        sketch.pen.rectangle((40, top, end, top + 196), fill=sketch.shade((216, 220, 222), 6))
        sketch.pen.rectangle((40, top, end, top + 26), fill=(62, 108, 170))
        for x in range(80, end - 110, 150):
            sketch.pen.rectangle((x, top + 60, x + 70, top + 130), fill=(96, 116, 132))
            sketch.pen.rectangle((x + 84, top + 56, x + 124, top + 196), fill=(154, 160, 164))
    if sketch.mended:
        for x in range(630, 800, 26):
            sketch.pole((x, 560), (x, 770), SAFETY_YELLOW, 8)
        return
    for n in range(3):
        x = 560 + n * 74
        sketch.pen.rounded_rectangle((x, 700, x + 54, 840), 22, fill=sketch.shade((86, 112, 130)))
        sketch.pen.rectangle((x + 18, 676, x + 36, 704), fill=STEEL)
