"""A list of 600 items, of which the page holds only what is near the screen.

At length it is answered on a phone four times slower than this machine. What that takes is
printed, as `python -m bench.long_list` prints it; asserted is that every answer is kept as it was
given, here and at the server, and nothing else is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from bench import long_list, office, phone
from suicha.db import db
from suicha.spot_checks.models import AnswerSheet
from tests.builders import House
from tests.phone import sent_to

from .visits import shown

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

    from bench.long_list import Walked

Json = dict[str, Any]  # Any: JSON
MOST = 60  # cards on the page, of 600


def test_one_gets_to_any_item_of_a_long_list_and_back_to_it(browser: Browser) -> None:
    with office.running() as where, phone.in_hand(where, browser.browser_type) as one:
        house = House()
        list_ = long_list.publish(where, house)
        person = house.inspector()
        path = f"/checks/{sent_to(house, person, lists=(list_,)).id}"
        one.sign_in(person.login)
        with one.page() as page:
            page.goto(path)
            page.get_by_role("button", name="开始检查").click()
            page.locator("section.item").first.wait_for()
            find(page, "15.7", "检查项 15.7")
            answer(page, "15.7")
            expect(page.get_by_role("button", name=re.compile("下一项"))).to_contain_text("599")
            page.get_by_role("link", name="返回").click()
        with one.page() as page:
            page.goto(f"{path}/record/{list_.id}")
            expect(
                at_the_top(page, "15.7").get_by_role("radio", name="符合", exact=True)
            ).to_be_checked()
            shown(page, "long-list-resumed")
            # Far away, the other way, and from there to the next.
            find(page, "2.10", "检查项 2.10")
            page.get_by_role("button", name=re.compile("下一项")).click()
            at_the_top(page, "2.11")
            assert page.locator("section.item").count() < MOST
            find_section(page, "第 18 分部")
            expect(page.locator("[id='item-18.0']")).to_be_in_viewport()
            expect(page.locator("section.item[id='item-18.0']")).to_be_in_viewport()


def find(page: Page, word: str, name: str) -> None:
    page.get_by_role("button", name="查找检查项").click()
    page.get_by_role("searchbox").fill(word)
    page.get_by_role("button", name=name).first.click()
    at_the_top(page, word)


def find_section(page: Page, title: str) -> None:
    page.get_by_role("button", name="查找检查项").click()
    page.get_by_role("button", name=title).click()


def at_the_top(page: Page, item: str) -> Locator:
    """The item's card, once it stands under the header: neither its room alone nor beside it."""
    card = page.locator(f"section.item[id='item-{item}']")
    expect(card).to_be_in_viewport()
    page.wait_for_function(
        "card => Math.abs(card.getBoundingClientRect().top - 190) < 110",
        arg=card.element_handle(),
        timeout=20_000,
    )
    return card


def answer(page: Page, item: str) -> None:
    page.locator(f"[id='item-{item}']").get_by_text("符合", exact=True).click()


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
