"""The real thing: `suicha run` on a folder of its own, and Debian's Chromium."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from suicha import config, embedded
from suicha.config import REPOSITORY
from suicha.factory import create_app

from .district import District
from .proxy import CuttingProxy

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu", "--lang=zh-CN"]
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
PATIENCE = 300  # seconds for a start, which includes initdb and, for an old office, its past

# A slow machine is no fault: five seconds, Playwright's own, are short where two cores do it all.
expect.set_options(timeout=20_000)


@dataclass(frozen=True)
class Office:
    """A running authority: where it answers and who may sign in, by login and by name."""

    port: int
    data: Path
    passwords: dict[str, str]
    logins: dict[str, str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Everything that `make run` starts, without the past: a journey counts what it makes."""
    with running_office(tmp_path_factory.mktemp("office"), history="no") as found:
        yield found


@pytest.fixture(scope="session")
def old_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with two months behind it, and nothing of them left to do."""
    with running_office(tmp_path_factory.mktemp("old"), history="yes") as found:
        await_the_worker(found)
        yield found


@pytest.fixture(scope="session")
def district(office: Office) -> Iterator[District]:
    """A district in which nobody else works, with its database and store open beside it."""
    settings = config.load({"DATA": str(office.data)})
    with embedded.running(office.data) as url:
        yield District(office, create_app(replace(settings, database_url=url)))


@contextmanager
def running_office(data: Path, *, history: str) -> Iterator[Office]:
    """`suicha run` on this folder, ended by its own pid."""
    port = _free_port()
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {"DATA": str(data), "PORT": str(port), "DEMO_HISTORY": history}
    program = Path(sys.executable).with_name("suicha")
    with (data / "run.log").open("wb") as log:
        process = subprocess.Popen(
            [program, "run"], env=environment, stdout=log, stderr=log, cwd=REPOSITORY
        )
    try:
        words = _await_address(process, data / "run.log")
        urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz").close()
        yield Office(port, data, *_people(words))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once; every context is a new profile."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def proxy(office: Office) -> Iterator[CuttingProxy]:
    """The phone's way to the server."""
    with CuttingProxy(office.port) as running:
        yield running


@pytest.fixture
def desk(browser: Browser, office: Office) -> Iterator[Page]:
    """A page at a desk."""
    context = open_context(browser, office.url, DESK)
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(browser: Browser, proxy: CuttingProxy) -> Iterator[BrowserContext]:
    """A phone, whose network the test can take away."""
    context = open_context(browser, f"http://127.0.0.1:{proxy.port}", PHONE, phone=True)
    yield context
    context.close()


def await_the_worker(office: Office) -> None:
    """Wait until no job is due: what follows from the past is out."""
    due = """SELECT FROM procrastinate_jobs WHERE status IN ('todo', 'doing')
        AND coalesce(scheduled_at, now()) <= now()"""
    deadline = time.monotonic() + PATIENCE
    with ExitStack() as stack:
        plain = stack.enter_context(embedded.running(office.data)).replace("+psycopg", "")
        connection = stack.enter_context(psycopg.connect(plain, autocommit=True))
        while connection.execute(due).fetchone() is not None:
            assert time.monotonic() < deadline, "the worker does not come to an end"
            time.sleep(0.5)


def sign_in(page: Page, office: Office, login: str) -> None:
    """Sign in through the form, as people do."""
    page.goto("/login")
    page.get_by_label("账号").fill(login)
    page.get_by_label("密码").fill(office.passwords[login])
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/login" not in url)


def open_context(
    browser: Browser, url: str, size: dict[str, int], *, phone: bool = False
) -> BrowserContext:
    context = browser.new_context(**as_used(url, size, phone=phone))
    context.set_default_timeout(20_000)
    return context


def as_used(
    url: str, size: dict[str, int], *, phone: bool = False
) -> dict[str, Any]:  # Any: what Playwright takes
    """How a browser is set up: in China, and on a site."""
    return {
        "base_url": url,
        "viewport": {"width": size["width"], "height": size["height"]},
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "has_touch": phone,
        "permissions": ["geolocation"],
        "geolocation": {"latitude": 30.205, "longitude": 120.105, "accuracy": 12},
    }


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _await_address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Wait, as a person does, for the address, which is printed last; give all that was printed."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if "http://127.0.0.1:" in (words := log.read_text()):
            return words
        time.sleep(0.2)
    pytest.fail(f"suicha run did not come up:\n{log.read_text()[-3000:]}")


def _people(log: str) -> tuple[dict[str, str], dict[str, str]]:
    """Read the logins that `suicha run` prints: login, password and name are the first columns.

    The address ends them; what the server says from then on may stand below it already.
    """
    lines = log.partition("Demo logins")[2].partition("http://")[0].splitlines()
    rows = [line.split() for line in lines if line.startswith("  ")]
    return {row[0]: row[1] for row in rows}, {row[2]: row[0] for row in rows}
