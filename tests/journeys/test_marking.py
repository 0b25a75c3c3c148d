"""A photo with its watermark, a copy that is drawn on, and both at the desk with the right link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from suicha import storage
from suicha.db import db
from suicha.hazards.models import Hazard
from suicha.photos.models import Photo, PhotoState, PhotoUse
from suicha.storage import Bucket
from tests.serving import await_that

from .conftest import CHROMIUM, DESK, FLAGS, open_context, sign_in
from .visits import all_sent, begin, describe, on_a_phone, open_sheet, report, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from .district import District, Sent

FOUND = "临边防护栏杆缺失"
WORDS = "此处无护栏"
EXIF = b"Exif"


@pytest.fixture
def camera(browser: Browser) -> Iterator[Browser]:
    """A browser on a device with a camera, which films a test picture."""
    flags = [*FLAGS, "--use-fake-device-for-media-stream"]
    chromium = browser.browser_type.launch(executable_path=CHROMIUM, args=flags)
    yield chromium
    chromium.close()


def test_a_photo_is_seen_with_its_watermark_and_marked_on_a_copy(
    camera: Browser, browser: Browser, district: District
) -> None:
    check = district.send()
    with on_a_phone(camera, district.office, check.lead) as phone:
        phone.context.grant_permissions(["geolocation", "camera"])
        begin(phone.page, {"id": check.id})
        open_sheet(phone.page, 0)
        a_photo(phone.page, check)
        base = look_at_it_large(phone.page, check)
        mark_it(phone.page)
        describe(phone.page, FOUND)
        shown(phone.page, "marking-sheet")
        report(phone.page)
        shown(phone.page, "marking-reported")
        all_sent(phone.page)
    copy = both_have_come(district, check, base)
    at_the_desk(browser, district, copy)


def a_photo(page: Page, check: Sent) -> None:
    """See the watermark in the camera, and shoot."""
    page.get_by_role("button", name="连拍").click()
    shutter = page.locator("button.shutter")
    expect(shutter).to_be_enabled()
    preview = page.get_by_role("dialog").locator("p.visually-hidden")
    expect(preview).to_contain_text(check.number)
    expect(preview).to_contain_text("北纬 30.20500° 东经 120.10500° ±12 m")
    expect(preview).to_contain_text("SHA-256 拍摄后生成")
    shown(page, "marking-camera")
    shutter.click()
    expect(page.get_by_text("已拍 1 张")).to_be_visible()
    expect(page.get_by_text("张处理中")).to_have_count(0)
    page.get_by_role("button", name="完成").click()


def look_at_it_large(page: Page, check: Sent) -> str:
    """Open the photo with its watermark; give the short hash that it tells."""
    page.get_by_role("button", name="放大查看 第 1 张照片").click()
    picture = page.get_by_role("dialog").locator("img")
    expect(picture).to_be_visible()
    told = picture.get_attribute("alt") or ""
    assert check.number in told
    assert "执法证" in told
    shown(page, "marking-large")
    page.get_by_role("button", name="水印").click()
    expect(page.get_by_role("button", name="水印")).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="水印").click()
    return told.partition("SHA-256 ")[2][:8]


def mark_it(page: Page) -> None:
    """Draw an arrow, words and a mosaic; a reload loses none; take one back; keep the copy."""
    page.get_by_role("button", name="标注").click()
    drag(page, (0.2, 0.2), (0.5, 0.45))
    page.get_by_text("圆圈").click()
    drag(page, (0.55, 0.4), (0.8, 0.6))
    page.get_by_text("马赛克").click()
    drag(page, (0.1, 0.7), (0.4, 0.75))
    page.get_by_text("文字", exact=True).click()
    tap(page, (0.35, 0.2))
    page.get_by_role("textbox", name="文字").fill(WORDS)
    shown(page, "marking-drawing")
    page.get_by_role("button", name="放上").click()
    page.wait_for_timeout(500)  # as long as a hand needs to the next thing
    page.reload()
    page.get_by_role("button", name="继续标注").click()
    drag(page, (0.9, 0.1), (0.9, 0.6))
    page.get_by_role("button", name="撤销").click()
    page.get_by_role("button", name="完成").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("figcaption")).to_have_text("标注件")
    expect(dialog.get_by_role("button", name="标注")).to_have_count(0)
    shown(page, "marking-copy")
    page.get_by_role("button", name="关闭").click()
    expect(page.get_by_role("button", name="放大查看")).to_have_count(2)


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw a line over the stage, from and to in parts of it."""
    (x, y), (to_x, to_y) = at(page, start), at(page, end)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move((x + to_x) / 2, (y + to_y) / 2)
    page.mouse.move(to_x, to_y)
    page.mouse.up()


