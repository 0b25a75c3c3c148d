"""Strangers verify a draw from its public page: no login, their own browser, their own site."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from .conftest import DESK, PHONE, Office, open_context
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
    page.wait_for_url("**/draws/index.html")  # the index has entries too
    assert judged(page, "draws") == []
    newest = page.locator(".draws a").first
    title = newest.inner_text()
    newest.click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
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


# What a page says until a date, from it on, and from one that is far away.
DATED = """
  <p data-until="2020-01-01T00:00:00Z">until then</p>
  <p data-after="2020-01-01T00:00:00Z" data-until="2999-01-01T00:00:00Z" hidden>since then</p>
  <p data-after="2999-01-01T00:00:00Z" hidden>some day</p>
"""


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_stranger_counts_from_an_offices_record(
    browser: Browser, old_office: Office, size: dict[str, int], language: str
) -> None:
    context = open_context(browser, old_office.url, size)
    page = context.new_page()
    page.goto("/public/" if language == "zh-CN" else "/public/index.en.html")
    page.get_by_role("link", name="抽取台账" if language == "zh-CN" else "Record of draws").click()
    page.locator(".entries a").first.click()
    assert judged(page, f"record-{size['width']}-{language}") == []
    told = page.request.get(urljoin(page.url, "draws.json")).json()["plans"]
    expect(page.locator(".entries li")).to_have_count(len(told))
    expect(page.locator(".counts dd").first).to_have_text(str(len(told)))
    page.locator(".entries li > a").first.click()
    expect(page.locator("#seed-title + p + dl")).to_contain_text(told[0]["manifest_sha256"])
    page.get_by_role("navigation").get_by_role("link").nth(1).click()
    expect(page.locator(".counts")).to_be_visible()
    context.close()


def test_a_page_that_lies_still_goes_by_the_clock_of_whoever_reads_it(
    stranger: BrowserContext,
) -> None:
    page = stranger.new_page()
    page.goto("/public/draws/index.html")
    page.evaluate(
        "text => document.querySelector('main').insertAdjacentHTML('afterbegin', text)", DATED
    )
    script = page.locator("script").first.get_attribute("src")
    page.add_script_tag(url=urljoin(page.url, script))
    expect(page.get_by_text("since then")).to_be_visible()
    for text in ("until then", "some day"):
        expect(page.get_by_text(text)).to_be_hidden()
