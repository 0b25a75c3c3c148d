"""我的: what waits, is refused or flagged, the language, a new version, signing out."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from suicha.db import CHINA

from .conftest import sign_in
from .dying import until
from .visits import (
    SOON,
    all_sent,
    at_the_desk,
    begin,
    describe,
    fetched,
    lead_of,
    on_a_phone,
    open_sheet,
    report,
    shown,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

    from .conftest import Office
    from .test_two_inspectors import Inspector
    from .visits import Desk, Json

FOUND = "脚手架拉结点缺失 2 处，作业层脚手板未满铺。"
DRAFT = "配电箱前堆放杂物，操作通道不足 1 m"
PUSH = b"POST /api/v1/sync/push"
LOST = b""
FLAT = timedelta(hours=26)  # a phone whose battery was flat: yesterday, wherever the day begins


@pytest.mark.long
def test_what_was_refused_or_flagged_is_told_with_what_to_do_and_can_be_corrected(
    browser: Browser, old_office: Office
) -> None:
    with at_the_desk(browser, old_office) as desk:
        check = desk.checks("assigned")[-1]
        hazard = sent_again(desk, check)
        with on_a_phone(browser, old_office, lead_of(check)) as phone:
            page = phone.page
            begin(page, check)
            all_sent(page)
            phone.leave()
            look_again(page, hazard)
            desk.do(f"/hazards/{hazard['id']}/assign", {"inspector_ids": []})
            phone.context.clock.set_fixed_time(datetime.now(CHINA) - FLAT)
            report_with_that_day(page, check)
            see_what_waits(page, check, hazard)
            phone.come_back()
            see_what_is_wrong(page)
            in_english(page)
            phone.context.clock.set_fixed_time(datetime.now(CHINA))
            correct(page)
        found = [one for one in desk.hazards("state=reported") if one["description"] == FOUND]
        assert [one["spot_check_id"] for one in found] == [check["id"]]


@pytest.mark.long
def test_a_new_version_and_signing_out_lose_nothing_that_was_typed(
    browser: Browser, old_office: Office
) -> None:
    with at_the_desk(browser, old_office) as desk:
        check = desk.checks("started")[0]
        strangers = [each for state in ("assigned", "submitted") for each in desk.checks(state)]
    lead = lead_of(check)
    sent = {one["name"] for one in check["inspectors"]}
    other = next(name for each in strangers if (name := lead_of(each)) not in sent)
    with on_a_phone(browser, old_office, lead) as phone:
        phone.proxy.instead[PUSH] = LOST
        type_a_draft(phone.page, check)
        a_new_version_waits(phone, old_office)
        take_it(phone.page, check)
        leave_for_another(phone.page, old_office, other, check)
        sign_in(phone.page, old_office, old_office.logins[lead])
        fetched(phone.page)
        expect(phone.page.locator("ul.unsent")).to_contain_text(check["site"]["name"])
        shown(phone.page, "me-signed-in-again")
        is_still_typed(phone.page, check)
        del phone.proxy.instead[PUSH]
        phone.sync()
        all_sent(phone.page)


def sent_again(desk: Desk, check: Json) -> Json:
    """Send the lead of a check to look again at a hazard of somebody else's check."""
    lead = next(one["id"] for one in check["inspectors"] if one["lead"])
    for hazard in desk.hazards("state=confirmed"):
        found = desk.ask(f"/spot-checks/{hazard['spot_check_id']}")
        if lead not in {one["id"] for one in found["inspectors"]}:
            desk.do(f"/hazards/{hazard['id']}/assign", {"inspector_ids": [lead]})
            return hazard
    raise LookupError("no hazard is to be rectified")


def look_again(page: Page, hazard: Json) -> None:
    """Find a hazard rectified, without a network."""
    page.goto(f"/hazards/{hazard['id']}")
    page.get_by_text("已整改到位", exact=True).click()
    page.get_by_role("button", name="登记复查").click()
    expect(page.get_by_text("复查结果已保存在本机")).to_be_visible()


def report_with_that_day(page: Page, check: Json) -> None:
    """Report a hazard that is due on the day that the phone believes in."""
    page.goto(f"/checks/{check['id']}")
    page.get_by_role("button", name="继续记录").click()
    open_sheet(page, 1)
    describe(page, FOUND)
    page.locator("input[name=due_on]").fill((datetime.now(CHINA) - FLAT).date().isoformat())
    report(page)


def see_what_waits(page: Page, check: Json, hazard: Json) -> None:
    """Every thing that is only on this phone is listed, check by check; the storage has a size."""
    page.goto("/me")
    unsent = page.locator("ul.unsent li")
    expect(unsent).to_have_count(2)
    expect(unsent.filter(has_text=check["site"]["name"])).to_contain_text("隐患登记")
    expect(unsent.filter(has_text=hazard["site_name"])).to_contain_text("隐患复查")
    expect(page.get_by_text(re.compile(r"已用 [\d.]+ [KM]B · 可用"))).to_be_visible()
    shown(page, "me-unsent")


