"""The wire of the inspectors' register: cards and recusals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from suicha.accounts.models import CardState
from suicha.accounts.operations import CardDetails, NewCard, NewRecusal, Renewal
from suicha.accounts.queries import CardFilters
from suicha.fields import NOT_BLANK, Day
from suicha.paging import MOST, PageShape
from suicha.wire import Loads, Shape


class CardFiltersShape(Loads[CardFilters]):
    """Whose cards are asked for."""

    into = CardFilters
    q = fields.String(validate=validate.Length(0, 64))
    state = fields.Enum(CardState, by_value=True)
    after = fields.UUID()
    limit = fields.Integer(validate=validate.Range(1, MOST))


class CardShape(Shape):
    """A line of the inspectors' register; no reason of anything stands in the list."""

    id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    login = fields.String(required=True, attribute="person.login")
    name = fields.String(required=True, attribute="person.name")
    agency = fields.String(required=True, attribute="person.agency.name")
    jurisdiction_id = fields.UUID(required=True, attribute="person.jurisdiction_id")
    number = fields.String(required=True)
    card_type = fields.String(required=True)
    valid_to = fields.Date(required=True)
    is_expired = fields.Boolean(required=True)
    specialties = fields.List(fields.String(), required=True)
    areas = fields.List(fields.String(), required=True)
    state = fields.Enum(CardState, by_value=True, required=True)
    ended_on = fields.Date(required=True, allow_none=True)
    recusals_total = fields.Integer(required=True)


class CardPage(PageShape):
    """A page of the inspectors' register."""

    items = fields.List(fields.Nested(CardShape), required=True)


class RecusalShape(Shape):
    """A recusal with its reasons, which stay inside."""

    id = fields.UUID(required=True)
    tag = fields.String(required=True, metadata={"example": "e:91110000101623741K"})
    reason = fields.String(required=True)
    added_at = fields.AwareDateTime(required=True, allow_none=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    end_reason = fields.String(required=True, allow_none=True)


class CardDetailShape(CardShape):
    """A card for those who keep the register: with the reasons of its state and recusals."""

    state_reason = fields.String(required=True, allow_none=True)
    recusals = fields.List(fields.Nested(RecusalShape), required=True)


WORD = r"\A[a-z][a-z0-9_]{0,31}\Z"  # a specialty is a word of draws (draw.md §0)
ID = r"\A[A-Za-z0-9._-]{1,64}\Z"  # so is a card's number
PLACE = r"\A[0-9]{6}\Z"  # GB/T 2260
TAG = r"\A(e:[0-9A-Za-z]{1,18}|d:[0-9]{6}|o:[A-Za-z0-9._-]{1,64})\Z"


class CardDetailsFields(Shape):
    """The fields of a card."""

    card_type = fields.String(required=True, validate=validate.Length(0, 64))
    specialties = fields.List(
        fields.String(validate=validate.Regexp(WORD)),
        required=True,
        validate=validate.Length(0, 20),
    )
    areas = fields.List(
        fields.String(validate=validate.Regexp(PLACE)),
        required=True,
        validate=validate.Length(0, 50),
    )


class CardDetailsShape(CardDetailsFields, Loads[CardDetails]):
    """What may be corrected of a card."""

    into = CardDetails


class NewCardShape(CardDetailsFields, Loads[NewCard]):
    """A new card; of one who is not to be drawn at first it says why."""

    into = NewCard
    number = fields.String(required=True, validate=validate.Regexp(ID))
    valid_to = Day(required=True)
    state = fields.Enum(
        CardState,
        by_value=True,
        load_default=CardState.AVAILABLE,
        validate=validate.NoneOf([CardState.CANCELLED]),
    )
    state_reason = fields.String(
        allow_none=True, load_default=None, validate=[validate.Length(1, 500), NOT_BLANK]
    )

    @validates_schema
    def said_why(self, data: dict[str, Any], **_: object) -> None:  # Any: loaded JSON
        """See that a reason stands with every state but the usual one, and with no other."""
        if (data["state"] is CardState.AVAILABLE) != (data["state_reason"] is None):
            raise ValidationError("Say why, where the state is not the usual one.", "state_reason")


class RenewalShape(Loads[Renewal]):
    """Until when a card holds now."""

    into = Renewal
    valid_to = Day(required=True)
    number = fields.String(allow_none=True, load_default=None, validate=validate.Regexp(ID))


@dataclass(frozen=True)
class StateChange:
    """Whether an inspector may be drawn, and why."""

    state: CardState
    reason: str


class StateChangeShape(Loads[StateChange]):
    """A card's new state."""

    into = StateChange
    state = fields.Enum(CardState, by_value=True, required=True)
    reason = fields.String(required=True, validate=[validate.Length(1, 500), NOT_BLANK])


class NewRecusalShape(Loads[NewRecusal]):
    """From what an inspector is kept, and why."""

    into = NewRecusal
    tag = fields.String(required=True, validate=validate.Regexp(TAG))
    reason = fields.String(required=True, validate=[validate.Length(1, 500), NOT_BLANK])
