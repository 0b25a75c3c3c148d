"""Strangers verify a draw from its public page: no login, their own browser, their own site."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from .conftest import PHONE, Office, open_context
from .test_screens import judged

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def stranger(browser: Browser, old_office: Office) -> Iterator[BrowserContext]:
    """A browser that never signed in."""
    context = open_context(browser, old_office.url, PHONE, phone=True)
    yield context
    context.close()


def open_a_draw(page: Page) -> None:
    """Go from the public index to the newest draw."""
    page.goto("/public/")
    page.get_by_role("link", name="随机抽取公示").click()
    assert judged(page, "draws") == []
    page.locator(".entries a").first.click()
    expect(page.get_by_role("button", name="立即核验")).to_be_visible()


def test_a_stranger_verifies_a_draw_and_looks_up_a_site(stranger: BrowserContext) -> None:
    page = stranger.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    open_a_draw(page)
    assert judged(page, "draw-ready") == []
    page.get_by_role("button", name="立即核验").click()
    expect(page.get_by_text("核验一致")).to_be_visible()

    result = page.evaluate("fetch('result.txt').then(answer => answer.text())").splitlines()
    objects = page.evaluate("fetch('objects.tsv').then(answer => answer.text())").splitlines()
    drawn = result[1].split("\t")
    others = {line.split("\t")[0] for line in objects} - {line.split("\t")[0] for line in result}
    own = page.get_by_label("查自己的工地")
    own.fill(drawn[0])
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_text("这次抽中了。")).to_be_visible()
    expect(page.locator("[data-ticket]")).to_have_text(drawn[2])
    assert judged(page, "draw-verified") == []
    own.fill(min(others))
    own.press("Enter")
    expect(page.get_by_text("这次没有抽中。")).to_be_visible()
    own.fill("000")
    own.press("Enter")
    expect(page.get_by_text("名单上没有这个编号。")).to_be_visible()
    assert errors == []


def test_a_file_that_was_tampered_with_is_caught(stranger: BrowserContext) -> None:
    page = stranger.new_page()

    def tamper(route: Route) -> None:
        """Give the first seat of the first site to somebody else."""
        lines = route.fetch().text().split("\n")
        fields = lines[1].split("\t")
        fields[3:5] = [fields[4], fields[3]]
        route.fulfill(body="\n".join([lines[0], "\t".join(fields), *lines[2:]]))

    open_a_draw(page)
    page.route("**/result.txt", tamper)
    page.get_by_role("button", name="立即核验").click()
    expect(page.get_by_text("核验不一致")).to_be_visible()
    expect(page.get_by_text("result.txt, line 2: computed is")).to_be_visible()
    assert judged(page, "draw-tampered") == []


def test_files_that_do_not_come_are_no_verdict(stranger: BrowserContext) -> None:
    page = stranger.new_page()
    open_a_draw(page)
    page.route("**/objects.tsv", lambda route: route.abort())
    page.get_by_role("button", name="立即核验").click()
    expect(page.get_by_text("没有完成核验")).to_be_visible()


def test_without_scripts_the_files_and_the_program_are_there(
    browser: Browser, old_office: Office
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=old_office.url)
    page = context.new_page()
    page.goto("/public/draws/index.en.html")
    page.locator(".entries a").first.click()
    expect(page.get_by_text("Scripts are off")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    for name in ("manifest.json", "result.txt", "suicha_draw.py"):
        link = page.get_by_role("link", name=name).get_attribute("href")
        assert context.request.get(urljoin(page.url, link)).ok
    context.close()
