"""An office's own list: out of its Excel, published, inspected with offline, scored and printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import xlsxwriter
from playwright.sync_api import expect

from .conftest import DESK, open_context, sign_in
from .signing import sign_and_submit
from .visits import all_sent, begin, describe, on_a_phone, report, shown

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

    from .district import District

CODE, TITLE = "BJ-01", "本局首次进场检查表"
HEADS = "序号,分类,检查内容,类型,标准分,扣分标准,检查标准,依据,责任主体,整改期限,必答,单位,"
HEADS += "设计值,偏差下限,偏差上限,点数,合格判定,显示条件"
ROWS = """
1.1,现场管理,围挡,扣分,10,未封闭 5-10；破损 2,高度、牢固,,施工,7,是
1.2,,安全教育,扣分,10,,三级教育,,施工,3
2.1,临时用电,配电箱,,,,一机一闸一漏一箱,本局用电规定第二条,施工,3
2.2,,处置情况,文字,,,,,,,,,,,,,,{2.1} = 不符合
3.1,脚手架,立杆间距,实测,,,,,施工,5,是,mm,1200,-50,50,3,合格率80%
3.2,,无证作业人数,计数,,,特种作业,,,,,人,,,,,不超过0
""".strip()
FAULTY = f"{ROWS}\n3.2,,重复,录像"
FOUND = "配电箱无门锁，一闸多机"


def test_an_offices_own_list_goes_from_its_sheet_to_the_printed_record(
    browser: Browser, district: District, tmp_path: Path
) -> None:
    with_desk(browser, district, tmp_path)
    check = district.send_with(CODE)
    with on_a_phone(browser, district.office, check.lead) as phone:
        begin(phone.page, {"id": check.id})
        phone.leave()
        inspect(phone.page)
        sign_and_submit(phone.page)
        phone.come_back()
        all_sent(phone.page)
        is_printed(phone.page, check.id)
    kept = district.kept(check)
    assert (kept.refused, kept.flags) == ([], set())
    assert kept.hazards == {FOUND: 0}
    assert kept.answers["3.1"]["given"] == {"readings": ["1195", "1248", "1260"]}
    assert kept.answers["1.1"]["deduction"] == 2


def with_desk(browser: Browser, district: District, folder: Path) -> None:
    """Write the list at the desk: a sheet with a fault, the mended one, a look, a date."""
    login = district.supervisor("章主任")
    context = open_context(browser, district.office.url, DESK)
    page = context.new_page()
    sign_in(page, district.office, login)
    page.goto("/desk/registers/drafts/new")
    page.get_by_label("清单代码").fill(CODE)
    page.get_by_label("清单名称").fill(TITLE)
    page.get_by_role("button", name="建立草稿").click()
    expect(page.get_by_text("发布前要改的 1 处")).to_be_visible()
    fill(page, sheet(folder / "错.xlsx", FAULTY))
    expect(page.get_by_text("有 2 处错误，没有导入")).to_be_visible()
    shown(page, "own-list-faults")
    fill(page, sheet(folder / "对.xlsx", ROWS))
    expect(page.get_by_text("已导入 6 项")).to_be_visible()
    expect(page.get_by_text("没有错误，可以发布")).to_be_visible()
    shown(page, "own-list-draft")
    page.get_by_role("button", name="手机预览").click()
    expect(page.locator(".phone section.item")).to_have_count(5)
    shown(page, "own-list-preview")
    page.get_by_role("button", name="返回草稿").click()
    page.get_by_role("button", name="发布", exact=True).click()
    page.get_by_label("发布依据").fill("局务会纪要〔2026〕9 号")
    page.get_by_role("button", name="发布", exact=True).click()
    page.get_by_role("link", name="查看已发布的清单").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    shown(page, "own-list-published")
    context.close()


def fill(page: Page, file: Path) -> None:
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="导入", exact=True).click()


def sheet(path: Path, rows: str) -> Path:
    """Write the office's sheet, under its own heads."""
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    for number, row in enumerate([HEADS, *rows.splitlines()]):
        page.write_row(number, 0, row.split(","))
    book.close()
    return path


def item(page: Page, name: str) -> Locator:
    return page.locator("section.item", has=page.get_by_role("heading", name=name, exact=True))


def inspect(page: Page) -> None:
    """Answer each kind, without a network; what a condition asks for comes when it holds."""
    item(page, "围挡").get_by_text("不符合", exact=True).click()
    item(page, "围挡").get_by_label("破损").check()
    expect(page.get_by_text("90")).to_be_visible()
    item(page, "安全教育").get_by_text("符合", exact=True).click()
    expect(page.get_by_role("heading", name="处置情况")).to_have_count(0)
    item(page, "配电箱").get_by_text("不符合", exact=True).click()
    item(page, "处置情况").get_by_label("填写内容").fill("已断电挂牌")
    poles = item(page, "立杆间距")
    for reading in ("1195", "1248", "1260"):
        for digit in reading:
            poles.get_by_role("button", name=digit, exact=True).click()
        poles.get_by_role("button", name="下一点").click()
    expect(poles.get_by_text("超差 1 点")).to_be_visible()
    expect(poles.locator(".verdict")).to_contain_text("不符合")
    item(page, "无证作业人数").get_by_label("数量", exact=True).fill("0")
    item(page, "无证作业人数").get_by_label("数量", exact=True).blur()
    shown(page, "own-list-recording")
    item(page, "配电箱").get_by_role("link", name="登记隐患").click()
    expect(page.get_by_label("依据条款")).to_have_value("本局用电规定第二条")
    expect(page.get_by_label("责任单位")).not_to_have_value("")
    describe(page, FOUND)
    report(page)
    page.get_by_role("link", name="完成本清单").click()


def is_printed(page: Page, check_id: str) -> None:
    """The paper has the score, the readings with what is out of tolerance, and the basis."""
    page.goto(f"/checks/{check_id}/print")
    paper = page.locator(".paper")
    expect(paper).to_contain_text(TITLE)
    expect(paper).to_contain_text(re.compile("得分\\s*90"))
    expect(paper).to_contain_text("1195、1248、1260（超差） mm")
    expect(paper).to_contain_text("破损 扣 2 分")
    expect(paper).to_contain_text(FOUND)
    shown(page, "own-list-printed")
