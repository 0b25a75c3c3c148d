"""The app's own outbox against `suicha serve`, and yesterday's backup under them."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from suicha import backups
from suicha.db import Json, db
from suicha.hazards.models import Hazard
from suicha.photos.models import Photo
from suicha.storage import Bucket, read
from tests.phone import GOOD, Phone, record_of
from tests.serving import free_port, serving
from tests.sync.headless import Headless, built
from tests.sync.test_machine import picture
from tests.visits import Visit

from .test_phones_after_a_restore import in_the_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .conftest import Office

ROUNDS = 3
PARTS = ("rendition", "original")


class Inspector:
    """A phone without a screen, and the pen that writes its commands."""

    def __init__(self, phone: Headless, pen: Phone, base: str) -> None:
        self.phone, self.pen = phone, pen
        self.kept: list[str] = []
        token, device = pen.client.tokens["Authorization"], pen.client.device_id
        phone("open", base=base, token=token, device=device, person=str(pen.person.id))

    def keep(self, *commands: Json, photos: int = 0) -> None:
        """Record commands, the last with so many photos."""
        self.kept += self.phone.keep(*commands, photos=tuple(picture() for _ in range(photos)))

    def report(self, visit: Visit) -> None:
        """Find something, with two photos."""
        self.keep(self.pen.command("hazard.report", visit.finding()), photos=2)

    def sync(self) -> None:
        assert self.phone.sync() == "done"


@pytest.fixture
def phones(tmp_path: Path) -> Iterator[list[Headless]]:
    """Two phones that know nothing."""
    program = built(tmp_path / "phone")
    with ExitStack() as stack:
        yield [stack.enter_context(Headless.running(program)) for _ in range(2)]


def yesterday_and_today(visit: Visit, lead: Inspector, second: Inspector, backup: Path) -> None:
    """Record, back up while the server runs, record more; the last of it stays unsent."""
    lead.keep(lead.pen.start(visit.check))
    for each in (lead, second):
        each.report(visit)
        each.sync()
    backups.take(backup)
    answers = dict.fromkeys(visit.scored.items, GOOD)
    lead.keep(lead.pen.answer(visit.check, visit.scored, answers))
    for each in (second, lead):
        each.report(visit)
    lead.keep(lead.pen.submit(record_of(visit.check, visit.scored)))
    for each in (lead, second):
        each.sync()
    assert in_the_ledger() == sorted(lead.kept + second.kept)
    second.report(visit)


@pytest.mark.long
def test_the_outbox_brings_the_lost_day_back(
    office: Office, phones: list[Headless], tmp_path: Path
) -> None:
    visit, port, backup = Visit(office.house), free_port(), tmp_path / "yesterday"
    with serving(office.app, port) as served:
        pens = (Phone(office.app, person) for person in (visit.lead, visit.second))
        pairs = zip(phones, pens, strict=True)
        lead, second = (Inspector(phone, pen, served.url) for phone, pen in pairs)
        yesterday_and_today(visit, lead, second, backup)
    office.restore(backup)
    assert len(in_the_ledger()) == 3
    with serving(office.app, port):
        for each in (second, lead) * ROUNDS:
            each.sync()
    nothing_is_missing(lead, second)


def nothing_is_missing(*inspectors: Inspector) -> None:
    """Each command once with its verdict on the phone, each photo under its hash."""
    assert in_the_ledger() == sorted(name for each in inspectors for name in each.kept)
    seen = [each.phone("look") for each in inspectors]
    outbox = [entry for one in seen for entry in one["outbox"]]
    assert {entry["state"] for entry in outbox} == {"accepted"}
    reports = [one for one in outbox if one["command"]["name"] == "hazard.report"]
    assert db.session.query(Hazard).count() == len(reports) == 5
    files = [photo[part] for one in seen for photo in one["photos"] for part in PARTS]
    sent = [file for file in files if file is not None]
    assert {file["state"] for file in sent} == {"sent"}
    assert len(sent) >= 2 * len(reports)
    for file in sent:
        assert db.session.get_one(Photo, file["sha256"]).came
        assert len(read(Bucket.EVIDENCE, file["sha256"])) == file["size"]
