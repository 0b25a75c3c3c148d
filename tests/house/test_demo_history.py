"""The demo's two past months: whole, true and lived by the verbs, whatever day they are told on."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import flask_migrate
import pytest
from PIL import ExifTags, Image
from sqlalchemy import func, select, text

from suicha import config, demo, dr1, storage, worker
from suicha.accounts.guard import Actor
from suicha.accounts.models import Device, Person
from suicha.db import CHINA, Base, at, db, today
from suicha.draws.models import Draw, Plan, PlanState
from suicha.factory import create_app
from suicha.hazards.light import Colour, Reason
from suicha.hazards.models import Hazard, HazardLight, HazardState, RecheckAssignment, Severity
from suicha.journal import Entry
from suicha.photos.models import Photo, PhotoKind, PhotoState, PhotoUse
from suicha.publications import desk, queries
from suicha.publications.clock import Alarm
from suicha.publications.models import PublicationState, PublicationVersion, VersionKind
from suicha.sites.models import Site
from suicha.spot_checks import comparisons
from suicha.spot_checks.models import Signature, SpotCheck, SpotCheckState
from suicha.spot_checks.queries import inspectors
from suicha.storage import Bucket, store
from suicha.streams import joined
from suicha.sync.models import LedgerEntry, Verdict
from suicha.workdays import is_working_day
from tests.conftest import new_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from suicha.publications.queries import Item

OPENS, CLOSES = 8, 18  # of the office, in China
NOT_OF_THE_PAST = {"person.added", "checklist.published", "hazard.light_changed"}
AN_AUTUMN_NIGHT = datetime(2028, 10, 9, 3, tzinfo=CHINA)  # no holiday of 2028 is announced yet


def interrupted() -> None:
    """Begin to live, and be cut off in the second month."""
    months = iter(["the first"])
    with pytest.raises(StopIteration):
        demo.live(lambda _: next(months))
    db.session.rollback()


@pytest.fixture(scope="module")
def told(cluster: str, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An office whose first start was interrupted in the middle of its past, and its second not."""
    url, data = new_database(cluster, "suicha_history"), tmp_path_factory.mktemp("history")
    app = create_app(replace(config.load({"DATA": str(data)}), database_url=url))
    with app.app_context():
        flask_migrate.upgrade()
        demo.load(data)
        db.session.commit()
        interrupted()
        demo.live(lambda _: None)
        db.session.commit()
        db.session.remove()
    worker.run(app.config["SQLALCHEMY_DATABASE_URI"], app.app_context, wait=False)
    return app


@pytest.fixture(autouse=True)
def _at_home(told: Flask) -> Iterator[None]:
    storage.init(told.extensions["settings"])
    with told.app_context():
        yield
        db.session.remove()


def office() -> Actor:
    """A supervisor of the district."""
    person = db.session.scalars(select(Person).where(Person.login == "zhoumin")).one()
    device = db.session.scalars(select(Device).where(Device.person_id == person.id)).one()
    return Actor(person, device)


def rows() -> dict[str, int]:
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def hazards() -> list[Hazard]:
    return list(db.session.scalars(select(Hazard)))


def items(state: PublicationState) -> list[Item]:
    return desk.page(office(), desk.Filters(state=state, limit=100)).items


def picture(sha256: str) -> Image.Image:
    image: Image.Image = Image.open(joined(store().get(Bucket.EVIDENCE, sha256)))
    return image


def public(name: str) -> str:
    return joined(store().get(Bucket.PUBLIC, name)).read().decode()


def test_a_second_start_adds_nothing() -> None:
    before = rows()
    demo.live(pytest.fail)
    assert rows() == before


def test_everything_happened_on_past_working_days_in_office_hours() -> None:
    entries = db.session.scalars(select(Entry).where(Entry.fact.not_in(NOT_OF_THE_PAST))).all()
    assert len(entries) > 300
    for entry in entries:
        moment = entry.at.astimezone(CHINA)
        assert moment.date() < today(), entry.fact
        assert is_working_day(moment.date()), (entry.fact, moment)
        assert OPENS <= moment.hour < CLOSES, (entry.fact, moment)
    first = min(entry.at for entry in entries).astimezone(CHINA).date()
    assert timedelta(days=55) <= today() - first <= timedelta(days=85)


