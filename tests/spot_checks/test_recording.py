"""Recording a check: two inspectors, answers, signatures, one closed record that stands."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from suicha.db import db, now, uuid7
from suicha.journal import Entry
from suicha.photos.models import Photo, PhotoState
from suicha.spot_checks.models import AnswerSheet, Record, Signature, SpotCheck, SpotCheckState
from suicha.spot_checks.operations import settle
from tests.phone import BAD, GOOD, Phone, digest_of, image, record_of, revoke, sent_to

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Flask

    from suicha.checklists.models import ChecklistVersion
    from suicha.db import Json
    from tests.builders import House


@pytest.fixture
def table(house: House) -> ChecklistVersion:
    return house.checklist("B1", scored=True)


@pytest.fixture
def plain(house: House) -> ChecklistVersion:
    return house.checklist()


@pytest.fixture
def lead(app: Flask, house: House) -> Phone:
    return Phone(app, house.inspector())


@pytest.fixture
def second(app: Flask, house: House) -> Phone:
    return Phone(app, house.inspector())


@pytest.fixture
def check(
    house: House, lead: Phone, second: Phone, table: ChecklistVersion, plain: ChecklistVersion
) -> SpotCheck:
    return sent_to(house, lead.person, second.person, lists=(table, plain))


def sheets() -> dict[UUID, Json]:
    return {sheet.inspector_id: sheet.answers for sheet in db.session.scalars(select(AnswerSheet))}


def records() -> list[Record]:
    return list(db.session.scalars(select(Record).order_by(Record.version)))


def state_of(check: SpotCheck) -> SpotCheckState:
    return db.session.get_one(SpotCheck, check.id, populate_existing=True).state


def test_a_check_is_started_once_and_the_first_start_stands(
    lead: Phone, second: Phone, check: SpotCheck
) -> None:
    lead.push(lead.start(check))
    began = db.session.get_one(SpotCheck, check.id).started_at
    assert second.one(second.start(check))["verdict"] == "accepted"
    assert db.session.get_one(SpotCheck, check.id, populate_existing=True).started_at == began
    assert state_of(check) is SpotCheckState.STARTED


def test_a_later_sheet_replaces_an_earlier_one_and_never_the_other_way(
    lead: Phone, check: SpotCheck, plain: ChecklistVersion
) -> None:
    earlier = lead.answer(check, plain, {"PLAIN-1": GOOD})
    later = lead.answer(check, plain, {"PLAIN-1": BAD, "PLAIN-2": GOOD})
    assert [one["verdict"] for one in lead.push(later, earlier)] == ["accepted", "accepted"]
    assert sheets() == {lead.person.id: {"PLAIN-1": BAD, "PLAIN-2": GOOD}}
    lead.push(lead.answer(check, plain, {"PLAIN-1": GOOD}))
    assert sheets() == {lead.person.id: {"PLAIN-1": GOOD}}


def test_a_new_phone_that_counts_from_one_again_is_later_by_its_time(
    app: Flask, lead: Phone, check: SpotCheck, plain: ChecklistVersion
) -> None:
    lead.push(lead.answer(check, plain, {"PLAIN-1": GOOD}, seq=40))
    fresh = Phone(app, lead.person)
    fresh.push(fresh.answer(check, plain, {"PLAIN-1": BAD}, seq=1))
    assert sheets() == {lead.person.id: {"PLAIN-1": BAD}}
    stale = (now() - timedelta(hours=1)).isoformat()
    lead.push(lead.answer(check, plain, {"PLAIN-1": GOOD}, seq=41, made_at=stale))
    assert sheets() == {lead.person.id: {"PLAIN-1": BAD}}


def test_two_inspectors_never_overwrite_each_other(
    lead: Phone, second: Phone, check: SpotCheck, plain: ChecklistVersion
) -> None:
    lead.push(lead.answer(check, plain, {"PLAIN-1": GOOD}))
    second.push(second.answer(check, plain, {"PLAIN-1": BAD}))
    assert sheets() == {
        lead.person.id: {"PLAIN-1": GOOD},
        second.person.id: {"PLAIN-1": BAD},
    }


def test_a_list_or_an_item_that_is_not_of_the_check_is_refused(
    house: House, lead: Phone, check: SpotCheck, plain: ChecklistVersion
) -> None:
    other = house.checklist("OTHER")
    verdicts = lead.push(
        lead.answer(check, other, {"OTHER-1": GOOD}),
        lead.answer(check, uuid7(), {}),
        lead.answer(check, plain, {"OTHER-1": GOOD}),
        lead.answer(check, plain, {"PLAIN-1": GOOD | {"result": "perhaps"}}),
    )
    assert [one["code"] for one in verdicts] == [
        "checklist.unknown",
        "checklist.unknown",
        "item.unknown",
        "command.malformed",
    ]
    assert verdicts[2]["details"] == {"field": "answers", "items": ["OTHER-1"]}
    assert sheets() == {}


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


def test_a_revoked_inspector_is_accepted_and_flagged(
    house: House, lead: Phone, check: SpotCheck, table: ChecklistVersion
) -> None:
    revoke(check, lead.person)
    verdicts = lead.push(
        lead.start(check),
        lead.answer(check, table, {"B1-1": GOOD}),
        lead.submit(record_of(check, table)),
    )
    assert [one["flags"] for one in verdicts] == [["assignment.revoked"]] * 3
    assert verdicts[-1]["receipt"]
    assert db.session.get_one(SpotCheck, check.id).flags == ["assignment.revoked"]


def test_what_comes_after_the_submission_is_accepted_and_flagged(
    lead: Phone, second: Phone, check: SpotCheck, plain: ChecklistVersion
) -> None:
    closing = lead.submit(record_of(check, plain))
    lead.push(closing)
    late = second.push(
        second.answer(check, plain, {"PLAIN-1": BAD}),
        second.sign(check, "0" * 64, image=image(b"other text")),
        second.sign(check, digest_of(closing), image=image(b"this text")),
    )
    flag = ["spot_check.already_submitted"]
    assert [one["flags"] for one in late] == [flag, flag, []]
    assert sheets() == {second.person.id: {"PLAIN-1": BAD}}


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


def test_refusing_to_sign_needs_a_reason_and_a_witness(lead: Phone, check: SpotCheck) -> None:
    party = {"signer": "party", "person_id": None, "name": "", "image": None, "refused": True}
    bare = lead.sign(check, "0" * 64, **party)
    whole = party | {"refusal_reason": "认为扣分过多", "witness_name": "社区网格员"}
    refused, accepted = lead.push(bare, lead.sign(check, "0" * 64, **whole))
    assert refused["code"] == "command.malformed"
    assert refused["details"]["fields"].keys() == {"refusal_reason", "witness_name"}
    assert accepted["verdict"] == "accepted"
    assert db.session.scalars(select(Signature)).one().refusal_reason == "认为扣分过多"


def test_nobody_signs_as_an_inspector_who_was_not_sent(
    house: House, lead: Phone, check: SpotCheck
) -> None:
    stranger = lead.sign(check, "0" * 64, person_id=str(house.inspector().id))
    unsigned = lead.sign(check, "0" * 64, image=None)
    twice = lead.sign(check, "0" * 64)
    again = lead.command("spot_check.sign", twice["args"])
    verdicts = lead.push(stranger, unsigned, twice, again)
    assert [(one["code"], one["details"].get("field")) for one in verdicts] == [
        ("command.malformed", "person_id"),
        ("command.malformed", "image"),
        (None, None),
        ("command.id_reused", "signature_id"),
    ]


def test_a_clock_that_shows_no_time_the_database_can_keep_is_malformed(
    lead: Phone, check: SpotCheck
) -> None:
    command = lead.start(check)
    command["args"]["started_at"] = "0001-01-01T00:00:00+08:00"
    verdict = lead.one(command)
    assert (verdict["code"], verdict["details"]["field"]) == ("command.malformed", "started_at")
