"""Two phones, offline at the same time, on one check: whatever the order, nothing is lost."""

from __future__ import annotations

import hashlib
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
import rfc8785
from sqlalchemy import select, text

from suicha.db import db, now, uuid7
from suicha.journal import Entry
from suicha.sites.models import Site
from suicha.spot_checks.models import Record, SpotCheck, Supplement
from suicha.spot_checks.queries import standing_record
from tests.phone import BAD, GOOD, Phone, choice, digest_of, loads, record_of, verdict_words

if TYPE_CHECKING:
    from flask import Flask

    from suicha.checklists.models import ChecklistVersion
    from suicha.db import Json
    from tests.builders import House

WORSE = BAD | {"deduction": 10, "note": "责任书缺失"}


def row_of(phone: Phone, check: SpotCheck) -> Json:
    changes, _ = phone.pull_all()
    return next(one["row"] for one in changes if one["id"] == str(check.id))


def words(row: Json) -> list[tuple[str, Json | None, Json | None, str | None]]:
    return [
        (one["item_id"], one["recorded"], one["answered"], one["decided"])
        for one in row["differences"]
    ]


def records(check: SpotCheck) -> list[Record]:
    query = select(Record).where(Record.spot_check_id == check.id).order_by(Record.version)
    return list(db.session.scalars(query))


def finding(check: SpotCheck, version: ChecklistVersion, **given: str) -> Json:
    site = db.session.get_one(Site, check.site_id)
    args = {
        "hazard_id": str(uuid7()),
        "spot_check_id": str(check.id),
        "checklist_version_id": str(version.id),
        "item_id": f"{version.code}-1",
        "description": "临边防护缺失",
        "location": "3# 楼东侧",
        "clause": "JGJ 59-2011 3.13.3",
        "grade": "general",
        "due_on": "2099-01-31",
        "party_id": str(site.parties[0].id),
        "photos": [],
    }
    return args | given


@pytest.fixture
def closed(lead: Phone, check: SpotCheck, table: ChecklistVersion) -> Json:
    """The lead's closing; item 1 of the table is bad by 4 points, item 2 is good."""
    record = record_of(check, table)
    sheet = record["checklists"][0]["answers"]
    closing = lead.submit(record)
    lead.push(lead.answer(check, table, sheet), closing)
    return closing


@pytest.mark.parametrize("order", list(permutations(("lead", "partner", "closing"))))
def test_in_whatever_order_the_phones_come_back_the_differences_are_the_same(
    lead: Phone, second: Phone, check: SpotCheck, table: ChecklistVersion, order: tuple[str, ...]
) -> None:
    record = record_of(check, table)
    own = record["checklists"][0]["answers"]
    theirs = {"B1-1": WORSE, "B1-2": GOOD}
    deeds = {
        "lead": lambda: lead.push(lead.answer(check, table, own)),
        "partner": lambda: second.push(second.answer(check, table, theirs)),
        "closing": lambda: lead.push(lead.submit(record)),
    }
    for deed in order:
        assert deeds[deed]()[0]["verdict"] == "accepted"
    for phone in (lead, second):
        row = row_of(phone, check)
        assert words(row) == [("B1-1", BAD, WORSE, None)]
        assert row["differences"][0]["inspector_id"] == str(second.person.id)
        assert row["record"]["version"] == 1
        assert row["record"]["score"] == "80.0"
        assert row["unrecorded_hazards"] == []


def test_before_the_closing_nothing_differs_but_both_sheets_are_seen_by_both(
    lead: Phone, second: Phone, check: SpotCheck, table: ChecklistVersion
) -> None:
    second.push(second.supplement(check, table, {"B1-1": WORSE}))
    row = row_of(lead, check)
    assert (row["record"], row["differences"], row["unrecorded_hazards"]) == (None, [], [])
    sheets = [one["row"] for one in lead.pull_all()[0] if one["kind"] == "answer_sheet"]
    assert [(one["inspector_id"], one["checklist_id"], one["answers"]) for one in sheets] == [
        (str(second.person.id), str(table.id), {"B1-1": WORSE})
    ]
    assert sheets[0]["spot_check_id"] == str(check.id)


def test_an_item_that_somebody_did_not_answer_is_no_difference(
    second: Phone, check: SpotCheck, table: ChecklistVersion, plain: ChecklistVersion, closed: Json
) -> None:
    second.push(second.answer(check, plain, {"PLAIN-2": GOOD}))
    assert words(row_of(second, check)) == [("PLAIN-2", None, GOOD, None)]


