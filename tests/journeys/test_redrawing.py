"""The office draws a seat anew; a stranger's browser follows the change from the public files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import PHONE, Office, open_context, sign_in
from .test_first_walk import WORKER, draw
from .test_screens import judged

if TYPE_CHECKING:
    from playwright.sync_api import Locator

WHY = "与施工单位项目经理有亲属关系"


@pytest.mark.long
def test_a_seat_is_drawn_anew_and_everybody_can_follow_it(
    office: Office, browser: Browser, desk: Page
) -> None:
    sign_in(desk, office, "zhoumin")
    draw(office, browser, desk)
    seats = desk.locator("tbody tr").first.locator("li")
    lead, second = (name_in(seats.nth(seat)) for seat in (0, 1))

    seats.first.get_by_role("button", name="重抽席位").click()
    again = seats.first.get_by_role("button", name="重抽席位")
    expect(again).to_be_disabled()
    seats.first.get_by_label("情况说明").fill(WHY)
    assert judged(desk, "redraw-asked") == []
    again.click()
    expect(desk.get_by_role("heading", name="抽取后的变更")).to_be_visible()
    assert name_in(seats.first) != lead
    assert name_in(seats.nth(1)) == second
    expect(desk.get_by_text(WHY)).to_be_visible()
    assert judged(desk, "redraw-done") == []

    number = desk.locator("h1 + .number").inner_text()
    context = open_context(browser, office.url, PHONE, phone=True)
    page = context.new_page()
    page.goto(f"/public/draws/{number}/index.html")
    changes = page.get_by_role("link", name="changes.txt")
    for _ in range(WORKER // 1000):
        if changes.count() == 1:
            break
        page.wait_for_timeout(1000)
        page.reload()
    page.get_by_role("button", name="立即核验").click()
    expect(page.get_by_text("核验一致")).to_be_visible()
    assert WHY not in page.content()
    context.close()


def name_in(seat: Locator) -> str:
    """Whoever holds a seat, by name."""
    return seat.inner_text().split()[0]
