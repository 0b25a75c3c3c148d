"""What became of a hazard: confirmed, replied to, looked at again, returned, extended, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from suicha.hazards import operations as hazards

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from suicha.db import Json
    from suicha.demo.history.stage import Stage
    from suicha.demo.history.visit import Visit

# When in the day each deed is done, so that none overtakes another of the same day.
CLOCKS = {
    "confirm": "14:20",
    "assign": "14:50",
    "extend": "15:20",
    "reply": "09:15",
    "fail": "10:25",
    "pass": "10:40",
    "verify": "15:40",
    "return": "16:05",
    "close": "16:30",
}


class Rectifying:
    """One hazard after its report; its life is a list of [deed, working days back, words]."""

    def __init__(self, stage: Stage, visit: Visit, hazard_id: UUID, finding: Json) -> None:
        """Know who found it where."""
        self.stage, self.visit, self.hazard_id, self.finding = stage, visit, hazard_id, finding

    def plan(self, life: Sequence[list[Any]]) -> None:  # Any: JSON
        """Put the deeds down."""
        self.stage.put(self, life, CLOCKS)

    def confirm(self, note: str = "") -> None:
        """Confirm it: its rectification is due."""
        hazards.confirm(self.stage.supervisor(self.visit), self.hazard_id, note)
