"""An inspector reports a hazard on site; what does not hang together is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from marshmallow import ValidationError
from sqlalchemy import select

from suicha.db import db, now, today, uuid7
from suicha.errors import Refusal
from suicha.hazards.models import Hazard, HazardState
from suicha.hazards.said import HazardReportArgs
from suicha.journal import about
from suicha.photos.models import PhotoUse
from suicha.spot_checks.models import Assignment
from tests.visits import PLACE, Visit, actor_of, picture

if TYPE_CHECKING:
    from tests.builders import House


def refused(visit: Visit, **given: Any) -> Refusal:  # Any: arguments of a command
    with pytest.raises(Refusal) as caught:
        visit.report(**given)
    db.session.rollback()
    return caught.value


def test_a_finding_becomes_a_hazard_with_a_number_and_promised_photos(house: House) -> None:
    visit = Visit(house)
    visit.begin()
    hazard = visit.report(picture())
    assert hazard.number.startswith(f"330106-{today().year}-H")
    assert hazard.state is HazardState.REPORTED
    assert (hazard.jurisdiction_id, hazard.site_id) == (house.jurisdiction.id, visit.site.id)
    use = db.session.scalars(select(PhotoUse)).one()
    assert (use.hazard_id, use.spot_check_id) == (hazard.id, visit.check.id)
    assert use.position == PLACE
    facts = [(entry.fact, entry.actor_id) for entry in about([hazard.id])]
    assert facts == [("hazard.reported", visit.lead.id), ("hazard.light_changed", None)]


def test_a_hazard_needs_no_photo(house: House) -> None:
    assert Visit(house).report().photos == []


def test_the_second_inspector_may_report_too(house: House) -> None:
    visit = Visit(house)
    assert visit.report(actor=actor_of(visit.second)).reported_by == visit.second.id


def test_a_hazard_of_somebody_elses_check_is_refused(house: House) -> None:
    stranger = actor_of(house.inspector())
    assert refused(Visit(house), actor=stranger).code == "spot_check.unknown"


def test_a_hazard_that_comes_after_the_record_is_kept_and_flagged(house: House) -> None:
    visit = Visit(house)
    visit.begin()
    visit.submit("no_problem")
    visit.report()
    assert visit.accepted.flags == ("spot_check.already_submitted",)


def test_a_hazard_of_an_inspector_who_was_taken_off_is_kept_and_flagged(house: House) -> None:
    visit = Visit(house)
    for seat in db.session.scalars(select(Assignment).where(Assignment.seat == 0)):
        seat.revoked_at = now()
    db.session.commit()
    visit.report()
    assert visit.accepted.flags == ("assignment.revoked",)


def test_a_checklist_of_another_check_is_refused(house: House) -> None:
    other = house.checklist("OTHER")
    refusal = refused(Visit(house), checklist_version_id=str(other.id))
    assert (refusal.code, refusal.details["field"]) == ("checklist.unknown", "checklist_version_id")


def test_an_item_that_the_checklist_lacks_is_refused(house: House) -> None:
    assert refused(Visit(house), item_id="B9-99").code == "item.unknown"


def test_a_party_of_another_site_is_refused(house: House) -> None:
    foreign = house.site().parties[0]
    assert refused(Visit(house), party_id=str(foreign.id)).code == "party.unknown"
    assert refused(Visit(house), party_id=str(uuid7())).code == "party.unknown"


def test_a_due_date_before_the_check_is_refused(house: House) -> None:
    visit = Visit(house)
    visit.begin()
    yesterday = str(today() - timedelta(days=1))
    refusal = refused(visit, due_on=yesterday)
    assert (refusal.code, refusal.details["field"]) == ("hazard.due_before_check", "due_on")
    assert visit.report(due_on=str(today())).due_on == today()


def test_a_hazard_is_not_replaced_by_a_second_report(house: House) -> None:
    visit = Visit(house)
    first = visit.report()
    refusal = refused(visit, hazard_id=str(first.id), description="改了")
    assert refusal.code == "hazard.exists"
    assert db.session.get_one(Hazard, first.id).description == "二级配电箱无门锁"


def test_a_photo_that_is_too_large_refuses_the_whole_report(house: House) -> None:
    visit = Visit(house)
    args = visit.finding(picture())
    args["photos"][0]["size"] = 25_000_001
    assert refused(visit, **args).code == "photo.too_large"
    assert db.session.scalars(select(Hazard)).all() == []


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("description", ""),
        ("description", " \n "),
        ("description", "长" * 4001),
        ("description", "nul\x00inside"),
        ("location", "长" * 201),
        ("clause", None),
        ("grade", "severe"),
        ("due_on", "tomorrow"),
        ("due_on", "9999-12-31"),
        ("party_id", "1"),
        ("photos", [{"sha256": "no"}]),
        ("surprise", 1),
    ],
)
def test_a_malformed_report_names_its_field(house: House, field: str, wrong: object) -> None:
    args = Visit(house).finding(**{field: wrong})
    with pytest.raises(ValidationError) as caught:
        HazardReportArgs().load(args)
    assert list(caught.value.messages_dict) == [field]


def test_the_longest_description_is_kept_whole(house: House) -> None:
    assert len(Visit(house).report(description="长" * 4000).description) == 4000


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00"])
def test_a_photo_taken_when_no_clock_can_show_is_malformed(house: House, at: str) -> None:
    args = Visit(house).finding(picture())
    args["photos"][0]["taken_at"] = at
    with pytest.raises(ValidationError) as caught:
        HazardReportArgs().load(args)
    assert caught.value.messages_dict == {"photos": {0: {"taken_at": ["No clock shows this."]}}}
