"""The reference check, 50 items, 2 hazards, 5 photos, 3 signatures: how many taps it takes.

The lists are five tables of JGJ 59-2011 as they come with Suicha, and the way is a skilled
inspector's: what is wrong first, then the rest of each section in one step. A tap is a finger that
touches the page (each stroke of a signature, each field that is written in, each shot), and what
the browser asks outside of the page: a question that is answered, a choice out of a list.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from bench import report

from .dying import CAMERA, in_the_hands_of, nothing_lost, on_a_device
from .visits import all_sent

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from playwright.sync_api import Browser, Dialog, Locator, Page

    from .district import District

MOST = 100
CODES = tuple(f"JGJ59-{table}" for table in ("B1", "B2", "B11", "B13", "B16"))
FOUND = {"基坑东侧临边防护栏杆缺失 6 m": 3, "施工升降机未见当日检查记录": 2}
STROKES = 3  # of a signature
COUNTED = """addEventListener('pointerdown', () => {
  sessionStorage.setItem('taps', 1 + Number(sessionStorage.getItem('taps') ?? 0))
}, true)"""
SO_FAR = "() => Number(sessionStorage.getItem('taps') ?? 0)"


@dataclass
class Hand:
    """Whose taps are counted, step by step."""

    page: Page
    outside: int = 0
    steps: dict[str, int] = field(default_factory=dict)

    @property
    def taps(self) -> int:
        """How many so far."""
        inside: int = self.page.evaluate(SO_FAR)
        return inside + self.outside

    def has_done(self, step: str) -> None:
        """Note what it took since the last step."""
        self.steps[step] = self.taps - sum(self.steps.values())

    def says_yes(self, question: Dialog) -> None:
        """Answer what the browser asks."""
        self.outside += 1
        question.accept()

    def chooses(self, field_: Locator, value: str) -> None:
        """Tap a list open, and tap one of it; the phone's own list is not on the page."""
        field_.click()
        field_.select_option(value)
        self.page.keyboard.press("Escape")
        self.outside += 1

    def writes(self, field_: Locator, words: str) -> None:
        """Tap a field and dictate."""
        field_.click()
        self.page.keyboard.insert_text(words)

    def signs(self) -> None:
        """Write a name, and confirm it."""
        pad = self.page.locator("canvas")
        pad.hover(position={"x": 30, "y": 40})  # waits until it stands still
        box = pad.bounding_box()
        assert box is not None
        for stroke in range(STROKES):
            x, y = box["x"] + 40 + 80 * stroke, box["y"] + 50
            self.page.mouse.move(x, y)
            self.page.mouse.down()
            self.page.mouse.move(x + 30, y + 60, steps=4)
            self.page.mouse.up()
        self.page.get_by_role("button", name="确认签字").click()
        expect(pad).to_have_count(0)


def test_the_reference_check_takes_at_most_a_hundred_taps(
    browser: Browser, district: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check = district.send_with(*CODES)
    with on_a_device(browser.browser_type, district.office, tmp_path, CAMERA) as device:
        device.context.grant_permissions(["camera", "geolocation"])
        device.context.add_init_script(COUNTED)
        in_the_hands_of(device, district.office, check.lead)
        device.page.goto("/tasks")
        device.leave()
        device.page.evaluate("sessionStorage.removeItem('taps')")
        hand = Hand(device.page)
        device.page.on("dialog", hand.says_yes)
        inspect(hand)
        sign_and_submit(hand)
        with capsys.disabled():
            print_out(hand)
        assert hand.taps <= MOST
        device.come_back()
        all_sent(device.page)
        kept = nothing_lost(device.page, district, check)
    assert kept.hazards == FOUND
    assert (len(kept.answers), kept.signatures, len(kept.records)) == (50, 3, 1)


def inspect(hand: Hand) -> None:
    """Answer all five tables; two items are wrong."""
    page = hand.page
    page.locator("main a[href^='/checks/']").click()
    page.get_by_role("button", name="开始检查").click()
    hand.has_done("open and begin")
    wrong = dict(zip(("JGJ59-B11", "JGJ59-B16"), FOUND, strict=True))
    for code in CODES:
        expect(page.locator("section.item").first).to_be_visible()
        if code in wrong:
            find_wrong(hand, wrong[code])
        for _ in range(page.get_by_role("button", name="未答项全部符合").count()):
            page.get_by_role("button", name="未答项全部符合").first.click()
        page.get_by_role("link", name="完成本清单").click()
        hand.has_done(code)
        if code != CODES[-1]:
            page.get_by_role("button", name="继续记录", exact=True).click()


def find_wrong(hand: Hand, what: str) -> None:
    """Find the first item wrong, and report the hazard with its photos."""
    page = hand.page
    item = page.locator("section.item").first
    item.get_by_text("不符合", exact=True).click()
    item.get_by_role("link", name="登记隐患").click()
    hand.writes(page.get_by_label("问题情况"), what)
    hand.writes(page.get_by_label("部位"), "东侧")
    page.get_by_role("button", name="连拍").click()
    shutter = page.locator("button.shutter")
    for count in range(1, FOUND[what] + 1):
        expect(shutter).to_be_enabled()
        shutter.click()
        expect(page.get_by_text(f"已拍 {count} 张")).to_be_visible()
    expect(page.get_by_text("张处理中")).to_have_count(0)
    page.get_by_role("button", name="完成", exact=True).click()
    party = page.get_by_label("责任单位")
    if party.input_value() == "":
        builder = party.locator("option", has_text="施工").first.get_attribute("value")
        hand.chooses(party, builder or "")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("form#hazard")).to_have_count(0)
    expect(page.get_by_text(what)).to_be_visible()


def sign_and_submit(hand: Hand) -> None:
    """Choose the outcome; both inspectors and the party sign."""
    page = hand.page
    page.get_by_role("link", name="签字与提交").click()
    hand.chooses(page.get_by_label("检查结果"), "rectify_by_date")
    page.get_by_role("link", name="去签字").click()
    hand.has_done("outcome")
    for seat in range(2):
        page.get_by_role("button", name="签字", exact=True).first.click()
        hand.signs()
        expect(page.get_by_text("已签")).to_have_count(seat + 1)
    page.get_by_role("button", name="签字或登记拒签").click()
    hand.writes(page.get_by_label("姓名"), "高建国")
    hand.signs()
    expect(page.get_by_text("已签")).to_have_count(3)
    page.get_by_role("link", name="返回提交").click()
    hand.has_done("three signatures")
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("heading", name="已记录")).to_be_visible()
    hand.has_done("submit")


def print_out(hand: Hand) -> None:
    for step, taps in hand.steps.items():
        report.line(step, f"{taps:8}")
    report.line("taps of the reference check", f"{hand.taps:8}", f"target ≤ {MOST}")
