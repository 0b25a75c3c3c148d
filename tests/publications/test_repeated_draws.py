"""Of a repeated draw the public reads both computations, and verifies the one that stands."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from suicha import dr1, storage, worker
from suicha.db import db, now
from suicha.dr1 import alone
from suicha.publications.draw_words import CHINESE, ENGLISH
from suicha.storage import Bucket, FolderStore
from tests.draws.ceremonies import DICE, SEAL, Ceremony, done

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from tests.builders import House

RIGHT = "31415926535897932348"
WHY = "抄录时末两位颠倒 <b>录像</b>为证"
PREFIX = "set-aside-1-"


@pytest.fixture(autouse=True)
def shelf(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the public reads."""
    monkeypatch.setattr(storage.store, "current", FolderStore(tmp_path))
    return tmp_path / Bucket.PUBLIC / "draws"


@pytest.fixture
def ceremony(house: House, app: Flask) -> Ceremony:
    return Ceremony(house, app)


def rendered(shelf: Path, plan: Any) -> Path:
    worker.DEEDS["publications.render_draw"](plan["id"])
    db.session.commit()
    number: str = plan["number"]
    return shelf / number


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.suffix != ".html"}


def repeated(ceremony: Ceremony, plan: Any) -> Any:
    body = {"draw_id": plan["draw"]["id"], "source": "dice", "value": RIGHT}
    body |= {"evidence": "录像第 2 段", "text": WHY}
    with time_machine.travel(now() + timedelta(minutes=5), tick=False):
        return done(ceremony.other.post(f"/plans/{plan['id']}/repeat", body))


def test_the_page_follows_a_repetition() -> None:
    assert worker.FOLLOWS["plan.repeated"] == ("publications.render_draw",)


def test_both_computations_are_on_the_page_in_both_languages(
    ceremony: Ceremony, shelf: Path
) -> None:
    plan = ceremony.drawn()
    again = repeated(ceremony, plan)
    folder = rendered(shelf, plan)
    for name, words in (("index.html", CHINESE), ("index.en.html", ENGLISH)):
        page = (folder / name).read_text()
        assert words["set_aside_title"].format(n=1) in page
        assert "抄录时末两位颠倒 &lt;b&gt;录像&lt;/b&gt;为证" in page
        assert f'<s class="mono">{DICE.replace(" ", "")}</s>' in page
        assert f'<b class="mono">{RIGHT}</b>' in page
        for draw in (plan["draw"], again["draw"]):
            assert draw["result_sha256"] in page
        assert again["set_aside"][0]["by"] not in page
        checked = page.split('data-files="')[1].split('"')[0].split()
        assert {"result.txt", "contributions.tsv"} <= {*checked}
        assert not any(each.startswith("set-aside") for each in checked)
    assert (shelf / "index.html").read_text().count(f'href="{plan["number"]}/') == 1


def test_the_published_folder_verifies_what_stands_and_what_was_set_aside_by_its_own_names(
    ceremony: Ceremony, shelf: Path, tmp_path: Path
) -> None:
    plan = ceremony.drawn()
    first = rendered(shelf, plan)
    assert dr1.verify_folder(first).sha256 == plan["draw"]["result_sha256"]
    again = repeated(ceremony, plan)
    folder = rendered(shelf, plan)
    assert dr1.verify_folder(folder).sha256 == again["draw"]["result_sha256"]
    assert alone.main("verify", folder) == f"ok {again['draw']['result_sha256']}\n"
    other = tmp_path / "set aside"
    shutil.copytree(folder, other)
    for file in other.glob(f"{PREFIX}*"):
        file.rename(other / file.name.removeprefix(PREFIX))
    assert dr1.verify_folder(other).sha256 == plan["draw"]["result_sha256"]
    assert alone.main("verify", other) == f"ok {plan['draw']['result_sha256']}\n"


def test_changes_go_out_with_the_computation_that_they_were_made_to(
    ceremony: Ceremony, shelf: Path
) -> None:
    plan = ceremony.drawn()
    site = plan["draw"]["drawn"][0]["object_id"]
    asked = {"object_id": site, "reason": "finished", "note": "已竣工备案"}
    done(ceremony.office.post(f"/plans/{plan['id']}/replace", asked))
    assert {"requests.tsv", "changes.txt"} <= names(rendered(shelf, plan))
    changed = ceremony.office.get(f"/plans/{plan['id']}").json
    again = repeated(ceremony, changed)
    folder = rendered(shelf, plan)
    assert not {"requests.tsv", "changes.txt"} & names(folder)
    assert {f"{PREFIX}requests.tsv", f"{PREFIX}changes.txt"} <= names(folder)
    assert dr1.verify_folder(folder).sha256 == again["draw"]["result_sha256"]


def test_a_sealed_draw_that_was_repeated_tells_digests_and_no_outcome_before_its_day(
    ceremony: Ceremony, shelf: Path
) -> None:
    plan = done(ceremony.dice(ceremony.revealed(ceremony.sealed()), seal=SEAL))
    again = repeated(ceremony, plan)
    folder = rendered(shelf, plan)
    assert names(folder) == {"manifest.json", "set-aside.json"}
    told = json.loads((folder / "set-aside.json").read_bytes())["set_aside"][0]
    assert (told["source"], told["right"], told["text"]) == ("dice", RIGHT, WHY)
    for name in ("index.html", "index.en.html", "set-aside.json"):
        page = (folder / name).read_text()
        assert plan["draw"]["result_sha256"] in page
        assert SEAL not in page
        for draw in (plan["draw"], again["draw"]):
            assert draw["seed"] not in page
            assert not any(line["object_id"] in page for line in draw["drawn"])
    with time_machine.travel(now() + timedelta(days=31), tick=False):
        folder = rendered(shelf, plan)
    assert dr1.verify_folder(folder).sha256 == again["draw"]["result_sha256"]
    assert f"{PREFIX}result.txt" in names(folder)
    assert SEAL in (folder / f"{PREFIX}contributions.tsv").read_text()


def test_a_draw_that_was_never_repeated_says_nothing_of_it(ceremony: Ceremony, shelf: Path) -> None:
    plan = ceremony.drawn()
    folder = rendered(shelf, plan)
    assert not any(name.startswith("set-aside") for name in names(folder))
    assert CHINESE["set_aside"] not in (folder / "index.html").read_text()


def test_the_list_of_all_draws_marks_what_was_repeated(ceremony: Ceremony, shelf: Path) -> None:
    plan = ceremony.drawn()
    rendered(shelf, plan)
    names = (("index.html", CHINESE), ("index.en.html", ENGLISH))
    assert all(
        words["repeated"].format(n=1) not in (shelf / name).read_text() for name, words in names
    )
    repeated(ceremony, plan)
    rendered(shelf, plan)
    for name, words in names:
        page = (shelf / name).read_text()
        assert page.count(words["repeated"].format(n=1)) == 1
        assert page.count(f'href="{plan["number"]}/{name}"') == 1
