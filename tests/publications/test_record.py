"""Anybody counts from an office's record: plans, voids, seals that were not told, replacements."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from suicha import jobs, storage, worker
from suicha.db import db, now
from suicha.draws.models import FrozenRosters, ObjectReason, Plan, SeatReason
from suicha.places.models import Jurisdiction
from suicha.publications import draw_pages
from suicha.publications.draw_states import State
from suicha.publications.record_words import (
    CHINESE,
    CHINESE_STATES,
    ENGLISH,
    ENGLISH_STATES,
    STATE_MARKS,
)
from suicha.storage import Bucket, FolderStore
from tests.draws.ceremonies import SEAL, Ceremony, done
from tests.draws.test_redrawing import redraw
from tests.draws.test_replacing import replace
from tests.publications.pages import put_out

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from tests.builders import House

VOID = {"reason": "steps", "text": "掷骰未录像"}
PAGES = {"index.html": CHINESE, "index.en.html": ENGLISH}


class Shelf:
    """What the public finds, once the worker has come round."""

    def __init__(self, root: Path, house: House) -> None:
        self.draws = root / Bucket.PUBLIC / "draws"
        self.record = self.draws / "records" / house.jurisdiction.code

    def after(self, plan: Any) -> Any:  # Any: JSON
        """The plan as the record's file tells it."""
        worker.DEEDS["publications.render_draw"](plan["id"])
        db.session.commit()
        return self.told(plan)

    def told(self, plan: Any) -> Any:
        told = json.loads((self.record / "draws.json").read_text())["plans"]
        return next(one for one in told if one["number"] == plan["number"])

    def page(self, name: str = "index.html") -> str:
        return (self.record / name).read_text()

    def draw(self, plan: Any) -> str:
        return (self.draws / str(plan["number"]) / "index.html").read_text()