def test_a_supplement_is_kept_for_ever_and_is_no_trouble(
    second: Phone, check: SpotCheck, table: ChecklistVersion, closed: Json
) -> None:
    command = second.supplement(check, table, {"B1-1": WORSE})
    same = second.command("spot_check.supplement", command["args"])
    other = second.command("spot_check.supplement", command["args"] | {"reason": "另一个原因"})
    verdicts = second.push(command, command, same, other)
    assert verdict_words(verdicts) == ["accepted", "accepted", "accepted", "command.id_reused"]
    assert [one["flags"] for one in verdicts[:3]] == [[], [], []]
    (kept,) = db.session.scalars(select(Supplement))
    assert (kept.answers, kept.reason) == ({"B1-1": WORSE}, "手机当时无网络")
    for statement in ("UPDATE supplements SET reason = ''", "DELETE FROM supplements"):
        with pytest.raises(Exception, match="are facts"), db.session.begin_nested():
            db.session.execute(text(statement))
    told = db.session.scalars(select(Entry).where(Entry.fact == "spot_check.supplemented")).all()
    assert [entry.body.keys() for entry in told] == [{"supplement_id", "checklist_version_id"}]


def test_an_earlier_supplement_that_comes_later_does_not_bring_old_answers_back(
    second: Phone, check: SpotCheck, table: ChecklistVersion, closed: Json
) -> None:
    earlier = second.supplement(check, table, {"B1-1": WORSE})
    later = second.supplement(check, table, {"B1-1": GOOD})
    second.push(later, earlier)
    assert words(row_of(second, check)) == [("B1-1", BAD, GOOD, None)]
    assert len(db.session.scalars(select(Supplement)).all()) == 2


def test_taking_an_answer_makes_a_new_version_and_the_signed_one_stays(
    lead: Phone, second: Phone, check: SpotCheck, table: ChecklistVersion, closed: Json
) -> None:
    second.push(second.supplement(check, table, {"B1-1": WORSE, "B1-2": BAD}))
    base = digest_of(closed)
    takes = choice(table, "B1-1", second, WORSE)
    leaves = choice(table, "B1-2", second, BAD, take=False)
    verdict = lead.one(lead.decide(check, base, takes, leaves))
    assert (verdict["verdict"], verdict["flags"]) == ("accepted", [])
    signed, decided = records(check)
    assert (signed.text, signed.digest) == (closed["args"]["record"], base)
    assert decided.digest == hashlib.sha256(decided.text.encode()).hexdigest()
    body, before = loads(decided.text), loads(signed.text)
    assert rfc8785.dumps(body).decode() == decided.text
    amends = body.pop("amends")
    assert (amends["digest"], amends["version"], amends["reason"]) == (base, 1, "现场复核属实")
    assert amends["decided_by"] == str(lead.person.id)
    assert amends["choices"] == [takes | {"recorded": BAD}, leaves | {"recorded": GOOD}]
    assert amends["hazards"] == []
    sheet = body["checklists"][0]
    assert sheet["answers"] == {"B1-1": WORSE, "B1-2": GOOD}
    assert (sheet["score"]["display"], sheet["score"]["zeroed_because"]) == (
        "0.0",
        "guarantee_item",
    )
    body["checklists"] = before["checklists"]
    assert body == before, "nothing but what was taken"
    assert (decided.version, decided.score, decided.base_digest) == (2, "0.0", base)


def test_phones_are_told_what_was_decided_and_nothing_is_left_to_decide(
    lead: Phone, second: Phone, check: SpotCheck, table: ChecklistVersion, closed: Json
) -> None:
    second.push(second.supplement(check, table, {"B1-1": WORSE, "B1-2": BAD}))
    _, cursor = second.pull_all()
    leaves = choice(table, "B1-2", second, BAD, take=False)
    takes = choice(table, "B1-1", second, WORSE)
    lead.push(lead.decide(check, digest_of(closed), takes, leaves))
    changes, _ = second.pull_all(cursor)
    (row,) = [one["row"] for one in changes if one["kind"] == "spot_check"]
    assert sorted(words(row), key=str) == sorted(
        [
            ("B1-1", WORSE, BAD, "left"),  # the lead's own, which the partner's replaced
            ("B1-1", BAD, WORSE, "taken"),
            ("B1-2", GOOD, BAD, "left"),
        ],
        key=str,
    )
    (_, decided) = records(check)
    assert row["record"] == {
        "version": 2,
        "digest": decided.digest,
        "reason": "现场复核属实",
        "closed_at": decided.closed_at.isoformat(),
        "result_category": "no_problem",
        "score": "0.0",
    }


