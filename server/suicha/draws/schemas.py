"""The wire of plans and draws."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, pre_load, validate

from suicha import dr1
from suicha.draws.models import ObjectReason, PlanState, SeatReason
from suicha.draws.operations import Freeze, NewPlan, Redraw, Replacement
from suicha.fields import HEX, NOT_BLANK, Day, Instant
from suicha.paging import PageShape
from suicha.sites.models import RiskClass
from suicha.wire import Loads, Shape

MOST_SITES = 10_000


class TakeShape(Shape):
    """How many sites of each risk class."""

    A = fields.Integer(load_default=0, strict=True, validate=validate.Range(0, MOST_SITES))
    B = fields.Integer(load_default=0, strict=True, validate=validate.Range(0, MOST_SITES))
    C = fields.Integer(load_default=0, strict=True, validate=validate.Range(0, MOST_SITES))
    D = fields.Integer(load_default=0, strict=True, validate=validate.Range(0, MOST_SITES))


class NewPlanShape(Loads[NewPlan]):
    """What the form of a new plan sends."""

    into = NewPlan
    title = fields.String(required=True, validate=[validate.Length(1, 200), NOT_BLANK])
    period_from = Day(required=True)
    period_to = Day(required=True)
    item_list_entry_id = fields.UUID(required=True)
    take = fields.Nested(TakeShape, required=True)
    due_working_days = fields.Integer(required=True, strict=True, validate=validate.Range(1, 250))


class CommitmentShape(Shape):
    """The witness's commitment."""

    commitment = fields.String(required=True, validate=HEX)


class FreezeShape(Loads[Freeze]):
    """When the dice may fall at the earliest."""

    into = Freeze
    ceremony_at = Instant(load_default=None, allow_none=True)


class RevealShape(Shape):
    """The witness's number; null when it was not revealed in time."""

    nonce = fields.String(required=True, allow_none=True, validate=HEX)


class DiceShape(Shape):
    """The digits in the order rolled; people type them in groups."""

    dice = fields.String(required=True, validate=validate.Length(1, 600))

    @pre_load
    def join(self, data: Any, **_: object) -> Any:  # Any: JSON that nobody has looked at yet
        """Drop the spaces between groups; whatever else is wrong is for the field to say."""
        dice = data.get("dice") if isinstance(data, dict) else None
        return data | {"dice": "".join(dice.split())} if isinstance(dice, str) else data


class ClassCount(Shape):
    """What a risk class holds and what the default ratios suggest."""

    available = fields.Integer(required=True)
    suggested = fields.Integer(required=True)


class RosterShape(Shape):
    """What a plan could draw from."""

    classes = fields.Dict(
        keys=fields.String(validate=validate.OneOf(list(RiskClass))),
        values=fields.Nested(ClassCount),
        required=True,
    )
    inspectors = fields.Integer(required=True)


class Named(Shape):
    """Something with an id and a name."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


class WitnessShape(Shape):
    """The witness's part: committed, perhaps revealed, perhaps missing at the deadline."""

    person_id = fields.UUID(required=True)
    name = fields.String(required=True)
    commitment = fields.String(required=True)
    revealed = fields.Boolean(required=True)
    missing = fields.Boolean(required=True)


class FrozenShape(Shape):
    """The freezing that counts: what was committed to, and when number and dice are due."""

    at = fields.AwareDateTime(required=True)
    manifest_sha256 = fields.String(required=True)
    objects = fields.Integer(required=True)
    inspectors = fields.Integer(required=True)
    entropy_bits = fields.String(required=True, metadata={"example": "66.4"})
    reveal_by = fields.String(required=True)
    dice_not_before = fields.String(required=True)


class SeatShape(Shape):
    """One inspector in the result."""

    card_number = fields.String(required=True)
    name = fields.String(required=True)


class DrawnShape(Shape):
    """One site that was drawn or came for another; an inspector is null where nobody was found.

    What was replaced keeps its line, with nobody in it.
    """

    order = fields.Integer(required=True)
    object_id = fields.String(required=True)
    stratum = fields.String(required=True)
    ticket = fields.String(required=True)
    site = fields.Nested(Named, required=True, allow_none=True)
    spot_check_id = fields.UUID(required=True, allow_none=True)
    number = fields.String(required=True, allow_none=True)
    due_on = fields.Date(required=True, allow_none=True)
    due_provisional = fields.Boolean(required=True)
    inspectors = fields.List(fields.Nested(SeatShape, allow_none=True), required=True)
    replaced = fields.Boolean(required=True)
    replaces = fields.String(required=True, allow_none=True, metadata={"description": "object id"})