@pytest.fixture(autouse=True)
def shelf(house: House, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    monkeypatch.setattr(storage.store, "current", FolderStore(tmp_path))
    return Shelf(tmp_path, house)


@pytest.fixture
def ceremony(house: House, app: Flask) -> Ceremony:
    return Ceremony(house, app)


def later(**given: float) -> time_machine.travel:
    return time_machine.travel(now() + timedelta(**given), tick=False)


def counted(page: str, name: str) -> str:
    """What a page counts under this name, without its marks."""
    found = re.search(rf"<dt>{name}</dt><dd>(.*?)</dd>", page, re.DOTALL)
    assert found, name
    return re.sub(r"<[^>]+>|[^\w ：:，,]", "", found[1]).strip()


def void(ceremony: Ceremony, plan: Any) -> Any:
    return done(ceremony.other.post(f"/plans/{plan['id']}/void", VOID))


def copied(house: House, plan: Any, times: int, place: Jurisdiction | None = None) -> list[Plan]:
    """More plans that were frozen as this one was."""
    first = db.session.get_one(Plan, plan["id"])
    kept = ("title", "period_from", "period_to", "item_list_entry_id", "take", "due_working_days")
    given = {name: getattr(first, name) for name in (*kept, "made_by", "state")}
    given["jurisdiction_id"] = (place or house.jurisdiction).id
    plans = [Plan(number=f"copy-{number}", **given) for number in range(times)]
    files = ("frozen_by", "objects", "inspectors", "manifest", "manifest_sha256")
    for one in plans:
        one.frozen.append(FrozenRosters(**{name: getattr(first.frozen[0], name) for name in files}))
    db.session.add_all(plans)
    db.session.commit()
    return [put_out(plan) for plan in plans]


def test_a_plan_is_in_it_from_its_freezing_on_and_goes_from_state_to_state(
    ceremony: Ceremony, shelf: Shelf
) -> None:
    plan = ceremony.committed()
    draw_pages.render_record(ceremony.house.jurisdiction.id)
    assert not shelf.record.exists()
    plan = done(ceremony.office.post(f"/plans/{plan['id']}/freeze", {}))
    told = shelf.after(plan)
    assert told["state"] == "committed"
    assert told["manifest_sha256"] == plan["frozen"]["manifest_sha256"]
    assert shelf.after(ceremony.revealed(plan))["state"] == "waiting"
    with later(minutes=4):
        done(ceremony.announce(plan))
        assert shelf.after(plan)["state"] == "announced"
    plan = done(ceremony.dice(plan))
    # Before its own page is out, the step of another plan may write the record.
    draw_pages.render_record(ceremony.house.jurisdiction.id)
    assert shelf.told(plan)["state"] == "drawn"
    told = shelf.after(plan)
    assert told["state"] == "published"
    assert told["result_sha256"] == plan["draw"]["result_sha256"]


@pytest.mark.parametrize("name", PAGES)
def test_a_line_tells_the_plan_and_leads_to_its_draw(
    ceremony: Ceremony, shelf: Shelf, name: str
) -> None:
    plan = ceremony.frozen(title="<b>市政</b>" * 12)
    shelf.after(plan)
    page, number = shelf.page(name), plan["number"]
    assert "&lt;b&gt;市政" in page
    assert "<b>市政" not in page
    assert f'href="../../{number}/{name}"' in page
    digest = plan["frozen"]["manifest_sha256"]
    assert f'href="../../{number}/{name}#seed-title">{digest[:12]}</a>' in page
    assert digest not in page
    period = PAGES[name]["period_days"].format(first="2026-11-20", last="2026-12-31")
    assert period in page


def test_voids_are_counted_by_whether_the_public_value_could_be_known(
    ceremony: Ceremony, shelf: Shelf
) -> None:
    before = void(ceremony, ceremony.frozen())
    assert shelf.after(before)["state"] == "void-before"
    after = ceremony.frozen()
    with later(minutes=4):
        void(ceremony, after)
    told = shelf.after(after)
    assert (told["state"], told["supersedes"]) == ("void-after", before["number"])
    assert told["void_reason"] == "steps"
    page = shelf.page()
    assert counted(page, CHINESE["count_plans"]) == "2"
    assert counted(page, CHINESE["count_void_before"]) == "1"
    assert counted(page, CHINESE["count_void_after"]) == "1"
    assert f'{CHINESE["follows"]} <a href="../../{before["number"]}/index.html">' in page
    assert VOID["text"] not in page


def test_changes_are_counted_by_reason(ceremony: Ceremony, shelf: Shelf) -> None:
    plan = redraw(ceremony, ceremony.drawn()).json
    plan = done(replace(ceremony, plan, plan["draw"]["drawn"][0]["object_id"]))
    told = shelf.after(plan)
    assert told["seats_redrawn"] == {SeatReason.RECUSAL: 1}
    assert told["objects_replaced"] == {ObjectReason.SUSPENDED: 1}
    assert counted(shelf.page(), CHINESE["count_seats"]) == "1：回避 1"
    assert counted(shelf.page("index.en.html"), ENGLISH["count_objects"]) == "1: suspended 1"


def test_nothing_of_a_sealed_draw_is_told_before_its_day(ceremony: Ceremony, shelf: Shelf) -> None:
    plan = done(ceremony.dice(ceremony.revealed(ceremony.sealed()), seal=SEAL))
    plan = redraw(ceremony, plan).json
    replaced = plan["draw"]["drawn"][0]["object_id"]
    plan = done(replace(ceremony, plan, replaced))
    told = shelf.after(plan)
    assert (told["state"], told["seal_unrevealed"]) == ("sealed", False)
    assert told["seats_redrawn"] == told["objects_replaced"] == {}
    text = "".join(path.read_text() for path in shelf.record.iterdir())
    secrets = {SEAL, plan["draw"]["seed"], *(one["object_id"] for one in plan["draw"]["drawn"])}
    assert not [one for one in secrets if one in text]
    assert counted(shelf.page(), CHINESE["count_objects"]) == "0"
    with later(days=31):
        told = shelf.after(plan)
    assert told["state"] == "published"
    assert told["objects_replaced"] == {ObjectReason.SUSPENDED: 1}


def test_a_draw_that_is_not_made_in_time_is_named(ceremony: Ceremony, shelf: Shelf) -> None:
    plan = ceremony.frozen()
    shelf.after(plan)
    assert CHINESE_STATES[State.COMMITTED] in shelf.page()
    assert draw_pages.overtaken() == []
    with later(days=3):
        assert [str(one) for one in draw_pages.overtaken()] == [plan["id"]]
        assert shelf.after(plan)["state"] == "not-drawn"
        assert draw_pages.overtaken() == []
    assert counted(shelf.page(), CHINESE["count_not_drawn"]) == "1"
    shown = shelf.draw(plan)
    assert 'data-told="not-drawn"' in shown
    assert CHINESE["not_drawn_text"][-8:] in shown
    assert CHINESE_STATES[State.NOT_DRAWN] in (shelf.draws / "index.html").read_text()


def test_a_sealed_plan_that_nobody_draws_is_named_unrevealed_after_its_date(
    ceremony: Ceremony, shelf: Shelf
) -> None:
    plan = ceremony.sealed()
    shelf.after(plan)
    with later(days=59):
        assert shelf.after(plan)["state"] == "not-drawn"
    with later(days=61):
        assert [str(one) for one in draw_pages.overtaken()] == [plan["id"]]
        told = shelf.after(plan)
        assert draw_pages.overtaken() == []
    assert (told["state"], told["seal_unrevealed"]) == ("unrevealed", True)
    assert counted(shelf.page(), CHINESE["count_unrevealed"]) == "1"
    assert CHINESE_STATES[State.UNREVEALED] in shelf.draw(plan)


def test_a_sealed_draw_that_nobody_publishes_counts_as_unrevealed(
    ceremony: Ceremony, shelf: Shelf
) -> None:
    plan = done(ceremony.dice(ceremony.revealed(ceremony.sealed()), seal=SEAL))
    shelf.after(plan)
    with later(days=61):
        draw_pages.render_record(ceremony.house.jurisdiction.id)
    assert shelf.told(plan)["state"] == "unrevealed"


def test_a_void_after_the_public_value_still_owes_its_seal(
    ceremony: Ceremony, shelf: Shelf
) -> None:
    before = void(ceremony, ceremony.sealed())
    after = ceremony.sealed()
    with later(minutes=4):
        void(ceremony, after)
    shelf.after(before)
    shelf.after(after)
    with later(days=61):
        assert [str(one) for one in draw_pages.overtaken()] == [after["id"]]
        told = shelf.after(after)
        assert draw_pages.overtaken() == []
    assert (told["state"], told["seal_unrevealed"]) == ("void-after", True)
    assert shelf.told(before)["seal_unrevealed"] is False
    assert counted(shelf.page(), CHINESE["count_unrevealed"]) == "1"
    assert CHINESE["no_seal"] in shelf.draw(after)


def test_the_worker_writes_again_what_the_days_have_overtaken(
    ceremony: Ceremony, shelf: Shelf, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = ceremony.frozen()
    shelf.after(plan)
    deferred: list[tuple[str, str]] = []
    monkeypatch.setattr("suicha.jobs.defer", lambda *tasks: deferred.extend(tasks))
    monkeypatch.setattr("suicha.deeds.contexts", [app.app_context])
    jobs.app.tasks["publications.name_late"](timestamp=0)
    assert deferred == []
    with later(days=3):
        jobs.app.tasks["publications.name_late"](timestamp=0)
    assert deferred == [("publications.render_draw", plan["id"])]


def test_a_browser_is_told_the_dates_by_which_it_may_judge(
    ceremony: Ceremony, shelf: Shelf
) -> None:
    plan = ceremony.sealed()
    told = shelf.after(plan)
    for page in (shelf.page(), shelf.draw(plan)):
        assert f'data-until="{told["draw_by"]}"' in page
        assert f'data-after="{told["draw_by"]}" hidden data-until="{told["seal_by"]}"' in page
        assert f'data-after="{told["seal_by"]}" hidden' in page
        assert re.search(r'<script src="[./]*/draws/dates.js\?v=[0-9a-f]{8}" defer></script>', page)


def test_public_index_and_every_draw_lead_to_it(ceremony: Ceremony, shelf: Shelf) -> None:
    worker.DEEDS["publications.render_index"]("")
    assert CHINESE["no_records"] in (shelf.draws / "records" / "index.html").read_text()
    plan = ceremony.frozen()
    shelf.after(plan)
    worker.DEEDS["publications.render_index"]("")
    for name in PAGES:
        public = (shelf.draws.parent / name).read_text()
        assert f'href="draws/records/{name}"' in public
        records = (shelf.draws / "records" / name).read_text()
        assert f'href="{shelf.record.name}/{name}"' in records
        page = (shelf.draws / plan["number"] / name).read_text()
        assert f'href="../records/{shelf.record.name}/{name}"' in page


def test_nobody_keeps_an_old_record(ceremony: Ceremony, shelf: Shelf, app: Flask) -> None:
    shelf.after(ceremony.frozen())
    for name in ("index.html", "draws.json"):
        address = f"/public/draws/records/{shelf.record.name}/{name}"
        answer = app.test_client().get(address)
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_the_same_again_gives_the_same_bytes(ceremony: Ceremony, shelf: Shelf) -> None:
    plan = redraw(ceremony, ceremony.drawn()).json
    shelf.after(plan)
    before = {path: path.read_bytes() for path in shelf.record.iterdir()}
    shelf.after(plan)
    assert {path: path.read_bytes() for path in shelf.record.iterdir()} == before


def test_an_office_has_only_its_own_plans(ceremony: Ceremony, shelf: Shelf) -> None:
    plan, other = ceremony.frozen(), Jurisdiction(code="330107", name="另一区")
    ceremony.house.keep(other)
    moved = copied(ceremony.house, plan, 1, other)[0]
    shelf.after(plan)
    draw_pages.render_record(other.id)
    elsewhere = shelf.draws / "records" / "330107" / "index.html"
    assert moved.number in elsewhere.read_text()
    assert moved.number not in shelf.page()
    assert plan["number"] not in elsewhere.read_text()


@pytest.mark.parametrize("name", PAGES)
def test_six_hundred_plans_are_paged_and_every_link_leads_somewhere(
    ceremony: Ceremony, shelf: Shelf, name: str
) -> None:
    plan = ceremony.frozen()
    copied(ceremony.house, plan, 600)
    shelf.after(plan)
    suffix = name.removeprefix("index")
    pages = [shelf.page(f"index{page}{suffix}") for page in ("", "-2", "-3", "-4")]
    assert [page.count('class="mono" href') for page in pages] == [200, 200, 200, 1]
    assert f'href="index-3{suffix}" rel="next"' in pages[1]
    assert f'href="index{suffix}" rel="prev"' in pages[1]
    assert len(json.loads((shelf.record / "draws.json").read_text())["plans"]) == 601
    for page in pages:
        assert counted(page, PAGES[name]["count_plans"]) == "601"


def test_every_state_has_words_and_a_mark() -> None:
    assert set(CHINESE_STATES) == set(ENGLISH_STATES) == set(STATE_MARKS) == set(State)
    assert set(CHINESE) == set(ENGLISH)