def test_an_inspector_who_answers_anew_is_heard_anew(
    lead: Phone, second: Phone, check: SpotCheck, table: ChecklistVersion, closed: Json
) -> None:
    second.push(second.supplement(check, table, {"B1-2": BAD}))
    leaves = choice(table, "B1-2", second, BAD, take=False)
    lead.push(lead.decide(check, digest_of(closed), leaves))
    second.push(second.supplement(check, table, {"B1-2": WORSE}))
    assert words(row_of(second, check)) == [("B1-2", GOOD, WORSE, None)]
    (_, decided) = records(check)
    lead.push(lead.decide(check, decided.digest, choice(table, "B1-2", second, WORSE)))
    third = standing_record(check.id)
    assert third is not None
    assert (third.version, third.base_digest) == (3, decided.digest)
    assert loads(third.text)["amends"]["version"] == 2


def test_the_lead_corrects_the_own_record_with_a_reason(
    lead: Phone, check: SpotCheck, table: ChecklistVersion, closed: Json
) -> None:
    own = {"B1-1": GOOD, "B1-2": GOOD}
    decision = lead.decide(check, digest_of(closed), choice(table, "B1-1", lead, GOOD))
    lead.push(lead.supplement(check, table, own), decision)
    standing = standing_record(check.id)
    assert standing is not None
    assert (standing.version, standing.score) == (2, "100.0")


def test_a_list_that_the_record_has_not_is_added_with_its_score(
    lead: Phone, second: Phone, check: SpotCheck, table: ChecklistVersion, plain: ChecklistVersion
) -> None:
    closing = lead.submit(record_of(check, plain))
    lead.push(closing)
    second.push(second.supplement(check, table, {"B1-1": BAD}))
    lead.push(lead.decide(check, digest_of(closing), choice(table, "B1-1", second, BAD)))
    standing = standing_record(check.id)
    assert standing is not None
    added = loads(standing.text)["checklists"][1]
    assert (added["id"], added["answers"]) == (str(table.id), {"B1-1": BAD})
    assert (added["score"]["display"], standing.score) == ("80.0", "80.0")


def test_a_hazard_that_the_record_does_not_name_is_taken_into_it(
    lead: Phone, second: Phone, check: SpotCheck, table: ChecklistVersion, closed: Json
) -> None:
    taken, left = finding(check, table), finding(check, table, description="材料堆放超高")
    for args in (taken, left):
        assert second.one(second.command("hazard.report", args))["verdict"] == "accepted"
    asked = [
        {"hazard_id": taken["hazard_id"], "take": True},
        {"hazard_id": left["hazard_id"], "take": False},
    ]
    row = row_of(lead, check)
    assert row["unrecorded_hazards"] == [
        {"hazard_id": one["hazard_id"], "decided": None} for one in asked
    ]
    verdict = lead.one(lead.decide(check, digest_of(closed), hazards=asked))
    assert (verdict["verdict"], verdict["flags"]) == ("accepted", [])
    standing = standing_record(check.id)
    assert standing is not None
    (named,) = loads(standing.text)["hazards"]
    gone = {"hazard_id", "spot_check_id", "checklist_version_id"}
    said = {name: value for name, value in taken.items() if name not in gone}
    assert named == said | {"id": taken["hazard_id"]}
    assert standing.findings == 1
    assert loads(standing.text)["amends"]["hazards"] == asked
    assert [one["decided"] for one in row_of(lead, check)["unrecorded_hazards"]] == [
        "taken",
        "left",
    ]


def test_the_same_decision_again_changes_nothing_more(
    lead: Phone, second: Phone, check: SpotCheck, table: ChecklistVersion, closed: Json
) -> None:
    second.push(second.supplement(check, table, {"B1-1": WORSE}))
    takes = choice(table, "B1-1", second, WORSE)
    command = lead.decide(check, digest_of(closed), takes)
    again = lead.decide(check, digest_of(closed), takes)
    verdicts = lead.push(command, command, again)
    assert [one["flags"] for one in verdicts] == [[], [], ["record.overtaken"]]
    assert [record.version for record in records(check)] == [1, 2]


