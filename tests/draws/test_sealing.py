"""A sealed draw is fixed when it is made, and told on its day; the witness waits like everybody."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from suicha import dr1
from suicha.db import db, now
from suicha.draws.models import Plan
from suicha.journal import Entry

from .ceremonies import NONCE, SEAL, Ceremony, code, done

if TYPE_CHECKING:
    from flask import Flask

    from tests.builders import House

FILES = ("contributions.tsv", "result.txt")


@pytest.fixture
def ceremony(house: House, app: Flask) -> Ceremony:
    return Ceremony(house, app)


@pytest.fixture
def drawn(ceremony: Ceremony) -> Any:  # Any: JSON
    return done(ceremony.dice(ceremony.revealed(ceremony.sealed()), seal=SEAL))


def test_the_seal_is_the_last_part_of_the_seed(drawn: Any, ceremony: Ceremony) -> None:
    values = drawn["draw"]["contributions"]
    assert [key for key, _ in values] == ["party.witness", "dice", "seal"]
    assert values[2][1] == SEAL
    assert drawn["sealed"] is True
    assert drawn["frozen"]["publish_at"] > drawn["frozen"]["dice_not_before"]
    contributions = [(key, value) for key, value in values]
    manifest, objects, inspectors = (
        ceremony.office.get(f"/plans/{drawn['id']}/files/{name}").data
        for name in ("manifest.json", "objects.tsv", "inspectors.tsv")
    )
    assert (
        dr1.compute(manifest, objects, inspectors, contributions).sha256
        == drawn["draw"]["result_sha256"]
    )


def test_a_witness_reads_the_digest_and_nothing_that_gives_it_away(
    drawn: Any, ceremony: Ceremony
) -> None:
    seen = ceremony.witness.get(f"/plans/{drawn['id']}").json
    draw = seen["draw"]
    assert (draw["hidden"], draw["drawn"], draw["seed"]) == (True, [], None)
    assert draw["result_sha256"] == drawn["draw"]["result_sha256"]
    assert [key for key, _ in draw["contributions"]] == ["party.witness", "dice"]
    assert SEAL not in str(seen)
    for name in FILES:
        answer = ceremony.witness.get(f"/plans/{drawn['id']}/files/{name}")
        assert code(answer) == (404, "not_found")
    listed = ceremony.witness.get(f"/plans/{drawn['id']}/files/objects.tsv")
    assert listed.status_code == 200


def test_once_it_is_published_a_witness_reads_all_of_it(drawn: Any, ceremony: Ceremony) -> None:
    db.session.get_one(Plan, drawn["id"]).published_at = now()
    db.session.commit()
    seen = ceremony.witness.get(f"/plans/{drawn['id']}").json
    assert (seen["sealed"], seen["draw"]["hidden"]) == (False, False)
    assert len(seen["draw"]["drawn"]) == 3
    for name in FILES:
        assert ceremony.witness.get(f"/plans/{drawn['id']}/files/{name}").status_code == 200


def test_the_seal_stands_in_no_fact(drawn: Any) -> None:
    facts = db.session.query(Entry).filter_by(subject_id=drawn["id"]).all()
    assert SEAL not in str([fact.body for fact in facts])


def test_without_the_right_number_a_sealed_plan_is_not_drawn(ceremony: Ceremony) -> None:
    plan = ceremony.revealed(ceremony.sealed())
    assert code(ceremony.dice(plan)) == (422, "plan.seal_missing")
    for wrong in ("00" * 32, NONCE):
        assert code(ceremony.dice(plan, seal=wrong)) == (422, "plan.seal_mismatch")
    assert code(ceremony.dice(plan, seal="-")) == (422, "request.invalid")
    assert ceremony.office.get(f"/plans/{plan['id']}").json["draw"] is None


def test_a_seal_and_its_day_come_together(ceremony: Ceremony) -> None:
    plan = ceremony.committed()
    path = f"/plans/{plan['id']}/freeze"
    answer = ceremony.office.post(path, {"seal": "0" * 64})
    assert code(answer) == (422, "plan.seal_missing")
    assert answer.json["details"]["field"] == "publish_at"
    answer = ceremony.office.post(path, {"publish_at": now().isoformat()})
    assert answer.json["details"]["field"] == "seal"


def test_a_day_before_the_dice_could_fall_is_refused_by_the_freeze_check(
    ceremony: Ceremony,
) -> None:
    plan = ceremony.committed()
    soon = (now() + timedelta(hours=1)).isoformat()
    body = {"seal": "0" * 64, "publish_at": soon}
    answer = ceremony.office.post(f"/plans/{plan['id']}/freeze", body)
    assert code(answer) == (422, "plan.freeze_refused")
    assert "the seal could be revealed before" in answer.json["details"]["reasons"][0]


def test_a_number_in_an_open_plan_is_no_part_of_its_seed(ceremony: Ceremony) -> None:
    drawn = done(ceremony.dice(ceremony.revealed(), seal=SEAL))
    assert [key for key, _ in drawn["draw"]["contributions"]] == ["party.witness", "dice"]
