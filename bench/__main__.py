"""`make bench`: all parts in one run, on a server of the bench's own.

`--small` tries them out; `likeness` runs only how photos are compared, `photos` only how they are
taken in.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

from bench import (
    calibration,
    draw,
    feed,
    filled,
    full_phone,
    hazard_queue,
    likeness,
    long_list,
    office,
    photos,
    push,
    pwa,
    registers,
    report,
)
from tests.builders import House

CLIENTS = 8
PARTS = ("likeness", "photos")


@dataclass(frozen=True)
class Sizes:
    """How much: checks pushed, photos sent, sites drawn from, a register's, old checks by steps.

    `phone` is what a full phone holds; `alike` are photos kept, pictures drawn, unlike pairs.
    """

    checks: int
    photos: int
    sites: int
    register: int
    old: tuple[int, ...]
    phone: full_phone.Size
    alike: tuple[int, int, int]
    large: int  # photos of 12 megapixels
    many: int  # photos over which memory is watched
    taps: int  # of each kind, on a list of 600 items


FULL = Sizes(
    checks=1000,
    photos=200,
    sites=1_000_000,
    register=50_000,
    old=(1_000, 10_000, 100_000),
    phone=full_phone.FULL,
    alike=(1_000_000, 240, 10_000),
    large=50,
    many=1_000,
    taps=long_list.FULL,
)
SMALL = Sizes(
    checks=40,
    photos=8,
    sites=4_000,
    register=500,
    old=(10, 100),
    phone=full_phone.SMALL,
    alike=(2_000, 24, 50),
    large=10,
    many=40,
    taps=long_list.SMALL,
)


def main(sizes: Sizes, only: str | None = None) -> None:
    """Run all parts, or one of PARTS."""
    with office.running() as found:
        report.head("machine")
        report.line(report.machine(), "")
        if only == "likeness":
            likeness.measure(*sizes.alike)
            return
        calibration.measure(found)
        ground = push.prepare(House(), CLIENTS)
        if only == "photos":
            take_photos(found, ground, sizes)
            return
        push.measure(found, ground, sizes.checks)
        take_photos(found, ground, sizes)
        likeness.measure(*sizes.alike)
        draw.measure(found, sizes.sites)
        pwa.measure(found, push.at_work(ground, pwa.TASKS).login)
        full_phone.measure(found, ground, sizes.phone)
        long_list.measure(found, ground.house, sizes.taps)
        registers.measure(ground, sizes.register)
        written = 0
        for step in sizes.old:
            filled.fill(ground, written + 1, step)
            written = step
            feed.measure(found, ground, step * filled.ROWS)
            hazard_queue.measure(found, ground, step)


def take_photos(found: office.Office, ground: push.Ground, sizes: Sizes) -> None:
    """Run the parts of photos."""
    photos.measure(found, ground, sizes.photos)
    photos.measure_large(found, ground, sizes.large)
    photos.measure_memory(found, ground, sizes.many)


if __name__ == "__main__":
    words = sys.argv[1:]
    part = next((word for word in words if word in PARTS), None)
    main(SMALL if "--small" in words else FULL, part)
