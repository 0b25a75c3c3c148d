"""Photos promised with a hazard, sent by tus, acknowledged; then with renditions done.

First of 300 KB, then of 12 megapixels, then many: does the worker's memory stay flat?

What is compared with ODK Central's submission with a JPEG of 302,327 bytes is the hazard with its
one photo: two requests.
"""

from __future__ import annotations

import hashlib
import random
import time
from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image
from sqlalchemy import text

from bench import report
from bench.clients import Client, run
from bench.memory import watched
from bench.push import checks, command, push
from suicha.db import db, uuid7

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from bench.clients import Job
    from bench.office import Office
    from bench.push import Ground

SIZE = 300_000
SHAPE, LARGE = (2048, 1536), (4000, 3000)  # pixels
STEPS = 4
AT_ONCE = 5
THEIRS = {1: 68, 8: 89}
PATIENCE = 300  # seconds for all renditions


def measure(office: Office, ground: Ground, number: int) -> None:
    """Print the lines of this part."""
    report.head(f"photos: {number} of {SIZE:,} bytes, {_shape(SHAPE)}")
    for clients in (1, 8):
        found = run(_work(office, ground, number, clients), number)
        report.timed(f"acknowledged, {clients} at once", found, "photos", THEIRS[clients])
    _drain(office)
    for clients in (1, 8):
        work = _work(office, ground, number, clients)
        with office.worker():
            _await_worker()
            began = time.perf_counter()
            run(work, number)
            _await_renditions()
            rate = number / (time.perf_counter() - began)
        beside = f"{rate / THEIRS[clients]:.2f}× of {THEIRS[clients]}/s"
        what = f"acknowledged and rendered, {clients} at once"
        report.line(what, f"{rate:8.1f} photos/s", beside)


def measure_large(office: Office, ground: Ground, number: int) -> None:
    """Print how fast pictures of 12 megapixels are taken in, and what the worker takes for it."""
    report.head(f"photos: {number} of 12 megapixels, {_shape(LARGE)}, {AT_ONCE} at once")
    work = _work(office, ground, number, AT_ONCE, LARGE)
    found = run(work, number)
    report.timed("acknowledged", found, "photos")
    with office.worker() as pid, watched(pid) as memory:
        _await_worker()
        began = time.perf_counter()
        _await_renditions()
        rate = number / (time.perf_counter() - began)
    report.line("rendered", f"{rate:8.1f} photos/s")
    report.line("most memory of the worker and its children", f"{memory.taken():8} MiB")


def measure_memory(office: Office, ground: Ground, number: int) -> None:
    """Print what one worker takes while it renders many photos, quarter by quarter."""
    report.head(f"a worker's memory over {number:,} photos of {SIZE:,} bytes")
    with office.worker() as pid, watched(pid) as memory:
        _await_worker()
        for step in range(STEPS):
            run(_work(office, ground, number // STEPS, AT_ONCE), number // STEPS)
            _await_renditions()
            done = number // STEPS * (step + 1)
            report.line(f"most until {done:,}, since the line before", f"{memory.taken():8} MiB")


def _shape(pixels: tuple[int, int]) -> str:
    return " × ".join(map(str, pixels))


def _work(
    office: Office,
    ground: Ground,
    number: int,
    clients: int,
    shape: tuple[int, int] = SHAPE,
) -> list[tuple[Client, list[Job]]]:
    """Make the pictures, which takes longer than to send them."""
    work: list[tuple[Client, list[Job]]] = []
    for person in ground.people[:clients]:
        check = checks(ground, person, 1)[0]
        pictures = [_picture(shape) for _ in range(number // clients)]
        jobs = [_report_and_send(ground, check, picture) for picture in pictures]
        work.append((Client(office, person.login), jobs))
    return work


def _report_and_send(ground: Ground, check: UUID, picture: bytes) -> Job:
    sha256 = hashlib.sha256(picture).hexdigest()
    reported = push([_hazard(ground, check, sha256, len(picture))])

    def deed(client: Client) -> None:
        reported(client)
        client.call(
            "PATCH",
            f"/uploads/{sha256}",
            picture,
            {
                "Tus-Resumable": "1.0.0",
                "Upload-Offset": "0",
                "Content-Type": "application/offset+octet-stream",
            },
        )

    return deed


def _hazard(ground: Ground, check: UUID, sha256: str, size: int) -> dict[str, object]:
    promise = {
        "sha256": sha256,
        "size": size,
        "media_type": "image/jpeg",
        "original": None,
        "taken_at": datetime.now(UTC).isoformat(),
        "source": "camera",
        "position": None,
    }
    args = {
        "hazard_id": str(uuid7()),
        "spot_check_id": str(check),
        "checklist_version_id": str(ground.version.id),
        "item_id": "Q1",
        "description": "二级配电箱无门锁",
        "location": "3# 楼",
        "clause": "GB 1",
        "grade": "general",
        "due_on": date(2099, 12, 31).isoformat(),
        "party_id": str(ground.party_id),
        "photos": [promise],
    }
    return command("hazard.report", args)


def _picture(shape: tuple[int, int]) -> bytes:
    """Make a JPEG unlike every other; a small one of very nearly the wanted size, padded to it."""
    small = Image.frombytes("RGB", (256, 192), random.randbytes(256 * 192 * 3))  # noqa: S311
    picture = small.resize(shape, Image.Resampling.BICUBIC)
    if shape == LARGE:
        out = BytesIO()
        picture.save(out, "JPEG", quality=85)
        return out.getvalue()
    for quality in (70, 60, 50, 40, 30, 20):
        out = BytesIO()
        picture.save(out, "JPEG", quality=quality)
        if out.tell() <= SIZE:
            break
    return out.getvalue().ljust(SIZE, b"\0")


def _drain(office: Office) -> None:
    with office.worker():
        _await_renditions()


def _await_worker() -> None:
    """Wait until a worker of now gives its first sign of life: its start is no part of the work."""
    began = text("SELECT EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > :began)")
    moment = datetime.now(UTC)
    _wait_while(lambda: not db.session.scalar(began, {"began": moment}), "no worker lives")


def _wait_while(goes_on: Callable[[], object], trouble: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while goes_on():
        db.session.rollback()
        if time.monotonic() > deadline:
            raise RuntimeError(trouble)
        time.sleep(0.1)
    db.session.rollback()


def _await_renditions() -> None:
    waiting = text("SELECT count(*) FROM photos WHERE state = 'received'")
    _wait_while(lambda: db.session.scalar(waiting), "renditions are still missing")
