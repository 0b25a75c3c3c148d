"""On site: where to go, the camera, clauses without a network, and all that was pulled ahead."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import ViewportSize, expect

from .conftest import CHROMIUM, FLAGS, PHONE
from .pictures import photograph
from .test_screens import PICTURES
from .visits import (
    SOON,
    all_sent,
    at_the_desk,
    begin,
    describe,
    lead_of,
    on_a_phone,
    open_sheet,
    report,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from .conftest import Office
    from .test_two_inspectors import Inspector
    from .visits import Desk, Json

FOUND = "基坑南侧临边无防护栏杆，堆载距坑边不足 1 m。"
CLOSED = ("submitted", "complete")
A4: ViewportSize = {"width": 794, "height": 1123}


@pytest.fixture
def camera(browser: Browser) -> Iterator[Browser]:
    """A browser on a device with a camera, which films a test picture."""
    flags = [*FLAGS, "--use-fake-device-for-media-stream"]
    chromium = browser.browser_type.launch(executable_path=CHROMIUM, args=flags)
    yield chromium
    chromium.close()


def test_a_hazard_with_photos_in_a_row_and_a_clause_that_was_searched_for_offline(
    camera: Browser, browser: Browser, old_office: Office, tmp_path: Path
) -> None:
    with at_the_desk(browser, old_office) as desk:
        check = desk.checks("assigned")[0]
        with on_a_phone(camera, old_office, lead_of(check)) as phone:
            asked: list[str] = []
            phone.context.on("request", lambda request: asked.append(request.url))
            find_the_way(phone.page, check)
            phone.leave()
            begin(phone.page, check)
            open_sheet(phone.page, 0)
            without_a_camera(phone.page, photograph(tmp_path / "one.jpg", 5))
            phone.context.grant_permissions(["geolocation", "camera"])
            three_in_a_row(phone.page, check)
            search_a_clause(phone.page)
            describe(phone.page, FOUND)
            shown(phone.page, "site-sheet-filled")
            report(phone.page)
            expect(phone.page.locator(".hazard", has_text="重大事故隐患")).to_be_visible()
            expect(phone.page.get_by_text("一般隐患 ·")).to_be_visible()
            phone.come_back()
            all_sent(phone.page)
            assert {urlsplit(url).hostname for url in asked} - {None} == {"127.0.0.1"}  # blob:
        sent_to(desk, check)


def test_what_was_pulled_ahead_can_be_looked_at_without_a_network(
    browser: Browser, old_office: Office
) -> None:
    with at_the_desk(browser, old_office) as desk:
        checks, hazard = well_known_site(desk)
        to_come = still_to_come(desk, checks)
        lead = next(one for one in checks[0]["inspectors"] if one["lead"])
        # Whoever is to look again is told of the site's past.
        desk.do(f"/hazards/{hazard['id']}/assign", {"inspector_ids": [lead["id"]]})
    with on_a_phone(browser, old_office, lead["name"]) as phone:
        pictures_have_come(phone.page, checks[0], to_come)
        phone.leave()
        look_at_the_site(phone.page, checks, hazard)
        expect(phone.page.locator("span.thumb")).to_have_count(to_come)
        look_at_the_record(phone.page, checks[0])
        phone.come_back()
        keep_less_and_more(phone, checks[0], to_come)


def well_known_site(desk: Desk) -> tuple[list[Json], Json]:
    """Find the site that was checked most: its checks, the newest first, and an open hazard."""
    checks = [one for state in CLOSED for one in desk.checks(state) if one["lead"]]
    checks.sort(key=lambda one: one["submitted_at"], reverse=True)
    site_of = {check["id"]: check["site"]["id"] for check in checks}
    times = Counter(site_of.values())
    hazards = [one for one in desk.hazards("") if one["state"] not in {"closed", "reported"}]
    # Another journey may have found something at a check that is still under way.
    pictured = [one for one in hazards if one["thumb"] and one["spot_check_id"] in site_of]
    best = max(pictured, key=lambda one: times[site_of[one["spot_check_id"]]])
    site = site_of[best["spot_check_id"]]
    return [check for check in checks if check["site"]["id"] == site], best


def still_to_come(desk: Desk, checks: list[Json]) -> int:
    """Count the pictures of open findings that nobody has sent yet: empty squares, for good."""
    of = {check["id"] for check in checks}
    found = [one["id"] for one in desk.hazards("") if one["spot_check_id"] in of]
    details = [desk.ask(f"/hazards/{each}") for each in found]
    still_open = [one for one in details if one["state"] != "closed"]
    states = [photo["state"] for one in still_open for photo in one["photos"]]
    return len([state for state in states if state != "rendered"])


def pictures_have_come(page: Page, check: Json, to_come: int) -> None:
    """Wait, where the site's past is told, until every small picture of it is on the phone."""
    page.goto(f"/checks/{check['id']}")
    expect(page.locator("img.thumb").first).to_be_visible(timeout=SOON)
    expect(page.locator("span.thumb")).to_have_count(to_come, timeout=SOON)


