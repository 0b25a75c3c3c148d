"""The registers kept by hand at a desk: a site with a new unit, an entry, an inspector's card."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import ViewportSize, expect

from .conftest import running_office
from .desks import is_looked_at
from .test_screens import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

    from .conftest import Office

CORNERS = "30.2091, 120.1192\n30.2091, 120.1212\n30.2111, 120.1212\n30.2111, 120.1192"
SITE = "示范新区第三人民医院门诊综合楼及地下停车库扩建工程（二期）施工总承包"
PERMIT = "339906202611280101"
UNIT = "示范市第五建筑安装装饰工程有限责任公司"
DOUBTFUL = "91339906MA2TEXT012"
ENTRY = "起重机械安装拆卸作业抽查"
NUMBER = "ZF-3399-0991"
NARROW, WIDE = ViewportSize(width=390, height=844), ViewportSize(width=1280, height=800)


@pytest.fixture(scope="module")
def new_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office of its own: what is entered here is drawn nowhere else."""
    with running_office(tmp_path_factory.mktemp("new"), history="no") as found:
        yield found


def the_form(page: Page) -> Locator:
    """The form in the pane; the list beside it has a search of its own."""
    return page.locator("form.deed")


def seen(page: Page) -> None:
    """Bring what the keyboard is at into the middle of the picture."""
    page.evaluate("document.activeElement?.scrollIntoView({ block: 'center' })")


def looked_at_twice(page: Page, name: str) -> None:
    """See a form as the phone shows it, and as the desk does."""
    page.set_viewport_size(NARROW)
    seen(page)
    is_looked_at(page, f"{name}-narrow")
    page.set_viewport_size(WIDE)
    seen(page)
    is_looked_at(page, name)


@pytest.mark.long
def test_a_site_is_entered_with_a_unit_that_nobody_knew(
    browser: Browser, new_office: Office
) -> None:
    with signed_in(browser, new_office, "zhoumin", "desk zh-CN") as page:
        page.goto("/desk/registers/sites")
        page.get_by_role("link", name="新增工地").click()
        main_fields(page)
        parties(page)
        looked_at_twice(page, "site-new")
        the_form(page).get_by_role("button", name="新增工地").click()
        expect(page.locator(".detail-view h1")).to_have_text(SITE)
        expect(page.locator(".table")).to_contain_text(re.compile(f"{UNIT}.*校验码不符", re.DOTALL))
        page.goto(f"/desk/registers/sites?q={PERMIT}")
        expect(page.locator(".list a.item")).to_contain_text(SITE)
        page.goto("/desk/registers/units")
        page.get_by_role("searchbox").fill(DOUBTFUL)
        page.locator(".list a.item", has_text=UNIT).click()
        looked_at_twice(page, "unit")
        page.get_by_role("link", name="这个单位的工地").click()
        expect(page.locator(".list a.item")).to_have_count(1)
        corrected(page)
        twice(page)


def main_fields(page: Page) -> None:
    """Say what is known of the site but for its parties."""
    the_form(page).get_by_label("施工许可证编号").fill(PERMIT)
    the_form(page).get_by_label("工程名称").fill(SITE)
    the_form(page).get_by_label("地址").fill("示范大道 99 号")
    the_form(page).get_by_label("风险类别").select_option("B")
    the_form(page).get_by_label("项目等级").select_option("A")
    the_form(page).get_by_label("工程类别").select_option("building")
    the_form(page).get_by_label("纬度（WGS-84）").fill("30.2101")
    the_form(page).get_by_label("经度（WGS-84）").fill("120.1202")
    the_form(page).get_by_label("工地围界").fill(CORNERS)
    drawn = the_form(page).get_by_text("4 个角点 · 面积约")
    expect(drawn).to_be_visible()
    drawn.scroll_into_view_if_needed()
    looked_at_twice(page, "site-boundary")


def parties(page: Page) -> None:
    """Choose one unit of the register and enter another, by the keyboard."""
    first = the_form(page).get_by_role("combobox", name="单位", exact=True)
    first.fill("公司")
    expect(page.locator(".found").get_by_role("option").nth(1)).to_be_visible()
    looked_at_twice(page, "site-new-search")
    first.press("ArrowDown")
    first.press("Enter")
    page.get_by_role("button", name="添加单位").press("Enter")
    page.locator(".party").nth(1).get_by_label("责任主体").select_option("builder")
    second = the_form(page).get_by_role("combobox", name="单位", exact=True)
    second.fill(UNIT)
    expect(page.get_by_text("名录中没有这个单位")).to_be_visible()
    second.press("ArrowDown")
    second.press("Enter")
    expect(the_form(page).get_by_label("单位名称")).to_have_value(UNIT)
    the_form(page).get_by_label("统一社会信用代码").fill(DOUBTFUL)
    the_form(page).get_by_label("统一社会信用代码").press("Tab")
    expect(page.get_by_text("校验码不符，可能有笔误")).to_be_visible()


