"""Signing on a phone that is passed around, and submitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page


def sign_and_submit(page: Page) -> None:
    """Both inspectors and the party sign on this phone; the lead submits."""
    sign(page)
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("heading", name="已记录")).to_be_visible()


def sign(page: Page) -> None:
    """Choose an outcome and let all three sign under it; what is left is to submit."""
    page.get_by_role("link", name="签字与提交").click()
    page.get_by_label("检查结果").select_option("rectify_by_date")
    page.get_by_role("link", name="去签字").click()
    for seat in range(2):
        page.get_by_role("button", name="签字", exact=True).first.click()
        scribble(page, 20 + 10 * seat)
        expect(page.get_by_text("已签")).to_have_count(seat + 1)
    page.get_by_role("button", name="签字或登记拒签").click()
    page.get_by_label("姓名").fill("高建国")
    page.get_by_label("职务").fill("项目经理")
    scribble(page, 45)
    expect(page.get_by_text("已签")).to_have_count(3)
    page.get_by_role("link", name="返回提交").click()


def scribble(page: Page, height: int) -> None:
    pad = page.locator("canvas")
    # Hovering waits until the pad, which scrolls itself into view, stands still.
    pad.hover(position={"x": 30, "y": 40})
    box = pad.bounding_box()
    assert box is not None
    page.mouse.down()
    for step in range(1, 8):
        page.mouse.move(box["x"] + 30 + 25 * step, box["y"] + 40 + (step % 2) * height)
    page.mouse.up()
    page.get_by_role("button", name="确认签字").click()
    expect(pad).to_have_count(0)
