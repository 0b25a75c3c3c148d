"""How much memory a process and its children take, watched while they work."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

EVERY = 0.05  # seconds
PAGE = 4096
RESIDENT = 1  # the field of statm


@dataclass
class Watched:
    """The most bytes that were resident at one moment; what two processes share counts twice."""

    peak: int = 0

    def taken(self) -> int:
        """Give the peak in MiB, and begin anew."""
        peak, self.peak = self.peak, 0
        return peak // 2**20


@contextmanager
def watched(pid: int) -> Iterator[Watched]:
    """Watch a process and all its children until the block ends."""
    found, over = Watched(), threading.Event()

    def watch() -> None:
        while not over.wait(EVERY):
            found.peak = max(found.peak, sum(map(_resident, _family(pid))))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        over.set()
        thread.join()


def _family(pid: int) -> Iterator[int]:
    yield pid
    for child in _children(pid):
        yield from _family(child)


def _children(pid: int) -> list[int]:
    with suppress(OSError):
        tasks = Path(f"/proc/{pid}/task").glob("*/children")
        return [int(child) for task in tasks for child in task.read_text().split()]
    return []


def _resident(pid: int) -> int:
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[RESIDENT]) * PAGE
    return 0
