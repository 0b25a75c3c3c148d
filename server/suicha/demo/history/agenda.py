"""What happens when: deeds in the order of their moments, each done by the clock of its own."""

from __future__ import annotations

import heapq
from itertools import count
from typing import TYPE_CHECKING

from suicha import journal, worker
from suicha.db import at, db
from suicha.jobs import defer

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from suicha.journal import Fact

# What everybody may read is written after the commit, by the worker: a start that was interrupted
# leaves no page of a check that never was.
AFTER = "publications."
# Drawn scenes of one kind are alike as no two photographs are: the past's are not compared.
NEVER = "photos.compare"


class Agenda:
    """Deeds to come; a deed may put further ones down, later than itself."""

    def __init__(self) -> None:
        """Begin with an empty page."""
        self._deeds: list[tuple[datetime, int, Callable[[], object]]] = []
        self._number = count()
        self._following: dict[tuple[str, str], None] = {}
        self._after: dict[tuple[str, str], None] = {}

    def put(self, moment: datetime, deed: Callable[[], object]) -> None:
        """Put a deed down for a moment."""
        heapq.heappush(self._deeds, (moment, next(self._number), deed))

    def live(self, tell: Callable[[str], object]) -> None:
        """Do everything, and what follows from it (worker.py's table) as soon as it is due."""
        month = ""
        while self._deeds:
            moment, _, deed = heapq.heappop(self._deeds)
            if month != (month := moment.strftime("%Y-%m")):
                tell(f"演示历史 demo history: {month} …")
            with at(moment), journal.followed_by(self._follow):
                deed()
                self._work()
                db.session.flush()  # facts take their time when they are written: now, not later
        if self._after:
            defer(*self._after)

    def _follow(self, fact: Fact) -> None:
        for task, subject in worker.following(fact):
            if task == NEVER:
                continue
            later = self._after if task.startswith(AFTER) else self._following
            later[task, subject] = None

    def _work(self) -> None:
        while self._following:
            task, subject = next(iter(self._following))
            del self._following[task, subject]
            worker.DEEDS[task](subject)
