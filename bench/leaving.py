"""What Chromium keeps of what a page writes as it goes: `python -m bench.leaving`.

The draft of such a page is written to IndexedDB and, as a last word, to localStorage (the PWA's
`store/last-words.ts`); this counts how often each of them is gone afterwards.
"""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from bench import report
from bench.pwa import CHROMIUM, FLAGS

if TYPE_CHECKING:
    from playwright.sync_api import Page

TIMES = 200
# Writes as the app does: one strict transaction that is told that nothing follows.
WRITER = """<!doctype html><title>writer</title><script>
const asked = indexedDB.open('drafts', 1)
asked.onupgradeneeded = () => asked.result.createObjectStore('drafts')
const ready = new Promise(done => { asked.onsuccess = () => done(asked.result) })
async function leave(n) {
  const db = await ready
  addEventListener('pagehide', () => {
    const writing = db.transaction('drafts', 'readwrite', { durability: 'strict' })
    writing.objectStore('drafts').put({ n, answers: 'x'.repeat(3000) }, 'sheet')
    writing.commit()
    localStorage.setItem('sheet', n)
  })
  location.assign('/away.html')
}
async function found() {
  const asking = (await ready).transaction('drafts').objectStore('drafts').get('sheet')
  await new Promise(done => { asking.onsuccess = done })
  return [asking.result?.n ?? null, Number(localStorage.getItem('sheet'))]
}
</script>"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and tells nobody."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def measure(times: int = TIMES) -> None:
    """Print the lines of this part."""
    report.head(f"a page that writes as it goes, {times} times")
    with TemporaryDirectory(prefix="suicha-leaving-") as folder, sync_playwright() as playwright:
        pages = Path(folder) / "pages"
        pages.mkdir()
        (pages / "writer.html").write_text(WRITER)
        (pages / "away.html").write_text("<!doctype html><title>away</title>")
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=pages))
        Thread(target=server.serve_forever, daemon=True).start()
        # On a disk, as a phone has it: in memory nothing is given up.
        context = playwright.chromium.launch_persistent_context(
            Path(folder) / "disk",
            executable_path=CHROMIUM,
            args=FLAGS,
            base_url=f"http://127.0.0.1:{server.server_port}",
        )
        gone = [_goes(context.pages[0], n) for n in range(1, times + 1)]
        context.close()
        server.shutdown()
    report.line("not in IndexedDB", f"{sum(db for db, _ in gone):8}")
    report.line("not in localStorage", f"{sum(word for _, word in gone):8}")


def _goes(page: Page, n: int) -> tuple[bool, bool]:
    """Let one page write and go; say what is gone: its transaction, its word."""
    page.goto("/writer.html")
    with page.expect_navigation(url="**/away.html"):
        page.evaluate("n => void leave(n)", n)
    page.goto("/writer.html")
    kept, word = page.evaluate("found()")
    return kept != n, word != n


if __name__ == "__main__":
    measure()
