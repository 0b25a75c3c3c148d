"""Four photos of a finding: two from the site, one from the album, one that was used before."""

from __future__ import annotations

import hashlib
import io
import re
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select

from suicha.db import CHINA, db, now
from suicha.hazards.models import Hazard
from suicha.photos.imaging import COVER
from suicha.photos.models import Photo, PublicPicture
from suicha.storage import Bucket, read
from tests.serving import await_that

from .conftest import DESK, PHONE, open_context, sign_in
from .pictures import photograph
from .signing import sign_and_submit
from .test_receipts import NO, YES, choose, says
from .visits import SOON, all_sent, describe, on_a_phone, open_sheet, report, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from .district import District, Sent
    from .test_two_inspectors import Inspector

ELSEWHERE, HERE = "基坑临边防护缺失", "配电箱无门锁"
A_MONTH = timedelta(days=31)
FAR_NORTH = (30.0, 30.0, 0.0)


def test_the_desk_sees_each_photo_for_what_it_is(
    browser: Browser, district: District, tmp_path: Path
) -> None:
    shots = [photograph(tmp_path / f"{n}.jpg", n, now().astimezone(CHINA)) for n in (91, 92, 93)]
    last_month = now().astimezone(CHINA) - A_MONTH
    album = photograph(tmp_path / "94.jpg", 94, last_month, FAR_NORTH)
    again = saved_again(shots[2], tmp_path / "again.jpg")
    first, check = district.send(), district.send()
    for at, what, taken in ((first, ELSEWHERE, [shots[2]]), (check, HERE, [*shots[:2], again])):
        with on_a_phone(browser, district.office, at.lead) as phone:
            visit(phone, at, what, taken, album if at is check else None)
        district.kept(at)
    with at_the_desk(browser, district) as page:
        open_the_finding(page, district)
        look_at_each(page)
        judge(page)
        publish(page, check)
    as_the_public(browser, district, check)
    with_the_paper(browser, district, again)


