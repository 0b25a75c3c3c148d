"""The verbs of the inspectors' register: a card is given, corrected, renewed, cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, inspect, select

from suicha import journal
from suicha.accounts import queries
from suicha.accounts.facts import CardCorrected, CardGiven, CardRenewed, CardStateChanged
from suicha.accounts.models import Card, CardState, Role
from suicha.db import db, today
from suicha.errors import refuse

if TYPE_CHECKING:
    from uuid import UUID

    from suicha.accounts.guard import Actor


@dataclass(frozen=True, kw_only=True)
class CardDetails:
    """What may be corrected of a card; `areas` are GB/T 2260 codes."""

    card_type: str = ""
    specialties: list[str]
    areas: list[str]


@dataclass(frozen=True, kw_only=True)
class NewCard(CardDetails):
    """A card as the office enters it."""

    number: str
    valid_to: date
    state: CardState = CardState.AVAILABLE
    state_reason: str | None = None


@dataclass(frozen=True)
class Renewal:
    """Until when a card holds now; its number where that changed too."""

    valid_to: date
    number: str | None = None


def give_card(actor: Actor, person_id: UUID, new: NewCard) -> Card:
    """Enter an inspector in the register; one who is not to be drawn at first, with a reason.

    Raises person.unknown, jurisdiction.other, person.ended, card.not_inspector, card.held,
    card.number_taken.
    """
    person = queries.person(actor, person_id, for_update=True)
    actor.act_in(person.jurisdiction_id)
    if person.ended_at is not None:
        raise refuse("person.ended")
    if person.role is not Role.INSPECTOR:
        raise refuse("card.not_inspector")
    if person.card is not None:
        raise refuse("card.held")
    _free(new.number)
    card = Card(
        person_id=person.id,
        number=new.number,
        card_type=new.card_type,
        valid_to=new.valid_to,
        specialties=sorted(set(new.specialties)),
        areas=sorted(set(new.areas)),
        state=new.state,
        state_reason=new.state_reason,
    )
    person.card = card
    db.session.flush()
    journal.record(CardGiven(card.id, person.jurisdiction_id, actor.id, person.id))
    if new.state is not CardState.AVAILABLE:
        journal.record(CardStateChanged(card.id, person.jurisdiction_id, actor.id, new.state))
    return card


def correct_card(actor: Actor, card_id: UUID, details: CardDetails) -> Card:
    """Bring a card's type, specialties and areas up to date; what is the same stays untouched.

    Raises card.unknown, jurisdiction.other, card.cancelled.
    """
    card = _in_force(actor, card_id)
    card.card_type = details.card_type
    card.specialties, card.areas = sorted(set(details.specialties)), sorted(set(details.areas))
    attributes = inspect(card).attrs
    names = ("card_type", "specialties", "areas")
    changed = [name for name in names if attributes[name].history.has_changes()]
    if changed:
        journal.record(CardCorrected(card.id, card.person.jurisdiction_id, actor.id, changed))
    return card


def renew_card(actor: Actor, card_id: UUID, renewal: Renewal) -> Card:
    """Let a card hold longer, under a new number if it got one.

    Raises card.unknown, jurisdiction.other, card.cancelled, card.not_later, card.number_taken.
    """
    card = _in_force(actor, card_id)
    if renewal.valid_to <= card.valid_to:
        raise refuse("card.not_later", field="valid_to", valid_to=card.valid_to.isoformat())
    if renewal.number is not None and renewal.number != card.number:
        _free(renewal.number)
        card.number = renewal.number
    card.valid_to = renewal.valid_to
    fact = CardRenewed(card.id, card.person.jurisdiction_id, actor.id, card.valid_to)
    journal.record(fact)
    return card


def set_card_state(actor: Actor, card_id: UUID, state: CardState, reason: str) -> Card:
    """Say whether an inspector may be drawn (可抽, 休假, 外派), or cancel the card for good (注销).

    Raises card.unknown, jurisdiction.other, card.cancelled, card.state_is (it is so already).
    """
    card = _in_force(actor, card_id)
    if card.state is state:
        raise refuse("card.state_is", field="state")
    card.state, card.state_reason = state, reason
    if state is CardState.CANCELLED:
        card.ended_on = today()
    fact = CardStateChanged(card.id, card.person.jurisdiction_id, actor.id, state)
    journal.record(fact)
    return card


def _in_force(actor: Actor, card_id: UUID) -> Card:
    card = queries.card(actor, card_id, for_update=True)
    actor.act_in(card.person.jurisdiction_id)
    if card.state is CardState.CANCELLED:
        raise refuse("card.cancelled")
    return card


def _free(number: str) -> None:
    """See that nobody has this number; of two who ask at once, one is told."""
    key = func.hashtextextended(f"card {number}", 0)
    db.session.execute(select(func.pg_advisory_xact_lock(key)))
    if db.session.scalar(select(Card.id).where(Card.number == number)) is not None:
        raise refuse("card.number_taken", field="number")
