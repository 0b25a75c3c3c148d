"""What the days make of a hazard, by whether it is major, its state and its due date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from suicha.db import today
from suicha.hazards.light import Light, light
from suicha.workdays import is_announced, working_days_between

if TYPE_CHECKING:
    from datetime import date

    from suicha.hazards.states import HazardState


class _Due(Protocol):
    @property
    def is_major(self) -> bool: ...
    @property
    def state(self) -> HazardState: ...
    @property
    def due_on(self) -> date: ...


class Dated:
    """Whatever has of a hazard whether it is major, a state and a due date."""

    @property
    def light(self: _Due) -> Light:
        """What it shows today."""
        return light(self.state, self.due_on, today(), is_major=self.is_major)

    @property
    def due_provisional(self: _Due) -> bool:
        """Whether it falls due in a year whose holidays are not announced yet."""
        return not is_announced(self.due_on)

    @property
    def working_days_left(self: _Due) -> int:
        """Working days to the due date, negative when it has passed."""
        return working_days_between(today(), self.due_on).count
