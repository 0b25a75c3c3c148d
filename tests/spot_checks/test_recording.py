"""Recording a check: two inspectors, answers, signatures, one closed record that stands."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from suicha.db import db, now, uuid7
from suicha.spot_checks.models import AnswerSheet, Signature, SpotCheck, SpotCheckState
from tests.phone import BAD, GOOD, Phone, digest_of, image, record_of, revoke, verdict_words

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Flask

    from suicha.checklists.models import ChecklistVersion
    from suicha.db import Json
    from tests.builders import House


def sheets() -> dict[UUID, Json]:
    return {sheet.inspector_id: sheet.answers for sheet in db.session.scalars(select(AnswerSheet))}


def test_a_check_is_started_once_and_the_first_start_stands(
    lead: Phone, second: Phone, check: SpotCheck
) -> None:
    lead.push(lead.start(check))
    began = db.session.get_one(SpotCheck, check.id).started_at
    assert second.one(second.start(check))["verdict"] == "accepted"
    assert db.session.get_one(SpotCheck, check.id, populate_existing=True).started_at == began
    assert check.state is SpotCheckState.STARTED


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


def test_refusing_to_sign_needs_a_reason_and_a_witness(lead: Phone, check: SpotCheck) -> None:
    party = {"signer": "party", "person_id": None, "name": "", "image": None, "refused": True}
    bare = lead.sign(check, "0" * 64, **party, refusal_reason=" ", witness_name="\n")
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


def test_a_party_signs_as_nobody_who_has_an_account(
    house: House, lead: Phone, check: SpotCheck
) -> None:
    unknown = lead.sign(check, "0" * 64, signer="party", person_id=str(uuid7()))
    inspector = lead.sign(check, "0" * 64, signer="party")
    assert verdict_words(lead.push(unknown, inspector)) == ["command.malformed"] * 2


def test_a_clock_that_shows_no_time_the_database_can_keep_is_malformed(
    lead: Phone, check: SpotCheck
) -> None:
    command = lead.start(check)
    command["args"]["started_at"] = "0001-01-01T00:00:00+08:00"
    verdict = lead.one(command)
    assert (verdict["code"], verdict["details"]["field"]) == ("command.malformed", "started_at")
