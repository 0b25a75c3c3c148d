"""A draw is public from its commitment on, and a sealed one tells its outcome on its day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from suicha import dr1, jobs, storage, worker
from suicha.db import db, now
from suicha.dr1 import alone
from suicha.draws.models import Plan
from suicha.publications import draw_pages
from suicha.publications.draw_states import State
from suicha.publications.draw_words import CHINESE
from suicha.publications.record_words import CHINESE_STATES
from suicha.storage import Bucket, FolderStore
from tests.draws.ceremonies import DICE, NONCE, SEAL, Ceremony, done

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from tests.builders import House

DIGITS = DICE.replace(" ", "")
VOID = {"reason": "steps", "text": "掷骰未录像"}


@pytest.fixture(autouse=True)
def shelf(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the public reads."""
    monkeypatch.setattr(storage.store, "current", FolderStore(tmp_path))
    return tmp_path / Bucket.PUBLIC / "draws"


@pytest.fixture
def ceremony(house: House, app: Flask) -> Ceremony:
    return Ceremony(house, app)


def rendered(shelf: Path, plan: Any) -> tuple[str, set[str]]:
    """What the public finds of a plan: the text of its page, and its files."""
    worker.DEEDS["publications.render_draw"](plan["id"])
    db.session.commit()
    folder = shelf / plan["number"]
    names = {path.name for path in folder.iterdir()} - {"index.html", "index.en.html"}
    return (folder / "index.html").read_text(), names


@pytest.mark.parametrize(
    "fact", ["frozen", "revealed", "announced", "drawn", "voided", "seat_redrawn"]
)
def test_the_page_follows_every_step_from_the_freezing_on(fact: str) -> None:
    assert worker.FOLLOWS[f"plan.{fact}"] == ("publications.render_draw",)


def test_what_was_committed_to_is_public_before_any_source_speaks(
    ceremony: Ceremony, shelf: Path
) -> None:
    plan = ceremony.frozen()
    page, files = rendered(shelf, plan)
    assert plan["frozen"]["manifest_sha256"] in page
    assert plan["witnesses"][0]["commitment"] in page
    assert plan["witnesses"][0]["name"] not in page
    assert files == {"manifest.json"}
    assert CHINESE["verify_now"] not in page
    assert plan["number"] in (shelf / "index.html").read_text()
    assert db.session.get_one(Plan, plan["id"]).published_at is None


def test_an_earlier_freezing_stays_on_the_page(ceremony: Ceremony, shelf: Path) -> None:
    plan = ceremony.frozen()
    again = done(ceremony.office.post(f"/plans/{plan['id']}/freeze", {}))
    page, _ = rendered(shelf, plan)
    for digest in (plan["frozen"]["manifest_sha256"], again["frozen"]["manifest_sha256"]):
        assert digest in page


def test_what_the_sources_gave_is_told_with_what_was_mended(
    ceremony: Ceremony, shelf: Path
) -> None:
    plan = ceremony.revealed()
    with time_machine.travel(now() + timedelta(minutes=4), tick=False):
        ceremony.announce(plan, "1" * 20)
        ceremony.announce(plan, evidence="录像 <b>3</b>")
    page, files = rendered(shelf, plan)
    assert f'<s class="mono">{"1" * 20}</s>' in page
    assert f'<b class="mono">{DIGITS}</b>' in page
    assert "录像 &lt;b&gt;3&lt;/b&gt;" in page
    assert NONCE in page
    assert files == {"manifest.json"}


def test_a_sealed_draw_tells_its_digest_at_once_and_the_rest_on_its_day(
    ceremony: Ceremony, shelf: Path
) -> None:
    plan = done(ceremony.dice(ceremony.revealed(ceremony.sealed()), seal=SEAL))
    page, files = rendered(shelf, plan)
    assert plan["draw"]["result_sha256"] in page
    assert plan["frozen"]["publish_at"][:4] in page
    assert files == {"manifest.json"}
    assert SEAL not in page
    assert not any(line["object_id"] in page for line in plan["draw"]["drawn"])
    assert draw_pages.unsealed() == []
    with time_machine.travel(now() + timedelta(days=31), tick=False):
        assert [str(one) for one in draw_pages.unsealed()] == [plan["id"]]
        page, files = rendered(shelf, plan)
        assert draw_pages.unsealed() == []
    assert SEAL in page
    assert CHINESE["verify_now"] in page
    folder = shelf / plan["number"]
    assert dr1.verify_folder(folder).sha256 == plan["draw"]["result_sha256"]
    assert alone.main("verify", folder) == f"ok {plan['draw']['result_sha256']}\n"


def test_the_worker_opens_what_is_due(
    ceremony: Ceremony, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = done(ceremony.dice(ceremony.revealed(ceremony.sealed()), seal=SEAL))
    deferred: list[tuple[str, str]] = []
    monkeypatch.setattr("suicha.jobs.defer", lambda *tasks: deferred.extend(tasks))
    monkeypatch.setattr("suicha.deeds.contexts", [app.app_context])
    jobs.app.tasks["publications.unseal"](timestamp=0)
    assert deferred == []
    with time_machine.travel(now() + timedelta(days=31), tick=False):
        jobs.app.tasks["publications.unseal"](timestamp=0)
    assert deferred == [("publications.render_draw", plan["id"])]


def test_a_void_plan_stays_public_with_its_lists_and_its_reason(
    ceremony: Ceremony, shelf: Path
) -> None:
    plan = ceremony.frozen()
    done(ceremony.other.post(f"/plans/{plan['id']}/void", VOID))
    page, files = rendered(shelf, plan)
    assert VOID["text"] in page
    assert CHINESE["void_before"] in page
    assert files == {"manifest.json", "objects.tsv", "inspectors.tsv", "exclusions.tsv"}
    assert CHINESE_STATES[State.VOID_BEFORE] in (shelf / "index.html").read_text()
    second = ceremony.frozen()
    page, _ = rendered(shelf, second)
    assert f'href="../{plan["number"]}/index.html"' in page


def test_a_draw_that_is_thrown_away_can_be_computed_by_everybody(
    ceremony: Ceremony, shelf: Path
) -> None:
    plan = ceremony.drawn()
    with time_machine.travel(now() + timedelta(minutes=5), tick=False):
        done(ceremony.other.post(f"/plans/{plan['id']}/void", VOID))
    page, _ = rendered(shelf, plan)
    assert CHINESE["void_after"] in page
    assert dr1.verify_folder(shelf / plan["number"]).sha256 == plan["draw"]["result_sha256"]


def test_the_page_says_how_many_could_be_sent_and_why_a_seat_stayed_empty(
    ceremony: Ceremony, shelf: Path
) -> None:
    for inspector in ceremony.inspectors[1:]:
        assert inspector.card is not None
        inspector.card.specialties = ["quality"]
    db.session.commit()
    site = ceremony.sites[0].permit_number
    assert ceremony.inspectors[0].card is not None
    ceremony.house.recusal(ceremony.inspectors[0], f"o:{site}")
    plan = ceremony.frozen(take={"A": 3, "B": 2})
    done(ceremony.dice(ceremony.revealed(plan)))
    page, _ = rendered(shelf, plan)
    assert CHINESE["candidates_range"].format(fewest=0, most=1) in page
    assert CHINESE["empty_title"].format(n=1) in page
    causes = {"full": 0, "recused": 1, "unskilled": 1, "seated": 1}
    assert CHINESE["empty_causes"].format(**causes) in page
    assert "亲属" not in page