def see_what_is_wrong(page: Page) -> None:
    """The report is refused, the re-check flagged, the clock named: each says what to do."""
    cards = page.locator("section.card")
    refused = cards.filter(has_text="隐患登记").filter(has_text="被退回")
    expect(refused).to_have_count(1, timeout=SOON)
    expect(refused).to_contain_text("怎么办：按提示更正后重新登记")
    expect(refused.get_by_role("link", name="更正")).to_be_visible()
    flagged = cards.filter(has_text="隐患复查").filter(has_text="需核对")
    expect(flagged).to_contain_text("任务已改派他人")
    expect(flagged).to_contain_text("怎么办：内容已送达")
    expect(flagged.get_by_role("link", name="打开隐患")).to_be_visible()
    shown(page, "me-needs-you")
    flagged.scroll_into_view_if_needed()
    shown(page, "me-flagged")
    clock = page.get_by_text(re.compile(r"与服务器相差 \d+ 分钟"))
    clock.scroll_into_view_if_needed()
    shown(page, "me-clock")


def in_english(page: Page) -> None:
    """Switch to English and back; nothing on the page stays behind."""
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_role("heading", name="For you to look at")).to_be_visible()
    refused = page.locator("section.card", has_text="refused")
    expect(refused).to_contain_text("What to do: Correct it as said and report it again")
    page.get_by_role("heading", name="For you to look at").scroll_into_view_if_needed()
    shown(page, "me-english")
    page.get_by_text("中文", exact=True).click()
    expect(page.get_by_role("heading", name="需要处理")).to_be_visible()


def correct(page: Page) -> None:
    """Correct the report in its own sheet, and see that the rest has been read."""
    page.get_by_role("link", name="更正").click()
    expect(page.get_by_label("问题情况")).to_have_value(FOUND)
    shown(page, "me-correction")
    page.get_by_role("button", name="5 工作日", exact=True).click()
    report(page)
    expect(page.get_by_role("heading", name="我的")).to_be_visible()
    expect(page.locator("section.card", has_text="被退回")).to_have_count(0)
    read = page.get_by_role("button", name="知道了")
    expect(read.first).to_be_visible()
    for _ in range(read.count()):
        left = read.count()
        read.first.click()
        expect(read).to_have_count(left - 1)
    all_sent(page)


def type_a_draft(page: Page, check: Json) -> None:
    """Answer one item, and begin to write the hazard down."""
    page.goto(f"/checks/{check['id']}")
    page.get_by_role("button", name="继续记录").click()
    open_sheet(page, 5)
    page.get_by_label("问题情况").fill(DRAFT)
    expect(page.get_by_text("草稿已自动保存")).to_be_visible()


def a_new_version_waits(phone: Inspector, office: Office) -> None:
    """The server has another service worker, and the app looks for news, as it does by and by."""
    newer = phone.page.request.get(f"{office.url}/sw.js").body() + b"\n// newer\n"
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: text/javascript\r\nContent-Length: {len(newer)}\r\n\r\n"
    )
    phone.proxy.instead[b"GET /sw.js"] = head.encode() + newer
    waits = "() => navigator.serviceWorker.ready.then(found => found.waiting !== null)"
    phone.page.evaluate("navigator.serviceWorker.ready.then(found => found.update())")
    until(phone.page, waits)


def take_it(page: Page, check: Json) -> None:
    """Not while somebody records or submits; where it is offered and taken, the draft is there."""
    bar = page.locator(".update-bar")
    expect(bar).to_have_count(0)
    shown(page, "update-not-on-the-sheet")
    page.get_by_role("link", name="返回").click()
    expect(page.locator("section.item").first).to_be_visible()
    expect(bar).to_have_count(0)
    page.get_by_role("link", name="返回").click()
    expect(bar).to_contain_text("有新版本")
    expect(page.get_by_role("link", name="签字与提交")).to_be_visible()
    shown(page, "update-offered")
    page.get_by_role("link", name="签字与提交").click()
    expect(page.get_by_role("heading", name="提交")).to_be_visible()
    expect(bar).to_have_count(0)
    page.get_by_role("link", name="返回").click()
    page.evaluate("window.isOld = true")
    bar.get_by_role("button", name="更新").click()
    page.wait_for_function("() => !window.isOld")
    expect(page.get_by_role("button", name="继续记录")).to_be_visible()
    expect(bar).to_have_count(0)
    is_still_typed(page, check)


def is_still_typed(page: Page, check: Json) -> None:
    """Go on where the draft was left."""
    page.goto(f"/checks/{check['id']}")
    page.get_by_role("button", name="继续记录").click()
    page.get_by_role("link", name="继续填写隐患草稿").click()
    expect(page.get_by_label("问题情况")).to_have_value(DRAFT)


def leave_for_another(page: Page, office: Office, other: str, check: Json) -> None:
    """Sign out at the second asking; who comes then sees nothing of it, and leaves nothing."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        (dialog.dismiss if len(asked) == 1 else dialog.accept)()

    page.on("dialog", answer)
    page.goto("/me")
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("button", name="退出登录")).to_be_enabled()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/login**")
    shown(page, "me-signed-out")

    sign_in(page, office, office.logins[other])
    fetched(page)
    expect(page.locator("ul.unsent")).to_have_count(0)
    page.goto(f"/checks/{check['id']}")
    expect(page.get_by_text("这项检查不在您的任务中")).to_be_visible()
    shown(page, "me-not-anothers")
    page.goto("/me")
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/login**")
    page.remove_listener("dialog", answer)
    unsent, again, nothing = asked
    assert unsent == again
    assert "锁定保存" in unsent
    assert "没有未发送的记录" in nothing
