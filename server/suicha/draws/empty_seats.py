"""A read of one seat that the draw left empty, inspector by inspector (draw.md 5.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from suicha.draws import queries, results
from suicha.errors import refuse

if TYPE_CHECKING:
    from uuid import UUID

    from suicha.accounts.guard import Actor
    from suicha.draws.results import Seat


@dataclass(frozen=True)
class Asked:
    """Which seat."""

    object_id: str
    slot: int


@dataclass(frozen=True)
class Explained:
    """Every inspector of the frozen list under one cause; of a recusal not the reason."""

    object_id: str
    slot: int
    skill: str
    seated: list[Seat]
    unskilled: list[Seat]
    recused: list[Seat]
    full: list[Seat]
    reach: list[Seat]


def explain(actor: Actor, plan_id: UUID, asked: Asked) -> Explained:
    """Name who could not take a seat, by cause, as it was when it was drawn; raises not_found."""
    plan = queries.plan(actor, plan_id)
    told = plan.draw if not queries.keeps_from(actor, plan) else None
    seats = results.empty_seats(plan, told) if told else []
    found = next(
        (seat for seat in seats if (seat.object_id, seat.slot) == (asked.object_id, asked.slot)),
        None,
    )
    if found is None:
        raise refuse("not_found", field="slot")
    return Explained(
        found.object_id,
        found.slot,
        found.skill,
        seated=results.seats_of(found.seated),
        unskilled=results.seats_of(found.unskilled),
        recused=results.seats_of(found.recused),
        full=results.seats_of(found.full),
        reach=results.seats_of(found.reach),
    )
