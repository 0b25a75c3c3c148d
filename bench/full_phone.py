"""A full phone: 500 pending commands with 2,000 photos, on a processor slowed four times.

Printed is what its inspector waits for; `tests/journeys/test_full_phone.py` walks the same way and
asserts what does not depend on the machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench import filled, office, phone, push, report
from suicha.accounts.models import Device
from suicha.config import REPOSITORY
from suicha.db import db
from suicha.sites.models import Party
from suicha.spot_checks.models import SpotCheck
from tests.builders import House

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from playwright.sync_api import Page

    from bench.office import Office
    from bench.phone import Memory, Phone, Scroll, Start
    from bench.push import Ground
    from suicha.accounts.models import Person
    from suicha.db import Json

MOST_PHOTOS = 50  # of one hazard, as many as the server takes
START = 2.0  # seconds at most until the list can be used
FRAME = 100.0  # milliseconds at most for a frame while scrolling
EARLIER = 900_000  # the number of the first old check; no other part of the bench writes so high
TASK = "main a[href^='/checks/']"
SITES = 10  # where an inspector is sent
A_SITE = 50  # checks that were made at one site
LOOK = 2  # seconds between two looks at a phone that sends


@dataclass(frozen=True)
class Size:
    """How much: checks assigned and begun, hazards and photos found; checks of a long past."""

    assigned: int
    begun: int
    hazards: int
    photos: int
    past: int

    @property
    def commands(self) -> int:
        """A start and an answer for each check that was begun, and the hazards."""
        return 2 * self.begun + self.hazards

    def dealt(self) -> list[int]:
        """How many photos each hazard has: the first as many as it may, the others alike."""
        first = min(MOST_PHOTOS, self.photos)
        each, more = divmod(self.photos - first, self.hazards - 1)
        return [first, *(each + (n < more) for n in range(self.hazards - 1))]


FULL = Size(assigned=300, begun=100, hazards=300, photos=2000, past=4000)
SMALL = Size(assigned=30, begun=10, hazards=30, photos=200, past=100)


@dataclass(frozen=True)
class Loaded:
    """A phone that saw no network for long, and what is on it in the order of its making."""

    phone: Phone
    person: Person
    checks: list[UUID]
    commands: list[str]
    photos: list[str]


@dataclass(frozen=True)
class Sent:
    """How sending went: seconds, and the most memory meanwhile."""

    seconds: float
    memory: Memory


def measure(where: Office, ground: Ground, size: Size) -> None:
    """Print the lines of this part."""
    _head(f"a full phone: {size.commands} commands, {size.photos:,} photos")
    with phone.chromium() as kind, phone.in_hand(where, kind) as one:
        loaded = load(one, ground, size)
        look(loaded, ground)
        export(loaded)
        send(loaded)
    _head(f"a phone with {size.past:,} checks of the past")
    with phone.chromium() as kind, phone.in_hand(where, kind) as one:
        look_back(one, ground, size.past)


def load(one: Phone, ground: Ground, size: Size) -> Loaded:
    """Sign an inspector in who has much to do, let them work for weeks, take the network away."""
    person = ground.house.inspector()
    checks = _sent(ground, person, size.assigned)
    _write_past(ground, person, EARLIER, 5)
    one.sign_in(person.login)
    order = {
        "person": str(person.id),
        "checks": [{"id": str(one), "party": _party(one)} for one in checks[: size.begun]],
        "version": str(ground.version.id),
        "items": list(ground.version.items),
        "hazards": size.dealt(),
    }
    told = _fill(one, order)
    one.context.set_offline(offline=True)
    report.line("on the phone", f"{told['bytes'] / phone.MEGABYTE:8.0f} MB of photos")
    return Loaded(one, person, checks, told["commands"], told["photos"])


def look(loaded: Loaded, ground: Ground) -> dict[str, Scroll]:
    """Start without a network, and scroll every list; print how long it takes."""
    scrolls = {}
    first = loaded.checks[0]
    record = f"/checks/{first}/record/{ground.version.id}"
    for name, path, what in (
        ("tasks", "/tasks", TASK),
        ("hazards", "/hazards", "main .card"),
        ("unsent", "/me", "ul.unsent li"),
        ("past checks", f"/checks/{first}", "main .card"),
        ("a list with a hazard of 50 photos", record, "main .thumb"),
    ):
        with loaded.phone.page(slowed=True) as page:
            _started(loaded.phone.start(page, path, what), name)
            _memory(loaded.phone.memory(page), name)
            scrolls[name] = phone.scroll(page, what)
            _scrolled(scrolls[name], name)
    return scrolls


def export(loaded: Loaded, keep_as: Path | None = None) -> None:
    """Write the way out, and print what it takes."""
    with loaded.phone.page(slowed=True) as page:
        page.goto("/me")
        page.get_by_role("button", name="导出未发送的记录").click()
        ready = page.get_by_text("文件已备好")
        began = time.perf_counter()
        most = _watched(loaded.phone, page, lambda: ready.count() == 0)
        report.line("export ready after", f"{time.perf_counter() - began:8.1f} s")
        _memory(most, "export, at most")
        if keep_as is None:
            return
        with page.expect_download() as saving:
            page.get_by_role("button", name="保存文件").click()
        saving.value.save_as(keep_as)


def send(loaded: Loaded) -> Sent:
    """Give the network back, and wait with the tasks on the screen until all is sent."""
    with loaded.phone.page(slowed=True) as page:
        loaded.phone.start(page, "/tasks", TASK)
        began = time.perf_counter()
        loaded.phone.context.set_offline(offline=False)
        done = page.get_by_text("全部已发送")
        most = _watched(loaded.phone, page, lambda: done.count() == 0)
        seconds = time.perf_counter() - began
    number = len(loaded.photos)
    report.line("all sent after", f"{seconds:8.1f} s", f"{number / seconds:.1f} photos/s")
    _memory(most, "sending, at most")
    return Sent(seconds, most)


def look_back(one: Phone, ground: Ground, number: int) -> dict[str, Scroll]:
    """Start without a network on the phone of an inspector with a long past."""
    person = ground.house.inspector()
    _sent(ground, person, 20)
    _write_past(ground, person, EARLIER + 1000, number)
    one.sign_in(person.login)
    one.context.set_offline(offline=True)
    with one.page(slowed=True) as page:
        _started(one.start(page, "/tasks", TASK), "tasks")
        _memory(one.memory(page), "tasks")
        found = phone.scroll(page, TASK)
        _scrolled(found, "tasks")
    return {"tasks": found}


def _watched(one: Phone, page: Page, goes_on: Callable[[], bool]) -> Memory:
    """Look at the memory now and then as long as something goes on."""
    most = one.memory(page)
    deadline = time.monotonic() + 2 * phone.PATIENCE
    while goes_on():
        if time.monotonic() > deadline:
            raise RuntimeError("the phone does not come to an end")
        most = most.most(one.memory(page))
        page.wait_for_timeout(1000 * LOOK)
    return most


def _fill(one: Phone, order: Json) -> Json:
    """Let the app's own store write it, in a page that is not the app, which would send it."""
    with one.page() as page:
        page.goto("/healthz")
        page.evaluate(f"(() => {{ {_script()}; globalThis.filling = filling }})()")
        told: Json = page.evaluate("order => filling.fill(order)", order)
        return told


