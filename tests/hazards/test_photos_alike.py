"""Photos found alike at the desk: shown side by side, judged once, and by the right person only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from suicha import journal
from suicha.accounts.models import Role
from suicha.db import db, uuid7
from suicha.places.models import Jurisdiction
from tests.builders import House
from tests.hazards.cast import Cast
from tests.visits import Visit, picture

if TYPE_CHECKING:
    from flask import Flask

    from suicha.db import Json
    from suicha.hazards.models import Hazard
    from tests.client import Client

PAIRS = "/likeness-flags"
SAID = {"finding": "reused", "reason": "整改后照片为旧照，已电话核实"}


@pytest.fixture
def cast(house: House, app: Flask) -> Cast:
    return Cast(house, app)


@pytest.fixture
def far(app: Flask, house: House) -> Visit:
    """A visit in another district, whose photo was there first."""
    there = House("330110", made={"visit": 50})  # a checklist's code is the whole country's
    visit = Visit(there)
    visit.report(picture(90))
    return visit


def listed(client: Client, **query: Any) -> list[Json]:  # Any: query values
    answer = client.get(PAIRS, **query)
    assert answer.status_code == 200, answer.json
    found: list[Json] = answer.json["items"]
    assert answer.json["total"] == len(found)
    return found


def reused(cast: Cast) -> Hazard:
    """A hazard with the photo of another site of the district."""
    Visit(cast.house).report(picture(90))
    return cast.hazard(photos=cast.visit.finding(picture(90))["photos"])


def shown(client: Client, hazard: Hazard) -> Json:
    photo: Json = client.get(f"/hazards/{hazard.id}").json["photos"][0]
    return photo


def test_the_desk_sees_both_with_their_facts_and_judges_with_a_reason(cast: Cast) -> None:
    hazard = reused(cast)
    (pair,) = listed(cast.desk)
    assert (pair["kind"], pair["difference"], pair["finding"]) == ("same_file", 0, None)
    assert pair["later"]["hazard_id"] == str(hazard.id)
    assert pair["later"]["site_name"] != pair["earlier"]["site_name"]
    assert pair["earlier"]["in_sight"]
    photo = shown(cast.desk, hazard)
    assert "reused" in photo["doubts"]
    assert [flag["id"] for flag in photo["flags"]] == [pair["id"]]
    answer = cast.desk.post(f"{PAIRS}/{pair['id']}/judge", SAID)
    assert answer.status_code == 200, answer.json
    assert (answer.json["finding"], answer.json["judged_by"]) == ("reused", "段科长")
    photo = shown(cast.desk, hazard)
    assert "reused" not in photo["doubts"], "a doubt that was looked into is none"
    assert photo["flags"][0]["reason"] == SAID["reason"], "what was found stays to be seen"
    assert listed(cast.desk) == []
    assert [one["id"] for one in listed(cast.desk, judged="true")] == [pair["id"]]
    facts = [entry.fact for entry in journal.about([hazard.spot_check_id])]
    assert facts.count("likeness.judged") == 1
    assert hazard.state == "reported", "nothing follows by itself"


def test_a_pair_is_judged_once(cast: Cast) -> None:
    reused(cast)
    path = f"{PAIRS}/{listed(cast.desk)[0]['id']}/judge"
    assert cast.desk.post(path, SAID).status_code == 200
    answer = cast.desk.post(path, SAID | {"finding": "harmless"})
    assert (answer.status_code, answer.json["code"]) == (409, "likeness.judged")
    assert listed(cast.desk, judged="true")[0]["finding"] == "reused"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"reason": "   "}, "reason"),
        ({"reason": ""}, "reason"),
        ({"reason": "字" * 1001}, "reason"),
        ({"finding": "guilty"}, "finding"),
        ({"finding": None}, "finding"),
        ({"punish": True}, "punish"),
    ],
)
def test_a_judgement_without_a_finding_or_a_reason_is_refused(
    cast: Cast, said: Json, field: str
) -> None:
    reused(cast)
    answer = cast.desk.post(f"{PAIRS}/{listed(cast.desk)[0]['id']}/judge", SAID | said)
    assert (answer.status_code, answer.json["code"]) == (422, "request.invalid")
    assert answer.json["details"]["field"] == field
    assert listed(cast.desk)[0]["finding"] is None


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.CONTRACTOR, Role.WITNESS])
def test_whom_it_does_not_concern_neither_sees_nor_judges(cast: Cast, role: Role) -> None:
    hazard = reused(cast)
    (pair,) = listed(cast.desk)
    other = cast.unit if role is Role.CONTRACTOR else cast.sign_in(cast.house.person(role))
    assert other.get(PAIRS).status_code == 403
    assert other.get(f"{PAIRS}/{pair['id']}").status_code == 403
    assert other.post(f"{PAIRS}/{pair['id']}/judge", SAID).status_code == 403
    if role is Role.CONTRACTOR:
        photo = shown(other, hazard)
        assert (photo["flags"], "reused" in photo["doubts"]) == ([], False)


def test_an_auditor_sees_and_does_not_judge(cast: Cast) -> None:
    reused(cast)
    auditor = cast.sign_in(cast.house.person(Role.AUDITOR))
    (pair,) = listed(auditor)
    assert auditor.post(f"{PAIRS}/{pair['id']}/judge", SAID).status_code == 403


def test_of_a_photo_of_another_district_only_its_day_and_check_are_told(
    cast: Cast, far: Visit
) -> None:
    cast.hazard(photos=cast.visit.finding(picture(90))["photos"])
    (pair,) = listed(cast.desk)
    earlier = {name: told for name, told in pair["earlier"].items() if told}
    assert earlier == {
        "spot_check_number": far.check.number,
        "taken_at": pair["earlier"]["taken_at"],
    }
    there = cast.sign_in(far.house.person(Role.SUPERVISOR))
    assert listed(there) == [], "the pair is for whoever may see the later use"
    answer = there.get(f"{PAIRS}/{pair['id']}")
    assert (answer.status_code, answer.json["code"]) == (404, "likeness.unknown")
    answer = there.post(f"{PAIRS}/{pair['id']}/judge", SAID)
    assert (answer.status_code, answer.json["code"]) == (404, "likeness.unknown")
    path = f"/spot-checks/{far.check.id}/photos/{pair['later']['sha256']}/view"
    assert cast.desk.get(path).status_code == 404, "nor is it served to who knows its address"


def test_a_city_sees_both_and_leaves_the_judging_to_the_district(
    cast: Cast, far: Visit, app: Flask
) -> None:
    cast.hazard(photos=cast.visit.finding(picture(90))["photos"])
    city = House("330100")
    for house in (cast.house, far.house):
        db.session.get_one(Jurisdiction, house.jurisdiction.id).parent_id = city.jurisdiction.id
    db.session.commit()
    above = cast.sign_in(city.person(Role.SUPERVISOR))
    (pair,) = listed(above)
    assert pair["earlier"]["site_name"] == far.site.name
    answer = above.post(f"{PAIRS}/{pair['id']}/judge", SAID)
    assert (answer.status_code, answer.json["code"]) == (403, "jurisdiction.other")


def test_a_pair_that_is_not_there_is_unknown(cast: Cast) -> None:
    for path in (f"{PAIRS}/{uuid7()}", f"{PAIRS}/{uuid7()}/judge"):
        answer = cast.desk.post(path, SAID) if "judge" in path else cast.desk.get(path)
        assert (answer.status_code, answer.json["code"]) == (404, "likeness.unknown")
