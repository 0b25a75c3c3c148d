"""An inspector's phone in Chromium, four times slower than this machine, and what that is like."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any  # Any: as Chromium answers

from playwright.sync_api import sync_playwright

from bench.pwa import CHROMIUM, FLAGS
from tests.client import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, BrowserType, CDPSession, Page

    from bench.office import Office

SLOWED = 4  # times
SCREEN = {"width": 390, "height": 844}
HELD = 0.08  # seconds that a finger stays on the glass
PATIENCE = 600  # seconds for the phone and the server to have told each other
MEGABYTE = 1_000_000
KILOBYTE = 1024

# Milliseconds from the start of the page until what is wanted stands on the screen.
SHOWN = """what => new Promise((resolve) => {
  const look = () => requestAnimationFrame(() => {
    if (document.querySelector(what))
      setTimeout(() => resolve(performance.now()))
    else
      look()
  })
  look()
})"""

# Scrolls a page as a quick thumb does, from its top, then on from its end upwards.
SCROLLED = """async ({ what, steps }) => {
  const box = document.querySelector('main')
  const told = { frames: [], rows: 0 }
  const next = () => new Promise(requestAnimationFrame)
  const run = async (by) => {
    let last = await next()
    for (let n = 0; n < steps; n++) {
      const before = box.scrollTop
      box.scrollTop += by
      const at = await next()
      told.frames.push(at - last)
      told.rows = Math.max(told.rows, document.querySelectorAll(what).length)
      last = at
      if (n > 30 && box.scrollTop === before)
        return
    }
  }
  box.scrollTop = 0
  await run(80)
  box.scrollTop = box.scrollHeight
  await run(-80)
  return told
}"""


@dataclass(frozen=True)
class Start:
    """Seconds until something could be seen, and how much of them the page's own thread ran.

    On a machine that others use as well, the second is what the phone would take.
    """

    seconds: float
    busy: float


@dataclass(frozen=True)
class Scroll:
    """How a list scrolled: milliseconds of its frames, and the most rows that the page held."""

    frames: tuple[float, ...]
    rows: int

    @property
    def longest(self) -> float:
        """The longest frame in milliseconds."""
        return max(self.frames)


@dataclass(frozen=True)
class Memory:
    """Megabytes: of JavaScript's heap, of the page's process, and of all that Chromium runs."""

    heap: float
    page: float
    all: float

    def most(self, other: Memory) -> Memory:
        """Take the larger figure of each kind."""
        return Memory(*map(max, zip(self._parts, other._parts, strict=True)))

    @property
    def _parts(self) -> tuple[float, float, float]:
        return self.heap, self.page, self.all


@dataclass
class Phone:
    """One profile on the disk, as a phone has it; what is in it outlives its pages."""

    context: BrowserContext
    folder: Path
    sessions: dict[Page, CDPSession] = field(default_factory=dict)

    def sign_in(self, login: str) -> None:
        """Sign in, and wait until all rows that are pulled ahead and the app itself have come."""
        with self.page() as page:
            page.goto("/login")
            page.get_by_label("账号").fill(login)
            page.get_by_label("密码").fill(PASSWORD)
            page.get_by_role("button", name="登录").click()
            page.wait_for_url("**/tasks")
            self.await_rows(page)
            page.evaluate("navigator.serviceWorker.ready.then(() => true)")
            time.sleep(2)  # precaching goes on behind `ready`

    def await_rows(self, page: Page) -> None:
        """Wait for the first pull's end."""
        page.goto("/me")
        known = page.locator("dd", has_text="尚未同步")
        page.get_by_role("heading", name="离线资料").wait_for()
        known.wait_for(state="detached", timeout=1000 * PATIENCE)

    @contextmanager
    def page(self, *, slowed: bool = False) -> Iterator[Page]:
        """Open a page, as slow as an inspector's phone where figures are taken."""
        page = self.context.new_page()
        # Chromium counts from here on, and as long as somebody listens.
        session = self.sessions[page] = self.context.new_cdp_session(page)
        session.send("Performance.enable")
        if slowed:
            session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        yield page
        del self.sessions[page]
        page.close()

    def touch(self, page: Page, point: dict[str, float]) -> None:
        """Touch the screen at a point, as a finger does: it rests there for a moment."""
        told = self.sessions[page]
        told.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
        time.sleep(HELD)
        told.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def memory(self, page: Page) -> Memory:
        """Measure after a collection of garbage: what is held, not what lies about."""
        self.sessions[page].send("HeapProfiler.collectGarbage")
        heap = self.metric(page, "JSHeapUsedSize")
        processes = _processes(self.folder)
        pages = [size for kind, size in processes if kind == "renderer"]
        return Memory(heap / MEGABYTE, max(pages, default=0), sum(size for _, size in processes))

    def metric(self, page: Page, name: str) -> float:
        """One of the figures that Chromium keeps of a page."""
        told: list[dict[str, Any]] = self.sessions[page].send("Performance.getMetrics")["metrics"]
        return next(float(one["value"]) for one in told if one["name"] == name)

    def start(self, page: Page, path: str, what: str) -> Start:
        """Open the app at a path; measure until what is wanted can be seen."""
        page.goto(path, wait_until="commit")
        shown: float = page.evaluate(SHOWN, what)
        return Start(shown / 1000, self.metric(page, "ThreadTime"))