def test_every_draw_can_be_recomputed_from_its_files() -> None:
    plans = list(db.session.scalars(select(Plan).order_by(Plan.number)))
    assert [plan.state for plan in plans] == [*[PlanState.DRAWN] * 3, PlanState.DRAFT]
    for draw in db.session.scalars(select(Draw)):
        frozen = draw.plan.frozen[-1]
        files = (frozen.manifest.encode(), frozen.objects.encode(), frozen.inspectors.encode())
        values = [(key, value) for key, value in draw.contributions["values"]]
        again = dr1.compute(*files, values)
        assert (again.text.decode(), again.sha256) == (draw.result, draw.result_sha256)
        assert not again.unfilled


def test_no_site_was_checked_more_often_than_the_item_list_allows() -> None:
    drawn = Counter(check.site_id for check in db.session.scalars(select(SpotCheck)))
    assert max(drawn.values()) <= 2


def test_checks_are_in_every_state_and_one_is_overdue() -> None:
    checks = list(db.session.scalars(select(SpotCheck)))
    assert Counter(check.state for check in checks) == {
        SpotCheckState.COMPLETE: 13,
        SpotCheckState.SUBMITTED: 1,
        SpotCheckState.STARTED: 1,
        SpotCheckState.ASSIGNED: 3,
    }
    overdue = [one for one in checks if one.due_on < today() and one.submitted_at is None]
    assert [check.state for check in overdue] == [SpotCheckState.ASSIGNED]
    assert {flag for check in checks for flag in check.flags} == {
        "clock.off",
        "spot_check.already_submitted",
    }


def test_every_command_was_accepted_and_nothing_else_about_a_record_is_doubted() -> None:
    entries = list(db.session.scalars(select(LedgerEntry)))
    assert len(entries) > 150
    assert {entry.verdict for entry in entries} == {Verdict.ACCEPTED}
    flags = Counter(flag for entry in entries for flag in entry.flags)
    assert flags == {"clock.off": 1, "spot_check.already_submitted": 3}


def login(name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.login == name)).one()


def test_the_printed_contractor_has_hazards_to_rectify_and_some_behind() -> None:
    unit = login("luhongwei").unit_id
    states = {hazard.state for hazard in hazards() if hazard.party and hazard.party.unit_id == unit}
    assert states >= {
        HazardState.CONFIRMED,
        HazardState.RETURNED,
        HazardState.REPLIED,
        HazardState.CLOSED,
    }


def test_the_first_printed_inspector_has_a_check_to_begin() -> None:
    assert begins(login("linxiao"))


def begins(person: Person) -> bool:
    """Whether a check that is not overdue waits for this inspector."""
    query = select(SpotCheck).where(
        SpotCheck.due_on >= today(), SpotCheck.state == SpotCheckState.ASSIGNED
    )
    waiting = [inspectors(check) for check in db.session.scalars(query)]
    return person.id in {one.id for team in waiting for one in team}


def test_one_refused_to_sign_and_everybody_else_signed() -> None:
    signatures = list(db.session.scalars(select(Signature)))
    assert len(signatures) == 14 * 3
    refused = [one for one in signatures if one.refused]
    assert len(refused) == 1
    assert refused[0].refusal_reason
    assert refused[0].witness_name


def test_the_differences_of_one_check_are_open_and_those_of_another_decided() -> None:
    checks = list(db.session.scalars(select(SpotCheck.id)))
    cases = [found.case for found in comparisons.of(checks).values()]
    decided = [{d.decided for d in case.differences} for case in cases if case.differences]
    # The lead's own was left; in which order the two stand, their ids decide.
    assert sorted(decided, key=len) == [{None}, {"taken", "left"}]
    assert sum(len(case.unrecorded_hazards) for case in cases) == 1


def test_hazards_are_in_every_state_and_show_every_light_for_every_reason() -> None:
    found = hazards()
    assert {hazard.state for hazard in found} == set(HazardState)
    assert {hazard.severity for hazard in found} == set(Severity)
    assert {hazard.is_major for hazard in found} == {True, False}
    assert all(hazard.determination for hazard in found if hazard.is_major)
    assert {hazard.light.colour for hazard in found} == set(Colour)
    assert {hazard.light.reason for hazard in found} == set(Reason)
    assert [hazard.state for hazard in found if hazard.original_due_on] == [HazardState.CONFIRMED]
    held = select(RecheckAssignment.hazard_id).where(RecheckAssignment.revoked_at.is_(None))
    states = {one.id: one.state for one in found}
    assert Counter(states[key] for key in db.session.scalars(held)) == {
        HazardState.CLOSED: 1,
        HazardState.CONFIRMED: 1,
        HazardState.REPLIED: 1,
    }


