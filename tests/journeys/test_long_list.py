"""A list of 600 items, answered on a phone four times slower than this machine.

What it takes is printed, as `python -m bench.long_list` prints it; asserted is that every answer is
kept as it was given, here and at the server, and nothing else is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from bench import long_list, office, phone
from suicha.db import db
from suicha.spot_checks.models import AnswerSheet
from tests.builders import House

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from bench.long_list import Walked

Json = dict[str, Any]  # Any: JSON


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_every_answer_on_a_list_of_600_items_is_kept(
    browser: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    with office.running() as where, phone.in_hand(where, browser.browser_type) as one:
        with capsys.disabled():
            walked = long_list.walk(where, one, House(), long_list.FULL)
        assert {len(told.waited) >= long_list.FULL for told in walked.told.values()} == {True}
        long_list.send(one)
        kept = at_the_server(walked)
    assert {item: answer_like(kept.get(item), given) for item, given in walked.answers.items()} == (
        walked.answers
    )
    assert set(kept) == set(walked.answers)


def at_the_server(walked: Walked) -> dict[str, Json]:
    sheets = db.session.scalars(
        select(AnswerSheet).where(AnswerSheet.spot_check_id == walked.check)
    )
    return {item: said for sheet in sheets for item, said in sheet.answers.items()}


def answer_like(kept: Json | None, given: Json) -> Json:
    """Give the parts of an answer that the inspector gave."""
    return {name: (kept or {}).get(name) for name in given}
