"""Killed at every step of a recording: the tab, and the browser with everything in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from .dying import CAMERA, in_the_hands_of, nothing_lost, on_a_device, on_the_disk, signs_in_again
from .pictures import photograph
from .signing import scribble
from .visits import SOON, all_sent, begin, describe

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

    from .district import District, Sent
    from .dying import Device

FOUND = "二级配电箱无门锁，开关箱与用电设备距离超过 3 m。"
PUSH = b"POST /api/v1/sync/push"
# The finger that answers, the letter that is typed, and the page that goes, in one breath.
TAPPED_AND_GONE = """word => {
  const answers = [...document.querySelectorAll('section.item')[0].querySelectorAll('label')]
  answers.find(each => each.textContent.trim() === word).click()
  location.assign('/tasks')
}"""
TYPED_AND_GONE = """(field, words) => {
  for (const letter of words) {
    field.value += letter
    field.dispatchEvent(new InputEvent('input', { bubbles: true }))
  }
  location.assign('/tasks')
}"""
# What Chromium does now and then with what a page began to write as it went: it is not done,
# and nothing is told.
GIVEN_UP = """() => {
  const begin = IDBDatabase.prototype.transaction
  IDBDatabase.prototype.transaction = function (...asked) {
    const begun = begin.apply(this, asked)
    begun.addEventListener('complete', told => told.stopImmediatePropagation())
    return begun
  }
  IDBObjectStore.prototype.put = () => new Promise(() => {})
}"""
# Decoding is what kills pages on weak phones: it begins, and never ends.
STUCK = "() => { window.createImageBitmap = () => new Promise(() => {}) }"


@pytest.mark.parametrize("dies", [False, pytest.param(True, marks=pytest.mark.long)])
def test_what_is_killed_at_every_step_of_a_recording_goes_on_where_it_was(
    browser: Browser, district: District, tmp_path: Path, *, dies: bool
) -> None:
    check = district.send()
    kind, disk = browser.browser_type, tmp_path / "disk"
    with on_a_device(kind, district.office, disk, CAMERA, dies=dies) as device:
        in_the_hands_of(device, district.office, check.lead)
        device.leave()
        begin(device.page, {"id": check.id})
        device.is_killed()
        answers_of_each_kind(device, check)
        a_hazard_half_typed(device, check)
        photos_not_yet_reported(device, photograph(tmp_path / "one.jpg", 11))
        the_report(device, check)
        outcome_and_signatures(device, check)
        the_submission(device, district, check)
        kept = nothing_lost(device.page, district, check)
    assert kept.hazards == {FOUND: 2}
    assert kept.pictures == {"evidence": 2, "original": 2, "signature": 3}
    assert (kept.signatures, len(kept.records)) == (3, 1)
    assert kept.senders == {check.lead}


def test_what_is_said_right_before_the_page_goes_is_kept(
    browser: Browser, district: District, tmp_path: Path
) -> None:
    check = district.send()
    with on_a_device(browser.browser_type, district.office, tmp_path / "disk") as device:
        in_the_hands_of(device, district.office, check.lead)
        device.leave()
        begin(device.page, {"id": check.id})
        for word in ["符合", "不符合", "不适用"] * 3:
            tapped_and_gone(device.page, word)
        for word in ["符合", "不符合"]:
            device.page.evaluate(GIVEN_UP)
            tapped_and_gone(device.page, word)
        typed_and_gone(device.page, FOUND)
        device.page.evaluate(GIVEN_UP)
        typed_more_and_gone(device.page, "已要求停用。")


def tapped_and_gone(page: Page, word: str) -> None:
    where = page.url
    expect(item(page, 0).get_by_text(word, exact=True)).to_be_visible()
    with page.expect_navigation(url="**/tasks"):
        page.evaluate(TAPPED_AND_GONE, word)
    page.goto(where)
    chosen(page, 0, word)


def typed_and_gone(page: Page, words: str) -> None:
    item(page, 0).get_by_role("link", name="登记隐患").click()
    typed_more_and_gone(page, words)


def typed_more_and_gone(page: Page, words: str) -> None:
    field = page.get_by_label("问题情况")
    expect(field).to_be_visible()
    said = field.input_value() + words
    where = page.url
    with page.expect_navigation(url="**/tasks"):
        field.evaluate(TYPED_AND_GONE, words)
    page.goto(where)
    expect(field).to_have_value(said)


def item(page: Page, nth: int) -> Locator:
    return page.locator("section.item").nth(nth)


def chosen(page: Page, nth: int, answer: str) -> None:
    expect(item(page, nth).get_by_role("radio", name=answer, exact=True)).to_be_checked()


def answers_of_each_kind(device: Device, check: Sent) -> None:
    """Conforming or not with points, a note, not applicable: each is there after the next death."""
    item(device.page, 0).get_by_text("不符合", exact=True).click()
    item(device.page, 0).get_by_role("button", name="多扣一分").click()
    on_the_disk(device.page, "drafts", '"deduction":2')
    device.is_killed()
    chosen(device.page, 0, "不符合")
    expect(item(device.page, 0).locator("output")).to_contain_text("2")
    item(device.page, 0).get_by_placeholder(re.compile("")).fill("未见责任书，")
    on_the_disk(device.page, "drafts", "未见责任书，")
    device.is_killed()
    expect(item(device.page, 0).locator("textarea")).to_have_value("未见责任书，")
    item(device.page, 1).get_by_text("不适用", exact=True).click()
    on_the_disk(device.page, "drafts", "not_applicable")
    device.is_killed()
    chosen(device.page, 1, "不适用")
    device.page.get_by_role("link", name="完成本清单").click()
    device.page.goto(f"/checks/{check.id}/record/{check.lists[1]}")
    item(device.page, 0).get_by_text("符合", exact=True).click()
    on_the_disk(device.page, "drafts", check.lists[1])
    device.is_killed()
    chosen(device.page, 0, "符合")


def a_hazard_half_typed(device: Device, check: Sent) -> None:
    """In the middle of a word that the input method has not finished yet."""
    item(device.page, 1).get_by_text("不符合", exact=True).click()
    item(device.page, 1).get_by_role("link", name="登记隐患").click()
    device.page.get_by_label("问题情况").focus()
    keys = device.context.new_cdp_session(device.page)
    composed = {"text": "二级配电", "selectionStart": 4, "selectionEnd": 4}
    keys.send("Input.imeSetComposition", composed)
    on_the_disk(device.page, "drafts", "二级配电")
    device.is_killed()
    expect(device.page.get_by_label("问题情况")).to_have_value("二级配电")
    device.page.goto(f"/checks/{check.id}/record/{check.lists[1]}")
    chosen(device.page, 1, "不符合")
    device.page.get_by_role("link", name="继续填写隐患草稿").click()
    expect(device.page.get_by_label("问题情况")).to_have_value("二级配电")


def there(page: Page) -> Locator:
    """The photos of the sheet that is open; each can be taken back."""
    return page.get_by_role("button", name=re.compile("删除第"))


def photos_not_yet_reported(device: Device, photo: Path) -> None:
    """Between the shutter and the picture that is shown, and with the camera open."""
    device.page.evaluate(STUCK)
    device.page.locator("input[capture]").set_input_files(photo)
    on_the_disk(device.page, "photos", '"taken"')
    device.is_killed()
    expect(there(device.page)).to_have_count(1)
    device.context.grant_permissions(["geolocation", "camera"])
    device.page.get_by_role("button", name="连拍").click()
    expect(device.page.locator("button.shutter")).to_be_enabled()
    device.page.locator("button.shutter").click()
    expect(device.page.get_by_text("已拍 2 张")).to_be_visible()
    device.is_killed()
    expect(device.page.get_by_text("已拍 2 张")).to_be_visible()
    device.page.get_by_role("button", name="完成").click()
    expect(there(device.page)).to_have_count(2)


def the_report(device: Device, check: Sent) -> None:
    """As soon as it is kept: it is neither a draft any more nor there a second time."""
    describe(device.page, FOUND)
    device.page.get_by_role("button", name="登记", exact=True).click()
    on_the_disk(device.page, "outbox", "hazard.report")
    device.is_killed()
    device.page.goto(f"/checks/{check.id}/record/{check.lists[1]}")
    expect(device.page.locator("article.hazard")).to_have_count(1)
    expect(device.page.get_by_role("link", name="继续填写隐患草稿")).to_have_count(0)


def outcome_and_signatures(device: Device, check: Sent) -> None:
    """A signature is there once it is confirmed; what is only drawn is drawn again."""
    device.page.goto(f"/checks/{check.id}/submit")
    device.page.get_by_label("检查结果").select_option("rectify_by_date")
    on_the_disk(device.page, "drafts", "rectify_by_date")
    device.is_killed()
    expect(device.page.get_by_label("检查结果")).to_have_value("rectify_by_date")
    device.page.get_by_role("link", name="去签字").click()
    device.page.get_by_role("button", name="签字", exact=True).first.click()
    device.page.locator("canvas").click()
    device.is_killed()
    expect(device.page.get_by_text("待签")).to_have_count(3)
    for seat in range(2):
        device.page.get_by_role("button", name="签字", exact=True).first.click()
        scribble(device.page, 20 + 10 * seat)
        device.is_killed()
        expect(device.page.get_by_text("已签")).to_have_count(seat + 1)
    device.page.get_by_role("button", name="签字或登记拒签").click()
    device.page.get_by_label("姓名").fill("高建国")
    device.page.get_by_label("职务").fill("项目经理")
    scribble(device.page, 45)
    expect(device.page.get_by_text("已签")).to_have_count(3)


def the_submission(device: Device, district: District, check: Sent) -> None:
    """The server has taken it, its answer is lost, and the phone dies."""
    device.page.goto(f"/checks/{check.id}/submit")
    device.come_back()
    all_is_sent(device, district, check)
    device.proxy.unheard = PUSH
    device.page.get_by_role("button", name="提交", exact=True).click()
    on_the_disk(device.page, "outbox", "spot_check.submit")
    assert device.proxy.lost.wait(SOON / 1000)
    device.is_killed()
    device.proxy.unheard = None
    device.sync()
    all_is_sent(device, district, check)


def all_is_sent(device: Device, district: District, check: Sent) -> None:
    """By itself, or once its person has signed in again."""
    if device.dies:
        signs_in_again(device.page, district.office, check.lead)
    all_sent(device.page)