def saved_again(photo: Path, path: Path) -> Path:
    """The same picture, as a program saves it: smaller, harder compressed, and without its past."""
    with Image.open(photo) as image:
        half = image.resize((image.width // 2, image.height // 2))
        half.save(path, quality=60, exif=image.getexif())
    return path


def visit(phone: Inspector, check: Sent, what: str, taken: list[Path], album: Path | None) -> None:
    """Go the whole way with one finding and its photos."""
    page = phone.page
    page.goto(f"/checks/{check.id}")
    page.get_by_role("button", name="开始检查").click()
    answer(page, 2)
    page.goto(f"/checks/{check.id}/record/{check.lists[1]}")
    answer(page, 1)
    open_sheet(page, 1)
    add(page, "input[capture]", taken)
    if album:
        add(page, "input[multiple]", [album])
        expect(page.get_by_text(re.compile(r"相册 \d\d:\d\d"))).to_be_visible()
        shown(page, "evidence-sheet")
    describe(page, what)
    report(page)
    page.get_by_role("link", name="完成本清单").click()
    sign_and_submit(page)
    all_sent(page)


def answer(page: Page, count: int) -> None:
    items = page.locator("section.item")
    expect(items.first).to_be_visible()
    for n in range(count):
        items.nth(n).get_by_text("符合", exact=True).click()
        expect(items.nth(n).get_by_role("radio", name="符合", exact=True)).to_be_checked()


def add(page: Page, control: str, photos: list[Path]) -> None:
    """Take photos, one after another."""
    there = page.get_by_role("button", name=re.compile("删除第"))
    for photo in photos:
        count = there.count()
        page.locator(control).set_input_files(photo)
        expect(there).to_have_count(count + 1)


@contextmanager
def at_the_desk(browser: Browser, district: District) -> Iterator[Page]:
    """Sign the district's own supervisor in."""
    login = district.supervisor("樊主任")
    context = open_context(browser, district.office.url, DESK)
    page = context.new_page()
    sign_in(page, district.office, login)
    yield page
    context.close()


def open_the_finding(page: Page, district: District) -> None:
    """Once the worker has looked at all of them, originals too; then confirm it."""
    with district.app.app_context():
        hazard = db.session.scalars(select(Hazard.id).where(Hazard.description == HERE)).one()
    await_that(lambda: is_known(page, str(hazard)), "not all is known of the photos")
    page.goto(f"/desk/hazards/{hazard}")
    page.get_by_role("button", name="确认", exact=True).click()
    expect(page.locator("h1 + .tags", has_text="整改中")).to_be_visible()


def is_known(page: Page, hazard: str) -> bool:
    """Whether all four are rendered, every original was read, and the reuse was found."""
    photos = page.request.get(f"/api/v1/hazards/{hazard}").json()["photos"]
    whole = [photo["original"] and photo["original"]["state"] == "rendered" for photo in photos]
    reused = [photo for photo in photos if "reused" in photo["doubts"]]
    return len(photos) == 4 and all(whole) and len(reused) == 1


def look_at_each(page: Page) -> None:
    """Two have nothing to check; of the others the panel says what."""
    told = []
    page.locator("ul.photos button").first.click()
    panel = page.get_by_role("region", name="照片证据")
    for n in range(4):
        expect(panel).to_be_visible()
        told.append(panel.inner_text())
        shown(page, f"evidence-{n + 1}")
        if n < 3:
            page.get_by_role("button", name="下一张").click()
    clean = [text for text in told if "未发现需核对的情况" in text]
    assert len(clean) == 2
    (from_album,) = [text for text in told if "来自手机相册" in text]
    for words in ("早于本次检查开始", "围界外，距围界 32 km", "需核对"):
        assert words in from_album
    (reused,) = [text for text in told if "与此前照片相近" in text]
    assert "现场用本应用拍摄" in reused


def judge(page: Page) -> None:
    """Both pictures side by side; a person says what it is, and why."""
    page.get_by_role("button", name="关闭").click()
    page.goto("/desk/likenesses")
    page.get_by_text("与此前照片相近").first.click()
    expect(page.locator(".sides img")).to_have_count(2)
    expect(page.get_by_text("认定只作记录")).to_have_count(0)
    page.get_by_role("button", name="认定", exact=True).click()
    page.get_by_label("认定结果").select_option("reused")
    page.get_by_label("原因").fill("与另一工地检查照片为同一张")
    shown(page, "evidence-judging")
    page.locator("form.deed button[type=submit]").click()
    expect(page.get_by_text("认定结果：重复使用")).to_be_visible()


def publish(page: Page, check: Sent) -> None:
    """Publish one photo, with a part of it covered."""
    page.goto(f"/desk/publications/{check.id}")
    page.get_by_label("公开此照片").first.check()
    page.get_by_role("button", name="遮挡人脸、车牌").first.click()
    board = page.locator("dialog[open] svg").bounding_box()
    assert board is not None
    x, y = board["x"], board["y"]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + board["width"] / 4, y + board["height"] / 4)
    page.mouse.move(x + board["width"] / 2, y + board["height"] / 2)
    page.mouse.up()
    expect(page.get_by_text("已遮 1 处")).to_be_visible()
    shown(page, "evidence-covering")
    page.get_by_role("button", name="完成", exact=True).click()
    page.get_by_label("已核对").first.check()
    page.get_by_role("button", name="公示", exact=True).click()
    link = page.locator(f"a[href='/public/checks/{check.number}.html']")
    expect(link.first).to_be_visible(timeout=SOON)


def as_the_public(browser: Browser, district: District, check: Sent) -> None:
    """The page shows the covered picture; its hash is kept beside that of the evidence."""
    context = browser.new_context(java_script_enabled=False, base_url=district.office.url)
    page = context.new_page()
    page.goto(f"/public/checks/{check.number}.html")
    expect(page.get_by_text("公示时已遮挡")).to_be_visible()
    address = page.locator("img[src*='photos/']").get_attribute("src")
    body = context.request.get(urljoin(page.url, address)).body()
    picture = Image.open(io.BytesIO(body))
    pixel = picture.getpixel((picture.width // 8, picture.height // 8))
    assert isinstance(pixel, tuple)
    assert all(abs(one - other) < 12 for one, other in zip(pixel, COVER, strict=True))
    assert not picture.getexif()
    with district.app.app_context():
        digest = hashlib.sha256(body).hexdigest()
        kept = db.session.scalars(select(PublicPicture).filter_by(sha256=digest)).one()
        assert kept.photo_sha256 != digest
        assert len(kept.covers) == 1
    context.close()


def with_the_paper(browser: Browser, district: District, photo: Path) -> None:
    """Whoever holds the number of a receipt and the file learns whether it is what came."""
    original = hashlib.sha256(photo.read_bytes()).hexdigest()
    with district.app.app_context():
        receipt = db.session.get_one(Photo, original).receipt
        assert read(Bucket.EVIDENCE, original) == photo.read_bytes()
    context = open_context(browser, district.office.url, PHONE, phone=True)
    page = context.new_page()
    page.goto(f"/r/{receipt}")
    data = photo.read_bytes()
    choose(page, data)
    says(page, YES)
    choose(page, data[:-1] + bytes([data[-1] ^ 1]))
    says(page, NO)
    context.close()
