"""The office at a desk: what is public is mended or taken back; people, devices; differences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from .conftest import DESK, open_context
from .desks import asked, is_looked_at
from .test_screens import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from suicha.db import Json

    from .conftest import Office

WORKER = 45_000  # ms for the worker to come round
WRONG = "检查结果中一处部位写错，现予更正"
BACK = "检查对象信息有误，待核实后重新公示"
AGAIN = "核实无误，重新公示"
LOST = "手机遗失"
LEFT = "调离本单位"
DECIDED = "核对现场照片后裁定"
FIRST = "duanwu-2026-11"


@pytest.fixture(scope="module")
def supervisor(browser: Browser, old_office: Office) -> Iterator[Page]:
    """A desk at which a district's supervisor stays signed in."""
    with signed_in(browser, old_office, "zhoumin", "desk zh-CN") as page:
        yield page


def test_a_result_is_corrected_withdrawn_and_published_again(
    supervisor: Page, browser: Browser, old_office: Office
) -> None:
    page = supervisor
    published = asked(page, "publications?state=published&limit=100")["items"]
    item = next(each for each in published if each["photos"] and each["version"] == 1)
    page.goto(f"/desk/publications/{item['spot_check_id']}?state=published")
    correct(page, item)
    assert WRONG in read_outside(browser, old_office, item, "已更正")
    withdraw(page)
    assert BACK in read_outside(browser, old_office, item, "公示已撤回")
    amend(page, "更正后重新公示", AGAIN)
    is_out(page, "打开公示页")
    assert AGAIN in read_outside(browser, old_office, item, "已更正")
    expect(page.locator(".history li")).to_have_count(4)


def correct(page: Page, item: Json) -> None:
    """Say why, look at what would be out, take one photo away, and put it out."""
    page.get_by_role("button", name="更正公示").click()
    act = page.locator("form").get_by_role("button", name="更正公示")
    expect(act).to_be_disabled()
    page.get_by_label("原因").fill("   ")
    expect(act).to_be_disabled()
    page.get_by_label("原因").fill(WRONG)
    page.get_by_label("公开此照片").first.uncheck()
    left = len(item["photos"]) - 1
    expect(page.get_by_text(f"更正后公开 {left} 张（增加 0，减少 1）")).to_be_visible()
    previewed = page.frame_locator("iframe[title='更正后']").locator("body")
    expect(previewed).to_contain_text(WRONG)
    before = page.frame_locator("iframe[title='现在公开的']").locator("body")
    expect(before).not_to_contain_text(WRONG)
    is_looked_at(page, "publication-correct")
    page.locator("iframe").last.scroll_into_view_if_needed()
    is_looked_at(page, "publication-preview")
    act.click()
    expect(page.locator(".history li").first).to_contain_text(WRONG)
    is_out(page, "打开公示页")
    is_looked_at(page, "publication-corrected")


def withdraw(page: Page) -> None:
    """Say why, look at the notice, and take the page back."""
    page.get_by_role("button", name="撤回公示").click()
    expect(page.locator("form").get_by_role("button", name="撤回公示")).to_be_disabled()
    page.get_by_role("button", name="取消").click()
    amend(page, "撤回公示", BACK, "撤回后")
    expect(page.locator(".head")).to_contain_text("已撤回")
    is_out(page, "打开撤回说明")
    is_looked_at(page, "publication-withdrawn")


def amend(page: Page, deed: str, reason: str, previewed: str = "更正后") -> None:
    """Do it with a reason that stands in the preview before."""
    page.get_by_role("button", name=deed).click()
    page.get_by_label("原因").fill(reason)
    frame = page.frame_locator(f"iframe[title='{previewed}']").locator("body")
    expect(frame).to_contain_text(reason)
    page.locator("form").get_by_role("button", name=deed).click()
    expect(page.locator(".history li").first).to_contain_text(reason)


def is_out(page: Page, link: str) -> None:
    """The page is made; it can be opened from here."""
    expect(page.get_by_text("公示页正在生成")).to_have_count(0, timeout=WORKER)
    expect(page.get_by_role("link", name=link)).to_be_visible()


def read_outside(browser: Browser, office: Office, item: Json, mark: str) -> str:
    """What anybody reads of a check, without a login and without a script; the index marks it."""
    context = browser.new_context(java_script_enabled=False, base_url=office.url)
    page = context.new_page()
    page.goto("/public/")
    line = page.locator("tr, li", has=page.locator(f"a[href$='checks/{item['number']}.html']"))
    expect(line.last).to_contain_text(mark.removeprefix("公示"))
    page.goto(f"/public/checks/{item['number']}.html")
    text = page.locator("body").inner_text()
    context.close()
    assert mark in text
    return text


