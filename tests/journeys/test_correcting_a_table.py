"""An office corrects a table of the library: copied, an item verified, compared, published."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from .conftest import DESK, PHONE, open_context, sign_in
from .visits import shown

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from .district import District

# No other journey inspects by this one: the district has its own from here on.
TITLE = "施工机具"
NAME, CLAUSE = "翻斗车（本局核对）", "JGJ 59-2011 3.19 第 6 款（核对本）"


def test_an_unverified_item_of_jgj59_is_corrected_in_a_copy_compared_and_published(
    browser: Browser, district: District
) -> None:
    context = open_context(browser, district.office.url, DESK)
    page = context.new_page()
    sign_in(page, district.office, district.supervisor("温主任"))
    copy_the_table(page)
    code = correct_an_item(page)
    add_one(page)
    copy_one(page)
    compare(page, code)
    publish(page)
    page.get_by_role("link", name="版本对比").click()
    expect(page.get_by_role("status")).to_contain_text("修改 1 项，新增 2 项，删除 0 项")
    context.close()


def copy_the_table(page: Page) -> None:
    page.goto("/desk/registers/checklists")
    page.get_by_role("link", name=re.compile(f"^{TITLE}")).first.click()
    page.get_by_role("button", name="复制为草稿").click()
    page.get_by_role("button", name="复制为草稿", exact=True).click()
    expect(page).to_have_url(re.compile("/desk/registers/drafts/[0-9a-f-]{36}"))
    expect(page.get_by_text("没有错误，可以发布")).to_be_visible()
    shown(page, "correcting-draft")


def correct_an_item(page: Page) -> str:
    """Correct the first item that nobody has compared; give its code."""
    page.get_by_label("只看待核对").check()
    row = page.locator("li", has=page.get_by_role("button", name="编辑", exact=True)).first
    code = row.locator(".code").inner_text()
    row.get_by_role("button", name="编辑", exact=True).click()
    page.get_by_label("检查项目", exact=True).fill(NAME)
    page.get_by_label("依据条款").fill(CLAUSE)
    page.get_by_label("待核对", exact=True).uncheck()
    page.get_by_label("显示条件").fill("{没有} = 符合")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("看不懂“{没有}”")).to_be_visible()
    shown(page, "correcting-item-wrong")
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    shown(page, "correcting-item-phone")
    page.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})
    page.get_by_label("显示条件").fill("")
    give_grounds(page)
    shown(page, "correcting-item")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name="编辑检查项")).to_have_count(0)
    expect(page.get_by_text(NAME)).to_have_count(0)  # it is 待核对 no more
    page.get_by_label("只看待核对").uncheck()
    expect(page.get_by_text(NAME)).to_be_visible()
    return code


def give_grounds(page: Page) -> None:
    """Three grounds to take off points, of which the second is taken back."""
    for n, text in enumerate(("制动装置不灵敏", "多写的", "未经验收合格即投入使用")):
        page.get_by_role("button", name="添加理由").click()
        page.keyboard.type(text)  # where one can type at once
        page.get_by_label(f"第 {n + 1} 条最少扣分").fill(str(n + 3))
        page.get_by_label(f"第 {n + 1} 条最多扣分").fill("8")
    page.get_by_role("button", name="删除第 2 条").click()
    expect(page.get_by_role("button", name="添加理由")).to_be_focused()
    expect(page.get_by_label("第 2 条理由", exact=True)).to_have_value("未经验收合格即投入使用")


def add_one(page: Page) -> None:
    """Add a measured item in a section of its own."""
    page.get_by_role("button", name="添加检查项", exact=True).click()
    page.get_by_label("类型", exact=True).select_option(label="选择")
    page.get_by_role("button", name="添加选项").click()
    page.keyboard.type("已办理")
    page.get_by_role("button", name="添加选项").click()
    page.keyboard.type("未办理")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    page.get_by_role("button", name="添加选项").scroll_into_view_if_needed()
    shown(page, "correcting-options-phone")
    page.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})
    page.get_by_label("编号", exact=True).fill("补-1")
    page.get_by_label("分部", exact=True).select_option(label="新分部…")
    page.get_by_label("新分部名称").fill("本局增加")
    page.get_by_label("检查项目", exact=True).fill("临边防护栏杆高度")
    page.get_by_label("类型", exact=True).select_option(label="实测")
    page.get_by_label("单位", exact=True).fill("mm")
    page.get_by_label("设计值", exact=True).fill("1200")
    page.get_by_label("允许偏差下限").fill("50")
    page.get_by_label("允许偏差上限").fill("0")
    page.get_by_label("测点数", exact=True).fill("3")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("允许偏差的下限大于上限")).to_be_visible()
    shown(page, "correcting-item-server")
    page.get_by_label("允许偏差下限").fill("-50")
    page.get_by_label("责任单位").select_option(label="施工单位")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name="本局增加")).to_be_visible()


def copy_one(page: Page) -> None:
    """Copy a single item of another table."""
    page.get_by_role("button", name="从其他清单复制").click()
    page.get_by_label("清单", exact=True).select_option(index=5)
    page.locator(".one input").first.check()
    shown(page, "correcting-pick")
    page.get_by_role("button", name="复制 1 项").click()
    expect(page.get_by_text("已复制 1 项")).to_be_visible()
    page.get_by_role("button", name="返回草稿").click()


def compare(page: Page, code: str) -> None:
    page.get_by_role("link", name="版本对比").click()
    expect(page.get_by_role("status")).to_contain_text("修改 1 项，新增 2 项，删除 0 项")
    changed = page.locator(".changed")
    expect(changed).to_contain_text(code)
    expect(changed.locator("ins")).to_contain_text([NAME, CLAUSE, "否"])
    shown(page, "correcting-compared")
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    shown(page, "correcting-compared-phone")
    page.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})
    page.get_by_role("link", name="返回草稿").click()


def publish(page: Page) -> None:
    page.get_by_role("button", name="发布", exact=True).click()
    page.get_by_label("发布依据").fill("局务会纪要〔2026〕12 号")
    page.get_by_role("button", name="发布", exact=True).click()
    page.get_by_role("link", name="查看已发布的清单").click()
    expect(page.get_by_text(NAME)).to_be_visible()
