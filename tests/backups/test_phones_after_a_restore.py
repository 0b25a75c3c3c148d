"""Yesterday's backup comes back under two phones: nothing is missing, nothing is there twice."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from suicha import backups
from suicha.accounts.models import Role
from suicha.db import db, now
from suicha.hazards.models import Hazard
from suicha.photos import queries as photos
from suicha.spot_checks.models import Record, SpotCheck, SpotCheckState
from suicha.storage import Bucket, read
from suicha.sync.models import LedgerEntry
from tests.client import Client
from tests.phone import GOOD, record_of, sent_to, verdict_words
from tests.sync.counting import facts, in_ledger
from tests.visits import Visit, picture

from .phones import Keeper

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Office

YESTERDAY, TODAY, TONIGHT = (picture(shade) for shade in (30, 60, 90))


def phone_of(office: Office, visit: Visit, *, lead: bool) -> Keeper:
    return Keeper(office.app, visit.lead if lead else visit.second).begin()


def close(phone: Keeper, visit: Visit) -> None:
    """Answer, and close the record as the lead."""
    answers = dict.fromkeys(visit.scored.items, GOOD)
    phone.keep(phone.answer(visit.check, visit.scored, answers))
    phone.keep(phone.submit(record_of(visit.check, visit.scored)))


def ids(*phones: Keeper) -> set[str]:
    return {name for phone in phones for name in phone.kept}


def in_the_ledger() -> list[str]:
    db.session.rollback()
    return sorted(str(entry) for entry in db.session.scalars(select(LedgerEntry.id)))


def everything_is_there(office: Office, visit: Visit, *phones: Keeper) -> None:
    """Each command once, each photo whole, and what the phones show is what the server says."""
    assert [phone.unsent() for phone in phones] == [[] for _ in phones]
    assert in_the_ledger() == sorted(ids(*phones))
    for phone in phones:
        told = [phone.verdicts[name] for name in phone.kept]
        assert verdict_words(told) == ["accepted"] * len(told)
        for name, image in phone.photos.items():
            assert read(Bucket.EVIDENCE, name) == image
    reported = [command for phone in phones for command in phone.kept.values()]
    hazards = {str(one) for one in db.session.scalars(select(Hazard.id))}
    assert hazards == {
        one["args"]["hazard_id"] for one in reported if one["name"] == "hazard.report"
    }
    assert facts("spot_check.submitted") == 1
    check = db.session.get_one(SpotCheck, visit.check.id, populate_existing=True)
    assert photos.missing(check.id) == []
    assert phones[0].receipt(check) == check.receipt
    office.work()
    db.session.rollback()
    assert db.session.get_one(SpotCheck, check.id).state is SpotCheckState.COMPLETE


@pytest.mark.parametrize("first", [0, 1])
def test_the_last_day_comes_back_from_the_phones(
    office: Office, tmp_path: Path, first: int
) -> None:
    visit = Visit(office.house)
    lead, second = phone_of(office, visit, lead=True), phone_of(office, visit, lead=False)
    lead.keep(lead.start(visit.check))
    lead.report(visit, YESTERDAY)
    lead.sync()
    backups.take(tmp_path / "yesterday")

    second.keep(second.start(visit.check))
    second.report(visit, TODAY)
    second.sync()
    lead.report(visit, TODAY)
    close(lead, visit)
    lead.sync()
    everything_is_there(office, visit, lead, second)
    lost = lead.receipt(visit.check)
    second.report(visit, TONIGHT)  # has not been sent when the machine burns down

    (tmp_path / "data/objects/evidence" / sha256(TODAY).hexdigest()).unlink()
    office.restore(tmp_path / "yesterday")
    assert in_ledger() == 2
    for phone in [(lead, second), (second, lead)][first]:
        phone.sync()
    for phone in (lead, second):
        phone.sync()
    everything_is_there(office, visit, lead, second)
    assert lead.receipt(visit.check) not in {None, lost}, "another number, and never another's"


def test_a_phone_that_signed_in_after_the_backup_signs_in_again(
    office: Office, tmp_path: Path
) -> None:
    visit = Visit(office.house)
    backups.take(tmp_path / "yesterday")
    lead = phone_of(office, visit, lead=True)
    lead.keep(lead.start(visit.check))
    lead.report(visit, TODAY)
    close(lead, visit)
    lead.sync()
    office.restore(tmp_path / "yesterday")
    assert lead.client.get("/sync/pull").json["code"].startswith("login.")
    lead.client = Client(office.app).sign_in(lead.person.login)
    lead.sync()
    everything_is_there(office, visit, lead)


def test_nothing_new_is_taken_before_what_was_lost(office: Office, tmp_path: Path) -> None:
    """In the order of their making; else a recheck would come before the hazard it is about."""
    visit = Visit(office.house)
    lead = phone_of(office, visit, lead=True)
    lead.sync()
    backups.take(tmp_path / "yesterday")
    lead.keep(lead.start(visit.check))
    lead.sync()
    office.restore(tmp_path / "yesterday")
    close(lead, visit)
    lead.flush()
    assert in_ledger() == 0
    lead.sync()
    seqs = list(db.session.scalars(select(LedgerEntry.seq).order_by(LedgerEntry.received_at)))
    assert seqs == sorted(seqs)
    everything_is_there(office, visit, lead)


def recheck(phone: Keeper, hazard: str, visit: Visit) -> None:
    args = {
        "spot_check_id": str(visit.check.id),
        "hazard_id": hazard,
        "recheck_id": hazard[:-4] + "cafe",
        "result": "passed",
        "note": "已整改",
        "photos": [],
        "rechecked_at": now().isoformat(),
    }
    phone.keep(phone.command("hazard.recheck", args))


def test_what_rests_on_another_phones_waits_for_it(office: Office, tmp_path: Path) -> None:
    visit = Visit(office.house)
    lead, second = phone_of(office, visit, lead=True), phone_of(office, visit, lead=False)
    backups.take(tmp_path / "yesterday")
    hazard = lead.report(visit)["args"]["hazard_id"]
    lead.sync()
    recheck(second, hazard, visit)
    second.sync()
    office.restore(tmp_path / "yesterday")
    lead.client = Client(office.app).sign_in(lead.person.login)
    second.client = Client(office.app).sign_in(second.person.login)
    second.sync()
    assert len(second.unsent()) == 1, "it is asked to wait, not refused for ever"
    lead.sync()
    second.sync()
    assert in_the_ledger() == sorted(ids(lead, second))
    assert {one["verdict"] for one in second.verdicts.values()} == {"accepted"}


def test_what_does_not_come_back_is_refused_in_the_end(office: Office, tmp_path: Path) -> None:
    """A check of after the backup: who is sent there again gets another one."""
    visit = Visit(office.house)
    lead = phone_of(office, visit, lead=True)
    backups.take(tmp_path / "yesterday")
    later = sent_to(office.house, lead.person)
    lead.keep(lead.start(later))
    lead.sync()
    office.restore(tmp_path / "yesterday")
    lead.client = Client(office.app).sign_in(lead.person.login)
    lead.sync()
    assert len(lead.unsent()) == 1
    young = lead.start(later, made_at=(now() + timedelta(minutes=1)).isoformat())
    assert lead.one(young)["code"] == "spot_check.unknown", "made after the restore"
    with time_machine.travel(now() + timedelta(days=15), tick=False):
        lead.client = Client(office.app).sign_in(lead.person.login)
        lead.sync()
    [verdict] = lead.verdicts.values()
    assert (verdict["verdict"], verdict["code"]) == ("refused", "spot_check.unknown")


def test_an_app_that_does_not_know_of_epochs_is_served(office: Office, tmp_path: Path) -> None:
    visit = Visit(office.house)
    lead = phone_of(office, visit, lead=True)
    backups.take(tmp_path / "yesterday")
    lead.keep(lead.start(visit.check))
    lead.sync()
    office.restore(tmp_path / "yesterday")
    lead.client = Client(office.app).sign_in(lead.person.login)
    assert lead.one(lead.start(visit.check))["verdict"] == "accepted"
    for wrong in ("x", "", "00000000"):
        answer = lead.client.post(f"/sync/push?epoch={wrong}", {})
        assert answer.status_code == 422


@pytest.mark.long
def test_published_pages_are_what_the_restored_database_says(
    office: Office, tmp_path: Path
) -> None:
    visit = Visit(office.house)
    lead = phone_of(office, visit, lead=True)
    close(lead, visit)
    lead.sync()
    office.work()
    desk = Client(office.app).sign_in(office.house.person(Role.SUPERVISOR).login)
    path = f"/publications/{visit.check.id}"
    body = {"spot_check_id": str(visit.check.id), "photos": []}
    assert desk.post("/publications", body).status_code < 300, path
    office.work()
    digest = db.session.scalar(select(Record.digest))
    key = f"checks/{visit.check.number}.html"
    page = read(Bucket.PUBLIC, key)
    backups.take(tmp_path / "yesterday")
    (tmp_path / "data/objects/public" / key).unlink()
    office.restore(tmp_path / "yesterday")
    office.work()
    assert read(Bucket.PUBLIC, key) == page
    assert db.session.scalar(select(Record.digest)) == digest