def look_at_the_site(page: Page, checks: list[Json], hazard: Json) -> None:
    """Read parties, open hazards and the last two checks, with pictures."""
    page.goto(f"/checks/{checks[0]['id']}")
    expect(page.get_by_role("heading", name=checks[0]["site"]["name"])).to_be_visible()
    for party in ("建设单位", "勘察单位", "设计单位", "施工单位", "监理单位"):
        expect(page.locator("dt", has_text=party)).to_be_visible()
    expect(page.locator("article", has_text=hazard["description"])).to_be_visible()
    for check in checks[:2]:
        past = page.locator(
            "section.card", has=page.locator("details, .more"), has_text=check["number"]
        )
        expect(past).to_contain_text(check["lead"]["name"])
    page.locator("details.more summary").first.click()
    assert all_pictures(page) > 0
    page.locator("article", has_text=hazard["description"]).scroll_into_view_if_needed()
    shown(page, "site-past-hazards")
    page.locator("details.more").first.scroll_into_view_if_needed()
    shown(page, "site-past-checks")


def look_at_the_record(page: Page, check: Json) -> None:
    """Print the record on A4, with the photos that this phone keeps."""
    page.goto(f"/checks/{check['id']}/print")
    expect(page.get_by_role("heading", name="现场检查记录").last).to_be_visible()
    expect(page.locator(".paper")).to_contain_text(check["receipt"])
    shown(page, "site-record")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="打印")).to_be_hidden()
    assert all_pictures(page) > 0
    page.set_viewport_size(A4)
    shown(page, "site-record-printed")
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    pdf = page.pdf(path=str(PICTURES / "site-record.pdf"), prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= 1
    page.emulate_media(media="screen")


def keep_less_and_more(phone: Inspector, check: Json, to_come: int) -> None:
    """Keep nothing of the past, then everything again: the phone follows."""
    page = phone.page
    page.goto("/me")
    photos = page.get_by_role("checkbox", name="同时保留照片缩略图")
    photos.uncheck()
    page.get_by_label("每个工地保留以往检查").select_option(label="不保留")
    sizes = page.locator("dl.sizes")
    expect(sizes).to_contain_text(re.compile("以往照片缩略图\\s*0 B"))
    page.locator("dl.sizes").scroll_into_view_if_needed()
    shown(page, "me-keeps-nothing")
    page.goto(f"/checks/{check['id']}")
    expect(page.get_by_text("“我的”中已选择不保留以往检查")).to_be_visible()
    expect(page.locator("img.thumb")).to_have_count(0)
    page.goto("/me")
    page.get_by_label("每个工地保留以往检查").select_option(label="最近 2 次")
    photos.check()
    expect(sizes).not_to_contain_text(re.compile("以往照片缩略图\\s*0 B"), timeout=SOON)
    pictures_have_come(page, check, to_come)


def find_the_way(page: Page, check: Json) -> None:
    """See lights and distances on the tasks, and where the navigation would lead to."""
    page.goto("/tasks")
    cards = page.locator("main a.card", has=page.locator(".where"))
    expect(cards.first).to_contain_text(re.compile("剩 \\d+ 个工作日|今天到期|逾期"))
    by_distance(page)
    expect(page.get_by_text(re.compile("按 .* 的位置计算，不保存位置"))).to_be_visible()
    distance = re.compile(r"· ([\d.]+) (k?m)$")
    expect(cards.first.locator(".where")).to_have_text(distance)
    told = [distance.search(text) for text in cards.locator(".where").all_inner_texts()]
    metres = [float(one[1]) * (1000 if one[2] == "km" else 1) for one in told if one]
    assert len(metres) == cards.count()
    assert metres == sorted(metres)
    shown(page, "site-tasks-by-distance")

    page.locator(f"a[href='/checks/{check['id']}']").click()
    link = page.get_by_role("link", name="导航前往")
    to = urlsplit(link.get_attribute("href") or "")
    asked = parse_qs(to.query)
    assert (to.scheme, to.hostname, to.path) == ("https", "uri.amap.com", "/marker")
    assert (asked["name"], asked["coordinate"]) == ([check["site"]["name"]], ["gaode"])
    page.get_by_text("其他地图、复制地址").click()
    expect(page.get_by_role("link", name="百度地图")).to_be_visible()
    shown(page, "site-ways")


def by_distance(page: Page) -> None:
    """Ask for distances, as one does with one task or with several."""
    button = page.get_by_role("button", name="显示距离")
    if button.count() > 0:
        button.click()
    else:
        page.get_by_label("排序").select_option("distance")


def without_a_camera(page: Page, photo: Path) -> None:
    """The camera is not allowed: it says so, and the phone's own camera is still there."""
    page.get_by_role("button", name="连拍").click()
    expect(page.get_by_role("alert")).to_contain_text("没有相机权限")
    expect(page.locator("button.shutter")).to_be_disabled()
    shown(page, "site-camera-denied")
    page.get_by_role("button", name="完成").click()
    page.locator("input[capture]").set_input_files(photo)
    expect(page.get_by_role("button", name=re.compile("删除第"))).to_have_count(1)


def three_in_a_row(page: Page, check: Json) -> None:
    """Take three photos without leaving the camera, and take one of them back."""
    page.get_by_role("button", name="连拍").click()
    shutter = page.locator("button.shutter")
    expect(page.get_by_text(check["number"])).to_be_visible()
    for count in (2, 3, 4):
        expect(shutter).to_be_enabled()
        shutter.click()
        expect(page.get_by_text(f"已拍 {count} 张")).to_be_visible()
    expect(page.get_by_text("张处理中")).to_have_count(0)
    shown(page, "site-camera")
    page.get_by_role("button", name="删除刚拍的第 3 张").click()
    expect(page.get_by_text("已拍 3 张")).to_be_visible()
    page.get_by_role("button", name="完成").click()
    expect(page.get_by_role("button", name=re.compile("删除第"))).to_have_count(3)
    all_pictures(page)


def search_a_clause(page: Page) -> None:
    """Search, go back as a phone does, search again, pick; a major hazard is proposed, not set."""
    find = page.get_by_role("button", name="查条款")
    find.click()
    search = page.get_by_role("searchbox", name="检索")
    search.fill("完全没有这个词")
    expect(page.get_by_text("没有找到")).to_be_visible()
    page.go_back()
    expect(search).to_have_count(0)
    find.click()
    search.fill("基坑 变形")
    clause = page.locator("button.found", has_text="重大隐患判定标准").first
    expect(clause.locator("mark").first).to_be_visible()
    shown(page, "site-clauses")
    code, text = clause.locator(".meta").inner_text(), clause.locator("b").inner_text()
    clause.click()
    expect(page.get_by_label("依据条款")).to_have_value(re.compile(re.escape(f"{code} {text}")))
    expect(page.get_by_role("note")).to_contain_text("由您决定")
    expect(page.get_by_role("radio", name="一般隐患")).to_be_checked()
    to_major = page.get_by_role("button", name="判定为重大事故隐患")
    to_major.scroll_into_view_if_needed()
    shown(page, "site-clause-proposes")
    to_major.click()
    determine_by_one_item(page)


def determine_by_one_item(page: Page) -> None:
    """The proposed item is marked; another category, another item, and only then 确认判定."""
    confirm = page.get_by_role("button", name="确认判定")
    form = page.get_by_role("dialog", name="重大事故隐患判定")
    expect(form.get_by_text("不适用立行立改")).to_be_visible()
    form.get_by_role("button", name="全部类别").click()
    expect(confirm).to_be_disabled()
    shown(page, "site-major-categories")
    form.get_by_role("button", name="建筑起重机械及吊装").click()
    expect(confirm).to_be_disabled()
    form.get_by_text("安全装置不齐全、失效或被拆除").click()
    shown(page, "site-major-item")
    confirm.click()
    expect(form).to_have_count(0)
    expect(page.get_by_text("2024版第八条第四项")).to_be_visible()
    expect(page.get_by_role("radio", name="一般隐患")).to_be_checked()
    shown(page, "site-major-determined")


def sent_to(desk: Desk, check: Json) -> None:
    """The hazard is at the desk, with the photos that were not taken back and no other."""
    found = [one for one in desk.hazards("state=reported") if one["description"] == FOUND]
    (hazard,) = [one for one in found if one["spot_check_id"] == check["id"]]
    assert (hazard["is_major"], hazard["severity"]) == (True, "general")
    named = {"edition": "2024", "item_id": "MH2024-8-4", "reason": ""}
    assert hazard["determination"] == named
    photos = desk.ask(f"/hazards/{hazard['id']}")["photos"]
    assert len({photo["sha256"] for photo in photos}) == 3
    counted = desk.ask(f"/spot-checks/{check['id']}")["photos"]
    assert counted == {"promised": 3, "received": 3}


def all_pictures(page: Page) -> int:
    """Every picture on the page has come and can be seen; say how many there are."""
    pictures = page.locator("main img, .paper img")
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        expect(picture).not_to_have_js_property("naturalWidth", 0)
    return pictures.count()
