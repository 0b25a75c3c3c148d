"""What every scene of the history has at hand: the days, the people, the agenda, the findings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from suicha.demo.history.agenda import Agenda
from suicha.demo.history.cast import Cast
from suicha.demo.history.days import Days
from suicha.demo.history.findings import Findings
from suicha.demo.history.publishing import Publishing
from suicha.demo.history.rectifying import Rectifying

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from suicha.accounts.guard import Actor
    from suicha.db import Json
    from suicha.demo.history.visit import Visit

SUPERVISORS = ("zhoumin", "shenguoqiang")


class Stage:
    """The stage of one telling."""

    def __init__(self, today: date) -> None:
        """Set everything up; nothing happens yet."""
        self.days = Days(today)
        self.agenda = Agenda()
        self.cast = Cast()
        self.findings = Findings()

    def put(self, doer: object, deeds: Sequence[list[Any]], clocks: Mapping[str, str]) -> None:
        """Put deeds down, each a [name, working days back, words …] of data/history.json."""
        for name, back, *words in deeds:
            self.agenda.put(self.days.at(back, clocks[name]), partial(getattr(doer, name), *words))

    def supervisor(self, visit: Visit) -> Actor:
        """Give who works a check at the desk: the two of the district take turns."""
        return self.cast.named(SUPERVISORS[visit.story["back"] % len(SUPERVISORS)]).actor

    def rectify(self, visit: Visit, hazard_id: UUID, story: Json, finding: Json) -> None:
        """Put down what becomes of a hazard."""
        Rectifying(self, visit, hazard_id, finding).plan(story.get("life", []))

    def close(self, visit: Visit) -> None:
        """Put down what follows a closed record: late words, decisions, publication."""
        Publishing(self, visit).plan(visit.story.get("after", []))
