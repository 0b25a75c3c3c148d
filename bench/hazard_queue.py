"""The desk's hazard queue: its first page and filtered pages."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from bench import report
from bench.clients import Client, run, shared

if TYPE_CHECKING:
    from bench.clients import Job
    from bench.office import Office
    from bench.push import Ground

CALLS = 160
PAGES = {
    "first page of 50": "/hazards?limit=50",
    "filtered: red, not major": "/hazards?limit=50&light=red&is_major=false",
    "filtered: state and words": f"/hazards?limit=50&state=reported&q={quote('配电箱')}",
}


def measure(office: Office, ground: Ground, hazards: int) -> None:
    """Print the lines for so many hazards."""
    report.head(f"queue of {hazards:,} hazards (target: p95 < 50 ms at 100,000)")
    desks = [Client(office, ground.supervisor.login) for _ in range(8)]
    for what, path in PAGES.items():
        jobs = [_get(path)] * CALLS
        run([(desks[0], jobs[:5])], 5)  # the first ones read the pages from disk
        report.timed(f"{what}, one desk", run([(desks[0], jobs)], CALLS), "pages")
        report.timed(f"{what}, 8 desks", run(shared(desks, jobs), CALLS), "pages")


def _get(path: str) -> Job:
    def get(client: Client) -> None:
        client.json("GET", path)

    return get