def tap(page: Page, where: tuple[float, float]) -> None:
    """Touch the stage."""
    page.mouse.click(*at(page, where))


def at(page: Page, part: tuple[float, float]) -> tuple[float, float]:
    """Find a point of the picture, which fills the stage's width and is 4:3, on the screen."""
    stage = page.locator(".stage canvas").last
    expect(stage).to_be_visible()
    box = stage.bounding_box()
    assert box is not None
    high = box["width"] * 3 / 4
    top = box["y"] + (box["height"] - high) / 2
    return box["x"] + part[0] * box["width"], top + part[1] * high


def both_have_come(district: District, check: Sent, base: str) -> str:
    """Base and copy are whole in the store, linked, and not the same; give the copy's hash."""
    kept = district.kept(check)
    assert kept.refused == []
    assert kept.hazards == {FOUND: 2}
    with district.app.app_context():
        uses = db.session.scalars(select(PhotoUse).order_by(PhotoUse.id)).all()
        mine = [use for use in uses if str(use.spot_check_id) == check.id]
        original = next(use for use in mine if use.kind == "original")
        (copy,) = [use for use in mine if use.marked_of]
        (under,) = [use for use in mine if use.kind == "evidence" and not use.marked_of]
        assert under.sha256.startswith(base)
        assert copy.marked_of == under.sha256 == original.original_of
        assert len({copy.sha256, under.sha256, original.sha256}) == 3
        same = (copy.taken_at, copy.position, copy.source)
        assert same == (under.taken_at, under.position, under.source)
        assert EXIF not in storage.read(Bucket.EVIDENCE, copy.sha256)
        return copy.sha256


def is_rendered(sha256: str) -> bool:
    """Whether it can be looked at."""
    db.session.rollback()
    return db.session.get_one(Photo, sha256).state is PhotoState.RENDERED


def at_the_desk(browser: Browser, district: District, copy: str) -> None:
    """The copy is named as one beside its base; with its watermark it can be seen and saved."""
    office = district.office
    login = district.supervisor("樊主任")
    with district.app.app_context():
        hazard = db.session.scalars(select(Hazard.id).where(Hazard.description == FOUND)).one()
        await_that(lambda: is_rendered(copy), "the worker has not rendered the copy")
    context = open_context(browser, office.url, DESK)
    page = context.new_page()
    sign_in(page, office, login)
    page.goto(f"/desk/hazards/{hazard}")
    expect(page.get_by_text("标注件 1 张")).to_be_visible()
    photos = page.locator("ul.photos li")
    expect(photos).to_have_count(2)
    expect(photos.nth(1)).to_contain_text("标注件")
    shown(page, "marking-desk")
    photos.nth(1).locator("button").click()
    page.get_by_role("button", name="水印", exact=True).click()
    seen = page.get_by_role("dialog").locator("img")
    expect(seen).to_be_visible()
    shown(page, "marking-desk-watermark")
    with page.expect_download() as saving:
        page.get_by_role("button", name="另存带水印副本").click()
    assert saving.value.suggested_filename.endswith(f"-{copy[:8]}.jpg")
    context.close()
