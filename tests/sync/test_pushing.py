"""Pushing: every command is done once, and one bad command spoils no other."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from suicha.db import db, now, uuid7
from suicha.spot_checks.models import AnswerSheet, SpotCheck
from suicha.sync.models import LedgerEntry
from tests.builders import House
from tests.phone import BAD, GOOD, Phone, record_of, sent_to, verdict_words
from tests.sync.counting import facts, in_ledger

if TYPE_CHECKING:
    from flask import Flask

    from suicha.checklists.models import ChecklistVersion


def test_the_same_command_again_is_told_the_same_and_done_once(
    phone: Phone, check: SpotCheck, plain: ChecklistVersion
) -> None:
    command = phone.submit(record_of(check, plain))
    first, second = phone.one(command), phone.one(command)
    assert first == second
    assert first["receipt"]
    assert facts("spot_check.submitted") == in_ledger() == 1


def test_a_refusal_is_final_and_told_again_with_its_details(phone: Phone) -> None:
    command = phone.command("spot_check.fly", {})
    first, second = phone.one(command), phone.one(command)
    assert first == second
    assert (first["code"], first["details"]["name"]) == ("command.unknown", "spot_check.fly")
    assert in_ledger() == 1


def test_a_malformed_command_beside_good_ones_is_refused_alone(
    phone: Phone, check: SpotCheck
) -> None:
    bad: list[object] = [
        "no object",
        None,
        {"name": "spot_check.start"},
        phone.start(check, made_at="yesterday"),
        phone.start(check, made_at="2026-11-20T02:00:00"),
        phone.start(check, v="one"),
        phone.start(check, seq=2**70),
        phone.command("spot_check.start", []),
        phone.command("spot_check.start", {"spot_check_id": str(check.id)}),
        phone.command("spot_check.start", {"spot_check_id": str(check.id), "n\0": "\0"}),
        phone.start(check, id="not a uuid"),
    ]
    verdicts = phone.push(phone.start(check), *bad, phone.start(check))
    assert verdicts[0]["verdict"] == verdicts[-1]["verdict"] == "accepted"
    assert {one["code"] for one in verdicts[1:-1]} == {"command.malformed"}
    assert [one["id"] for one in verdicts[1:4]] == [None, None, None]
    assert verdicts[4]["details"]["field"] == "made_at"
    assert verdicts[9]["details"]["fields"].keys() == {"started_at", "position"}
    assert verdicts[-2]["id"] == "not a uuid"


def test_an_unknown_command_and_an_unknown_version_are_refused(
    phone: Phone, check: SpotCheck
) -> None:
    verdicts = phone.push(phone.command("spot_check.fly", {}), phone.start(check, v=99))
    assert verdict_words(verdicts) == ["command.unknown", "command.unknown"]
    assert verdicts[1]["details"] == {"name": "spot_check.start", "v": 99}


def test_a_command_id_with_other_content_is_refused_and_the_first_one_stands(
    phone: Phone, check: SpotCheck, plain: ChecklistVersion
) -> None:
    first = phone.answer(check, plain, {"PLAIN-1": GOOD})
    other = phone.answer(check, plain, {"PLAIN-1": BAD}, id=first["id"])
    assert verdict_words(phone.push(first, other, first)) == [
        "accepted",
        "command.id_reused",
        "accepted",
    ]
    sheet = db.session.scalars(select(AnswerSheet)).one()
    assert sheet.answers == {"PLAIN-1": GOOD}
    assert in_ledger() == 1


def test_another_persons_command_id_is_refused_and_nothing_more_is_told(
    app: Flask, house: House, phone: Phone, check: SpotCheck
) -> None:
    command = phone.start(check)
    phone.push(command)
    other = Phone(app, house.inspector()).one(command)
    assert other["code"] == "command.id_reused"
    assert (other["flags"], other["details"], other["receipt"]) == ([], {}, None)


def test_an_unknown_check_and_a_check_of_others_are_refused_alike(
    app: Flask, house: House, check: SpotCheck
) -> None:
    stranger = Phone(app, house.inspector())
    args = {"started_at": now().isoformat(), "position": None}
    unknown = stranger.command("spot_check.start", args | {"spot_check_id": str(uuid7())})
    verdicts = stranger.push(unknown, stranger.start(check))
    assert verdict_words(verdicts) == ["spot_check.unknown", "spot_check.unknown"]
    assert verdicts[0]["details"] == verdicts[1]["details"]


def test_a_push_by_another_device_is_refused(
    app: Flask, house: House, phone: Phone, check: SpotCheck
) -> None:
    other = Phone(app, house.inspector())
    answer = phone.send(phone.start(check), device_id=other.client.device_id)
    assert (answer.status_code, answer.json["code"]) == (403, "device.foreign")
    assert in_ledger() == 0


def test_only_inspectors_push(app: Flask, house: House) -> None:
    answer = Phone(app, house.person()).send()
    assert (answer.status_code, answer.json["code"]) == (403, "role.forbidden")


def test_a_push_of_too_many_commands_or_bytes_is_refused_whole(
    phone: Phone, check: SpotCheck
) -> None:
    many = phone.send(*(phone.start(check) for _ in range(101)))
    assert (many.status_code, many.json["code"]) == (413, "push.too_large")
    large = phone.send(*(phone.command("x", {"text": "x" * 200_000}) for _ in range(6)))
    assert (large.status_code, large.json["code"]) == (413, "push.too_large")
    assert in_ledger() == 0


def test_a_command_above_256_kib_is_refused_alone(phone: Phone, check: SpotCheck) -> None:
    large = phone.start(check)
    large["args"]["filler"] = "字" * 90_000
    verdicts = phone.push(large, phone.start(check))
    assert verdict_words(verdicts) == ["command.too_large", "accepted"]


def test_a_clock_that_is_off_is_flagged_and_its_offset_kept(phone: Phone, check: SpotCheck) -> None:
    command = phone.start(check)
    sent_at = (now() - timedelta(days=20_000)).isoformat()
    verdict = phone.send(command, sent_at=sent_at).json["verdicts"][0]
    assert (verdict["verdict"], verdict["flags"]) == ("accepted", ["clock.off"])
    entry = db.session.scalars(select(LedgerEntry)).one()
    assert entry.clock_offset_ms // 86_400_000 == 20_000
    assert phone.one(command)["flags"] == ["clock.off"], "the stored verdict, whatever the clock"
    assert db.session.get_one(SpotCheck, check.id).flags == ["clock.off"]


def test_commands_of_two_jurisdictions_are_answered_in_their_order(
    app: Flask, house: House, phone: Phone, check: SpotCheck
) -> None:
    there = sent_to(House("330108"), phone.person)
    pushed = [phone.start(check), phone.start(there), None, phone.start(check), phone.start(there)]
    verdicts = phone.push(*pushed)
    assert [one["verdict"] for one in verdicts] == [
        "accepted",
        "accepted",
        "refused",
        "accepted",
        "accepted",
    ]
    assert [one["id"] for one in verdicts] == [one["id"] if one else None for one in pushed]


def test_a_ledger_row_can_neither_be_changed_nor_deleted(phone: Phone, check: SpotCheck) -> None:
    phone.push(phone.start(check))
    for statement in ("UPDATE ledger SET code = 'x'", "DELETE FROM ledger"):
        with pytest.raises(Exception, match="are facts"), db.session.begin_nested():
            db.session.execute(text(statement))
