"""What changed after a draw stands on its public page in words, without anybody's name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from suicha import storage, worker
from suicha.draws.models import ObjectReason, SeatReason
from suicha.publications import draw_words
from suicha.storage import Bucket, FolderStore
from tests.draws.ceremonies import Ceremony
from tests.draws.test_redrawing import redraw
from tests.draws.test_replacing import in_class, replace

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from tests.builders import House

LANGUAGES = {"index.html": draw_words.CHINESE, "index.en.html": draw_words.ENGLISH}


@pytest.fixture(autouse=True)
def shelf(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the public reads."""
    monkeypatch.setattr(storage.store, "current", FolderStore(tmp_path))
    return tmp_path / Bucket.PUBLIC


@pytest.fixture
def ceremony(house: House, app: Flask) -> Ceremony:
    return Ceremony(house, app)


def page_of(shelf: Path, plan: Any, name: str) -> str:  # Any: JSON
    worker.DEEDS["publications.render_draw"](plan["id"])
    file: Path = shelf / "draws" / plan["number"] / name
    return file.read_text()


def rows_of(page: str) -> list[list[str]]:
    """The cells of the table's rows, as text."""
    rows = re.findall(r'<tr role="row">(.*?)</tr>', page, re.DOTALL)
    cells = (re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in rows)
    text = [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in cells]
    return [row for row in text if row]


def test_a_draw_that_nothing_changed_shows_no_table(ceremony: Ceremony, shelf: Path) -> None:
    plan = ceremony.drawn()
    for name, words in LANGUAGES.items():
        assert words["changes_text"] not in page_of(shelf, plan, name)


@pytest.mark.parametrize("name", LANGUAGES)
def test_each_change_is_told_in_its_order(ceremony: Ceremony, shelf: Path, name: str) -> None:
    plan = ceremony.drawn()
    first = plan["draw"]["drawn"][0]
    plan = redraw(ceremony, plan).json
    b = in_class(plan, "B")
    plan = replace(ceremony, plan, b["object_id"]).json
    last = in_class(plan, "B")
    plan = replace(ceremony, plan, last["object_id"], reason="finished").json
    page, words = page_of(shelf, plan, name), LANGUAGES[name]
    seat, replaced, none_left = rows_of(page)

    came = plan["draw"]["changes"][0]["now"]["card_number"]
    reasons = draw_words.CHINESE_REASONS if name == "index.html" else draw_words.ENGLISH_REASONS
    assert seat[1:4] == [
        words["seat_redrawn"].format(n=1),
        f"{first['site']['name']} {first['object_id']}",
        reasons[SeatReason.RECUSAL],
    ]
    assert seat[4] == f"{first['inspectors'][0]['card_number']} → {came}"
    assert replaced[1:4] == [
        words["object_replaced"],
        f"{b['site']['name']} {b['object_id']}",
        reasons[ObjectReason.SUSPENDED],
    ]
    assert replaced[4] == f"→ {last['site']['name']} {last['object_id']}"
    assert none_left[3:] == [reasons[ObjectReason.FINISHED], f"→ {words['no_reserve']}"]


def test_no_persons_name_and_no_word_of_the_office_is_told(ceremony: Ceremony, shelf: Path) -> None:
    for number, inspector in enumerate(ceremony.inspectors):
        inspector.name = f"欧阳某{number}"
    plan = redraw(ceremony, ceremony.drawn()).json
    plan = replace(ceremony, plan, plan["draw"]["drawn"][0]["object_id"]).json
    for name in LANGUAGES:
        page = page_of(shelf, plan, name)
        assert "欧阳某" not in page
        assert not any(change["note"] in page for change in plan["draw"]["changes"])


def test_the_same_again_gives_the_same_bytes(ceremony: Ceremony, shelf: Path) -> None:
    plan = ceremony.drawn()
    plan = replace(ceremony, plan, plan["draw"]["drawn"][0]["object_id"]).json
    assert page_of(shelf, plan, "index.html") == page_of(shelf, plan, "index.html")


def test_every_reason_has_words_in_both_languages() -> None:
    codes = {*SeatReason, *ObjectReason}
    assert set(draw_words.CHINESE_REASONS) == set(draw_words.ENGLISH_REASONS) == codes
