"""What became of a hazard: confirmed, replied to, looked at again, returned, extended, closed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from suicha.db import now, uuid7
from suicha.demo.history.visit import written
from suicha.hazards import operations as hazards
from suicha.hazards.commands import Reply
from suicha.photos.schemas import PhotoPromiseShape
from suicha.sites.models import Party, PartyRole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from suicha.accounts.guard import Actor
    from suicha.db import Json
    from suicha.demo.history.camera import Shot
    from suicha.demo.history.cast import Player
    from suicha.demo.history.stage import Stage
    from suicha.demo.history.visit import Visit

# When in the day each deed is done, so that none overtakes another of the same day.
CLOCKS = {
    "reply": "09:15",
    "fail": "10:25",
    "succeed": "10:40",
    "confirm": "14:20",
    "assign": "14:50",
    "extend": "15:20",
    "verify": "15:40",
    "send_back": "16:05",
    "close": "16:30",
}
BEFORE = timedelta(minutes=6)  # a photo is taken before its words are written


class Rectifying:
    """One hazard after its report; its life is a list of [deed, working days back, words …]."""

    def __init__(self, stage: Stage, visit: Visit, hazard_id: UUID, finding: Json) -> None:
        """Know who found it where; whoever found it looks again, unless somebody is assigned."""
        self.stage, self.visit, self.hazard_id, self.finding = stage, visit, hazard_id, finding
        self.rechecker: Player = visit.lead

    def plan(self, life: Sequence[list[Any]]) -> None:  # Any: JSON
        """Put the deeds down."""
        self.stage.put(self, life, CLOCKS)

    def confirm(self, note: str = "") -> None:
        """Confirm it: its rectification is due."""
        hazards.confirm(self._office, self.hazard_id, note)

    def assign(self) -> None:
        """Send another inspector to look again."""
        self.rechecker = self.stage.cast.other_than(self.visit.team)
        hazards.assign(self._office, self.hazard_id, [self.rechecker.person.id])

    def extend(self, wanted: str | int, reason: str) -> None:
        """Give more time."""
        hazards.extend(self._office, self.hazard_id, self.stage.days.due(wanted), reason)

    def reply(self, view: int = 0) -> None:
        """Let the unit's person say that it is rectified, with a photo; `view` 0 is the place."""
        contractor = self.stage.cast.contractor(self._unit_id())
        shot = self._shot(view, mended=True)
        said = Reply(self.finding["reply"], [PhotoPromiseShape().load(shot.promise)])
        hazards.reply(contractor.actor, self.hazard_id, said)
        contractor.send([shot])

    def succeed(self, note: str) -> None:
        """Look again on site: it is rectified."""
        self._recheck("passed", note)

    def fail(self, note: str) -> None:
        """Look again on site: it is not."""
        self._recheck("failed", note)

    def verify(self, note: str = "") -> None:
        """Find the reply good at the desk."""
        hazards.verify(self._office, self.hazard_id, note)

    def send_back(self, reason: str) -> None:
        """Return it with a reason."""
        hazards.send_back(self._office, self.hazard_id, reason)

    def close(self, note: str = "") -> None:
        """销号."""
        hazards.close(self._office, self.hazard_id, note)

    def _recheck(self, result: str, note: str) -> None:
        shot = self._shot(0, mended=result == "passed")
        args = {
            "spot_check_id": str(self.visit.check.id),
            "hazard_id": str(self.hazard_id),
            "recheck_id": str(uuid7()),
            "result": result,
            "note": note,
            "photos": [shot.promise],
            "rechecked_at": written(now()),
        }
        self.rechecker.say(("hazard.recheck", args))
        self.rechecker.send([shot])

    def _shot(self, view: int, *, mended: bool) -> Shot:
        return self.visit.shot(self.finding, view, now() - BEFORE, mended=mended)

    def _unit_id(self) -> UUID:
        parties: list[Party] = self.visit.site.parties
        return next(party.unit_id for party in parties if party.role is PartyRole.BUILDER)

    @property
    def _office(self) -> Actor:
        return self.stage.supervisor(self.visit)
