"""A past draw: planned, committed to, frozen, revealed and drawn, as the ceremony has it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import select

from suicha import dr1
from suicha.checklists.models import ItemListEntry
from suicha.db import Json, db
from suicha.demo.history.dice import throw
from suicha.draws import operations as draws
from suicha.draws import seeding
from suicha.draws.models import Plan
from suicha.draws.operations import Announced, NewPlan
from suicha.draws.seeding import Freeze
from suicha.spot_checks.models import SpotCheck

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from suicha.demo.history.agenda import Agenda
    from suicha.demo.history.cast import Cast
    from suicha.demo.history.days import Days

OFFICE, APPROVER, WITNESS = "zhoumin", "shenguoqiang", "gaojie"
MADE, APPROVED, COMMITTED, FROZEN, REVEALED, ROLLED, DRAWN = (
    "09:05", "09:20", "09:40", "10:00", "10:20", "10:30", "10:33",
)  # fmt: skip


class Ceremony:
    """One plan on its one way; `then` is given the checks in the order of their draw."""

    def __init__(self, cast: Cast, days: Days, story: Json) -> None:
        """Read what is to happen: `story` is a plan of data/history.json."""
        self.cast, self.days, self.story = cast, days, story
        self._plan_id: UUID | None = None
        self._number = ""

    def plan(self, agenda: Agenda, then: Callable[[list[SpotCheck]], None]) -> None:
        """Put the steps down; a plan that stays a draft has only the first."""
        steps: list[tuple[str, Callable[[], object]]] = [(MADE, self._make)]
        if "checks" in self.story:
            steps += [
                (APPROVED, self._approve),
                (COMMITTED, self._commit),
                (FROZEN, self._freeze),
                (REVEALED, self._reveal),
                (DRAWN, lambda: then(self._draw())),
            ]
        for clock, step in steps:
            agenda.put(self.days.at(self.story["back"], clock), step)

    def _make(self) -> None:
        story, days = self.story, self.days
        first = days.back(story["back"])
        code = ItemListEntry.number == story["entry"]
        plan = draws.make(
            self.cast.named(OFFICE).actor,
            NewPlan(
                title=story["title"].format(year=first.year, month=first.month),
                period_from=first,
                period_to=days.due(story["until"]),
                item_list_entry_id=db.session.scalars(select(ItemListEntry.id).where(code)).one(),
                take=dict(story["take"]),
                due_working_days=story["due_working_days"],
            ),
        )
        self._plan_id, self._number = plan.id, plan.number

    def _approve(self) -> None:
        draws.approve(self.cast.named(APPROVER).actor, self._plan)

    def _commit(self) -> None:
        commitment = dr1.commitment(self._number, seeding.PARTY, self._nonce)
        draws.commit(self.cast.named(WITNESS).actor, self._plan, None, commitment)

    def _freeze(self) -> None:
        ceremony_at = self.days.at(self.story["back"], ROLLED)
        draws.freeze(self.cast.named(OFFICE).actor, self._plan, Freeze(ceremony_at))

    def _reveal(self) -> None:
        draws.reveal(self.cast.named(OFFICE).actor, self._plan, self._nonce)

    def _draw(self) -> list[SpotCheck]:
        plan = db.session.get_one(Plan, self._plan)
        dice = throw(plan, self._nonce, self.story["wanted"], self.days.today)
        office = self.cast.named(OFFICE).actor
        draws.announce(office, self._plan, Announced(seeding.DICE, dice, ""))
        drawn = draws.draw(office, self._plan, None)
        assert drawn.draw is not None  # noqa: S101  # for mypy: it has just been drawn
        query = select(SpotCheck).where(SpotCheck.draw_id == drawn.draw.id)
        return list(db.session.scalars(query.order_by(SpotCheck.number)))

    @property
    def _plan(self) -> UUID:
        assert self._plan_id is not None  # noqa: S101  # for mypy: made first
        return self._plan_id

    @property
    def _nonce(self) -> str:
        """The witness's number: of this day, so that the demo of a day is the same everywhere."""
        return hashlib.sha256(f"nonce {self._number} {self.days.today}".encode()).hexdigest()
