"""What is out is corrected or withdrawn with a reason; every version stays as a fact."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import InternalError, ProgrammingError

from suicha import storage
from suicha.accounts.models import Role
from suicha.db import db, uuid7
from suicha.hazards.models import HazardState
from suicha.journal import about
from suicha.photos.models import Rendition
from suicha.publications import operations
from suicha.publications.models import Publication, PublicationVersion
from suicha.spot_checks.models import Record
from suicha.storage import Bucket, FolderStore
from tests.builders import House
from tests.client import Answer, Client
from tests.visits import Visit, picture

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

REASON = "工程名称有误"


@pytest.fixture(autouse=True)
def fresh_store(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage.store, "current", FolderStore(tmp_path))


@pytest.fixture
def desk(house: House, app: Flask) -> Client:
    return Client(app).sign_in(house.person(Role.SUPERVISOR, name="皇甫科长").login)


def publish(desk: Client, visit: Visit, *photos: str) -> Answer:
    body = {"spot_check_id": str(visit.check.id), "photos": photos}
    return desk.post("/publications", body)


def correct(desk: Client, visit: Visit, *photos: str, **given: Any) -> Answer:  # Any: JSON
    body = {"photos": photos, "reason": REASON} | given
    return desk.post(f"/publications/{visit.check.id}/correct", body)


def withdraw(desk: Client, visit: Visit, **given: Any) -> Answer:  # Any: JSON
    return desk.post(f"/publications/{visit.check.id}/withdraw", {"reason": REASON} | given)


def render(visit: Visit) -> None:
    operations.render(visit.check.id)
    db.session.commit()


def page(visit: Visit, suffix: str = "") -> str:
    return storage.read(Bucket.PUBLIC, f"checks/{visit.check.number}{suffix}.html").decode()


def index(suffix: str = "") -> str:
    return storage.read(Bucket.PUBLIC, f"index{suffix}.html").decode()


def copies() -> list[str]:
    return [stat.key for stat in storage.store().list(Bucket.PUBLIC, "photos")]


def key_of(sha256: str) -> str:
    query = select(Rendition.sha256).where(Rendition.photo_sha256 == sha256)
    return f"photos/{db.session.scalar(query.where(Rendition.name == 'view'))}.jpg"


def test_a_corrected_page_says_so_with_its_date_and_reason(house: House, desk: Client) -> None:
    visit = Visit(house)
    visit.complete()
    publish(desk, visit)
    render(visit)
    assert "已更正" not in page(visit)
    visit.site.name = "改名后的工程"
    db.session.commit()
    answer = correct(desk, visit)
    assert answer.status_code == 200
    assert (answer.json["version"], answer.json["state"]) == (2, "published")
    assert answer.json["in_work"] is True
    assert [(one["kind"], one["reason"]) for one in answer.json["history"]] == [
        ("published", ""),
        ("corrected", REASON),
    ]
    assert answer.json["history"][1]["by"] == "皇甫科长"
    render(visit)
    for suffix, word in (("", "已更正"), (".en", "Corrected")):
        assert word in page(visit, suffix)
        assert REASON in page(visit, suffix)
        assert word in index(suffix)
        assert "皇甫科长" not in page(visit, suffix) + index(suffix)
    assert "改名后的工程" in page(visit)
    assert desk.get(f"/publications/{visit.check.id}").json["in_work"] is False


def test_photos_no_longer_chosen_are_no_longer_public(house: House, desk: Client) -> None:
    visit = Visit(house)
    one, two = (use.sha256 for use in visit.complete(picture(1), picture(2)).photos)
    publish(desk, visit, one, two)
    render(visit)
    assert set(copies()) == {key_of(one), key_of(two)}
    correct(desk, visit, two)
    render(visit)
    assert copies() == [key_of(two)]
    assert key_of(one) not in page(visit)


def test_a_copy_that_another_page_shows_stays(house: House, desk: Client) -> None:
    visits = [Visit(house), Visit(house)]
    for visit in visits:
        sha256 = visit.complete(picture(7)).photos[0].sha256
        publish(desk, visit, sha256)
        render(visit)
    withdraw(desk, visits[0])
    render(visits[0])
    assert copies() == [key_of(sha256)]
    correct(desk, visits[1])
    render(visits[1])
    assert copies() == []


def test_a_withdrawn_page_is_a_notice_at_its_address_and_the_index_marks_it(
    house: House, desk: Client
) -> None:
    visit = Visit(house)
    hazard = visit.complete(picture(3))
    publish(desk, visit, hazard.photos[0].sha256)
    render(visit)
    answer = withdraw(desk, visit)
    assert (answer.json["state"], answer.json["version"]) == ("withdrawn", 2)
    assert answer.json["photos"] == []
    assert len(answer.json["candidates"]) == 1
    render(visit)
    for suffix, word in (("", "公示已撤回"), (".en", "Publication withdrawn")):
        shown = page(visit, suffix)
        assert word in shown
        assert REASON in shown
        assert visit.check.number in shown
        told = (hazard.description, "责令限期整改", "Ordered to rectify", "photos/", "皇甫科长")
        assert [each for each in told if each in shown] == []
    assert "已撤回" in index()
    assert "责令限期整改" not in index()
    assert copies() == []
    assert desk.get("/publications", state="published").json["total"] == 0
    listed = desk.get("/publications", state="withdrawn").json
    assert [item["number"] for item in listed["items"]] == [visit.check.number]


def test_a_withdrawn_page_comes_back_by_a_correction(house: House, desk: Client) -> None:
    visit = Visit(house)
    sha256 = visit.complete(picture(4)).photos[0].sha256
    publish(desk, visit, sha256)
    withdraw(desk, visit)
    answer = correct(desk, visit, sha256, reason="核实后重新公示")
    assert (answer.json["state"], answer.json["version"]) == ("published", 3)
    render(visit)
    assert REASON in page(visit)
    assert "核实后重新公示" in page(visit)
    assert "责令限期整改" in page(visit)
    assert copies() == [key_of(sha256)]


def test_a_page_tells_the_record_that_was_published_until_somebody_corrects_it(
    house: House, desk: Client
) -> None:
    visit = Visit(house)
    hazard = visit.complete()
    publish(desk, visit)
    render(visit)
    assert "90.0" in page(visit)
    first = db.session.scalars(select(Record)).one()
    decided = Record(
        spot_check_id=visit.check.id,
        version=2,
        digest="d" * 64,
        text=first.text.replace('"deduction":2', '"deduction":4').replace(
            '"result_category":"rectify_by_date"', '"result_category":"stop_work"'
        ),
        score="80.0",
        findings=1,
        closed_by=first.closed_by,
        closed_at=first.closed_at,
        reason="第二检查人的答案为准",
        base_digest=first.digest,
        choices=[],
    )
    house.keep(decided)
    operations.render_hazard(hazard.id)
    db.session.commit()
    assert first.digest in page(visit)
    assert "责令停工" not in page(visit) + index()
    assert desk.get(f"/publications/{visit.check.id}").json["stale"] is True
    assert correct(desk, visit).json["stale"] is False
    render(visit)
    assert "d" * 64 in page(visit)
    assert "责令停工" in page(visit)
    assert "责令停工" in index()


def test_a_closed_hazard_is_told_as_rectified(house: House, desk: Client) -> None:
    visit = Visit(house)
    hazard = visit.complete()
    publish(desk, visit)
    hazard.state = HazardState.CLOSED
    db.session.commit()
    operations.render_hazard(hazard.id)
    assert "1 条隐患均已整改销号" in page(visit)
    assert "整改中" not in page(visit)


def test_what_is_not_out_is_neither_corrected_nor_withdrawn(house: House, desk: Client) -> None:
    visit = Visit(house)
    visit.complete()
    for answer in (correct(desk, visit), withdraw(desk, visit)):
        assert (answer.status_code, answer.json["code"]) == (409, "publication.not_published")


def test_a_page_is_withdrawn_once(house: House, desk: Client) -> None:
    visit = Visit(house)
    visit.complete()
    publish(desk, visit)
    assert withdraw(desk, visit).status_code == 200
    again = withdraw(desk, visit)
    assert (again.status_code, again.json["code"]) == (409, "publication.withdrawn")
    assert publish(desk, visit).json["code"] == "publication.exists"


def test_the_list_of_checks_tells_whether_a_page_is_out_or_withdrawn(
    house: House, desk: Client
) -> None:
    visit = Visit(house)
    visit.complete()

    def told() -> str:
        (line,) = desk.get("/spot-checks").json["items"]
        shown = desk.get(f"/spot-checks/{visit.check.id}").json["publication_state"]
        assert line["publication_state"] == shown
        return str(shown)

    told_after = [told()]
    for deed in (publish, withdraw, correct):
        deed(desk, visit)
        told_after.append(told())
    assert told_after == ["due", "published", "withdrawn", "published"]


def test_whoever_looked_at_an_older_version_is_told(house: House, desk: Client) -> None:
    visit = Visit(house)
    visit.complete()
    publish(desk, visit)
    assert correct(desk, visit, version=1).status_code == 200
    for answer in (correct(desk, visit, version=1), withdraw(desk, visit, version=1)):
        assert (answer.status_code, answer.json["code"]) == (409, "publication.overtaken")
        assert answer.json["details"] == {"version": 2}
    assert withdraw(desk, visit, version=2).status_code == 200


def test_of_two_who_withdraw_at_once_one_is_told(house: House, desk: Client, app: Flask) -> None:
    visit = Visit(house)
    visit.complete()
    publish(desk, visit)
    desks = [Client(app).sign_in(house.person(Role.SUPERVISOR).login) for _ in range(2)]
    address, told = f"/publications/{visit.check.id}/withdraw", []
    gate = threading.Barrier(2)

    def ask(one: Client) -> None:
        gate.wait()
        told.append(one.post(address, {"reason": REASON}).status_code)

    threads = [threading.Thread(target=ask, args=(one,)) for one in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [200, 409]
    assert len(db.session.scalars(select(PublicationVersion)).all()) == 2


def test_a_foreign_check_is_unknown_and_only_supervisors_act(
    house: House, desk: Client, app: Flask
) -> None:
    visit = Visit(house)
    visit.complete()
    publish(desk, visit)
    stranger = Client(app).sign_in(House(code="330108").person().login)
    auditor = Client(app).sign_in(house.person(Role.AUDITOR).login)
    for deed in (correct, withdraw):
        assert deed(stranger, visit).json["code"] == "spot_check.unknown"
        assert deed(auditor, visit).json["code"] == "role.forbidden"
    assert stranger.get(f"/publications/{visit.check.id}").status_code == 404
    assert auditor.get(f"/publications/{visit.check.id}").status_code == 200


def test_a_photo_of_another_check_is_refused(house: House, desk: Client) -> None:
    foreign = Visit(house).complete(picture(5)).photos[0].sha256
    visit = Visit(house)
    visit.complete()
    publish(desk, visit)
    assert correct(desk, visit, foreign).json["code"] == "photo.unknown"


@pytest.mark.parametrize(
    ("deed", "body", "field"),
    [
        ("correct", {"photos": []}, "reason"),
        ("correct", {"photos": [], "reason": "   "}, "reason"),
        ("correct", {"reason": REASON}, "photos"),
        ("correct", {"photos": [], "reason": REASON, "version": "x"}, "version"),
        ("withdraw", {"reason": ""}, "reason"),
        ("withdraw", {"reason": "长" * 501}, "reason"),
        ("withdraw", {"reason": REASON, "photos": []}, "photos"),
    ],
)
def test_a_malformed_request_names_its_field(
    desk: Client, deed: str, body: object, field: str
) -> None:
    answer = desk.post(f"/publications/{uuid7()}/{deed}", body)
    assert (answer.status_code, answer.json["code"]) == (422, "request.invalid")
    assert answer.json["details"]["field"] == field


def test_the_journal_tells_neither_reasons_nor_names(house: House, desk: Client) -> None:
    visit = Visit(house)
    sha256 = visit.complete(picture(6)).photos[0].sha256
    publish(desk, visit)
    correct(desk, visit, sha256)
    withdraw(desk, visit)
    told = [(one.fact, one.body) for one in about([visit.check.id])][-2:]
    assert told == [
        ("publication.corrected", {"version": 2, "photos": [sha256]}),
        ("publication.withdrawn", {"version": 3}),
    ]
    jobs = db.session.scalars(text("SELECT task_name FROM procrastinate_jobs")).all()
    assert jobs.count("publications.render") == 3


@pytest.mark.parametrize("change", ["UPDATE publication_versions SET reason = 'x'", "DELETE"])
def test_a_version_is_a_fact(house: House, desk: Client, change: str) -> None:
    visit = Visit(house)
    visit.complete()
    publish(desk, visit)
    statement = change if "UPDATE" in change else "DELETE FROM publication_versions"
    with pytest.raises((InternalError, ProgrammingError), match="facts"):
        db.session.execute(text(statement))


def test_a_page_that_the_release_before_put_out_is_corrected_too(
    house: House, desk: Client
) -> None:
    """While servers of both releases run, the older one keeps no versions."""
    visit = Visit(house)
    sha256 = visit.complete(picture(8)).photos[0].sha256
    old = Publication(
        spot_check_id=visit.check.id,
        jurisdiction_id=visit.check.jurisdiction_id,
        photos=[sha256],
        published_by=house.person().id,
    )
    house.keep(old)
    render(visit)
    assert "责令限期整改" in page(visit)
    assert desk.get("/publications", state="published").json["total"] == 1
    answer = correct(desk, visit)
    assert [one["version"] for one in answer.json["history"]] == [1, 2]
    render(visit)
    assert copies() == []
    assert "已更正" in page(visit)
