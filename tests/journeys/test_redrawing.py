"""A seat is drawn anew, a site is replaced; a stranger's browser follows both by the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from .conftest import PHONE, Office, open_context, sign_in
from .test_first_walk import WORKER, draw
from .test_screens import judged

if TYPE_CHECKING:
    from playwright.sync_api import Locator

WHY = "与施工单位项目经理有亲属关系"
WHY_NOT = "建设单位来函：已办理停工手续"


@pytest.mark.long
def test_a_seat_is_drawn_anew_a_site_is_replaced_and_everybody_can_follow_it(
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

    replace(desk)
    assert judged(desk, "replace-done") == []
    desk.set_viewport_size(ViewportSize(width=390, height=844))
    assert judged(desk, "replace-done-phone") == []

    number = desk.locator("h1 + .number").inner_text()
    context = open_context(browser, office.url, PHONE, phone=True)
    page = context.new_page()
    page.goto(f"/public/draws/{number}/index.html")
    replaced = page.get_by_role("cell", name="对象替换")
    for _ in range(WORKER // 1000):
        if replaced.count() == 1:
            break
        page.wait_for_timeout(1000)
        page.reload()
    page.get_by_role("heading", name="抽取后的变更").scroll_into_view_if_needed()
    assert judged(page, "changes-public-phone") == []
    page.get_by_role("button", name="立即核验").click()
    expect(page.get_by_text("核验一致")).to_be_visible()
    assert WHY not in page.content()
    assert WHY_NOT not in page.content()
    page.set_viewport_size(ViewportSize(width=1280, height=800))
    page.get_by_role("link", name="English").click()
    page.get_by_role("heading", name="Public files").scroll_into_view_if_needed()
    assert judged(page, "changes-public") == []
    context.close()


def replace(desk: Page) -> None:
    """Replace the first site of the draw: it stays to be seen, and another comes."""
    first, rows = desk.locator("tbody tr").first, desk.locator("tbody tr")
    before = rows.count()
    first.get_by_role("button", name="替换对象").click()
    again = first.get_by_role("button", name="替换对象")
    first.get_by_label("不能检查的原因").select_option("停工")
    first.get_by_label("情况说明").fill(WHY_NOT)
    assert judged(desk, "replace-asked") == []
    again.click()
    expect(first.get_by_text("已替换")).to_be_visible()
    expect(first.get_by_role("button")).to_have_count(0)
    expect(rows).to_have_count(before + 1)
    expect(rows.last.get_by_text("递补")).to_be_visible()
    expect(rows.last.locator("li")).to_have_count(2)
    expect(desk.get_by_text(WHY_NOT)).to_be_visible()
    expect(desk.get_by_text("已取消").first).to_be_visible()


def name_in(seat: Locator) -> str:
    """Whoever holds a seat, by name."""
    return seat.inner_text().split()[0]
