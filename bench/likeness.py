"""Photos used again: a look-up among a million, and what is found of pictures that were edited.

The pictures are drawn, because nobody's photos are ours to keep: half are the demo's scenes, each
of its own seed, half are spots and shapes with the spectrum of a photo. A scene is compared with
scenes of other kinds only: drawn scenes of one kind are alike as no two photographs are.
"""

from __future__ import annotations

import random
import statistics
import time
from collections import Counter
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image
from sqlalchemy import text

from bench import report
from suicha.db import db
from suicha.demo import scenes
from suicha.photos.likeness import ALIKE, FRAMES, difference, likeness, unpacked
from suicha.photos.lookup import MOST_AWAY, Lookup
from tests.photos import pictures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from suicha.photos.likeness import Keys, Likeness

    Edit = Callable[[Image.Image], Image.Image]

LOOKS = 100
SCANS = 3  # of the table in SQL
AT_ONCE = 50_000
BYTES = 1024**2

EDITS: dict[str, Edit] = {
    "cut: left tenth": partial(pictures.cut, left=0.1, top=0, right=0, bottom=0),
    "cut: lower tenth": partial(pictures.cut, left=0, top=0, right=0, bottom=0.1),
    "cut: a tenth of both at a corner": partial(pictures.cut, left=0, top=0.1, right=0.1, bottom=0),
    "cut: a tenth on all four sides": partial(
        pictures.cut, left=0.1, top=0.1, right=0.1, bottom=0.1
    ),
    "cut: 3 and 7 % of each direction": partial(
        pictures.cut, left=0.03, top=0.07, right=0.07, bottom=0.03
    ),
    "compressed to quality 40": pictures.again,
    "half the size": pictures.half,
    "brightness + 20 %": partial(pictures.brighter, factor=1.2),
    "brightness - 20 %": partial(pictures.brighter, factor=0.8),
    "watermark over the lower 12 %": pictures.watermarked,
    "beyond the issue: an eighth retouched": pictures.retouched,
    "beyond the issue: mirrored": lambda one: one.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
}


def measure(kept: int, drawn: int, pairs: int) -> None:
    """Print the lines of this part."""
    _search(kept)
    made = [likeness(one) for one in _pictures(drawn)]
    _find(drawn, made)
    _tell_apart(made, pairs)


def _search(kept: int) -> None:
    """Search in memory, and the same by a scan in SQL, in the same run."""
    report.head(f"photos alike: a look-up among {kept:,} likenesses of {len(FRAMES)} keys")
    dice = np.random.default_rng(6)
    lookup, sought = Lookup(), _keys(dice, LOOKS)
    began = time.perf_counter()
    for n in range(0, kept, AT_ONCE):
        for at, keys in enumerate(_keys(dice, min(AT_ONCE, kept - n)), n):
            lookup.add(f"{at:064x}", keys)
    report.line("taken into memory", f"{time.perf_counter() - began:8.1f} s")
    report.line(
        "memory", f"{lookup.size / BYTES:8.0f} MiB", f"{lookup.size / kept:.0f} bytes a photo"
    )
    walls, cores = _timed(lookup, sought)
    _report("look-up in memory, by the clock", walls)
    _report("look-up in memory, of a core's time", cores)
    _report("scan in SQL, of one key only, by the clock", _scanned(kept, dice))


def _timed(lookup: Lookup, sought: Keys) -> tuple[list[float], list[float]]:
    walls, cores = [], []
    for keys in sought:
        wall, core = time.perf_counter(), time.process_time()
        lookup.search(keys)
        cores.append(time.process_time() - core)
        walls.append(time.perf_counter() - wall)
    return walls, cores


def _keys(dice: np.random.Generator, count: int) -> Keys:
    return dice.integers(0, 2**63, (count, len(FRAMES)), dtype=np.uint64)


def _report(what: str, seconds: list[float]) -> None:
    ordered = sorted(1000 * one for one in seconds)
    p95 = ordered[int(len(ordered) * 0.95)] if len(ordered) > 1 else ordered[0]
    figure = f"p50 {statistics.median(ordered):6.1f}  p95 {p95:6.1f} ms"
    report.line(what, figure, f"least {ordered[0]:.1f} ms; n = {len(ordered)}")


def _scanned(kept: int, dice: np.random.Generator) -> list[float]:
    """Let Postgres count the bits of one key of every photo: a look-up asks 21 such questions."""
    db.session.execute(text("CREATE TEMPORARY TABLE scanned (key bit(64))"))
    filling = "INSERT INTO scanned SELECT (random() * 9e18)::bigint::bit(64)"
    db.session.execute(text(f"{filling} FROM generate_series(1, :kept)"), {"kept": kept})
    db.session.execute(text("ANALYZE scanned"))
    asking = "SELECT count(*) FROM scanned WHERE bit_count(key # (:key)::bigint::bit(64)) <= :most"
    took = []
    for _ in range(SCANS):
        began = time.perf_counter()
        key = int(dice.integers(0, 2**62))
        db.session.execute(text(asking), {"key": key, "most": MOST_AWAY}).all()
        took.append(time.perf_counter() - began)
    db.session.rollback()
    return took


def _find(drawn: int, made: list[Likeness]) -> None:
    """Say how many edited pictures are found by their keys, and proven by their miniatures."""
    report.head(f"photos alike: recall on {drawn} drawn pictures, edited")
    lookup = Lookup()
    for n, one in enumerate(made):
        lookup.add(f"{n:064x}", unpacked(one.keys))
    found, proven = Counter[str](), Counter[str]()
    for n, picture in enumerate(_pictures(drawn)):
        for what, edit in EDITS.items():
            edited = likeness(edit(picture))
            is_alike = difference(made[n], edited) <= ALIKE
            proven[what] += is_alike
            found[what] += is_alike and f"{n:064x}" in lookup.search(unpacked(edited.keys))
    for what in EDITS:
        beside = f"compared directly (before and after): {proven[what] / drawn:6.1%}"
        report.line(what, f"{found[what] / drawn:6.1%}", beside)


def _tell_apart(made: list[Likeness], pairs: int) -> None:
    """Say how many unlike pairs would be flagged, whatever their keys, and how many by them."""
    report.head(f"photos alike: false flags on {pairs:,} unlike pairs")
    dice = random.Random(11)  # noqa: S311  # pairs
    flagged = 0
    for _ in range(pairs):
        one, other = _unlike(dice, len(made))
        flagged += difference(made[one], made[other]) <= ALIKE
    report.line("flagged, compared directly", f"{flagged:8d}", f"of {pairs:,}")


def _unlike(dice: random.Random, count: int) -> tuple[int, int]:
    """Draw two pictures; not two scenes of one kind, which `_pictures` deals in turn."""
    while True:
        one, other = dice.sample(range(count), 2)
        if one % 2 or other % 2 or (one - other) // 2 % len(scenes.SCENES):
            return one, other


def _pictures(count: int) -> Iterator[Image.Image]:
    kinds = list(scenes.SCENES)
    for n in range(count):
        if n % 2:
            yield pictures.scene(f"bench {n}")
            continue
        data = scenes.photograph(kinds[n // 2 % len(kinds)], f"bench {n}", Image.Exif())
        yield Image.open(BytesIO(data)).convert("RGB").resize((640, 480))
