"""A phone that gets no network any more: a file, the desk, and then the network after all."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from .conftest import PHONE
from .desks import is_looked_at
from .pictures import photograph
from .visits import (
    SOON,
    all_sent,
    at_the_desk,
    begin,
    describe,
    lead_of,
    on_a_phone,
    open_sheet,
    shown,
)

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from .conftest import Office
    from .visits import Json

FOUND = "塔吊基础积水，排水沟堵塞。"
REASON = "手机屏幕损坏，本人携机到科室，已当面核对。"


@pytest.mark.long
def test_what_left_a_phone_as_a_file_is_there_once_also_when_the_phone_syncs(
    browser: Browser, old_office: Office, tmp_path: Path
) -> None:
    with at_the_desk(browser, old_office) as desk:
        check = desk.checks("assigned")[0]
        before = photos_of(desk.ask(f"/spot-checks/{check['id']}"))
        with on_a_phone(browser, old_office, lead_of(check)) as phone:
            phone.page.goto(f"/checks/{check['id']}")
            phone.leave()
            begin(phone.page, check)
            open_sheet(phone.page, 1)
            describe(phone.page, FOUND)
            phone.page.locator("input[capture]").set_input_files(
                photograph(tmp_path / "crane.jpg", 7)
            )
            expect(phone.page.get_by_role("button", name="删除第 1 张")).to_have_count(1)
            phone.page.get_by_role("button", name="登记", exact=True).click()
            expect(phone.page.locator("form#hazard")).to_have_count(0)
            file = exported(phone.page, tmp_path)
            take_in(desk.page, file, lead_of(check))
            found = one_hazard(desk.hazards("state=reported"), check["id"])
            assert desk.ask(f"/hazards/{found}")["description"] == FOUND
            by_file = desk.ask(f"/spot-checks/{check['id']}")
            assert "command.imported" in by_file["flags"]
            desk.page.goto(f"/desk/checks/{check['id']}")
            expect(desk.page.get_by_text("由科室从导出的文件导入")).to_be_visible()

            phone.come_back()
            all_sent(phone.page)
            expect(phone.page.get_by_text("没有未发送的记录")).to_be_visible()
            after = desk.ask(f"/spot-checks/{check['id']}")
            assert photos_of(after) == photos_of(by_file) > before
            assert one_hazard(desk.hazards("state=reported"), check["id"]) == found
            shown(phone.page, "way-out-synced")


def photos_of(check: Json) -> int:
    """How many photos of a check are promised."""
    promised: int = check["photos"]["promised"]
    return promised


def one_hazard(hazards: list[Json], check_id: str) -> str:
    """The hazard that was reported at this check; there is one, whoever brought it."""
    (found,) = [str(one["id"]) for one in hazards if one["spot_check_id"] == check_id]
    return found


def exported(page: Page, folder: Path) -> Path:
    """Export without a network, and look into the file."""
    page.goto("/me")
    button = page.get_by_role("button", name="导出未发送的记录")
    button.scroll_into_view_if_needed()
    shown(page, "way-out-phone")
    button.click()
    expect(page.get_by_text("文件已备好")).to_be_visible(timeout=SOON)
    page.get_by_role("button", name="保存文件").scroll_into_view_if_needed()
    shown(page, "way-out-ready")
    with page.expect_download() as saving:
        page.get_by_role("button", name="保存文件").click()
    assert saving.value.suggested_filename.startswith("suicha-outbox-2")
    file = folder / saving.value.suggested_filename
    saving.value.save_as(file)
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
    assert names[:2] == ["manifest.json", "commands.jsonl"]
    assert len(names) >= 3
    return file


def take_in(page: Page, file: Path, inspector: str) -> None:
    """Try the file at the desk, read the report, answer for it."""
    page.goto("/desk/outboxes/new")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="试导入").click()
    expect(page.get_by_text("待确认导入").first).to_be_visible(timeout=SOON)
    expect(page.get_by_role("heading", name=inspector)).to_be_visible()
    expect(page.get_by_text("需要处理")).to_have_count(0)
    is_looked_at(page, "outbox-report")
    size = page.viewport_size
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    is_looked_at(page, "outbox-report-narrow")
    assert size is not None
    page.set_viewport_size(size)
    page.get_by_label("担保理由").fill(REASON)
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("已导入").first).to_be_visible(timeout=SOON)
    expect(page.get_by_text(REASON).first).to_be_visible()
    is_looked_at(page, "outbox-applied")
