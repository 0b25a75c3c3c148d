"""Who is sent where, by the office's own word, and the phone that is taken there."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from .conftest import DESK, PHONE, open_context, sign_in
from .proxy import CuttingProxy
from .test_screens import judged
from .test_two_inspectors import Inspector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from .conftest import Office

Json = dict[str, Any]  # Any: as the server answers
SOON = 45_000  # ms for phone, server and worker to have told each other


@dataclass(frozen=True)
class Desk:
    """The supervisor's page, for what a journey asks or does there without looking."""

    page: Page

    def ask(self, path: str) -> Json:
        """Read something."""
        answer = self.page.request.get(f"/api/v1{path}")
        assert answer.ok, answer.text()
        found: Json = answer.json()
        return found

    def do(self, path: str, body: Json) -> None:
        """Do something."""
        cookies = {one["name"]: one["value"] for one in self.page.context.cookies()}
        headers = {"X-CSRF-TOKEN": cookies["csrf_access_token"]}
        answer = self.page.request.post(f"/api/v1{path}", data=body, headers=headers)
        assert answer.ok, answer.text()

    def checks(self, state: str) -> list[Json]:
        """List the checks of this state, the newest first."""
        found: list[Json] = self.ask(f"/spot-checks?limit=100&state={state}")["items"]
        return found

    def hazards(self, query: str) -> list[Json]:
        """List hazards of the queue."""
        found: list[Json] = self.ask(f"/hazards?limit=100&{query}")["items"]
        return found


@contextmanager
def at_the_desk(browser: Browser, office: Office) -> Iterator[Desk]:
    """Sign the supervisor in."""
    context = open_context(browser, office.url, DESK)
    page = context.new_page()
    sign_in(page, office, "zhoumin")
    yield Desk(page)
    context.close()


@contextmanager
def on_a_phone(browser: Browser, office: Office, name: str) -> Iterator[Inspector]:
    """Sign an inspector in, on a phone whose network can be taken away."""
    with CuttingProxy(office.port) as proxy:
        context = open_context(browser, f"http://127.0.0.1:{proxy.port}", PHONE, phone=True)
        phone = Inspector(context, proxy, context.new_page())
        sign_in(phone.page, office, office.logins[name])
        fetched(phone.page)
        yield phone
        context.close()


def fetched(page: Page) -> None:
    """Wait until all rows that are pulled ahead have come."""
    page.goto("/me")
    expect(page.get_by_role("heading", name="离线资料")).to_be_visible()
    expect(page.locator("dd", has_text="尚未同步")).to_have_count(0, timeout=SOON)


def lead_of(check: Json) -> str:
    """Name the lead of a check."""
    name: str = next(one["name"] for one in check["inspectors"] if one["lead"])
    return name


def shown(page: Page, name: str) -> None:
    """Keep the picture of a page on which nothing is wrong."""
    faults = judged(page, name)
    assert faults == [], faults


def begin(page: Page, check: Json) -> None:
    """Start a check; the first list is open then."""
    page.goto(f"/checks/{check['id']}")
    page.get_by_role("button", name="开始检查").click()
    expect(page.locator("section.item").first).to_be_visible()


def open_sheet(page: Page, nth: int) -> None:
    """Find one item of the list wrong and open the hazard sheet at it."""
    item = page.locator("section.item").nth(nth)
    item.get_by_text("不符合", exact=True).click()
    item.get_by_role("link", name="登记隐患").click()
    expect(page.get_by_label("问题情况")).to_be_visible()


def describe(page: Page, what: str) -> None:
    """Fill what a hazard needs, and let its clause and due date be."""
    page.get_by_label("问题情况").fill(what)
    page.get_by_label("部位").fill("2# 楼南侧")
    page.get_by_label("责任单位").select_option(index=1)


def all_sent(page: Page) -> None:
    """Wait until the phone has nothing more to send; originals are counted apart, and follow."""
    expect(page.get_by_text("全部已发送")).to_be_visible(timeout=SOON)
    expect(page.get_by_text("张待传")).to_have_count(0, timeout=SOON)


def report(page: Page) -> None:
    """Keep the hazard; the sheet is left once it is on the phone."""
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("form#hazard")).to_have_count(0)
