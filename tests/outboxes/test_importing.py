"""The way out: what a phone wrote into a file is done once, whatever else brings it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from suicha.accounts.models import Device, Person, Role
from suicha.db import db, now, uuid7
from suicha.journal import Entry
from suicha.photos.models import Photo
from suicha.spot_checks.models import AnswerSheet, SpotCheck
from suicha.storage import Bucket, store
from suicha.sync.models import LedgerEntry
from tests.builders import House
from tests.client import Client
from tests.phone import BAD, GOOD, Phone, digest_of, image, record_of, sent_to
from tests.photos.pictures import drawn, encoded
from tests.sync.counting import facts, in_ledger

from .files import REASON, Outbox, outcomes, send, taken, tried, vouched, worked

if TYPE_CHECKING:
    from flask import Flask

    from suicha.checklists.models import ChecklistVersion
    from suicha.db import Json


@pytest.fixture
def picture() -> bytes:
    """A signature as a phone draws it."""
    return encoded(drawn(), "PNG")


@pytest.fixture
def visit(phone: Phone, check: SpotCheck, plain: ChecklistVersion, picture: bytes) -> list[Json]:
    """A whole check: begun, answered, signed, closed."""
    record = record_of(check, plain)
    closing = phone.submit(record)
    promise = image(picture)
    return [
        phone.start(check),
        phone.answer(check, plain, {"PLAIN-1": GOOD}),
        phone.sign(check, digest_of(closing), image=promise),
        phone.command("spot_check.submit", closing["args"]),
    ]


def test_what_came_by_file_is_done_as_if_the_phone_had_sent_it(
    desk: Client, phone: Phone, check: SpotCheck, visit: list[Json], picture: bytes
) -> None:
    found = taken(desk, Outbox(phone, visit, [picture]).file())
    assert found["state"] == "applied"
    assert outcomes(found) == ["accepted"] * 4
    assert outcomes(found, "photo") == ["accepted"]
    assert facts("spot_check.submitted") == 1
    assert in_ledger() == 4
    db.session.expire_all()
    sheet = db.session.scalars(select(AnswerSheet)).one()
    assert (sheet.inspector_id, str(sheet.device_id)) == (
        phone.person.id,
        phone.client.device_id,
    )
    assert db.session.scalars(select(Photo)).one().came


def test_syncing_after_an_import_doubles_nothing_and_tells_the_same(
    desk: Client, phone: Phone, visit: list[Json], picture: bytes
) -> None:
    taken(desk, Outbox(phone, visit, [picture]).file())
    verdicts = phone.push(*visit)
    assert [one["verdict"] for one in verdicts] == ["accepted"] * 4
    assert verdicts[3]["receipt"]
    assert {flag for one in verdicts for flag in one["flags"]} == {"command.imported"}
    assert (in_ledger(), facts("spot_check.submitted"), facts("photo.received")) == (4, 1, 1)


def test_importing_after_a_sync_doubles_nothing_and_says_that_all_is_known(
    desk: Client, phone: Phone, visit: list[Json], picture: bytes
) -> None:
    verdicts = phone.push(*visit)
    found = taken(desk, Outbox(phone, visit, [picture]).file())
    assert outcomes(found) == ["known"] * 4
    assert outcomes(found, "photo") == ["accepted"]  # the phone had not come to it
    assert found["report"]["commands"]["known"] == 4
    assert (in_ledger(), facts("spot_check.submitted")) == (4, 1)
    assert phone.push(*visit) == verdicts, "what the phone had told stands as it was told"


def test_a_file_again_and_one_that_overlaps_it_add_only_what_is_new(
    desk: Client, phone: Phone, visit: list[Json], picture: bytes
) -> None:
    whole = Outbox(phone, visit, [picture]).file()
    assert outcomes(taken(desk, Outbox(phone, visit[:2]).file())) == ["accepted"] * 2
    assert outcomes(taken(desk, whole)) == ["known", "known", "accepted", "accepted"]
    again = taken(desk, whole)
    assert (outcomes(again), outcomes(again, "photo")) == (["known"] * 4, ["known"])
    assert in_ledger() == 4


def test_trying_a_file_changes_nothing_and_foretells_what_taking_it_in_says(
    desk: Client, phone: Phone, check: SpotCheck, visit: list[Json], picture: bytes
) -> None:
    bad = phone.command("spot_check.fly", {"spot_check_id": str(check.id)})
    body = Outbox(phone, [*visit, bad], [picture, b"a photo that nobody promised"]).file()
    found = tried(desk, body)
    assert found["state"] == "checked"
    assert (in_ledger(), facts("spot_check.submitted")) == (0, 0)
    assert db.session.scalars(select(Photo)).all() == []
    told = found["report"]["lines"]
    assert outcomes(found) == ["accepted"] * 4 + ["command.unknown"]
    assert outcomes(found, "photo") == ["accepted", "photo.not_promised"]
    assert {line["check"] for line in told if line["kind"] == "command"} == {check.number}
    vouched(desk, found)
    assert worked(desk, found["id"])["report"]["lines"] == told


def test_the_record_shows_for_ever_that_it_came_by_file_and_who_answers_for_it(
    desk: Client, phone: Phone, check: SpotCheck, visit: list[Json]
) -> None:
    found = taken(desk, Outbox(phone, visit).file())
    entries = db.session.scalars(select(LedgerEntry)).all()
    assert {str(entry.import_id) for entry in entries} == {found["id"]}
    fact = db.session.scalars(select(Entry).where(Entry.fact.like("%commands_imported"))).one()
    assert (str(fact.subject_id), str(fact.actor_id)) == (str(check.id), found["vouched_by"])
    assert fact.body == {
        "import_id": found["id"],
        "person_id": str(phone.person.id),
        "commands": 4,
    }
    assert (found["reason"], facts("outbox_import.vouched")) == (REASON, 1)
    detail = desk.get(f"/spot-checks/{check.id}").json
    assert "command.imported" in detail["flags"]


def test_only_a_supervisor_of_the_inspectors_own_district_takes_a_file_in(
    app: Flask, house: House, desk: Client, phone: Phone, visit: list[Json]
) -> None:
    body = Outbox(phone, visit).file()
    for role in (Role.INSPECTOR, Role.ADMINISTRATOR, Role.AUDITOR, Role.CONTRACTOR):
        other = Client(app).sign_in(house.person(role).login)
        assert send(other, body).json["code"] == "role.forbidden"
    stranger = Client(app).sign_in(House(code="330107").person(Role.SUPERVISOR).login)
    found = tried(stranger, body)
    assert (found["state"], found["report"]["refused"]) == ("refused", "inspector.unknown")
    assert found["report"]["about"] is None
    mine = tried(desk, body)
    assert vouched(stranger, mine).json["code"] == "import.unknown"
    assert stranger.get(f"/outbox-imports/{mine['id']}").json["code"] == "import.unknown"
    assert in_ledger() == 0


def test_a_check_of_another_district_is_left_to_its_own_supervisor(
    desk: Client, phone: Phone, check: SpotCheck, plain: ChecklistVersion
) -> None:
    away = sent_to(House(code="330107"), phone.person)
    commands = [phone.start(away), phone.start(check)]
    found = taken(desk, Outbox(phone, commands).file())
    assert outcomes(found) == ["jurisdiction.other", "accepted"]
    assert found["report"]["lines"][0]["check"] is None
    assert phone.push(*commands)[0]["verdict"] == "accepted", "nothing was written down of it"


def test_nobody_vouches_twice_for_another_file_or_without_a_reason(
    desk: Client, phone: Phone, visit: list[Json]
) -> None:
    found = tried(desk, Outbox(phone, visit).file())
    path = f"/outbox-imports/{found['id']}/vouch"
    assert desk.post(path, {"sha256": "0" * 64, "reason": REASON}).json["code"] == (
        "import.other_file"
    )
    for reason in ("", "  ", "x" * 501, None):
        body = {"sha256": found["sha256"], "reason": reason}
        assert desk.post(path, body).json["code"] == "request.invalid"
    assert vouched(desk, found).status_code == 202
    assert vouched(desk, found).json["code"] == "import.not_checked"
    worked(desk, found["id"])
    assert worked(desk, found["id"])["report"]["commands"]["accepted"] == 4
    assert vouched(desk, found).json["code"] == "import.not_checked"
    assert store().stat(Bucket.INCOMING, f"outbox-imports/{found['id']}") is None


def test_a_worker_that_was_killed_half_way_goes_on_and_reports_the_whole(
    desk: Client, phone: Phone, visit: list[Json], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("suicha.outboxes.operations.working.BATCH", 2)
    found = tried(desk, Outbox(phone, visit).file())
    vouched(desk, found)
    monkeypatch.setattr("suicha.outboxes.operations.working._unheld", _killed)
    with pytest.raises(KeyboardInterrupt):
        worked(desk, found["id"])
    monkeypatch.undo()
    db.session.rollback()
    assert in_ledger() == 4
    done = worked(desk, found["id"])
    assert (done["state"], outcomes(done)) == ("applied", ["accepted"] * 4)


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_what_an_ended_account_recorded_before_its_end_is_not_lost(
    desk: Client, phone: Phone, check: SpotCheck
) -> None:
    person = db.session.get_one(Person, phone.person.id)
    person.ended_at, person.ended_by, person.end_reason = now(), person.id, "调离"
    device = db.session.get_one(Device, phone.client.device_id)
    device.revoke(person.id, "遗失")
    db.session.commit()
    before = phone.start(check, made_at=(now() - timedelta(days=1)).isoformat())
    after = phone.start(check, made_at=(now() + timedelta(minutes=1)).isoformat())
    found = taken(desk, Outbox(phone, [before, after]).file())
    assert outcomes(found) == ["accepted", "person.ended"]


def test_a_device_that_a_restored_backup_does_not_know_keeps_nothing_out(
    desk: Client, phone: Phone, check: SpotCheck, plain: ChecklistVersion
) -> None:
    unknown = uuid7()
    said = {"device_id": str(unknown), "epoch": str(uuid7())}
    commands = [phone.start(check), phone.answer(check, plain, {"PLAIN-1": GOOD})]
    found = tried(desk, Outbox(phone, commands, said=said).file())
    assert found["report"]["about"]["other_epoch"] is True
    assert db.session.get(Device, unknown) is None
    vouched(desk, found)
    assert outcomes(worked(desk, found["id"])) == ["accepted"] * 2
    device = db.session.get_one(Device, unknown)
    assert (device.person_id, device.revoke_reason) == (phone.person.id, "came_by_file")


def test_a_file_for_another_persons_device_or_for_nobody_is_refused(
    app: Flask, house: House, desk: Client, phone: Phone, visit: list[Json]
) -> None:
    other = Phone(app, house.inspector())
    for said, code in (
        ({"device_id": other.client.device_id}, "outbox.other_device"),
        ({"person_id": str(uuid7())}, "inspector.unknown"),
        ({"person_id": str(house.person(Role.SUPERVISOR).id)}, "inspector.unknown"),
    ):
        found = tried(desk, Outbox(phone, visit, said=said).file())
        assert (found["state"], found["report"]["refused"]) == ("refused", code)


def test_a_command_that_was_changed_is_refused_and_its_id_left_to_the_phone(
    desk: Client, phone: Phone, check: SpotCheck, plain: ChecklistVersion
) -> None:
    true = phone.answer(check, plain, {"PLAIN-1": GOOD})
    forged = true | {"args": true["args"] | {"answers": {"PLAIN-1": BAD}}}
    box = Outbox(phone, [forged])
    box.said = {"commands": Outbox(phone, [true]).manifest()["commands"]}
    assert outcomes(taken(desk, box.file())) == ["outbox.altered"]
    assert phone.one(true)["verdict"] == "accepted"
    unlisted = Outbox(phone, [phone.start(check)], said={"commands": []})
    assert outcomes(taken(desk, unlisted.file())) == ["outbox.altered"]
