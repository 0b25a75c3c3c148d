"""Lotteries, beacons and dice speak for themselves; what is written down of them stays written."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from suicha import dr1
from suicha.accounts.models import Role
from suicha.db import db, now
from suicha.draws.models import Announcement
from suicha.journal import Entry
from tests.client import Client

from .ceremonies import DICE, NONCE, Ceremony, code, done

if TYPE_CHECKING:
    from flask import Flask

    from tests.builders import House

CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
KL8 = "-".join(f"{number:02d}" for number in range(1, 21))
SSQ = "01-05-11-22-28-33+16"
NOTICE = "中国福利彩票发行管理中心 第 2026310 期开奖公告"
LOTTERIES: list[dict[str, object]] = [
    {"kind": "kl8", "issue": "2026310"},
    {"kind": "ssq", "issue": "2026130"},
]


@pytest.fixture
def ceremony(house: House, app: Flask) -> Ceremony:
    return Ceremony(house, app)


def revealed(ceremony: Ceremony, *sources: dict[str, object]) -> Any:  # Any: JSON
    return ceremony.revealed(ceremony.frozen({"sources": list(sources)}))


def compute(ceremony: Ceremony, plan: Any) -> Any:
    return ceremony.office.post(f"/plans/{plan['id']}/draw", {})


def test_two_lotteries_draw_together_and_each_is_told_with_its_bits(ceremony: Ceremony) -> None:
    plan = revealed(ceremony, *LOTTERIES)
    told = plan["frozen"]
    assert [(one["id"], one["bits"]) for one in told["sources"]] == [
        ("kl8", "61.6"),
        ("ssq", "24.1"),
    ]
    assert told["sources"][0]["named"] == {"issue": "2026310"}
    assert told["entropy_bits"] == "85.7"
    with time_machine.travel(now() + timedelta(minutes=4), tick=False):
        done(ceremony.announce(plan, KL8, "kl8", evidence=NOTICE))
        answer = compute(ceremony, plan)
        assert code(answer) == (409, "plan.not_announced")
        assert answer.json["details"]["sources"] == ["ssq"]
        done(ceremony.announce(plan, SSQ, "ssq", evidence=NOTICE))
        drawn = done(compute(ceremony, plan))
    assert drawn["draw"]["contributions"][1:] == [["kl8", KL8], ["ssq", SSQ]]
    assert drawn["announced"][0]["evidence_sha256"] == hashlib.sha256(NOTICE.encode()).hexdigest()


def test_one_lottery_alone_is_not_frozen(ceremony: Ceremony) -> None:
    plan = ceremony.committed()
    body = {"sources": LOTTERIES[:1]}
    answer = ceremony.office.post(f"/plans/{plan['id']}/freeze", body)
    assert code(answer) == (422, "plan.freeze_refused")
    assert "fewer than 64 bits" in answer.json["details"]["reasons"][0]


@pytest.mark.parametrize(
    "source",
    [
        {"kind": "stock"},
        {"kind": "kl8"},
        {"kind": "kl8", "issue": "第 1 期"},
        {"kind": "dice", "issue": "1"},
        {"kind": "drand", "chain": CHAIN},
        {"kind": "drand", "chain": "latest", "round": 1},
        {"kind": "nist", "chain_index": 2, "pulse": -1},
        {"kind": "nist", "chain_index": 2, "pulse": 2**53},
        {"kind": "digits", "issue": "1", "digits": 0},
        {},
        "dice",
    ],
)
def test_a_source_that_does_not_name_its_drawing_is_refused(
    ceremony: Ceremony, source: object
) -> None:
    plan = ceremony.committed()
    answer = ceremony.office.post(f"/plans/{plan['id']}/freeze", {"sources": [source]})
    assert code(answer) == (422, "request.invalid")


@pytest.mark.parametrize("sources", [[], [{"kind": "dice"}, {"kind": "dice"}]])
def test_no_source_or_the_same_twice_is_refused(ceremony: Ceremony, sources: Any) -> None:
    plan = ceremony.committed()
    answer = ceremony.office.post(f"/plans/{plan['id']}/freeze", {"sources": sources})
    assert code(answer) == (422, "request.invalid")


def test_a_beacon_is_taken_only_with_its_proof(ceremony: Ceremony) -> None:
    signature = "b0" * 48
    value = f"{CHAIN}:7:{hashlib.sha256(bytes.fromhex(signature)).hexdigest()}"
    plan = revealed(ceremony, {"kind": "drand", "chain": CHAIN, "round": 7})
    with time_machine.travel(now() + timedelta(minutes=4), tick=False):
        assert code(ceremony.announce(plan, value, "drand")) == (422, "source.no_evidence")
        wrong = ceremony.announce(plan, value, "drand", evidence="b1" * 48)
        assert code(wrong) == (422, "source.proof_differs")
        other = value.replace(":7:", ":8:")
        answer = ceremony.announce(plan, other, "drand", evidence=signature)
        assert code(answer) == (422, "source.malformed")
        done(ceremony.announce(plan, value, "drand", evidence=signature))
        assert done(compute(ceremony, plan))["draw"]["contributions"][1] == ["drand", value]


def test_dice_stand_in_for_a_source_that_kept_silent_a_day_later(
    ceremony: Ceremony, app: Flask
) -> None:
    plan = revealed(ceremony, {"kind": "drand", "chain": CHAIN, "round": 7})
    rolled = {"source": "drand", "evidence": "信标当日未发布，当众掷骰，录像存档"}
    with time_machine.travel(now() + timedelta(minutes=4), tick=False):
        assert code(ceremony.announce(plan, DICE, **rolled)) == (409, "plan.too_early")
    with time_machine.travel(now() + timedelta(days=1, minutes=4), tick=False):
        ceremony.office = Client(app).sign_in(ceremony.made_by)
        done(ceremony.announce(plan, DICE, **rolled))
        done(compute(ceremony, plan))


def test_what_no_public_source_of_the_plan_said_is_refused(ceremony: Ceremony) -> None:
    plan = revealed(ceremony, {"kind": "dice"})
    with time_machine.travel(now() + timedelta(minutes=4), tick=False):
        for source in ("kl8", "party.witness", "seal", "-"):
            answer = ceremony.announce(plan, DICE, source)
            assert code(answer) == (422, "source.unknown")
        answer = ceremony.announce(plan, DICE, evidence="x" * 20_001)
        assert code(answer) == (422, "request.invalid")


def test_a_slip_of_the_pen_is_mended_before_the_computation_and_stays_on_record(
    ceremony: Ceremony,
) -> None:
    plan = ceremony.revealed()
    with time_machine.travel(now() + timedelta(minutes=4), tick=False):
        done(ceremony.announce(plan, "1" * 20))
        done(ceremony.announce(plan))
        done(ceremony.announce(plan))  # sent twice, written once
        drawn = done(compute(ceremony, plan))
    told = [one["value"] for one in drawn["announced"]]
    assert told == ["1" * 20, DICE.replace(" ", "")]
    assert drawn["draw"]["contributions"][1] == ["dice", told[1]]
    facts = db.session.query(Entry).filter_by(fact="plan.announced").order_by(Entry.at).all()
    assert [fact.body["value"] for fact in facts] == told
    assert code(ceremony.announce(plan, "2" * 20)) == (409, "plan.already_drawn")


def test_what_was_announced_cannot_be_altered_even_in_the_database(ceremony: Ceremony) -> None:
    ceremony.dice(ceremony.revealed())
    db.session.query(Announcement).one().value = "0" * 20
    with pytest.raises(Exception, match="facts"):
        db.session.flush()
    db.session.rollback()


def test_each_witness_adds_a_number_and_one_who_keeps_silent_stops_nobody(
    ceremony: Ceremony, app: Flask
) -> None:
    plan = ceremony.committed()
    second = Client(app).sign_in(ceremony.house.person(Role.WITNESS).login)
    party = second.get(f"/plans/{plan['id']}").json["party"]
    assert party == "party.witness2"
    path = f"/plans/{plan['id']}"
    commitment = dr1.commitment(plan["number"], party, "a1" * 32)
    taken = second.post(f"{path}/commitment", {"commitment": commitment, "party": "party.witness"})
    assert code(taken) == (409, "plan.party_taken")
    assert taken.json["details"]["party"] == party
    done(second.post(f"{path}/commitment", {"commitment": commitment, "party": party}))
    frozen = done(ceremony.office.post(f"{path}/freeze", {}))
    assert [one["party"] for one in frozen["witnesses"]] == ["party.witness", party]
    told = ceremony.revealed(frozen)
    assert (told["state"], told["witnesses"][0]["revealed"]) == ("frozen", True)
    assert ceremony.revealed(frozen) == told  # told twice, told once
    with time_machine.travel(now() + timedelta(minutes=4), tick=False):
        missing = done(ceremony.office.post(f"{path}/reveal", {"nonce": None}))
        assert missing["witnesses"][1]["missing"] is True
        assert missing["state"] == "revealed"
        ceremony.announce(plan)
        drawn = done(compute(ceremony, plan))
    assert drawn["draw"]["contributions"][:2] == [["party.witness", NONCE], [party, "-"]]


def test_a_witness_who_commits_again_keeps_the_name_in_the_seed(ceremony: Ceremony) -> None:
    plan = ceremony.committed()
    again = ceremony.commit(plan)
    assert [one["party"] for one in again["witnesses"]] == ["party.witness"]
