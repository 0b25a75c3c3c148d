"""Closing a record: it is kept as it was signed, and the first one stands."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from suicha.db import db, now
from suicha.journal import Entry
from suicha.photos.models import Photo, PhotoState
from suicha.spot_checks.models import Record, SpotCheck, SpotCheckState
from suicha.spot_checks.operations import settle
from tests.phone import Phone, digest_of, image, record_of, sent_to

if TYPE_CHECKING:
    from suicha.checklists.models import ChecklistVersion
    from tests.builders import House


def records() -> list[Record]:
    return list(db.session.scalars(select(Record).order_by(Record.version)))


def state_of(check: SpotCheck) -> SpotCheckState:
    return db.session.get_one(SpotCheck, check.id, populate_existing=True).state


def test_a_record_is_closed_signed_and_receipted(
    lead: Phone, second: Phone, check: SpotCheck, table: ChecklistVersion, plain: ChecklistVersion
) -> None:
    closing = lead.submit(record_of(check, table, plain, result_category="rectify_by_date"))
    digest = digest_of(closing)
    party = {"signer": "party", "person_id": None, "name": "项目负责人"}
    seal = image(b"party")
    verdicts = lead.push(
        lead.start(check),
        lead.sign(check, digest, image=image(b"lead")),
        lead.sign(check, digest, person_id=str(second.person.id), image=image(b"second")),
        lead.sign(check, digest, **party, position_title="项目经理", image=seal),
        closing,
    )
    assert [(one["verdict"], one["flags"]) for one in verdicts] == [("accepted", [])] * 5
    assert verdicts[-1]["receipt"] == f"SF-{now().year}-{verdicts[-1]['receipt'][-6:]}"
    (record,) = records()
    assert record.text == closing["args"]["record"]
    assert (record.version, record.digest, record.score) == (1, digest, "80.0")
    assert state_of(check) is SpotCheckState.SUBMITTED
    fact = db.session.scalars(select(Entry).where(Entry.fact == "spot_check.submitted")).one()
    assert fact.body["receipt"] == verdicts[-1]["receipt"]
    told = db.session.scalars(select(Entry).where(Entry.fact.startswith("spot_check.")))
    assert "项目负责人" not in str([entry.body for entry in told]), "no name stays for ever"


def test_a_check_is_complete_when_every_promised_picture_has_come(
    lead: Phone, check: SpotCheck, table: ChecklistVersion
) -> None:
    closing = lead.submit(record_of(check, table))
    lead.push(lead.sign(check, digest_of(closing)), closing)
    settle(check.id)
    assert state_of(check) is SpotCheckState.SUBMITTED
    db.session.execute(update(Photo).values(state=PhotoState.RENDERED, offset=Photo.size))
    settle(check.id)
    settle(check.id)
    db.session.commit()
    assert state_of(check) is SpotCheckState.COMPLETE
    facts = db.session.scalars(select(Entry).where(Entry.fact == "spot_check.completed"))
    assert len(facts.all()) == 1


def test_a_check_that_is_not_submitted_is_never_settled(check: SpotCheck) -> None:
    settle(check.id)
    assert state_of(check) is SpotCheckState.ASSIGNED


def test_only_the_lead_submits(lead: Phone, second: Phone, check: SpotCheck) -> None:
    refused = second.one(second.submit(record_of(check)))
    assert (refused["verdict"], refused["code"]) == ("refused", "spot_check.not_lead")
    assert records() == []
    assert lead.one(lead.submit(record_of(check)))["verdict"] == "accepted"


def test_a_second_record_is_kept_beside_the_first_which_stands(
    lead: Phone, check: SpotCheck, table: ChecklistVersion
) -> None:
    first = lead.one(lead.submit(record_of(check, table)))
    second = lead.one(lead.submit(record_of(check, table, result_category="stop_work")))
    assert second["flags"] == ["spot_check.already_submitted"]
    assert second["receipt"] == first["receipt"]
    assert [record.version for record in records()] == [1, 2]
    assert check.result_category == "no_problem"


def test_the_same_record_in_a_new_command_is_told_the_same_success(
    lead: Phone, check: SpotCheck, table: ChecklistVersion
) -> None:
    record = record_of(check, table)
    first, again = lead.push(lead.submit(record), lead.submit(record))
    assert (again["receipt"], again["flags"]) == (first["receipt"], [])
    assert len(records()) == 1


def test_a_wrong_digest_or_score_is_flagged_and_the_record_stays_as_it_was_signed(
    lead: Phone, check: SpotCheck, table: ChecklistVersion
) -> None:
    record = record_of(check, table)
    record["checklists"][0]["score"]["display"] = "99.9"
    verdict = lead.one(lead.submit(record, digest="f" * 64))
    assert verdict["verdict"] == "accepted"
    assert verdict["flags"] == ["record.digest_differs", "record.score_differs"]
    (kept,) = records()
    assert (kept.digest, kept.score) == ("f" * 64, "99.9")
    assert check.flags == verdict["flags"]


def test_a_text_that_is_not_canonical_is_flagged(
    lead: Phone, check: SpotCheck, table: ChecklistVersion
) -> None:
    command = lead.submit(record_of(check, table))
    text = command["args"]["record"].replace(',"', ', "', 1)
    command["args"] |= {"record": text, "digest": hashlib.sha256(text.encode()).hexdigest()}
    assert lead.one(command)["flags"] == ["record.digest_differs"]


def test_a_record_that_cannot_be_read_or_is_of_another_check_is_malformed(
    house: House, lead: Phone, check: SpotCheck
) -> None:
    other = sent_to(house, lead.person)
    elsewhere = lead.submit(record_of(other))
    elsewhere["args"]["spot_check_id"] = str(check.id)
    verdicts = lead.push(
        lead.submit(record_of(check), record="{"),
        lead.submit(record_of(check), record="[]"),
        lead.submit(record_of(check), record="[" * 20_000),
        lead.submit(record_of(check, v=2)),
        lead.submit(record_of(check, checklists=[{"id": "x"}])),
        elsewhere,
    )
    assert {one["code"] for one in verdicts} == {"command.malformed"}
    assert {one["details"]["field"] for one in verdicts} == {"record"}
    assert records() == []


def test_a_score_of_a_list_that_the_check_has_not_is_flagged(
    house: House, lead: Phone, check: SpotCheck
) -> None:
    other = house.checklist("B9", scored=True)
    assert lead.one(lead.submit(record_of(check, other)))["flags"] == ["record.score_differs"]