def corrected(page: Page) -> None:
    """Give the site one party more."""
    page.locator(".list a.item").click()
    page.get_by_role("button", name="更正信息").click()
    page.get_by_role("button", name="添加单位").click()
    the_form(page).get_by_role("combobox", name="单位", exact=True).fill(DOUBTFUL)
    page.locator(".found").get_by_role("option", name=re.compile(UNIT)).click()
    looked_at_twice(page, "site-correct")
    the_form(page).get_by_role("button", name="更正信息").click()
    expect(page.locator(".table tbody tr")).to_have_count(3)


def twice(page: Page) -> None:
    """Enter the same permit again: it is told beside its field."""
    page.goto("/desk/registers/sites/new")
    main_fields(page)
    page.get_by_role("button", name="移除第 1 个单位").click()
    page.get_by_role("button", name="新增工地").click()
    expect(page.get_by_text("这个施工许可证编号已有工地登记")).to_be_visible()
    expect(the_form(page).get_by_label("施工许可证编号")).to_be_focused()
    looked_at_twice(page, "site-new-refused")
    page.goto("/desk/registers/units/new")
    looked_at_twice(page, "unit-new")


@pytest.mark.long
def test_an_entry_and_a_card_are_entered(browser: Browser, new_office: Office) -> None:
    with signed_in(browser, new_office, "zhoumin", "desk zh-CN") as page:
        entry(page)
        newcomer = page.goto("/desk/registers/inspectors/new")
        assert newcomer is not None
        expect(page.get_by_text("都已有执法证")).to_be_visible()
    with signed_in(browser, new_office, "tangning", "desk zh-CN") as page:
        account(page)
        page.get_by_role("link", name="登记执法证").click()
        card(page)


def entry(page: Page) -> None:
    """Add an entry to the item list, then let a version follow it."""
    page.goto("/desk/registers/item-list")
    page.get_by_role("link", name="新增事项").click()
    said = {
        "编号": "ZJ-99",
        "抽查事项名称": ENTRY,
        "抽查对象": "在建工程",
        "抽查比例": "不低于 10%",
    }
    said |= {
        "抽查频次": "每年 1 次",
        "抽查方式": "现场检查",
        "抽查内容": "安装、拆卸方案和人员资格",
    }
    for label, value in (said | {"抽查依据": "《建设工程安全生产管理条例》第十七条"}).items():
        the_form(page).get_by_label(label).fill(value)
    the_form(page).get_by_label("事项类别").select_option("key")
    page.get_by_role("checkbox").first.check()
    looked_at_twice(page, "entry-new")
    page.get_by_role("button", name="新增事项").click()
    expect(page.locator(".detail-view h1")).to_have_text(ENTRY)
    page.get_by_role("button", name="更正事项").click()
    the_form(page).get_by_label("抽查比例").fill("不低于 20%")
    looked_at_twice(page, "entry-correct")
    the_form(page).get_by_role("button", name="更正事项").click()
    expect(page.locator(".kv")).to_contain_text("第 2 版")
    expect(page.locator(".list a.item", has_text=ENTRY)).to_have_count(1)


def account(page: Page) -> None:
    """Take an inspector on who holds no card yet."""
    page.goto("/desk/people/new")
    page.locator("form.new-person").get_by_label("姓名").fill("新检查员")
    page.locator("form.new-person").get_by_label("账号").fill("newcomer")
    page.locator("form.new-person").get_by_label("初始密码").fill("correct horse battery")
    page.locator("form.new-person").get_by_role("button", name="新增").click()


def card(page: Page) -> None:
    """Enter the newcomer's card."""
    expect(the_form(page).get_by_label("检查人员")).not_to_have_value("")
    the_form(page).get_by_label("执法证号").fill(NUMBER)
    the_form(page).get_by_label("证件类型").fill("行政执法证")
    the_form(page).get_by_label("有效期至").fill("2030-12-31")
    the_form(page).get_by_label("土建").check()
    the_form(page).get_by_label("状态").select_option("on_leave")
    the_form(page).get_by_label("状态原因").fill("入职培训")
    looked_at_twice(page, "card-new")
    page.get_by_role("button", name="登记执法证").click()
    expect(page.locator(".detail-view h1")).to_have_text("新检查员")
    expect(page.locator(".list a.item", has_text=NUMBER)).to_contain_text("休假")
