"""The PWA in Chromium: what a first load weighs, and how fast it starts without a network."""

from __future__ import annotations

import gzip
import time
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from bench import report
from tests.client import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Response

    from bench.office import Office

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
STARTS = 5
TASKS = 20  # checks of the inspector who starts
KINDS = ("document", "script", "stylesheet", "font")


def measure(office: Office, login: str) -> None:
    """Print the lines of this part."""
    report.head("PWA in Chromium (target of the first load: 150 kB gzip)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(
            base_url=office.url, viewport={"width": 390, "height": 844}, locale="zh-CN"
        )
        loaded: list[Response] = []
        page = context.new_page()
        page.on("response", lambda response: loaded.append(response))  # noqa: PLW0108  # playwright marks it
        _first_load(page, login)
        _weigh(loaded)
        _start_offline(context, page)
        browser.close()


def _first_load(page: Page, login: str) -> None:
    """Sign in and see the tasks: all code that an inspector's first morning needs."""
    page.goto("/login")
    page.get_by_label("账号").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/tasks")
    page.wait_for_load_state("networkidle")


def _weigh(loaded: list[Response]) -> None:
    """Add up what pages asked for, each file once; what is precached comes later."""
    sizes: dict[str, tuple[str, int]] = {}
    for response in loaded:
        kind = response.request.resource_type
        if kind in KINDS and response.ok and not response.from_service_worker:
            sizes.setdefault(response.url, (kind, len(gzip.compress(response.body(), 6))))
    for kind in KINDS:
        found = [size for each, size in sizes.values() if each == kind]
        if found:
            report.line(f"{kind}: {len(found)} files", f"{sum(found) / 1000:8.1f} kB gzip")
    total = sum(size for _, size in sizes.values()) / 1000
    report.line("sign-in and tasks in all", f"{total:8.1f} kB gzip", "target ≤ 150 kB")


def _start_offline(context: BrowserContext, page: Page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    time.sleep(2)  # precaching goes on behind `ready`
    context.set_offline(True)
    seconds = []
    for _ in range(STARTS):
        again = context.new_page()
        began = time.perf_counter()
        again.goto("/tasks")
        again.get_by_role("heading").first.wait_for()
        seconds.append(time.perf_counter() - began)
        again.close()
    ordered = sorted(seconds)
    figure = f"{1000 * ordered[len(ordered) // 2]:8.0f} ms  (slowest {1000 * ordered[-1]:.0f})"
    report.line(f"start offline to the first heading, median of {STARTS}", figure)
