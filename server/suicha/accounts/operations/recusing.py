"""The verbs of recusals (回避): added and ended with a reason that stays inside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from suicha import journal
from suicha.accounts import queries
from suicha.accounts.facts import RecusalAdded, RecusalEnded
from suicha.accounts.models import Card, CardState, Recusal
from suicha.db import db, now
from suicha.errors import refuse

if TYPE_CHECKING:
    from uuid import UUID

    from suicha.accounts.guard import Actor


@dataclass(frozen=True)
class NewRecusal:
    """From what an inspector is kept (`e:<uscc>`, `d:<district>`, `o:<permit>`), and why."""

    tag: str
    reason: str


def add_recusal(actor: Actor, card_id: UUID, new: NewRecusal) -> Card:
    """Keep an inspector from an enterprise, a district or a site.

    Raises card.unknown, jurisdiction.other, card.cancelled, recusal.names_nothing, recusal.exists.
    """
    card = queries.card(actor, card_id, for_update=True)
    actor.act_in(card.person.jurisdiction_id)
    if card.state is CardState.CANCELLED:
        raise refuse("card.cancelled")
    if not queries.tag_names_something(new.tag):
        raise refuse("recusal.names_nothing", field="tag")
    if any(one.tag == new.tag for one in card.recusals_in_force):
        raise refuse("recusal.exists", field="tag")
    added = Recusal(
        card_id=card.id, tag=new.tag, reason=new.reason, added_by=actor.id, added_at=now()
    )
    card.recusals.append(added)
    db.session.flush()
    journal.record(RecusalAdded(added.id, card.person.jurisdiction_id, actor.id, card.id))
    return card


def end_recusal(actor: Actor, recusal_id: UUID, reason: str) -> Card:
    """End a recusal whose cause is over; the row stays.

    Raises recusal.unknown, jurisdiction.other, recusal.ended.
    """
    card, recusal = queries.recusal(actor, recusal_id)
    actor.act_in(card.person.jurisdiction_id)
    if recusal.ended_at is not None:
        raise refuse("recusal.ended")
    recusal.ended_at, recusal.ended_by, recusal.end_reason = now(), actor.id, reason
    journal.record(RecusalEnded(recusal.id, card.person.jurisdiction_id, actor.id, card.id))
    return card
