"""Somebody holds a paper with a number, and a file: is it what was received?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from .conftest import DESK, PHONE, Office, open_context
from .test_screens import judged
from .visits import Desk, at_the_desk

if TYPE_CHECKING:
    from collections.abc import Iterator

YES, NO = "是：与", "否：这个文件的"


@pytest.fixture
def stranger(browser: Browser, old_office: Office) -> Iterator[Page]:
    """A browser that never signed in, and says where it sends anything."""
    context = open_context(browser, old_office.url, PHONE, phone=True)
    yield context.new_page()
    context.close()


def choose(page: Page, body: bytes) -> None:
    """Choose a file, whatever it is called."""
    kind = "application/octet-stream"
    file: FilePayload = {"name": "手机里的文件.bin", "mimeType": kind, "buffer": body}
    page.locator("input[type=file]").set_input_files(file)


def says(page: Page, *words: str) -> None:
    """One verdict is shown, and it has these words."""
    verdict = page.locator("[data-when]:visible")
    for word in words:
        expect(verdict).to_contain_text(word)


def is_judged(page: Page, body: bytes) -> None:
    """The file itself is it; changed in a byte, cut or empty it is not; the last word counts."""
    choose(page, bytes([body[0] ^ 1]) + body[1:])
    says(page, NO, "摘要不同")
    for other in (body[:-1], b""):
        choose(page, other)
        says(page, NO, "大小就不同")
    choose(page, body)
    says(page, YES)


def a_photo(desk: Desk) -> dict[str, str]:
    """Some photo of the office with its receipt."""
    hazards = [desk.ask(f"/hazards/{one['id']}") for one in desk.hazards("state=confirmed")[:5]]
    found: dict[str, str] = next(photo for one in hazards for photo in one["photos"])
    return found


def test_a_stranger_is_told_whether_a_file_is_what_was_received(
    browser: Browser, old_office: Office, stranger: Page
) -> None:
    with at_the_desk(browser, old_office) as desk:
        photo, check = a_photo(desk), desk.checks("complete")[0]
        record = desk.page.request.get(f"/api/v1/spot-checks/{check['id']}/record").body()
    evidence = (old_office.data / "objects/evidence" / photo["sha256"]).read_bytes()
    sent: list[str] = []
    stranger.on("request", lambda request: sent.append(request.method + request.url))

    stranger.goto(f"/r/{photo['receipt']}")
    expect(stranger.get_by_role("heading", name=photo["receipt"])).to_be_visible()
    assert judged(stranger, "receipt-photo") == []
    asked = len(sent)
    is_judged(stranger, evidence)
    assert sent[asked:] == []  # nothing left the browser
    assert judged(stranger, "receipt-yes") == []
    stranger.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})
    choose(stranger, evidence + b"x")
    says(stranger, NO)
    assert judged(stranger, "receipt-no-wide") == []

    stranger.goto(f"/r/{check['receipt']}")
    is_judged(stranger, record)
    assert judged(stranger, "receipt-record") == []
    stranger.goto("/r/sf-2026-1")
    expect(stranger.get_by_role("heading", name="没有这个回执号")).to_be_visible()
    assert judged(stranger, "receipt-unknown") == []


def test_the_field_is_reached_by_keyboard_and_takes_a_dropped_file(
    browser: Browser, old_office: Office, stranger: Page
) -> None:
    with at_the_desk(browser, old_office) as desk:
        photo = a_photo(desk)
    evidence = (old_office.data / "objects/evidence" / photo["sha256"]).read_bytes()
    stranger.goto(f"/r/{photo['receipt']}")
    stranger.keyboard.press("Tab")
    expect(stranger.locator("input[type=file]")).to_be_focused()
    height = "document.querySelector('.drop .button').getBoundingClientRect().height"
    assert stranger.evaluate(height) >= 48
    stranger.evaluate(
        """bytes => {
            const moved = new DataTransfer()
            moved.items.add(new File([new Uint8Array(bytes)], 'dropped'))
            document.body.dispatchEvent(new DragEvent('drop', {dataTransfer: moved, bubbles: true}))
        }""",
        list(evidence),
    )
    says(stranger, YES)
