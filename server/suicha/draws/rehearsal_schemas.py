"""The wire of rehearsals, and of seats that stay empty in them or in a draw."""

from __future__ import annotations

from marshmallow import fields, validate

from suicha.draws.empty_seats import Asked
from suicha.wire import Loads, Shape


class EmptySeatShape(Shape):
    """A seat that nobody could take, and how many inspectors could not, by cause (draw.md §5.2)."""

    object_id = fields.String(required=True)
    slot = fields.Integer(required=True)
    skill = fields.String(required=True, metadata={"description": "the specialty, or *"})
    seated = fields.Integer(required=True)
    unskilled = fields.Integer(required=True)
    recused = fields.Integer(required=True)
    full = fields.Integer(required=True)
    reach = fields.Integer(
        required=True, metadata={"description": "how many an exchange could draw on; all are full"}
    )


class SeatShape(Shape):
    """One inspector by card and name."""

    card_number = fields.String(required=True)
    name = fields.String(required=True)


class AskedShape(Loads[Asked]):
    """Which seat of a draw is to be explained."""

    into = Asked
    object_id = fields.String(required=True, validate=validate.Length(1, 64))
    slot = fields.Integer(required=True, validate=validate.Range(0, 99))


class ExplainedShape(Shape):
    """An empty seat with every inspector of the frozen list under one cause."""

    object_id = fields.String(required=True)
    slot = fields.Integer(required=True)
    skill = fields.String(required=True)
    seated = fields.List(fields.Nested(SeatShape), required=True)
    unskilled = fields.List(fields.Nested(SeatShape), required=True)
    recused = fields.List(fields.Nested(SeatShape), required=True)
    full = fields.List(fields.Nested(SeatShape), required=True)
    reach = fields.List(fields.Nested(SeatShape), required=True)


class ChanceShape(Shape):
    """How often sites of one weight were drawn, over all runs."""

    weight = fields.Integer(required=True)
    sites = fields.Integer(required=True, attribute="objects")
    drawn = fields.Integer(required=True)


class ClassChanceShape(Shape):
    """A risk class: with one weight only, the chance is exactly take / available."""

    risk_class = fields.String(required=True, attribute="name")
    take = fields.Integer(required=True)
    available = fields.Integer(required=True)
    chances = fields.List(fields.Nested(ChanceShape), required=True)


class ShareShape(Shape):
    """So many inspectors had so many seats, on average and rounded."""

    seats = fields.Integer(required=True)
    inspectors = fields.Integer(required=True)


class SpreadShape(Shape):
    """How evenly the work fell, nobody named: least and most of any run, and the averages."""

    least = fields.Integer(required=True)
    most = fields.Integer(required=True)
    shares = fields.List(fields.Nested(ShareShape), required=True)


class SlotKindShape(Shape):
    """Who could take a kind of seat, and how often such a seat stayed empty."""

    category = fields.String(required=True, attribute="counted.kind.category")
    skill = fields.String(required=True, attribute="counted.kind.skill")
    sites = fields.Integer(required=True, attribute="counted.objects")
    fewest = fields.Integer(required=True, attribute="counted.fewest")
    most = fields.Integer(required=True, attribute="counted.most")
    without = fields.Integer(required=True, attribute="counted.without")
    short_runs = fields.Integer(required=True, attribute="counted.short_runs")
    most_empty = fields.Integer(required=True, attribute="counted.most_empty")
    example = fields.Nested(EmptySeatShape, required=True, allow_none=True)


class GapShape(Shape):
    """In so many runs so many seats stayed empty."""

    seats = fields.Integer(required=True)
    runs = fields.Integer(required=True)


class RehearsalShape(Shape):
    """What the runs of a rehearsal gave; large plans get fewer runs."""

    runs = fields.Integer(required=True)
    inspectors = fields.Integer(required=True)
    classes = fields.List(fields.Nested(ClassChanceShape), required=True)
    spread = fields.Nested(SpreadShape, required=True, allow_none=True)
    kinds = fields.List(fields.Nested(SlotKindShape), required=True)
    empty = fields.List(fields.Nested(GapShape), required=True)
