"""Originals that a phone holds back until its person or the office wants them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from uuid import UUID

from playwright.sync_api import expect
from sqlalchemy import select

from suicha.db import db
from suicha.hazards.models import Hazard
from suicha.photos.models import PhotoState, PhotoUse
from tests.serving import await_that

from .conftest import DESK, open_context, sign_in
from .dying import on_the_disk
from .pictures import photograph
from .visits import SOON, begin, describe, on_a_phone, open_sheet, report, shown

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from .district import District, Sent

FOUND = "楼梯口未设防护"
HELD = "本机暂存原图 2 张"


def test_an_original_comes_when_it_is_asked_for_and_the_rest_by_hand(
    browser: Browser, district: District, tmp_path: Path
) -> None:
    check = district.send()
    with on_a_phone(browser, district.office, check.lead) as phone:
        page = phone.page
        wait_to_be_asked(page)
        two_photos(page, check, tmp_path)
        expect(page.get_by_text("全部已发送")).to_be_visible(timeout=SOON)
        page.goto("/me")
        expect(page.get_by_text(HELD)).to_be_visible()
        shown(page, "originals-held")
        assert came(district, check) == {"evidence": 2}
        ask_for_the_first(browser, district)
        phone.sync()
        expect(page.get_by_text("本机暂存原图 1 张")).to_be_visible(timeout=SOON)
        assert came(district, check) == {"evidence": 2, "original": 1}
        page.get_by_role("button", name="现在发送原图").click()
        expect(page.get_by_text("本机暂存原图")).to_have_count(0, timeout=SOON)
        assert district.kept(check).pictures == {"evidence": 2, "original": 2}


def wait_to_be_asked(page: Page) -> None:
    """Choose that originals stay on the phone; a browser that tells no network says so."""
    choice = page.get_by_label("原图何时发送")
    choice.select_option(label="仅在 Wi-Fi 下发送")
    on_the_disk(page, "meta", "wifi")
    choice.select_option(label="监管人员索要时发送")
    on_the_disk(page, "meta", "asked")
    page.reload()
    expect(choice).to_have_value("asked")


def two_photos(page: Page, check: Sent, folder: Path) -> None:
    """Report a hazard with two photos that are larger than what is sent at once."""
    begin(page, {"id": check.id})
    open_sheet(page, 0)
    describe(page, FOUND)
    for seed in (71, 72):
        page.locator("input[capture]").set_input_files(photograph(folder / f"{seed}.jpg", seed))
        expect(page.get_by_text("处理中")).to_have_count(0)
    expect(page.get_by_role("button", name="放大查看")).to_have_count(2)
    report(page)


def came(district: District, check: Sent) -> Counter[str]:
    """How many pictures of each kind the server has; it waits for none."""
    of = PhotoUse.spot_check_id == UUID(check.id)
    with district.app.app_context():
        uses = db.session.scalars(select(PhotoUse).where(of))
        return Counter(str(use.kind) for use in uses if use.photo.came)


def the_hazard() -> UUID:
    """The one that was reported here."""
    return db.session.scalars(select(Hazard.id).where(Hazard.description == FOUND)).one()


def is_to_be_seen() -> bool:
    """Whether the desk can look at its photos."""
    db.session.rollback()
    hazard = db.session.get_one(Hazard, the_hazard())
    return all(use.photo.state is PhotoState.RENDERED for use in hazard.photos)


def ask_for_the_first(browser: Browser, district: District) -> None:
    """The panel says what is owed; once it was asked for, it says that too."""
    login = district.supervisor("樊主任")
    with district.app.app_context():
        hazard = the_hazard()
        await_that(is_to_be_seen, "the worker has not rendered the photos")
    context = open_context(browser, district.office.url, DESK)
    page = context.new_page()
    sign_in(page, district.office, login)
    page.goto(f"/desk/hazards/{hazard}")
    page.locator("ul.photos li button").first.click()
    panel = page.get_by_role("dialog")
    expect(panel.get_by_text("待传（")).to_be_visible()
    shown(page, "originals-owed")
    panel.get_by_role("button", name="索要原图").click()
    expect(panel.get_by_text("已向拍摄人手机索要原图")).to_be_visible()
    expect(panel.get_by_text("已索要，手机联网后发送")).to_be_visible()
    shown(page, "originals-asked")
    context.close()