def test_each_change_of_a_light_was_noted_on_its_day() -> None:
    for hazard in hazards():
        query = select(HazardLight).where(HazardLight.hazard_id == hazard.id)
        noted = list(db.session.scalars(query.order_by(HazardLight.n)))
        assert noted[0].at == hazard.reported_at
        assert noted[-1].colour == hazard.light.colour
        assert [one.at for one in noted] == sorted(one.at for one in noted)
    yellow = next(one for one in hazards() if one.light.colour is Colour.YELLOW)
    shown = select(HazardLight.colour).where(HazardLight.hazard_id == yellow.id)
    colours = list(db.session.scalars(shown.order_by(HazardLight.n)))
    assert colours == [Colour.GREEN, Colour.AMBER, Colour.YELLOW]


def test_publications_are_out_corrected_withdrawn_and_due_with_every_warning() -> None:
    assert Counter(version.kind for version in db.session.scalars(select(PublicationVersion))) == {
        VersionKind.PUBLISHED: 7,
        VersionKind.CORRECTED: 1,
        VersionKind.WITHDRAWN: 1,
    }
    due = items(PublicationState.DUE)
    assert {item.warning for item in due} == {None, *Alarm}
    query = select(SpotCheck.id).where(SpotCheck.state == SpotCheckState.SUBMITTED)
    assert queries.item(office(), db.session.scalars(query).one()).missing


def test_the_public_reads_what_is_out_and_why_something_is_not() -> None:
    for item in items(PublicationState.PUBLISHED):
        page = public(f"checks/{item.check.number}.html")
        assert item.site.name in page
        assert f"checks/{item.check.number}.html" in public("index.html")
        assert 'src="' in page or not item.photos
    (gone,) = items(PublicationState.WITHDRAWN)
    assert "先行撤回" in public(f"checks/{gone.check.number}.html")


def test_every_photo_knows_when_it_was_taken_and_lies_inside_the_site() -> None:
    query = (
        select(PhotoUse, Site)
        .join(SpotCheck, SpotCheck.id == PhotoUse.spot_check_id)
        .join(Site, Site.id == SpotCheck.site_id)
        .where(PhotoUse.kind != PhotoKind.SIGNATURE, Photo.state == PhotoState.RENDERED)
        .join(Photo, Photo.sha256 == PhotoUse.sha256)
    )
    taken = db.session.execute(query).all()
    assert {use.kind for use, _ in taken} == {
        PhotoKind.EVIDENCE,
        PhotoKind.REPLY,
        PhotoKind.RECHECK,
    }
    for use, site in taken:
        exif = picture(use.sha256).getexif()
        stamp = exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal]
        assert stamp == use.taken_at.astimezone(CHINA).strftime("%Y:%m:%d %H:%M:%S")
        lat, lon = place(exif)
        assert site.grounds.contains(lat, lon)
        assert use.position
        assert site.grounds.contains(use.position["lat"], use.position["lon"])
        assert 90_000 < use.photo.size < 220_000


def place(exif: Image.Exif) -> tuple[float, float]:
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    assert (gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLongitudeRef]) == ("N", "E")
    tags = (ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLongitude)
    lat, lon = (sum(float(part) / 60**n for n, part in enumerate(gps[tag])) for tag in tags)
    return lat, lon


def test_no_two_findings_of_a_check_show_the_same_picture() -> None:
    uses = list(db.session.scalars(select(PhotoUse.sha256)))
    assert len(uses) == len(set(uses))


def test_no_job_is_left() -> None:
    # But for what is due every minute, and may be queued at any moment.
    left = text(
        "SELECT task_name FROM procrastinate_jobs"
        " WHERE NOT EXISTS (SELECT FROM procrastinate_periodic_defers"
        "  WHERE job_id = procrastinate_jobs.id)"
    )
    assert list(db.session.scalars(left)) == []


@pytest.mark.long
def test_the_same_is_told_behind_a_long_holiday_of_a_year_not_announced(
    app: Flask, tmp_path_factory: pytest.TempPathFactory
) -> None:
    storage.init(app.extensions["settings"])
    with app.app_context(), at(AN_AUTUMN_NIGHT):
        demo.load(tmp_path_factory.mktemp("later"))
        demo.live(lambda _: None)
        found = hazards()
        assert {hazard.state for hazard in found} == set(HazardState)
        assert {hazard.light.reason for hazard in found} == set(Reason)
        assert begins(login("linxiao"))
        db.session.rollback()