def test_on_an_overtaken_base_only_what_nobody_decided_since_is_done(
    lead: Phone, second: Phone, check: SpotCheck, table: ChecklistVersion, closed: Json
) -> None:
    second.push(second.supplement(check, table, {"B1-1": WORSE, "B1-2": BAD}))
    base = digest_of(closed)
    leaves = choice(table, "B1-1", second, WORSE, take=False)
    lead.push(lead.decide(check, base, leaves))
    both = choice(table, "B1-1", second, WORSE), choice(table, "B1-2", second, BAD)
    verdict = lead.one(lead.decide(check, base, *both))
    assert (verdict["verdict"], verdict["flags"]) == ("accepted", ["record.overtaken"])
    standing = standing_record(check.id)
    assert standing is not None
    answers = loads(standing.text)["checklists"][0]["answers"]
    assert answers == {"B1-1": BAD, "B1-2": BAD}, "what was left meanwhile is not taken unseen"
    assert check.flags == ["record.overtaken"]


def test_an_answer_that_the_inspector_gives_no_longer_is_not_taken(
    lead: Phone, second: Phone, check: SpotCheck, table: ChecklistVersion, closed: Json
) -> None:
    second.push(second.supplement(check, table, {"B1-1": GOOD, "B1-2": BAD}))
    stale = choice(table, "B1-1", second, WORSE)
    fresh = choice(table, "B1-2", second, BAD)
    verdict = lead.one(lead.decide(check, digest_of(closed), stale, fresh))
    assert verdict["flags"] == ["record.overtaken"]
    standing = standing_record(check.id)
    assert standing is not None
    assert loads(standing.text)["checklists"][0]["answers"] == {"B1-1": BAD, "B1-2": BAD}


@pytest.mark.usefixtures("closed")
def test_where_nothing_holds_no_version_is_made(
    lead: Phone, second: Phone, check: SpotCheck, table: ChecklistVersion
) -> None:
    absent = choice(table, "B1-1", second, WORSE)
    unknown = {"hazard_id": str(uuid7()), "take": True}
    verdict = lead.one(lead.decide(check, "0" * 64, absent, hazards=[unknown]))
    assert (verdict["verdict"], verdict["flags"]) == ("accepted", ["record.overtaken"])
    assert len(records(check)) == 1


def test_a_clock_that_runs_ahead_dates_no_decision_into_the_future(
    lead: Phone, second: Phone, check: SpotCheck, table: ChecklistVersion, closed: Json
) -> None:
    second.push(second.supplement(check, table, {"B1-1": WORSE}))
    takes = choice(table, "B1-1", second, WORSE)
    lead.push(lead.decide(check, digest_of(closed), takes, decided_at="2099-01-01T00:00:00Z"))
    standing = standing_record(check.id)
    assert standing is not None
    assert standing.closed_at <= now()
    assert loads(standing.text)["amends"]["decided_at"] < "2099"


def test_a_decision_before_the_closing_is_flagged_and_decides_nothing(
    lead: Phone, second: Phone, check: SpotCheck, table: ChecklistVersion
) -> None:
    second.push(second.answer(check, table, {"B1-1": WORSE}))
    verdict = lead.one(lead.decide(check, "0" * 64, choice(table, "B1-1", second, WORSE)))
    assert (verdict["verdict"], verdict["flags"]) == ("accepted", ["spot_check.not_submitted"])
    assert records(check) == []
    assert lead.one(lead.submit(record_of(check, table)))["flags"] == []


@pytest.mark.usefixtures("closed")
def test_only_the_lead_decides_on_a_phone(
    app: Flask, house: House, second: Phone, check: SpotCheck, table: ChecklistVersion
) -> None:
    (signed,) = records(check)
    takes = choice(table, "B1-1", second, WORSE)
    second.push(second.supplement(check, table, {"B1-1": WORSE}))
    stranger = Phone(app, house.inspector())
    refused = second.one(second.decide(check, signed.digest, takes))
    unknown = stranger.one(stranger.decide(check, signed.digest, takes))
    assert (refused["code"], unknown["code"]) == ("spot_check.not_lead", "spot_check.unknown")
    hidden = stranger.one(stranger.supplement(check, table, {"B1-1": WORSE}))
    assert hidden["code"] == "spot_check.unknown"
    assert len(records(check)) == 1