def test_people_are_taken_on_lose_a_device_and_are_ended(
    browser: Browser, old_office: Office
) -> None:
    theirs = open_context(browser, old_office.url, DESK).new_page()
    with signed_in(browser, old_office, "tangning", "desk zh-CN") as page:
        page.goto("/desk/people")
        take_on(page)
        theirs.goto("/login")
        enter(theirs)
        expect(theirs).to_have_url(re.compile("/desk/hazards"))
        revoke(page)
        is_sent_to_login(theirs, "公示")
        is_looked_at(theirs, "device-out-at-login")
        enter(theirs)
        expect(theirs).to_have_url(re.compile("/desk/publications"))
        expect(theirs.locator(".list a.item").first).to_be_visible()
        end(page)
    is_sent_to_login(theirs, "检查")
    enter(theirs)
    expect(theirs.get_by_role("alert")).to_contain_text("账号或密码")
    theirs.context.close()


def enter(page: Page) -> None:
    """Sign in as the new one."""
    page.get_by_label("账号").fill("wenjing")
    page.get_by_label("密码").fill(FIRST)
    page.get_by_role("button", name="登录").click()


def take_on(page: Page) -> None:
    """Add a supervisor; a login that somebody has is refused beside its field."""
    page.get_by_role("link", name="新增账号").click()
    page.get_by_label("姓名", exact=True).fill("文静")
    page.get_by_label("角色").select_option("supervisor")
    page.get_by_label("初始密码").fill(FIRST)
    login = page.get_by_label("账号", exact=True)
    login.fill("zhoumin")
    page.get_by_role("button", name="新增", exact=True).click()
    expect(login).to_have_attribute("aria-invalid", "true")
    is_looked_at(page, "person-refused")
    login.fill("wenjing")
    page.get_by_role("button", name="新增", exact=True).click()
    expect(page.locator("article h1")).to_have_text("文静")
    expect(page.get_by_text("还没有登录过")).to_be_visible()


def revoke(page: Page) -> None:
    """Sign their device out, for a reason."""
    page.reload()
    page.get_by_role("button", name=re.compile("^注销设备")).click()
    act = page.locator("form").get_by_role("button", name="注销设备")
    expect(act).to_be_disabled()
    page.get_by_label("原因").fill(LOST)
    act.click()
    expect(page.locator("tr", has_text="已注销")).to_contain_text(LOST)
    is_looked_at(page, "device-revoked")


def is_sent_to_login(page: Page, section: str) -> None:
    """The next call of a device that is out finds the login ended, and the way to the form."""
    page.get_by_label("栏目").get_by_role("link", name=section).click()
    again = page.get_by_role("link", name="重新登录").first
    expect(again).to_be_visible()
    again.click()
    expect(page).to_have_url(re.compile("/login"))
    expect(page.get_by_text("登录已过期")).to_be_visible()


def end(page: Page) -> None:
    """End the account: every device of it is out."""
    page.reload()
    page.get_by_role("button", name="停用账号").click()
    act = page.locator("form").get_by_role("button", name="停用账号")
    expect(act).to_be_disabled()
    page.get_by_label("原因").fill(LEFT)
    is_looked_at(page, "person-end")
    act.click()
    expect(page.locator(".head")).to_contain_text("已停用")
    expect(page.get_by_text(f"原因：{LEFT}")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("停用|重设|注销"))).to_have_count(0)
    is_looked_at(page, "person-ended")


def test_the_desk_decides_on_what_two_inspectors_saw_differently(supervisor: Page) -> None:
    page = supervisor
    page.goto("/desk/checks")
    page.get_by_role("button", name="有未定的不同").click()
    lines = page.locator(".list a.item")
    expect(lines).to_have_count(asked(page, "spot-checks?differences=open")["total"])
    lines.first.click()
    form = page.locator("form.panel")
    expect(form).to_contain_text("2 项待定")
    act = form.get_by_role("button", name="裁定，生成新版本")
    form.get_by_text(re.compile("^\\s*采纳")).first.click()
    expect(form).to_contain_text("已选 1 / 2")
    expect(act).to_be_disabled()
    is_looked_at(page, "differences")
    form.get_by_label("原因").fill(DECIDED)
    act.click()
    expect(form).to_contain_text("1 项待定")
    expect(form).to_contain_text("已采纳")
    form.get_by_text("不写入记录", exact=True).click()
    form.get_by_label("原因").fill(DECIDED)
    act.click()
    expect(form).to_contain_text("均已裁定")
    versions = page.locator("section.panel", has_text="记录的版本").locator("tbody tr")
    expect(versions).to_have_count(3)
    expect(versions.first).to_contain_text(re.compile(f"现行.*{DECIDED}"))
    expect(versions.last).to_contain_text("现场签字的版本")
    versions.last.scroll_into_view_if_needed()
    is_looked_at(page, "differences-decided")
