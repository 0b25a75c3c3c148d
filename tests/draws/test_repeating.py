"""A wrong transcription is no second draw: the computation is set aside, and repeated."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from suicha import dr1
from suicha.accounts.models import Role
from suicha.db import db, now
from suicha.draws.models import Announcement, Draw
from suicha.journal import Entry
from suicha.spot_checks.models import SpotCheck, SpotCheckState
from tests.builders import House
from tests.client import Client

from .ceremonies import DICE, NONCE, SEAL, Ceremony, code, done

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

RIGHT = "31415 92653 58979 32348"  # the last two digits were exchanged
WHY = {"evidence": "掷骰录像 2026-11-28 第 2 段", "text": "抄录时末两位颠倒，录像为证"}
KL8 = "-".join(f"{number:02d}" for number in range(1, 21))
OTHER_KL8 = "-".join(f"{number:02d}" for number in range(2, 22))
SSQ = "01-05-11-22-28-33+16"
LOTTERIES = [{"kind": "kl8", "issue": "2026310"}, {"kind": "ssq", "issue": "2026130"}]


@pytest.fixture
def ceremony(house: House, app: Flask) -> Ceremony:
    return Ceremony(house, app)


def digits(value: str) -> str:
    return value.replace(" ", "")


def repeat(ceremony: Ceremony, plan: Any, by: Client | None = None, **given: Any) -> Any:
    """Ask for a repetition, some minutes after the dice may fall."""
    asked = {"source": "dice", "value": RIGHT, "draw_id": plan["draw"]["id"]} | WHY | given
    with time_machine.travel(now() + timedelta(minutes=5), tick=False):
        return (by or ceremony.other).post(f"/plans/{plan['id']}/repeat", asked)


def file(ceremony: Ceremony, plan: Any, name: str, by: Client | None = None) -> Any:
    return (by or ceremony.office).get(f"/plans/{plan['id']}/files/{name}")


class Lotteries:
    """A plan of two lotteries, two days later: dice may stand in for one by then."""

    def __init__(self, ceremony: Ceremony, app: Flask) -> None:
        self.ceremony, self.app = ceremony, app
        self.plan = ceremony.revealed(ceremony.frozen({"sources": LOTTERIES}))

    @contextmanager
    def drawn(self, kl8: str) -> Iterator[Any]:
        with time_machine.travel(now() + timedelta(days=2), tick=False):
            office = self.ceremony.office = Client(self.app).sign_in(self.ceremony.made_by)
            other = self.ceremony.house.person().login
            self.ceremony.other = Client(self.app).sign_in(other)
            for source, value in (("kl8", kl8), ("ssq", SSQ)):
                done(self.ceremony.announce(self.plan, value, source, evidence="开奖公告"))
            yield done(office.post(f"/plans/{self.plan['id']}/draw", {}))


@pytest.fixture
def lotteries(ceremony: Ceremony, app: Flask) -> Lotteries:
    return Lotteries(ceremony, app)


def test_the_right_value_is_computed_on_the_same_manifest_with_all_else_unchanged(
    ceremony: Ceremony,
) -> None:
    plan = ceremony.drawn()
    again = done(repeat(ceremony, plan))
    assert again["frozen"] == plan["frozen"]
    assert again["state"] == "drawn"
    before, after = plan["draw"]["contributions"], again["draw"]["contributions"]
    assert after == [before[0], ["dice", digits(RIGHT)]]
    assert again["draw"]["result_sha256"] != plan["draw"]["result_sha256"]
    names = ("manifest.json", "objects.tsv", "inspectors.tsv")
    manifest, objects, inspectors = (file(ceremony, plan, name).data for name in names)
    values = [("party.witness", NONCE), ("dice", digits(RIGHT))]
    computed = dr1.compute(manifest, objects, inspectors, values)
    assert computed.sha256 == again["draw"]["result_sha256"]


def test_the_wrong_computation_stays_with_its_files_and_says_when_by_whom_and_why(
    ceremony: Ceremony,
) -> None:
    plan = ceremony.drawn()
    names = ("contributions.tsv", "result.txt")
    first = [file(ceremony, plan, name).data for name in names]
    again = done(repeat(ceremony, plan, text=f"  {WHY['text']}\n"))
    (gone,) = again["set_aside"]
    assert gone == {
        "number": 1,
        "drawn_at": plan["draw"]["drawn_at"],
        "result_sha256": plan["draw"]["result_sha256"],
        "at": again["draw"]["drawn_at"],
        "by": "甲",
        "source": "dice",
        "wrong": digits(DICE),
        "right": digits(RIGHT),
        "text": WHY["text"],
        "changes": 0,
    }
    assert [file(ceremony, plan, f"set-aside-1-{name}").data for name in names] == first
    told = json.loads(file(ceremony, plan, "set-aside.json").data)
    assert told["set_aside"][0]["result_sha256"] == plan["draw"]["result_sha256"]
    assert "by" not in told["set_aside"][0]
    fact = db.session.query(Entry).filter_by(fact="plan.repeated").one()
    assert fact.body == {
        "source": "dice",
        "manifest_sha256": plan["frozen"]["manifest_sha256"],
        "set_aside_sha256": plan["draw"]["result_sha256"],
        "result_sha256": again["draw"]["result_sha256"],
    }
    assert [one["value"] for one in again["announced"]] == [digits(DICE), digits(RIGHT)]


def test_the_checks_of_the_wrong_computation_are_called_off_and_others_assigned(
    ceremony: Ceremony,
) -> None:
    plan = ceremony.drawn()
    again = done(repeat(ceremony, plan))
    called_off = db.session.query(SpotCheck).filter_by(draw_id=plan["draw"]["id"]).all()
    assert [check.cancelled_reason for check in called_off] == ["set-aside"] * 3
    assert all(seat.revoked_at for check in called_off for seat in check.assignments)
    standing = db.session.query(SpotCheck).filter_by(cancelled_at=None).all()
    assert {str(check.id) for check in standing} == {
        line["spot_check_id"] for line in again["draw"]["drawn"]
    }
    assert {str(check.draw_id) for check in standing} == {again["draw"]["id"]}


def test_what_was_visited_stands(ceremony: Ceremony) -> None:
    plan = ceremony.drawn()
    db.session.query(SpotCheck).first().state = SpotCheckState.STARTED  # type: ignore[union-attr]  # there are three
    db.session.commit()
    assert code(repeat(ceremony, plan)) == (409, "plan.visited")
    assert db.session.query(SpotCheck).filter(SpotCheck.cancelled_at.is_not(None)).all() == []
    assert len(db.session.scalars(select(Announcement)).all()) == 1
    assert len(db.session.scalars(select(Draw)).all()) == 1


def test_the_desk_knows_beforehand_who_would_be_refused(ceremony: Ceremony) -> None:
    plan = ceremony.drawn()
    told = {by: done(by.get(f"/plans/{plan['id']}"))["repeat_barred"] for by in ceremony.people}
    assert list(told.values()) == ["plan.own_repeat", None, None]
    for by, expected in ((ceremony.office, "plan.own_repeat"), (ceremony.other, "plan.visited")):
        db.session.query(SpotCheck).first().commands_received = int(by is ceremony.other)  # type: ignore[union-attr]  # there are three
        db.session.commit()
        assert done(by.get(f"/plans/{plan['id']}"))["repeat_barred"] == expected
        assert code(repeat(ceremony, plan, by)) == (409, expected)
    # Somebody from outside is not told that a visit has begun.
    assert done(ceremony.witness.get(f"/plans/{plan['id']}"))["repeat_barred"] is None


def test_neither_who_made_a_plan_nor_who_computed_it_sets_its_draw_aside(
    ceremony: Ceremony, app: Flask
) -> None:
    plan = ceremony.drawn()
    assert code(repeat(ceremony, plan, ceremony.office)) == (409, "plan.own_repeat")
    again = done(repeat(ceremony, plan))
    for by in (ceremony.office, ceremony.other):
        assert code(repeat(ceremony, again, by, value=DICE)) == (409, "plan.own_repeat")
    third = Client(app).sign_in(ceremony.house.person(Role.SUPERVISOR).login)
    last = done(repeat(ceremony, again, third, value=DICE))
    assert [gone["number"] for gone in last["set_aside"]] == [1, 2]
    assert last["draw"]["result_sha256"] == plan["draw"]["result_sha256"]


def test_what_is_sent_twice_or_from_a_page_of_before_repeats_nothing(ceremony: Ceremony) -> None:
    plan = ceremony.drawn()
    done(repeat(ceremony, plan))
    assert code(repeat(ceremony, plan)) == (409, "draw.overtaken")
    assert code(repeat(ceremony, plan, draw_id=str(uuid4()))) == (409, "draw.overtaken")
    assert len(db.session.scalars(select(Draw)).all()) == 2


def test_the_value_that_was_computed_mends_nothing(ceremony: Ceremony) -> None:
    answer = repeat(ceremony, ceremony.drawn(), value=DICE)
    assert code(answer) == (409, "source.unchanged")


@pytest.mark.parametrize("source", ["party.witness", "seal", "kl8", "-"])
def test_only_a_public_source_of_the_manifest_can_be_mended(
    ceremony: Ceremony, source: str
) -> None:
    plan = done(ceremony.dice(ceremony.revealed(ceremony.sealed()), seal=SEAL))
    answer = repeat(ceremony, plan, source=source, value="6a" * 32)
    assert code(answer) == (422, "source.unknown")


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"value": "1" * 19}, "source.malformed"),
        ({"value": "x" * 20}, "source.malformed"),
        ({"evidence": " "}, "source.no_evidence"),  # dice need none at the ceremony
        ({"text": " \n"}, "request.invalid"),
        ({"text": "x" * 501}, "request.invalid"),
        ({"text": "a\u0000"}, "request.invalid"),
        ({"draw_id": "1"}, "request.invalid"),
        ({"value": 7}, "request.invalid"),
        ({"seal": "7e" * 32}, "request.invalid"),
    ],
)
def test_what_is_no_value_or_has_no_proof_or_no_reason_is_refused(
    ceremony: Ceremony, given: dict[str, Any], refusal: str
) -> None:
    assert code(repeat(ceremony, ceremony.drawn(), **given)) == (422, refusal)
    assert len(db.session.scalars(select(Draw)).all()) == 1


def test_a_lottery_is_mended_alone_and_no_dice_are_thrown_for_it_any_more(
    lotteries: Lotteries,
) -> None:
    with lotteries.drawn(kl8=KL8) as plan:
        dice = repeat(lotteries.ceremony, plan, source="kl8", value=RIGHT)
        assert code(dice) == (409, "source.dice_late")
        again = done(repeat(lotteries.ceremony, plan, source="kl8", value=OTHER_KL8))
    assert again["draw"]["contributions"][1:] == [["kl8", OTHER_KL8], ["ssq", SSQ]]


def test_a_lottery_that_was_taken_for_silent_counts_after_all(lotteries: Lotteries) -> None:
    with lotteries.drawn(kl8=DICE) as plan:
        again = done(repeat(lotteries.ceremony, plan, source="kl8", value=KL8))
    assert again["draw"]["contributions"][1] == ["kl8", KL8]


@pytest.mark.parametrize("role", [Role.WITNESS, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_a_supervisor_repeats(ceremony: Ceremony, app: Flask, role: Role) -> None:
    by = Client(app).sign_in(ceremony.house.person(role).login)
    assert code(repeat(ceremony, ceremony.drawn(), by)) == (403, "role.forbidden")


def test_nobody_repeats_what_is_void_or_not_drawn_or_not_of_their_office(
    ceremony: Ceremony, app: Flask
) -> None:
    waiting = ceremony.revealed()
    with_draw = waiting | {"draw": {"id": str(uuid4())}}
    assert code(repeat(ceremony, with_draw)) == (409, "plan.not_drawn")
    drawn = done(ceremony.dice(waiting))
    stranger = Client(app).sign_in(House("330108").person().login)
    assert code(repeat(ceremony, drawn, stranger)) == (404, "not_found")
    void = {"reason": "steps", "text": "掷骰未录像"}
    done(ceremony.other.post(f"/plans/{drawn['id']}/void", void))
    assert code(repeat(ceremony, drawn)) == (409, "plan.void")


def test_changes_belong_to_the_computation_that_they_were_made_to(ceremony: Ceremony) -> None:
    plan = ceremony.drawn()
    line = plan["draw"]["drawn"][0]
    asked = {"object_id": line["object_id"], "reason": "finished", "note": "已竣工备案"}
    changed = done(ceremony.office.post(f"/plans/{plan['id']}/replace", asked))
    again = done(repeat(ceremony, changed))
    assert again["draw"]["changes"] == []
    assert file(ceremony, plan, "changes.txt").status_code == 404
    for name in ("requests.tsv", "changes.txt"):
        assert b"finished" in file(ceremony, plan, f"set-aside-1-{name}").data
    one = again["draw"]["drawn"][0]
    seat = {"slot": 0, "holder": one["inspectors"][0]["card_number"], "reason": "recusal"}
    asked = {"object_id": one["object_id"], "note": "说明"} | seat
    after = done(ceremony.office.post(f"/plans/{plan['id']}/redraw", asked))
    assert len(after["draw"]["changes"]) == 1


def test_a_void_after_a_repetition_calls_off_the_checks_that_stand(ceremony: Ceremony) -> None:
    plan = ceremony.drawn()
    done(repeat(ceremony, plan))
    done(ceremony.other.post(f"/plans/{plan['id']}/void", {"reason": "lists", "text": "漏列"}))
    checks = db.session.query(SpotCheck).all()
    assert (
        sorted(str(check.cancelled_reason) for check in checks) == ["lists"] * 3 + ["set-aside"] * 3
    )


def test_a_sealed_plan_is_repeated_with_its_own_seal_and_tells_a_witness_only_digests(
    ceremony: Ceremony,
) -> None:
    plan = done(ceremony.dice(ceremony.revealed(ceremony.sealed()), seal=SEAL))
    again = done(repeat(ceremony, plan))
    assert dict(again["draw"]["contributions"])["seal"] == SEAL
    seen = done(ceremony.witness.get(f"/plans/{plan['id']}"))
    assert seen["draw"]["hidden"]
    assert seen["set_aside"] == again["set_aside"]
    for told in (json.dumps(seen), file(ceremony, plan, "set-aside.json", ceremony.witness).text):
        assert plan["draw"]["result_sha256"] in told
        assert SEAL not in told
        assert plan["draw"]["seed"] not in told
        assert not any(line["object_id"] in told for line in plan["draw"]["drawn"])
    for name in ("set-aside-1-contributions.tsv", "set-aside-1-result.txt", "result.txt"):
        assert file(ceremony, plan, name, ceremony.witness).status_code == 404
        assert file(ceremony, plan, name).status_code == 200
    journal = json.dumps([entry.body for entry in db.session.query(Entry)])
    assert SEAL not in journal


def test_both_computations_are_facts_and_no_two_have_the_same_number(ceremony: Ceremony) -> None:
    plan = ceremony.drawn()
    done(repeat(ceremony, plan))
    first, second = db.session.scalars(select(Draw).order_by(Draw.number))
    for column, value in (("mended_text", "改口"), ("result", "")):
        with pytest.raises(DatabaseError, match="never"):
            db.session.execute(update(Draw).values({column: value}))
        db.session.rollback()
    same = {c.key: getattr(second, c.key) for c in Draw.__table__.columns if c.key != "id"}
    nothing = {"mended_source": None, "mended_text": None}
    for columns in (
        {},
        nothing | {"number": first.number},  # as the release before would write a second draw
        nothing | {"number": 3},
        {"number": 0},
    ):
        db.session.add(Draw(**same | columns))
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()
