"""Scenes of the building itself: scaffold, floor edge, cranes, the office's notice board."""

from __future__ import annotations

from suicha.demo.scenes.sketch import (
    CONCRETE,
    DARK,
    HEIGHT,
    NETTING,
    SAFETY_RED,
    SAFETY_YELLOW,
    STEEL,
    TIMBER,
    WIDTH,
    Sketch,
)


def scaffold(sketch: Sketch) -> None:
    """A scaffold before a shell of concrete; planks and ties are missing, or mended."""
    sketch.outdoors(HEIGHT * 0.8)
    sketch.pen.rectangle((180, 60, 1120, 790), fill=sketch.shade(CONCRETE))
    for row in range(4):
        for column in range(4):
            x, y = 240 + column * 220, 110 + row * 172
            sketch.pen.rectangle((x, y, x + 120, y + 104), fill=sketch.shade((72, 76, 82)))
    gap = sketch.dice.randrange(1, 5)
    for column in range(7):
        x = 150 + column * 164
        sketch.pole((x, 20), (x + sketch.dice.uniform(-5, 5), 800), (150, 132, 92))
    for row in range(6):
        _lift(sketch, 70 + row * 132, whole=sketch.mended or row != gap)
    if sketch.mended:
        for row in range(3):
            net = (150, 210 + row * 200, 1134, 300 + row * 200)
            sketch.pen.rectangle(net, outline=NETTING, width=22)


def _lift(sketch: Sketch, y: float, *, whole: bool) -> None:
    """One lift: ledgers and planks; not whole, its planks lie loose and the rail is gone."""
    sketch.pole((120, y), (1170, y + sketch.dice.uniform(-4, 4)), (150, 132, 92), 9)
    end = 1150 if whole else sketch.dice.randint(420, 640)
    sketch.pen.rectangle((150, y + 34, end, y + 50), fill=sketch.shade(TIMBER))
    if whole:
        sketch.pole((130, y - 44), (1160, y - 44), SAFETY_YELLOW, 6)
        return
    loose = [(end + 40, y + 36), (end + 250, y + 92), (end + 246, y + 108), (end + 34, y + 52)]
    sketch.pen.polygon(loose, fill=sketch.shade(TIMBER))


def edge(sketch: Sketch) -> None:
    """The edge of a floor high above the neighbourhood, with a rail only where mended."""
    sketch.fade(0, 430, (152, 182, 214), (222, 226, 230))
    for _ in range(16):
        x, tall = sketch.dice.uniform(-40, WIDTH), sketch.dice.uniform(60, 250)
        colour = sketch.shade((172, 178, 186), 22)
        sketch.pen.rectangle((x, 430 - tall, x + sketch.dice.uniform(50, 130), 470), fill=colour)
    sketch.fade(430, HEIGHT, (174, 170, 160), (128, 124, 116))
    slab = [(0, 470), (WIDTH, 380), (WIDTH, 440), (0, 540)]
    sketch.pen.polygon(slab, fill=sketch.shade((120, 116, 110)))
    for _ in range(26):
        x, y = sketch.dice.uniform(0, WIDTH), sketch.dice.uniform(580, HEIGHT)
        sketch.pen.line((x, y, x + 46, y - 9), fill=sketch.shade((150, 144, 132), 30), width=3)
    posts = range(60, WIDTH, 190)
    gap = range(0) if sketch.mended else range(250, 1030)
    for x in posts:
        top = 210 - x * 0.06
        if x not in gap:
            sketch.pole((x, 520 - x * 0.07), (x, top), SAFETY_RED, 14)
    for height in (230, 340, 450):
        _rail(sketch, height, broken=not sketch.mended)


def _rail(sketch: Sketch, y: float, *, broken: bool) -> None:
    parts = [(0, 250), (1000, WIDTH)] if broken else [(0, WIDTH)]
    for number, (start, end) in enumerate(parts):
        colour = SAFETY_YELLOW if number % 2 == 0 else SAFETY_RED
        sketch.pole((start, y - start * 0.07), (end, y - end * 0.07), colour, 12)


def crane(sketch: Sketch) -> None:
    """Two tower cranes whose jibs cross; mended, they stand at different heights."""
    sketch.outdoors(HEIGHT * 0.86)
    sketch.pen.rectangle((430, 520, 860, 830), fill=sketch.shade(CONCRETE))
    for row in range(4):
        sketch.pen.rectangle((450, 545 + row * 70, 840, 585 + row * 70), fill=(84, 88, 94))
    one = 220.0
    other = 380.0 if sketch.mended else one + sketch.dice.uniform(-12, 12)
    _tower(sketch, 260, one, reach=660)
    _tower(sketch, 1010, other, reach=-600)


def _tower(sketch: Sketch, x: float, top: float, reach: float) -> None:
    colour = SAFETY_YELLOW
    for side in (-16, 16):
        sketch.pole((x + side, 830), (x + side, top), colour, 7)
    for step in range(int(top), 820, 34):
        sketch.pen.line((x - 16, step, x + 16, step + 34), fill=colour, width=4)
    sketch.pole((x, top - 80), (x, top), colour, 8)
    for y in (top, top + 26):
        sketch.pole((x - reach * 0.3, y), (x + reach, y), colour, 6)
    for n in range(26):
        at = x - reach * 0.3 + reach * 1.3 * n / 26
        sketch.pen.line((at, top, at + reach * 0.05, top + 26), fill=colour, width=3)
    for end in (x + reach * 0.8, x - reach * 0.28):
        sketch.pen.line((x, top - 80, end, top), fill=STEEL, width=3)
    sketch.block((x - reach * 0.3 - 20, top + 24, x - reach * 0.3 + 40, top + 84), (140, 138, 132))
    hook = x + reach * sketch.dice.uniform(0.4, 0.75)
    sketch.pen.line((hook, top + 26, hook, top + 230), fill=DARK, width=3)
    sketch.pen.rectangle((hook - 10, top + 230, hook + 10, top + 250), fill=SAFETY_RED)


def notices(sketch: Sketch) -> None:
    """The notice board of the site office: sheets are missing, or all there."""
    sketch.wall((206, 202, 192))
    sketch.pen.rectangle((110, 90, 1170, 720), fill=(74, 100, 140), outline=STEEL, width=16)
    missing = set() if sketch.mended else set(sketch.dice.sample(range(8), 3))
    for place in range(8):
        x, y = 160 + place % 4 * 248, 190 + place // 4 * 262
        box = (x, y, x + 206, y + 222)
        if place in missing:
            sketch.pen.rectangle(box, fill=(66, 90, 128), outline=(98, 122, 160), width=3)
        else:
            _sheet(sketch, box)
    sketch.sign((400, 112, 880, 168), SAFETY_RED, lines=1)


def _sheet(sketch: Sketch, box: tuple[float, float, float, float]) -> None:
    left, top, right, _ = box
    sketch.pen.rectangle(box, fill=sketch.shade((240, 238, 230), 6))
    sketch.pen.rectangle((left + 50, top + 14, right - 50, top + 26), fill=SAFETY_RED)
    for n in range(9):
        y = top + 48 + n * 19
        end = right - sketch.dice.uniform(14, 90)
        sketch.pen.line((left + 16, y, end, y), fill=(90, 92, 98), width=4)
