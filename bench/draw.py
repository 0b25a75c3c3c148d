"""The draw of a million sites: in Python, in a visitor's browser, and beside other samplers.

Target (issue 4): 10,000 of 1,000,000 sites in 4 strata drawn and 20,000 slots assigned to 1,000
inspectors in 2 s in Python, and in 5 s in Chromium while the page stays responsive.
"""

from __future__ import annotations

import hashlib
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from bench import report
from bench.pwa import CHROMIUM, FLAGS
from suicha import dr1
from suicha.dr1 import canonical
from suicha.dr1.result import read, result_of
from suicha.dr1.seed import key
from suicha.dr1.tickets import draw
from suicha.draws.models import PlanState
from suicha.publications import draw_pages, rendering
from suicha.publications.draw_contents import File, Freezing, Page
from suicha.publications.draw_states import Stage, Standing
from suicha.publications.shelf import put

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.office import Office

SITES, TAKE, INSPECTORS, STRATA = 1_000_000, 10_000, 1_000, "ABCD"
PATIENCE = 120_000  # ms for the browser
# The longest time between two frames while the worker computes: how long the page does not answer.
FRAMES = """() => {
  window.longest = 0
  let before = performance.now()
  const frame = (now) => {
    window.longest = Math.max(window.longest, now - before)
    before = now
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
}"""


def measure(office: Office, sites: int = SITES) -> None:
    """Print the lines of this part."""
    report.head(f"draw: {sites // 100} of {sites} sites in 4 strata, {INSPECTORS} inspectors")
    files = _files(sites)
    result = _in_python(files)
    _beside_others(files, sites // 100)
    _in_chromium(office, files | {"result.txt": result.text}, result)


def _files(sites: int) -> dict[str, bytes]:
    objects = "".join(
        f"{330106202600000000 + n}\t{STRATA[n % 4]}\t1\tpt\td:{n % 97:02},e:{n % 9973:04}\n"
        for n in range(sites)
    ).encode()
    inspectors = "".join(f"ZF{n:06}\t40\t{n % 5}\tcivil\t-\n" for n in range(INSPECTORS)).encode()
    manifest = canonical.encode(
        {
            "alg": "dr/1",
            "plan": "BENCH",
            "objects": {"sha256": hashlib.sha256(objects).hexdigest()},
            "inspectors": {"sha256": hashlib.sha256(inspectors).hexdigest()},
            "take": dict.fromkeys(STRATA, sites // 400),
            "slots": {"pt": ["civil", "*"]},
            "seed": ["dice.1"],
        }
    )
    contributions = dr1.write_contributions([("dice.1", "3" * 20)])
    return {
        "manifest.json": manifest,
        "objects.tsv": objects,
        "inspectors.tsv": inspectors,
        "contributions.tsv": contributions,
    }


@contextmanager
def _timed(what: str, beside: str = "") -> Iterator[None]:
    began = time.perf_counter()
    yield
    report.line(what, f"{time.perf_counter() - began:8.2f} s", beside)


def _in_python(files: dict[str, bytes]) -> dr1.Result:
    lists = (files["manifest.json"], files["objects.tsv"], files["inspectors.tsv"])
    with _timed("Python: read and check the files"):
        inputs = read(*lists, [("dice.1", "3" * 20)])
    with _timed("Python: draw and assign", "target ≤ 2 s"):
        return result_of(inputs)


def _beside_others(files: dict[str, bytes], count: int) -> None:
    """Sample as many in one stratum, as the others know no other way."""
    lists = (files["manifest.json"], files["objects.tsv"], files["inspectors.tsv"])
    inputs = read(*lists, [("dice.1", "3" * 20)])
    objects = inputs.objects
    one = type(objects)(
        objects.ids, ["A"] * len(objects.ids), objects.weights, objects.categories, objects.tags
    )
    with _timed("sampling alone: dr/1"):
        draw(one, {"A": count}, key(inputs.seed, "object"))
    try:
        from consistent_sampler import sampler  # noqa: PLC0415  # the bench alone has them
        from cryptorandom.cryptorandom import SHA256  # noqa: PLC0415
        from cryptorandom.sample import random_sample  # noqa: PLC0415
    except ImportError:
        report.line("consistent_sampler, cryptorandom", "not installed")
        return
    with _timed("sampling alone: consistent_sampler"):
        list(sampler(objects.ids, inputs.seed.hex(), take=count, output="id"))
    with _timed("sampling alone: cryptorandom, PIKK"):
        random_sample(len(objects.ids), count, method="PIKK", prng=SHA256(inputs.seed.hex()))


def _in_chromium(office: Office, files: dict[str, bytes], result: dr1.Result) -> None:
    draw_pages.render_script(Path(office.app.extensions["settings"].pwa))
    for name, body in files.items():
        put(f"draws/BENCH/{name}", body, draw_pages.TYPES[Path(name).suffix])
    at = datetime.now(UTC)
    page = Page(
        number="BENCH",
        title="bench",
        agency="bench",
        at=at,
        sites=files["objects.tsv"].count(b"\n"),
        drawn=len(result.drawn),
        repeats=0,
        standing=Standing("", PlanState.DRAWN, frozenset(), at, None),
        seen=at,
        stage=Stage.PUBLISHED,
        office="000000",
        drawn_at="",
        result_sha256=result.sha256,
        inspectors=INSPECTORS,
        excluded=0,
        yearly_cap=2,
        bits="66.4",
        freezings=[Freezing("", "")],
        promises=[],
        events=[],
        publish_at=None,
        supersedes=None,
        voided=None,
        set_aside=[],
        candidates={},
        empty=[],
        changes=[],
        files=[File(name, len(body), "") for name, body in files.items()],
    )
    put(*rendering.draw_page(page, rendering.MAIN), "text/html")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        tab = browser.new_page(base_url=office.url)
        tab.goto("/public/draws/BENCH/index.html")
        tab.evaluate(FRAMES)
        with _timed("Chromium: fetch, check, draw, assign, compare", "target ≤ 5 s"):
            tab.get_by_role("button", name="立即核验").click()
            tab.get_by_text("核验一致").wait_for(timeout=PATIENCE)
        report.line("Chromium: longest time without a frame", f"{tab.evaluate('longest'):8.0f} ms")
        browser.close()
