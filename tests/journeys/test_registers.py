"""The registers at a desk: a sheet goes out, comes back changed, and a bad row is told."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest
from playwright.sync_api import ViewportSize, expect

from .desks import is_looked_at
from .test_screens import signed_in

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from .conftest import Office

WORKER = 45_000  # ms for the worker to come round
STAGE, RISK = "形象进度", "风险类别"
NEW = "主体结构封顶后二次砌筑与安装工程交叉施工阶段"

NARROW = ViewportSize(width=390, height=844)


@pytest.mark.long
def test_sites_go_out_and_come_back_as_a_sheet(
    browser: Browser, old_office: Office, tmp_path: Path
) -> None:
    with signed_in(browser, old_office, "zhoumin", "desk zh-CN") as page:
        page.goto("/desk/registers/sites")
        sheet = exported(page)
        page.get_by_role("link", name="导入", exact=True).click()
        is_looked_at(page, "import")
        tried(page, changed(sheet, STAGE, NEW, tmp_path / "changed.xlsx"))
        expect(page.get_by_text("核对无误，可以导入")).to_be_visible(timeout=WORKER)
        expect(page.locator(".counts div", has_text="变更")).to_contain_text("1")
        page.reload()  # its address holds which import it is
        expect(page.get_by_role("button", name="确认导入 1 行")).to_be_visible()
        is_looked_at(page, "import-tried")
        page.get_by_role("button", name="确认导入 1 行").click()
        expect(page.get_by_text("已全部导入")).to_be_visible(timeout=WORKER)
        expect(page.locator(".list a.item", has_text=NEW)).to_have_count(1)
        page.get_by_role("button", name="选择另一个文件").click()
        tried(page, changed(sheet, RISK, "E", tmp_path / "bad.xlsx"))
        expect(page.get_by_text("有 1 处错误，未作任何更改")).to_be_visible(timeout=WORKER)
        row = page.locator(".lines tbody tr")
        expect(row).to_contain_text(re.compile(r"2.*风险类别.*E.*不在可选范围内", re.DOTALL))
        expect(page.get_by_role("button", name=re.compile("确认导入"))).to_have_count(0)
        is_looked_at(page, "import-refused")
        page.set_viewport_size(NARROW)
        is_looked_at(page, "import-refused-narrow")


@pytest.mark.long
def test_an_inspector_on_leave_and_a_recusal_are_entered(
    browser: Browser, old_office: Office
) -> None:
    with signed_in(browser, old_office, "zhoumin", "desk zh-CN") as page:
        page.goto("/desk/registers/inspectors")
        page.locator(".list a.item").first.click()
        page.get_by_role("button", name="更改状态").click()
        page.get_by_label("新状态").select_option("on_leave")
        page.get_by_label("原因").fill("年休假")
        page.locator("form.deed").get_by_role("button", name="更改状态").click()
        expect(page.locator(".head")).to_contain_text("休假")
        page.get_by_role("button", name="登记回避").click()
        page.get_by_label("回避什么").select_option("d")
        page.get_by_label("代码", exact=True).fill("999999")
        page.get_by_label("原因").fill("亲属在该区任职")
        act = page.locator("form.deed").get_by_role("button", name="登记回避")
        act.click()
        expect(page.locator("form.deed")).to_contain_text("请核对回避对象")
        expect(page.get_by_label("代码", exact=True)).to_be_focused()
        is_looked_at(page, "recusal-refused")
        page.get_by_label("代码", exact=True).fill("339906")
        act.click()
        expect(page.locator(".recusals")).to_contain_text("亲属在该区任职")
        is_looked_at(page, "card")
        page.set_viewport_size(NARROW)
        is_looked_at(page, "card-narrow")
        page.goto("/desk/registers/inspectors")
        is_looked_at(page, "inspectors-narrow")
        page.goto("/desk/registers/sites")
        page.locator(".list a.item").first.click()
        expect(page.get_by_text("监督机构")).to_be_visible()
        is_looked_at(page, "site-narrow")
        page.get_by_role("button", name="更正信息").click()
        is_looked_at(page, "site-correct-narrow")


def exported(page: Page) -> bytes:
    """The register as a workbook, as the button saves it."""
    with page.expect_download() as saving:
        page.get_by_role("button", name="导出 Excel").click()
    assert saving.value.suggested_filename.startswith("工地名录-")
    return saving.value.path().read_bytes()


def changed(sheet: bytes, head: str, value: str, path: Path) -> Path:
    """The sheet with another value in its first row."""
    book = openpyxl.load_workbook(BytesIO(sheet))
    rows = book.worksheets[0]
    heads = [cell.value for cell in rows[1]]
    rows.cell(2, heads.index(head) + 1).value = value
    book.save(path)
    return path


def tried(page: Page, path: Path) -> None:
    """Send a sheet to be tried."""
    page.get_by_label("表格文件").set_input_files(path)
    page.get_by_role("button", name="试导入").click()