def _script() -> str:
    """Bundle the app's store."""
    path = f"{REPOSITORY / '.setup' / 'node' / 'bin'}:{os.environ['PATH']}"
    with TemporaryDirectory(prefix="suicha-filling-") as folder:
        vite = ["node", "node_modules/vite/bin/vite.js", "build", "--logLevel", "error"]
        where = ["--config", "vite.filling.config.ts", "--outDir", folder, "--emptyOutDir"]
        subprocess.run(  # noqa: S603  # ours
            [*vite, *where], cwd=REPOSITORY / "pwa", env={**os.environ, "PATH": path}, check=True
        )
        return (Path(folder) / "filling.js").read_text()


def _sent(ground: Ground, person: Person, number: int) -> list[UUID]:
    """Send an inspector to so many checks, the first ones at the ground's own site."""
    grounds = [ground, *(replace(ground, site_id=ground.house.site().id) for _ in range(SITES - 1))]
    found = []
    for place, at in enumerate(grounds):
        found += push.checks(at, person, number // SITES + (place < number % SITES))
    return found


def _party(check: UUID) -> str:
    """Name somebody who answers for the site of a check."""
    site = db.session.get_one(SpotCheck, check).site_id
    return str(db.session.scalars(db.select(Party.id).filter_by(site_id=site)).first())


def _write_past(ground: Ground, person: Person, first: int, number: int) -> None:
    """Write closed checks of this inspector, each with a partner, at a site for every fifty."""
    partner = ground.house.inspector()
    ground.house.keep(Device(person_id=partner.id, name="phone"))
    at = replace(ground, people=[person, partner] * 4)
    for begin in range(0, number, A_SITE):
        last = min(begin + A_SITE, number) - 1
        filled.fill(at, first + begin, first + last)
        at = replace(at, site_id=ground.house.site().id)


def _head(title: str) -> None:
    report.head(f"{title} (a processor {phone.SLOWED} times slower, 390 × 844)")


def _started(found: Start, name: str) -> None:
    figure = f"{found.seconds:8.2f} s  (its own thread {found.busy:.2f} s)"
    report.line(f"{name}: start without a network", figure, f"target < {START:.0f} s")


def _scrolled(found: Scroll, name: str) -> None:
    over = sum(frame > FRAME for frame in found.frames)
    figure = f"{found.longest:8.0f} ms  ({over} of {len(found.frames)} over {FRAME:.0f})"
    report.line(f"{name}: longest frame while scrolling", figure, f"target ≤ {FRAME:.0f} ms")
    report.line(f"{name}: rows on the page at most", f"{found.rows:8}")


def _memory(found: Memory, name: str) -> None:
    figure = f"{found.heap:8.0f} MB heap, {found.page:.0f} MB page, {found.all:.0f} MB in all"
    report.line(f"{name}: memory", figure)


def main(size: Size) -> None:
    """Measure this part alone."""
    with office.running() as found:
        report.head("machine")
        report.line(report.machine(), "")
        measure(found, push.prepare(House(), 1), size)


if __name__ == "__main__":
    main(SMALL if "--small" in sys.argv[1:] else FULL)
