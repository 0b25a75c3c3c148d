"""Phones that die, the tab or the whole browser; and what is on them afterwards."""

from __future__ import annotations

import os
import signal
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Error

from .conftest import CHROMIUM, FLAGS, PHONE, as_used, sign_in
from .proxy import CuttingProxy
from .test_two_inspectors import Inspector
from .visits import SOON, all_sent, fetched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, BrowserType, Page

    from suicha.db import Json

    from .conftest import Office
    from .district import District, Kept, Sent

# A camera that films a test picture.
CAMERA = "--use-fake-device-for-media-stream"

# What is in one room of the records of whoever's phone this is; bytes stay where they are.
RECORDS = """async (room) => {
  const person = JSON.parse(localStorage.getItem('suicha.me')).id
  const open = indexedDB.open(`suicha-${person}`)
  const db = await new Promise((done) => { open.onsuccess = () => done(open.result) })
  const all = db.transaction(room).objectStore(room).getAll()
  const found = await new Promise((done) => { all.onsuccess = () => done(all.result) })
  db.close()
  return found
}"""
SENT = f"""async () => {{
  const read = {RECORDS}
  const files = (await read('photos')).flatMap(({{ rendition, original }}) => [rendition, original])
  return [...await read('outbox'), ...files].every(each => each?.state !== 'unsent')
}}"""
HOLDS = f"""async ([room, words]) => JSON.stringify(await ({RECORDS})(room)).includes(words)"""


def records(page: Page, room: str) -> list[Json]:
    """Read what is on the phone, as no page of the app tells it."""
    found: list[Json] = page.evaluate(RECORDS, room)
    return found


def until(page: Page, promised: str, arg: object = None) -> None:
    """Wait for an answer that is promised: wait_for_function takes the promise itself for a yes."""
    end = time.monotonic() + SOON / 1000
    while not page.evaluate(promised, arg):
        assert time.monotonic() < end, promised
        page.wait_for_timeout(50)


def on_the_disk(page: Page, room: str, words: str) -> None:
    """Wait until the phone has written this down."""
    until(page, HOLDS, [room, words])


@dataclass
class Device(Inspector):
    """A phone with a disk of its own, which outlives its browser."""

    start: Callable[[], BrowserContext]
    folder: Path
    dies: bool
    faults: list[str] = field(default_factory=list)  # what the app itself did not expect

    def is_killed(self) -> None:
        """Lose all that is only in memory, and open the same page again."""
        if self.dies:
            self.die()
        else:
            self.lose_the_tab()

    def lose_the_tab(self) -> None:
        """Let the system kill the tab, as it does when memory runs short; open it again."""
        url, dead = self.page.url, self.page
        # The page never arrives where it is sent.
        with dead.expect_event("crash"), suppress(Error):
            dead.goto("chrome://crash")
        self.page = self.context.new_page()
        dead.close()
        self.page.goto(url)

    def die(self) -> None:
        """Kill the browser with all its processes, as an empty battery does; switch on again.

        Chromium writes cookies down twice a minute, so the login may be gone: here it always is.
        """
        url = self.page.url
        os.kill(_browser_of(self.folder), signal.SIGKILL)
        with suppress(Error):  # it may have noticed already
            self.context.close()
        self.context = self.start()
        self.context.clear_cookies()
        self.context.set_offline(self.proxy.is_down)
        self.page = self.context.pages[0]
        self.page.goto(url)


@contextmanager
def on_a_device(
    kind: BrowserType, office: Office, folder: Path, *flags: str, dies: bool = False
) -> Iterator[Device]:
    """Switch a phone on that nobody has used yet."""
    with CuttingProxy(office.port) as proxy:
        start = partial(_begin, kind, folder, f"http://127.0.0.1:{proxy.port}", flags)
        context = start()
        device = Device(context, proxy, context.pages[0], start, folder, dies)
        context.on("weberror", lambda fault: device.faults.append(str(fault.error)))
        yield device
        device.context.close()
        assert device.faults == [], device.faults


def in_the_hands_of(device: Device, office: Office, name: str) -> None:
    """Sign an inspector in, and wait until everything is there."""
    sign_in(device.page, office, office.logins[name])
    fetched(device.page)


def signs_in_again(page: Page, office: Office, name: str) -> None:
    """By the bar's own link; what waited goes out."""
    page.get_by_role("link", name="重新登录").click()
    page.get_by_label("密码").fill(office.passwords[office.logins[name]])
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/login" not in url)
    all_sent(page)


def _begin(kind: BrowserType, folder: Path, url: str, flags: tuple[str, ...]) -> BrowserContext:
    context = kind.launch_persistent_context(
        folder, executable_path=CHROMIUM, args=[*FLAGS, *flags], **as_used(url, PHONE, phone=True)
    )
    context.set_default_timeout(20_000)
    return context


def _browser_of(folder: Path) -> int:
    """Find the browser that we started on this folder; its children name a type."""
    ours = f"--user-data-dir={folder}"
    for process in Path("/proc").glob("[0-9]*"):
        words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
        if ours in words and not any(word.startswith("--type=") for word in words):
            return int(process.name)
    raise LookupError(f"no browser runs on {folder}")


def nothing_lost(page: Page, district: District, check: Sent) -> Kept:
    """Hold what the phone remembers having said against the server's own books: each thing once."""
    until(page, SENT)
    kept = district.kept(check)
    said = [one for one in records(page, "outbox") if one["checkId"] == check.id]
    assert [one for one in said if one["state"] != "accepted"] == []
    assert said
    assert kept.commands == {one["id"]: one["command"]["name"] for one in said}
    assert (kept.refused, kept.doubled) == ([], [])
    assert kept.answers == _last_said([one["command"] for one in said])
    taken = [one for one in records(page, "photos") if one["checkId"] == check.id]
    files = [one[part] for one in taken for part in ("rendition", "original") if one[part]]
    assert {one["state"] for one in files} <= {"sent"}
    assert {one["sha256"] for one in files} == kept.hashes
    return kept


def _last_said(commands: list[Json]) -> Json:
    """The answers that stand, by item: of each list those that were said last."""
    said = [one for one in commands if one["name"] == "spot_check.answer"]
    lists = {
        one["args"]["checklist_version_id"]: one["args"]["answers"]
        for one in sorted(said, key=lambda one: int(one["seq"]))
    }
    return {item: answer for answers in lists.values() for item, answer in answers.items()}
