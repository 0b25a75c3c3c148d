"""What follows a closed record: late answers, decisions, and what the public read when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from suicha.publications import operations as publications
from suicha.publications import queries
from suicha.publications.operations import Correct, Publish, Withdraw

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from suicha.accounts.guard import Actor
    from suicha.db import Json
    from suicha.demo.history.stage import Stage
    from suicha.demo.history.visit import Visit

CLOCKS = {
    "answer_late": "08:50",
    "find_late": "09:00",
    "decide": "11:10",
    "publish": "15:05",
    "correct": "15:35",
    "withdraw": "16:15",
}
SHOWN = 2  # photos of a page


class Publishing:
    """One check after its closing; `after` is a list of [deed, working days back, words]."""

    def __init__(self, stage: Stage, visit: Visit) -> None:
        """Know the visit."""
        self.stage, self.visit = stage, visit

    def plan(self, after: Sequence[list[Any]]) -> None:  # Any: JSON
        """Put the deeds down."""
        self.stage.put(self, after, CLOCKS)

    def answer_late(self, item: str, points: int, note: str) -> None:
        """Let the second's answers arrive late."""
        self.visit.differ(item, points, note)

    def find_late(self, story: Json) -> None:
        """Let a finding of the second's arrive late."""
        self.visit.find_late(story)

    def decide(self, reason: str) -> None:
        """Let the lead decide on what came late."""
        self.visit.decide(reason)

    def publish(self) -> None:
        """Publish, with the first photos."""
        publications.publish(self._actor, Publish(self._check_id, self._photos(SHOWN)))

    def correct(self, reason: str) -> None:
        """Put out a corrected page, with one photo less."""
        said = Correct(self._photos(SHOWN - 1), reason)
        publications.correct(self._actor, self._check_id, said)

    def withdraw(self, reason: str) -> None:
        """Take the page back."""
        publications.withdraw(self._actor, self._check_id, Withdraw(reason))

    def _photos(self, most: int) -> list[str]:
        item = queries.item(self._actor, self._check_id)
        return [use.sha256 for use in item.candidates][:most]

    @property
    def _check_id(self) -> UUID:
        return self.visit.check.id

    @property
    def _actor(self) -> Actor:
        return self.stage.supervisor(self.visit)