@pytest.mark.usefixtures("closed")
def test_a_decision_that_cannot_be_read_or_speaks_twice_is_refused(
    house: House, lead: Phone, second: Phone, check: SpotCheck, table: ChecklistVersion
) -> None:
    base = records(check)[0].digest
    takes = choice(table, "B1-1", second, WORSE)
    hazard = {"hazard_id": str(uuid7()), "take": True}
    other = house.checklist("OTHER")
    verdicts = lead.push(
        lead.decide(check, base),
        lead.decide(check, base, takes, reason=" "),
        lead.decide(check, base, takes, reason="长" * 501),
        lead.decide(check, "base", takes),
        lead.decide(check, base, takes, takes),
        lead.decide(check, base, takes, choice(table, "B1-1", lead, GOOD)),
        lead.decide(check, base, hazards=[hazard, hazard | {"take": False}]),
        lead.decide(check, base, takes | {"answer": {"result": "perhaps"}}),
        lead.decide(check, base, takes, decided_at="yesterday"),
        lead.decide(check, base, choice(other, "OTHER-1", second, BAD)),
        lead.decide(check, base, choice(table, "B1-9", second, BAD)),
        lead.supplement(check, table, {"B1-1": GOOD | {"result": "perhaps"}}),
        lead.supplement(check, table, {"B1-9": GOOD}),
        lead.supplement(check, other, {}),
        lead.supplement(check, table, {}, reason="长" * 501),
    )
    assert verdict_words(verdicts) == [
        *["command.malformed"] * 9,
        "checklist.unknown",
        "item.unknown",
        "command.malformed",
        "item.unknown",
        "checklist.unknown",
        "command.malformed",
    ]
    assert len(records(check)) == 1


def test_a_second_closing_never_stands_even_behind_a_decision(
    lead: Phone, second: Phone, check: SpotCheck, table: ChecklistVersion, closed: Json
) -> None:
    second.push(second.supplement(check, table, {"B1-1": WORSE}))
    lead.push(lead.decide(check, digest_of(closed), choice(table, "B1-1", second, WORSE)))
    lead.push(lead.submit(record_of(check, table, result_category="stop_work")))
    assert [record.version for record in records(check)] == [1, 2, 3]
    standing = standing_record(check.id)
    assert standing is not None
    assert standing.version == 2


def test_a_signature_under_the_signed_version_is_in_time_after_a_decision(
    lead: Phone, second: Phone, check: SpotCheck, table: ChecklistVersion, closed: Json
) -> None:
    second.push(second.supplement(check, table, {"B1-1": WORSE}))
    lead.push(lead.decide(check, digest_of(closed), choice(table, "B1-1", second, WORSE)))
    verdicts = second.push(second.sign(check, digest_of(closed)), second.sign(check, "0" * 64))
    assert [one["flags"] for one in verdicts] == [[], ["spot_check.already_submitted"]]


def test_a_record_without_a_canonical_form_is_not_amended(
    lead: Phone, second: Phone, check: SpotCheck, table: ChecklistVersion
) -> None:
    command = lead.submit(record_of(check, table))
    loud = command["args"]["record"].replace('"v":1', '"big":99999999999999999999,"v":1')
    digest = hashlib.sha256(loud.encode()).hexdigest()
    command["args"] |= {"record": loud, "digest": digest}
    assert lead.one(command)["flags"] == ["record.digest_differs"]
    second.push(second.supplement(check, table, {"B1-1": WORSE}))
    refused = lead.one(lead.decide(check, digest, choice(table, "B1-1", second, WORSE)))
    assert refused["code"] == "record.not_canonical"
    assert [record.text for record in records(check)] == [loud]


def test_the_journal_keeps_no_reason_and_no_answer(
    lead: Phone, second: Phone, check: SpotCheck, table: ChecklistVersion, closed: Json
) -> None:
    second.push(second.supplement(check, table, {"B1-1": WORSE}))
    takes = choice(table, "B1-1", second, WORSE)
    lead.push(lead.decide(check, digest_of(closed), takes, reason="与欧阳工商定"))
    entry = db.session.scalars(select(Entry).where(Entry.fact == "spot_check.decided")).one()
    assert entry.body.keys() == {"digest", "version", "base_digest"}
    assert (entry.actor_id, entry.subject_id) == (lead.person.id, check.id)
    assert "欧阳" not in str([one.body for one in db.session.scalars(select(Entry))])
