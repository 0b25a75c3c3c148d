"""An inspector looks again on site; what is late or overtaken is kept, and flagged for a person."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from suicha.db import db, now, uuid7
from suicha.hazards.models import HazardState, HazardStep
from suicha.hazards.states import IN_WORK
from tests.hazards.cast import Cast, fresh, recheck
from tests.phone import Phone, image

if TYPE_CHECKING:
    from flask import Flask

    from suicha.db import Json
    from tests.builders import House


@pytest.fixture
def cast(house: House, app: Flask) -> Cast:
    return Cast(house, app)


def told(verdict: Any) -> tuple[str, str | None, list[str]]:  # Any: JSON
    return verdict["verdict"], verdict["code"], verdict["flags"]


@pytest.mark.parametrize("state", sorted(IN_WORK))
@pytest.mark.parametrize(
    ("result", "after"),
    [("passed", HazardState.VERIFIED), ("failed", HazardState.RETURNED)],
)
def test_what_was_seen_on_site_decides_whether_there_is_a_reply_or_not(
    cast: Cast, state: HazardState, result: str, after: HazardState
) -> None:
    hazard = cast.hazard(state)
    assert told(cast.recheck(hazard, result)) == ("accepted", None, [])
    assert fresh(hazard).state is after
    detail = cast.desk.get(f"/hazards/{hazard.id}").json
    step = detail["steps"][-1]
    assert (step["step"], step["result"], step["state"]) == ("rechecked", result, after)
    assert (step["note"], step["by"]) == ("现场查看", cast.visit.lead.name)
    assert detail["timeline"][-1]["fact"] == "hazard.rechecked"


@pytest.mark.parametrize(
    ("state", "flag"),
    [
        (HazardState.CLOSED, "hazard.closed_already"),
        (HazardState.REPORTED, "hazard.not_confirmed"),
    ],
)
def test_a_recheck_that_meets_another_state_is_kept_and_flagged(
    cast: Cast, state: HazardState, flag: str
) -> None:
    hazard = cast.hazard(state)
    assert told(cast.recheck(hazard, "failed")) == ("accepted", None, [flag])
    assert fresh(hazard).state is state
    assert fresh(hazard).spot_check.flags == [flag]
    assert cast.desk.get(f"/hazards/{hazard.id}").json["steps"][-1]["result"] == "failed"


def test_of_two_rechecks_the_one_that_was_seen_later_stands_whichever_comes_first(
    cast: Cast, app: Flask
) -> None:
    hazard = cast.hazard(HazardState.REPLIED)
    second = Phone(app, cast.visit.second)
    later, earlier = now() + timedelta(seconds=5), now()
    assert told(recheck(second, hazard, "failed", rechecked_at=later.isoformat()))[2] == []
    verdict = cast.recheck(hazard, "passed", rechecked_at=earlier.isoformat())
    assert told(verdict) == ("accepted", None, ["hazard.overtaken"])
    assert fresh(hazard).state is HazardState.RETURNED
    assert db.session.query(HazardStep).filter_by(step="rechecked").count() == 2, "both are kept"


def test_a_recheck_from_before_a_reply_does_not_undo_it(cast: Cast) -> None:
    yesterday = (now() - timedelta(days=1)).isoformat()
    hazard = cast.hazard(HazardState.REPLIED)
    assert told(cast.recheck(hazard, "failed", rechecked_at=yesterday))[2] == ["hazard.overtaken"]
    assert fresh(hazard).state is HazardState.REPLIED


def test_a_clock_that_runs_ahead_does_not_outdo_what_comes_after_it(cast: Cast) -> None:
    hazard = cast.hazard(HazardState.REPLIED)
    next_year = (now() + timedelta(days=400)).isoformat()
    assert told(cast.recheck(hazard, "failed", rechecked_at=next_year))[2] == []
    assert cast.do("reply", hazard.id).status_code == 200
    assert told(cast.recheck(hazard, "passed"))[2] == []
    assert fresh(hazard).state is HazardState.VERIFIED


def test_an_inspector_who_was_sent_for_the_recheck_alone_may_give_its_result(
    cast: Cast, house: House, app: Flask
) -> None:
    hazard, other = cast.hazard(HazardState.REPLIED), cast.hazard(HazardState.REPLIED)
    phone = Phone(app, house.inspector())
    refused = told(recheck(phone, hazard))
    assert refused == ("refused", "hazard.unknown", [])
    cast.do("assign", hazard.id, inspector_ids=[str(phone.person.id)])
    assert told(recheck(phone, other))[1] == "hazard.unknown", "of the same check, not assigned"
    assert told(recheck(phone, hazard)) == ("accepted", None, [])
    cast.do("assign", other.id, inspector_ids=[str(phone.person.id)])
    cast.do("assign", other.id, inspector_ids=[])
    assert told(recheck(phone, other)) == ("accepted", None, ["assignment.revoked"])
    assert fresh(other).state is HazardState.VERIFIED


def test_a_recheck_promises_its_photos_which_the_check_is_not_owed(cast: Cast) -> None:
    hazard = cast.hazard(HazardState.REPLIED)
    photo = image(b"after", media_type="image/jpeg")
    assert told(cast.recheck(hazard, photos=[photo]))[0] == "accepted"
    detail = cast.desk.get(f"/hazards/{hazard.id}").json
    assert [(one["kind"], one["state"]) for one in detail["after_photos"]] == [
        ("recheck", "promised")
    ]
    cast.visit.begin()
    cast.visit.submit()
    assert fresh(hazard).spot_check.state == "complete"


def test_the_same_recheck_is_not_kept_twice(cast: Cast) -> None:
    hazard, recheck_id = cast.hazard(HazardState.REPLIED), str(uuid7())
    assert told(cast.recheck(hazard, recheck_id=recheck_id))[0] == "accepted"
    again = cast.recheck(hazard, "failed", recheck_id=recheck_id)
    assert (again["code"], again["details"]["field"]) == ("command.id_reused", "recheck_id")
    assert fresh(hazard).state is HazardState.VERIFIED


def test_a_hazard_of_another_check_or_of_none_is_refused(cast: Cast, house: House) -> None:
    hazard = cast.hazard(HazardState.REPLIED)
    other = Cast(house, cast.app)
    for given in ({"hazard_id": str(uuid7())}, {"spot_check_id": str(other.visit.check.id)}):
        assert told(cast.recheck(hazard, **given))[1] == "hazard.unknown"
    assert told(recheck(other.phone, hazard))[1] == "hazard.unknown"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("result", "maybe"),
        ("note", "长" * 2001),
        ("note", None),
        ("rechecked_at", "yesterday"),
        ("photos", [{}]),
        ("recheck_id", "1"),
        ("surprise", 1),
    ],
)
def test_a_malformed_recheck_names_its_field(cast: Cast, field: str, wrong: object) -> None:
    given: Json = {field: wrong}
    verdict = cast.recheck(cast.hazard(HazardState.REPLIED), **given)
    assert (verdict["code"], verdict["details"]["field"]) == ("command.malformed", field)
