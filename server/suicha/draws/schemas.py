"""The wire of new plans and of what was drawn; the ceremony between them is beside."""

from __future__ import annotations

from marshmallow import fields, validate

from suicha import dr1
from suicha.draws.models import ObjectReason, SeatReason
from suicha.draws.operations import NewPlan, Redraw, Replacement
from suicha.draws.proposing import RosterAsked
from suicha.draws.rehearsal_schemas import EmptySeatShape, SeatShape
from suicha.fields import NOT_BLANK, Day
from suicha.places.schemas import NumberShape
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


class Named(Shape):
    """Something with an id and a name."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


class RosterAskedShape(Loads[RosterAsked]):
    """What the form of a new plan says so far."""

    into = RosterAsked
    item_list_entry_id = fields.UUID()
    period_from = Day()
    period_to = Day()


class ClassCount(Shape):
    """What can be drawn of a risk class, the ratio that holds, and the count that it gives."""

    available = fields.Integer(required=True)
    excluded = fields.Integer(required=True)
    suggested = fields.Integer(required=True)
    ratio = fields.Nested(NumberShape, required=True)


class ExcludedShape(Shape):
    """A site that takes no part, why, and how many checks it has had."""

    site = fields.Nested(Named, required=True)
    object_id = fields.String(required=True, attribute="site.permit_number")
    stratum = fields.Enum(RiskClass, by_value=True, required=True, attribute="site.risk_class")
    reason = fields.String(required=True)
    checks = fields.Integer(required=True)


class RosterShape(Shape):
    """What a plan could draw from; `excluded` names the first 500, the classes count them all."""

    classes = fields.Dict(
        keys=fields.String(validate=validate.OneOf(list(RiskClass))),
        values=fields.Nested(ClassCount),
        required=True,
    )
    inspectors = fields.Integer(required=True)
    yearly_cap = fields.Nested(NumberShape, required=True)
    excluded = fields.List(fields.Nested(ExcludedShape), required=True)


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
    """The result of a draw; `hidden`: sealed, and told to this person only on its day."""

    id = fields.UUID(required=True)
    hidden = fields.Boolean(required=True)
    seed = fields.String(required=True, allow_none=True)
    result_sha256 = fields.String(required=True)
    drawn_at = fields.AwareDateTime(required=True)
    drawn_by = fields.UUID(required=True)
    contributions = fields.List(fields.List(fields.String()), required=True)
    drawn = fields.List(fields.Nested(DrawnShape), required=True)
    unfilled = fields.List(fields.Nested(EmptySeatShape), required=True)
    changes = fields.List(fields.Nested(DrawChangeShape), required=True)