@contextmanager
def chromium() -> Iterator[BrowserType]:
    """What starts Chromium; a process has one of it at a time, and tests have their own."""
    with sync_playwright() as playwright:
        yield playwright.chromium


@contextmanager
def in_hand(office: Office, kind: BrowserType) -> Iterator[Phone]:
    """A phone with nothing on it, whose records lie on the disk; gone afterwards."""
    with TemporaryDirectory(prefix="suicha-phone-") as folder:
        context = kind.launch_persistent_context(
            folder,
            executable_path=CHROMIUM,
            args=FLAGS,
            base_url=office.url,
            viewport={"width": SCREEN["width"], "height": SCREEN["height"]},
            has_touch=True,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        context.set_default_timeout(1000 * PATIENCE)
        yield Phone(context, Path(folder))
        context.close()


def scroll(page: Page, what: str, steps: int = 300) -> Scroll:
    """Scroll the page down and up; count what matches."""
    told = page.evaluate(SCROLLED, {"what": what, "steps": steps})
    return Scroll(tuple(told["frames"]), told["rows"])


def _processes(folder: Path) -> list[tuple[str, float]]:
    """The kind of each process of this Chromium, and the megabytes that are its own."""
    told = {pid: _about(pid) for pid in map(str, _pids())}
    known = {pid: one for pid, one in told.items() if one is not None}
    ours = {pid for pid, (_, words, _) in known.items() if f"--user-data-dir={folder}" in words}
    while more := {pid for pid, (parent, _, _) in known.items() if parent in ours} - ours:
        ours |= more
    return [(_kind(known[pid][1]), known[pid][2]) for pid in ours]


def _pids() -> list[int]:
    return [int(one.name) for one in Path("/proc").iterdir() if one.name.isdigit()]


def _about(pid: str) -> tuple[str, list[str], float] | None:
    """Parent, command line and megabytes of a process; None when it has ended meanwhile."""
    place = Path("/proc") / pid
    try:
        lines = (place / "status").read_text().splitlines()
        # Chromium writes the command line of its children anew, with spaces.
        words = (place / "cmdline").read_text().replace("\0", " ").split(" ")
    except OSError:
        return None
    status = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
    own = sum(int(status.get(name, "0 kB").split()[0]) for name in ("RssAnon", "RssShmem"))
    return status["PPid"], words, own * KILOBYTE / MEGABYTE


def _kind(words: list[str]) -> str:
    return next((one.removeprefix("--type=") for one in words if one.startswith("--type=")), "main")
