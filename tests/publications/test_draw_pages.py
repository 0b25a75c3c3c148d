"""Everybody reads a draw's files as they were frozen, and computes it again."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from sqlalchemy import select

from suicha import dr1, storage, worker
from suicha.application import bring_up
from suicha.db import db
from suicha.dr1 import alone, canonical
from suicha.draws import rosters
from suicha.draws.models import Draw, FrozenRosters
from suicha.publications import draw_pages
from suicha.publications.draw_words import CHINESE, ENGLISH
from suicha.storage import Bucket, FolderStore
from tests.draws.ceremonies import Ceremony
from tests.draws.test_limits import Past
from tests.publications.test_record import copied

if TYPE_CHECKING:
    from flask import Flask

    from tests.builders import House

FILES = {
    "manifest.json",
    "objects.tsv",
    "inspectors.tsv",
    "exclusions.tsv",
    "contributions.tsv",
    "result.txt",
    "index.html",
    "index.en.html",
}


@pytest.fixture(autouse=True)
def shelf(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the public reads."""
    monkeypatch.setattr(storage.store, "current", FolderStore(tmp_path))
    return tmp_path / Bucket.PUBLIC


@pytest.fixture
def drawn(house: House, app: Flask) -> Any:  # Any: JSON
    """A plan that was drawn, as the API tells it."""
    ceremony = Ceremony(house, app)
    plan = ceremony.dice(ceremony.revealed()).json
    worker.DEEDS["publications.render_draw"](plan["id"])
    db.session.commit()
    return plan


def test_a_draw_is_published_as_soon_as_it_is_made(drawn: Any) -> None:
    assert worker.FOLLOWS["plan.drawn"] == ("publications.render_draw",)


def test_its_files_are_those_that_were_frozen_and_give_its_result(drawn: Any, shelf: Path) -> None:
    folder = shelf / "draws" / drawn["number"]
    frozen = db.session.scalars(select(FrozenRosters)).one()

    assert {path.name for path in folder.iterdir()} == FILES
    assert (folder / "objects.tsv").read_text() == frozen.objects
    assert (folder / "manifest.json").read_text() == frozen.manifest
    digest = db.session.scalars(select(Draw.result_sha256)).one()
    assert dr1.verify_folder(folder).sha256 == digest
    assert alone.main("verify", folder) == f"ok {digest}\n"
    program = shelf / "draws" / "suicha_draw.py"
    assert program.read_bytes() == Path(alone.__file__).read_bytes()


def test_its_page_names_every_file_with_its_digest(drawn: Any, shelf: Path) -> None:
    folder = shelf / "draws" / drawn["number"]
    for name, words in (("index.html", CHINESE), ("index.en.html", ENGLISH)):
        page = (folder / name).read_text()
        assert drawn["title"] in page
        assert words["verify_now"] in page
        assert words["drawn_of"].format(drawn=3, sites=5) in page
        for file in dr1_files(folder):
            assert f'href="{file.name}"' in page
            assert sha256(file.read_bytes()).hexdigest() in page


def test_its_page_says_how_many_sites_were_left_out_and_why(
    house: House, app: Flask, shelf: Path
) -> None:
    ceremony = Ceremony(house, app)
    past = Past(ceremony)
    for _ in range(2):
        past.check(ceremony.sites[0])
    plan = ceremony.drawn()
    draw_pages.render_draw(plan["id"])
    folder = shelf / "draws" / plan["number"]
    for name, words in (("index.html", CHINESE), ("index.en.html", ENGLISH)):
        assert words["excluded_by_cap"].format(n=1, cap=2) in (folder / name).read_text()
    excluded = f"{ceremony.sites[0].permit_number}\tyearly-cap\n"
    assert (folder / "exclusions.tsv").read_text() == excluded
    assert alone.main("verify", folder).startswith("ok ")


