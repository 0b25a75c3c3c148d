"""A phone without room: Chromium's own refusal, on a disk with a quota of some megabytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from .dying import in_the_hands_of, nothing_lost, on_a_device
from .pictures import photograph
from .signing import scribble
from .test_phone_faults import chosen, item, there
from .visits import all_sent, begin, describe

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from .district import District

# Of a pool of 40 MB one site may have 30; a real phone's quota is a part of its disk.
SMALL = "--enable-features=StorageQuotaSettings:PoolSizeBytes/40000000/MustRemainAvailableBytes/0"
FOUND = "临边防护栏杆缺失 6 m。"
FULL = "存储空间已满"
NOT_KEPT = "这一步没有保存"

# Other things of the same site take all room that there is, down to the last hundred bytes.
FILL = """async () => {
  const open = indexedDB.open('other-things', 1)
  open.onupgradeneeded = () => open.result.createObjectStore('bytes', { autoIncrement: true })
  const db = await new Promise((done) => { open.onsuccess = () => done(open.result) })
  const put = size => new Promise((done) => {
    const bytes = new Uint8Array(size)
    for (let at = 0; at < size; at += 65536)
      crypto.getRandomValues(bytes.subarray(at, at + 65536))
    const writing = db.transaction('bytes', 'readwrite')
    writing.objectStore('bytes').put(bytes)
    writing.oncomplete = () => done(null)
    writing.onabort = () => done(writing.error.name)
  })
  let refused = null
  for (const size of [4e6, 4e5, 4e4, 4e3, 4e2, 40])
    while (!(refused = await put(size)));
  db.close()
  return refused
}"""
FREE = """() => new Promise((done) => {
  indexedDB.deleteDatabase('other-things').onsuccess = () => done()
})"""


def fill(page: Page) -> None:
    """Take all room; nothing else on the phone is touched."""
    assert page.evaluate(FILL) == "QuotaExceededError"


def test_a_full_phone_keeps_what_was_just_said_and_goes_on_when_there_is_room(
    browser: Browser, district: District, tmp_path: Path
) -> None:
    check = district.send()
    with on_a_device(browser.browser_type, district.office, tmp_path / "disk", SMALL) as device:
        in_the_hands_of(device, district.office, check.lead)
        page = device.page
        begin(page, {"id": check.id})
        item(page, 0).get_by_text("符合", exact=True).click()
        fill(page)
        an_answer_without_room(page)
        a_hazard_without_room(page, photograph(tmp_path / "one.jpg", 21))
        page.goto(f"/checks/{check.id}/submit")
        page.get_by_label("检查结果").select_option("rectify_by_date")
        page.get_by_role("link", name="去签字").click()
        signatures_without_room(page)
        page.get_by_role("link", name="返回提交").click()
        submitted_without_room(page)
        device.sync()
        all_sent(page)
        kept = nothing_lost(page, district, check)
    assert kept.hazards == {FOUND: 1}
    assert kept.pictures == {"evidence": 1, "original": 1, "signature": 3}
    assert len(kept.records) == 1


def an_answer_without_room(page: Page) -> None:
    """It is shown, said to be only on the page, and written down with the next one."""
    item(page, 1).get_by_text("不符合", exact=True).click()
    alert = page.get_by_role("alert").filter(has_text=FULL)
    expect(alert).to_contain_text("1 项尚未写入手机")
    chosen(page, 0, "符合")
    chosen(page, 1, "不符合")


def a_hazard_without_room(page: Page, photo: Path) -> None:
    """Text and photo wait on the page; what is reported without room can be reported again."""
    item(page, 1).get_by_role("link", name="登记隐患").click()
    describe(page, FOUND)
    page.locator("input[capture]").set_input_files(photo)
    expect(page.get_by_text("1 张照片还没有写入手机")).to_be_visible()
    expect(page.get_by_role("button", name="登记", exact=True)).to_be_disabled()
    page.evaluate(FREE)
    page.get_by_role("button", name="再存一次").click()
    expect(there(page)).to_have_count(1)
    expect(page.get_by_role("button", name="登记", exact=True)).to_be_enabled()
    fill(page)
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text=NOT_KEPT)).to_be_visible()
    expect(page.get_by_label("问题情况")).to_have_value(FOUND)
    page.evaluate(FREE)
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("form#hazard")).to_have_count(0)


def signatures_without_room(page: Page) -> None:
    """A drawing that finds no room stays on the pad."""
    fill(page)
    page.get_by_role("button", name="签字", exact=True).first.click()
    pad = page.locator("canvas")
    pad.click()
    page.get_by_role("button", name="确认签字").click()
    expect(page.get_by_role("alert").filter(has_text=NOT_KEPT)).to_be_visible()
    page.evaluate(FREE)
    page.get_by_role("button", name="确认签字").click()
    expect(page.get_by_text("已签")).to_have_count(1)
    page.get_by_role("button", name="签字", exact=True).first.click()
    scribble(page, 20)
    expect(page.get_by_text("已签")).to_have_count(2)
    page.get_by_role("button", name="签字或登记拒签").click()
    page.get_by_label("姓名").fill("高建国")
    page.get_by_label("职务").fill("项目经理")
    scribble(page, 45)
    expect(page.get_by_text("已签")).to_have_count(3)


def submitted_without_room(page: Page) -> None:
    """The record is closed whole or not at all."""
    fill(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text=NOT_KEPT)).to_be_visible()
    page.evaluate(FREE)
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("heading", name="已记录")).to_be_visible()
