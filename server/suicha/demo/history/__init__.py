"""Two past months of the demo authority, lived through by the house's own verbs.

Nothing is written that a verb did not write: draws are drawn, checks come as the commands of
phones, photos are uploaded and rendered. Days are counted back from today, so that the demo is true
on the day on which it is first started.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from suicha.db import today
from suicha.demo.files import read
from suicha.demo.history.ceremony import Ceremony
from suicha.demo.history.stage import Stage
from suicha.demo.history.visit import Visit
from suicha.hazards import operations as hazards

if TYPE_CHECKING:
    from collections.abc import Callable

    from suicha.db import Json
    from suicha.spot_checks.models import SpotCheck


def live(tell: Callable[[str], object]) -> None:
    """Live the history of data/history.json through, in the caller's transaction."""
    stage = Stage(today())
    for story in read("history")["plans"]:
        Ceremony(stage.cast, stage.days, story).plan(stage.agenda, _visits(stage, story))
    for midnight in stage.days.midnights():
        stage.agenda.put(midnight, hazards.note_lights)
    stage.agenda.live(tell)
    hazards.note_lights()


def _visits(stage: Stage, story: Json) -> Callable[[list[SpotCheck]], None]:
    """Give what follows a draw: each check drawn gets its story; one without a day stays open."""

    def then(checks: list[SpotCheck]) -> None:
        for check, told in zip(checks, story["checks"], strict=True):
            if told is not None:
                Visit(stage, check, told).plan()

    return then