def test_a_draw_of_an_earlier_release_says_nothing_of_a_cap(
    house: House, app: Flask, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    freeze = rosters.freeze

    def without(*given: Any) -> rosters.Files:  # Any: as freeze takes them
        files = freeze(*given)
        document = json.loads(files.manifest)
        del document["exclusions"]
        return replace(files, manifest=canonical.encode(document))

    monkeypatch.setattr(rosters, "freeze", without)
    plan = Ceremony(house, app).drawn()
    draw_pages.render_draw(plan["id"])
    page = (shelf / "draws" / plan["number"] / "index.html").read_text()
    assert CHINESE["excluded"] not in page


def dr1_files(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.suffix != ".html"]


def test_no_persons_name_is_told(drawn: Any, shelf: Path) -> None:
    told = b"".join(path.read_bytes() for path in (shelf / "draws").rglob("*") if path.is_file())
    for row in drawn["draw"]["drawn"]:
        for seat in filter(None, row["inspectors"]):
            assert seat["name"].encode() not in told


def test_the_list_leads_to_it_and_the_index_to_the_list(drawn: Any, shelf: Path) -> None:
    worker.DEEDS["publications.render_index"]("")
    for name in ("index.html", "index.en.html"):
        assert f'href="{drawn["number"]}/{name}"' in (shelf / "draws" / name).read_text()
        assert f'href="draws/{name}"' in (shelf / name).read_text()


@pytest.mark.parametrize("name", ["index.html", "index.en.html"])
def test_six_hundred_draws_are_paged_by_year_and_every_link_leads_somewhere(
    house: House, app: Flask, shelf: Path, name: str
) -> None:
    plan, words = Ceremony(house, app).frozen(), CHINESE if name == "index.html" else ENGLISH
    with time_machine.travel(datetime(2025, 12, 31, 15, 59, tzinfo=UTC)):  # a minute before 2026
        copied(house, plan, 600)
    draw_pages.render_list()
    suffix = name.removeprefix("index")
    pages = [(shelf / "draws" / f"index{n}{suffix}").read_text() for n in ("", "-2", "-3", "-4")]
    assert [page.count("<li>") for page in pages] == [200, 200, 200, 1]
    assert f'href="index-3{suffix}" rel="next"' in pages[1]
    assert f'href="index{suffix}" rel="prev"' in pages[1]
    assert all(words["draws_count"].format(n=601) in page for page in pages)
    years = [re.findall(r"<h2>(\d{4})", page) for page in pages]
    assert years == [["2026", "2025"], ["2025"], ["2025"], ["2025"]]
    twin = "index-2.en.html" if name == "index.html" else "index-2.html"
    assert f'href="{twin}"' in pages[1]


def test_the_same_again_gives_the_same_bytes(drawn: Any, shelf: Path) -> None:
    before = {path: path.read_bytes() for path in shelf.rglob("*") if path.is_file()}
    draw_pages.render_draw(drawn["id"])
    assert {path: path.read_bytes() for path in shelf.rglob("*") if path.is_file()} == before


def test_the_list_names_no_draw_whose_page_is_not_there(
    house: House, app: Flask, shelf: Path
) -> None:
    ceremony = Ceremony(house, app)
    plan = ceremony.committed()
    draw_pages.render_list()
    listed = shelf / "draws" / "index.html"
    assert plan["number"] not in listed.read_text()
    ceremony.office.post(f"/plans/{plan['id']}/freeze", {})
    draw_pages.render_list()  # as another draw's turn does, before this one's
    assert plan["number"] in listed.read_text()
    assert (listed.parent / plan["number"] / "index.html").exists()


def test_a_draft_is_not_published(house: House, app: Flask, shelf: Path) -> None:
    plan = Ceremony(house, app).committed()
    draw_pages.render_draw(plan["id"])
    assert not (shelf / "draws" / plan["number"]).exists()


def test_an_upgrade_publishes_what_was_drawn_before(
    house: House, app: Flask, shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ceremony = Ceremony(house, app)
    plan = ceremony.dice(ceremony.revealed()).json
    deferred: list[tuple[str, str]] = []
    monkeypatch.setattr("suicha.jobs.defer", lambda *tasks: deferred.extend(tasks))
    monkeypatch.setattr("flask_migrate.upgrade", lambda: None)
    built = tmp_path / "dist"
    built.mkdir()
    (built / "verify.js").write_text("// verifies")
    monkeypatch.setenv("PWA", str(built))

    bring_up()

    assert ("publications.render_draw", plan["id"]) in deferred
    assert (shelf / "draws" / "index.html").exists()
    assert (shelf / "draws" / "verify.js").read_text() == "// verifies"


def test_the_page_of_a_draw_may_run_its_own_script_and_no_other(drawn: Any, app: Flask) -> None:
    answer = app.test_client().get(f"/public/draws/{drawn['number']}/index.html")
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "script-src 'self'; worker-src 'self'; connect-src 'self'" in answer.text
    other = app.test_client().get("/public/index.html").headers["Content-Security-Policy"]
    assert "script-src" not in other
    assert json.loads(app.test_client().get(f"/public/draws/{drawn['number']}/manifest.json").text)