class UnfilledShape(Shape):
    """A seat that nobody could take, and the inspectors who are all full (draw.md §5.2)."""

    object_id = fields.String(required=True)
    slot = fields.Integer(required=True)
    reach = fields.List(fields.String(), required=True)


class DrawChangeShape(Shape):
    """What changed since, in the order in which that was asked for.

    A seat that was drawn anew, from `before` to `now`; or an object that was replaced by
    `new_object_id`, null where its stratum held no other.
    """

    number = fields.Integer(required=True, attribute="row.number")
    kind = fields.String(
        required=True, attribute="row.kind", validate=validate.OneOf([dr1.SEAT, dr1.OBJECT])
    )
    object_id = fields.String(required=True, attribute="row.object_id")
    slot = fields.Integer(required=True, allow_none=True, attribute="row.slot")
    reason = fields.String(required=True, attribute="row.reason")
    note = fields.String(required=True, allow_none=True)
    at = fields.AwareDateTime(required=True, attribute="row.made_at")
    before = fields.Nested(SeatShape, required=True, allow_none=True)
    now = fields.Nested(SeatShape, required=True, allow_none=True)
    new_object_id = fields.String(required=True, allow_none=True, attribute="row.new_object_id")


class RedrawShape(Loads[Redraw]):
    """Which seat is to be drawn anew; the reason is published, the note stays inside."""

    into = Redraw
    object_id = fields.String(required=True, validate=validate.Length(1, 64))
    slot = fields.Integer(required=True, strict=True, validate=validate.Range(0, 99))
    holder = fields.String(required=True, allow_none=True, validate=validate.Length(1, 64))
    reason = fields.String(required=True, validate=validate.OneOf(list(SeatReason)))
    note = fields.String(required=True, validate=[NOT_BLANK, validate.Length(max=500)])


class ReplacementShape(Loads[Replacement]):
    """Which object is to be replaced; the reason is published, the note stays inside."""

    into = Replacement
    object_id = fields.String(required=True, validate=validate.Length(1, 64))
    reason = fields.String(required=True, validate=validate.OneOf(list(ObjectReason)))
    note = fields.String(required=True, validate=[NOT_BLANK, validate.Length(max=500)])


class DrawShape(Shape):
    """The result of a draw."""

    id = fields.UUID(required=True)
    seed = fields.String(required=True)
    result_sha256 = fields.String(required=True)
    drawn_at = fields.AwareDateTime(required=True)
    contributions = fields.List(fields.List(fields.String()), required=True)
    drawn = fields.List(fields.Nested(DrawnShape), required=True)
    unfilled = fields.List(fields.Nested(UnfilledShape), required=True)
    changes = fields.List(fields.Nested(DrawChangeShape), required=True)


class PlanBriefShape(Shape):
    """A plan without the lines of its draw."""

    id = fields.UUID(required=True)
    jurisdiction_id = fields.UUID(required=True)
    number = fields.String(required=True)
    title = fields.String(required=True)
    period_from = fields.Date(required=True)
    period_to = fields.Date(required=True)
    item_list_entry = fields.Nested(Named, required=True)
    take = fields.Nested(TakeShape, required=True)
    due_working_days = fields.Integer(required=True)
    state = fields.Enum(PlanState, by_value=True, required=True)
    party = fields.String(required=True, metadata={"description": "the witness's id in the seed"})
    witness = fields.Nested(WitnessShape, required=True, allow_none=True)
    frozen = fields.Nested(FrozenShape, required=True, allow_none=True)


class PlanShape(PlanBriefShape):
    """A plan, with as much of its draw as exists."""

    draw = fields.Nested(DrawShape, required=True, allow_none=True)


class PlanPage(PageShape):
    """A page of plans, without their draws' lines."""

    items = fields.List(fields.Nested(PlanBriefShape), required=True)
