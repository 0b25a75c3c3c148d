"""Pushing while things go wrong: many at once, faults, cut connections, expired logins."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import text

from suicha.db import db, now
from suicha.errors import Accepted
from suicha.spot_checks.models import SpotCheck
from suicha.sync import commands
from tests.builders import House
from tests.client import PASSWORD
from tests.phone import GOOD, Phone, record_of, sent_to
from tests.sync.counting import facts, in_ledger

if TYPE_CHECKING:
    from flask import Flask

    from suicha.accounts.guard import Actor
    from suicha.checklists.models import ChecklistVersion
    from suicha.db import Json
    from suicha.spot_checks.commands import Stamp, Start


def at_once(phone: Phone, pushed: list[Json], times: int) -> list[list[Json]]:
    """Push the same commands from as many connections at the same moment."""
    ready = threading.Barrier(times)

    def go(_: int) -> list[Json]:
        ready.wait(timeout=30)
        return phone.push(*pushed)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(go, range(times)))


def test_eight_identical_pushes_at_once_are_all_told_the_same_success(
    house: House, phone: Phone, plain: ChecklistVersion
) -> None:
    for round_ in range(20):
        check = sent_to(house, phone.person, lists=(plain,))
        pushed = [
            phone.start(check),
            phone.answer(check, plain, {"PLAIN-1": GOOD}),
            phone.submit(record_of(check, plain)),
        ]
        told = at_once(phone, pushed, 8)
        assert all(one == told[0] for one in told)
        assert [one["verdict"] for one in told[0]] == ["accepted"] * 3
        assert told[0][2]["receipt"].startswith("SF-")
        assert facts("spot_check.submitted") == facts("spot_check.started") == round_ + 1
        assert (
            db.session.get_one(SpotCheck, check.id, populate_existing=True).commands_received == 3
        )


def test_an_unexpected_fault_gives_retry_and_leaves_the_neighbours(
    phone: Phone,
    check: SpotCheck,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(actor: Actor, args: Start, _: Stamp) -> Accepted:
        db.session.get_one(SpotCheck, args.spot_check_id).started_at = now()
        db.session.flush()
        db.session.execute(text("SELECT 1/0"))
        return Accepted()

    known = commands.COMMANDS["spot_check.start", 1]
    monkeypatch.setitem(commands.COMMANDS, ("spot_check.start", 2), known)
    monkeypatch.setitem(
        commands.COMMANDS, ("spot_check.start", 1), commands.Known(known.schema, broken)
    )
    bad = phone.start(check)
    verdicts = phone.push(phone.start(check, v=2), bad, phone.start(check, v=2))
    assert [one["verdict"] for one in verdicts] == ["accepted", "retry", "accepted"]
    assert in_ledger() == facts("spot_check.started") == 2
    assert bad["id"] in caplog.text
    assert check.number not in caplog.text
    monkeypatch.undo()
    assert phone.one(bad)["verdict"] == "accepted"


def test_a_connection_that_dies_in_the_middle_tells_no_success(
    phone: Phone, check: SpotCheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(actor: Actor, args: Start, _: Stamp) -> Accepted:
        db.session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        return Accepted()

    known = commands.COMMANDS["spot_check.start", 1]
    monkeypatch.setitem(
        commands.COMMANDS, ("spot_check.start", 2), commands.Known(known.schema, cut)
    )
    pushed = [phone.start(check), phone.start(check, v=2), phone.start(check)]
    answer = phone.send(*pushed)
    assert (answer.status_code, answer.json["code"]) == (503, "server.busy")
    assert in_ledger() == 0
    assert [one["verdict"] for one in phone.push(pushed[0], pushed[2])] == ["accepted"] * 2


def test_an_expired_login_leaves_nothing_half_done_and_the_outbox_arrives_once(
    phone: Phone, check: SpotCheck, plain: ChecklistVersion
) -> None:
    pushed = [phone.start(check), phone.submit(record_of(check, plain))]
    with time_machine.travel(now() + timedelta(minutes=16), tick=False):
        expired = phone.send(*pushed)
        assert (expired.status_code, expired.json["code"]) == (401, "login.expired")
    assert in_ledger() == 0
    first = phone.push(*pushed)
    phone.client.post("/session", {})
    body = {"login": phone.person.login, "password": PASSWORD, "transport": "bearer"}
    signed_in = phone.client.post(
        "/session", body | {"device_name": "t", "device_id": phone.client.device_id}
    )
    phone.client.tokens["Authorization"] = f"Bearer {signed_in.json['access_token']}"
    assert phone.push(*pushed) == first
    assert facts("spot_check.submitted") == facts("spot_check.started") == 1


def test_two_jurisdictions_are_committed_apart(
    phone: Phone, check: SpotCheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = sent_to(House("330108"), phone.person)

    def cut(actor: Actor, args: Start, _: Stamp) -> Accepted:
        db.session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        return Accepted()

    known = commands.COMMANDS["spot_check.start", 1]
    monkeypatch.setitem(
        commands.COMMANDS, ("spot_check.start", 2), commands.Known(known.schema, cut)
    )
    answer = phone.send(phone.start(check), phone.start(there, v=2))
    assert answer.status_code == 503
    assert in_ledger() == 1, "what was committed for one district stays"


def test_one_id_of_two_persons_at_once_is_done_once(
    app: Flask, house: House, phone: Phone, check: SpotCheck
) -> None:
    other = Phone(app, house.inspector())
    there = sent_to(house, other.person)
    for round_ in range(1, 11):
        mine = phone.start(check)
        theirs = other.start(there, id=mine["id"])
        with ThreadPoolExecutor(2) as pool:
            both = list(
                pool.map(lambda each: each[0].one(each[1]), [(phone, mine), (other, theirs)])
            )
        words = sorted(one["code"] or one["verdict"] for one in both)
        assert words[0] == "accepted"
        assert words[1] in {"retry", "command.id_reused"}
        again = sorted((phone.one(mine)["verdict"], other.one(theirs)["verdict"]))
        assert again == ["accepted", "refused"]
        assert in_ledger() == facts("spot_check.started") == round_


def test_two_inspectors_of_one_check_push_at_once_and_nothing_is_lost(
    app: Flask, house: House
) -> None:
    phones = [Phone(app, house.inspector()) for _ in range(4)]
    table = house.checklist("B1", scored=True)
    check = sent_to(house, *(phone.person for phone in phones), lists=(table,))

    def record(phone: Phone) -> list[Json]:
        answers = [phone.answer(check, table, {"B1-1": GOOD}) for _ in range(5)]
        return phone.push(phone.start(check), *answers)

    with ThreadPoolExecutor(len(phones)) as pool:
        told = [one for verdicts in pool.map(record, phones) for one in verdicts]
    assert {one["verdict"] for one in told} == {"accepted"}
    db.session.expire_all()
    assert db.session.get_one(SpotCheck, check.id).commands_received == len(told) == 24


@pytest.mark.parametrize("inmost", [[], "\0", "\\u0000"])
def test_brackets_without_end_are_malformed_and_their_neighbours_are_done(
    phone: Phone, check: SpotCheck, inmost: object
) -> None:
    verdicts = []
    for depth in (200, 400, 600, 800):
        nested = inmost
        for _ in range(depth):
            nested = [nested]
        verdicts += phone.push(phone.command("x", {"n": nested}), phone.start(check))
    assert {one["code"] for one in verdicts[::2]} <= {"command.malformed", "command.unknown"}
    assert {one["verdict"] for one in verdicts[1::2]} == {"accepted"}
