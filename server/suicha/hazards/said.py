"""The wire of what people say of hazards: commands, deeds of the desk, filters."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from suicha.fields import NOT_BLANK, PRINTABLE, Day, Instant
from suicha.hazards.commands import (
    Batch,
    Determination,
    HazardReport,
    Recheck,
    RecheckResult,
    Reply,
    Ruling,
    Said,
)
from suicha.hazards.light import Colour
from suicha.hazards.majors import EDITION
from suicha.hazards.operations import AT_THE_DESK
from suicha.hazards.queries import Filters
from suicha.hazards.reuse import PairFilters
from suicha.hazards.states import Deed, HazardState, SaidGrade
from suicha.paging import Paging, PagingQuery
from suicha.photos.models import Finding
from suicha.photos.schemas import PhotoPromiseShape
from suicha.wire import Loads, Shape

MOST_PHOTOS = 50
MOST_AT_ONCE = 100
MOST_INSPECTORS = 20
MOST_ITEMS = 60  # as many as the standard has, and some

# What a deed of the desk cannot be done without.
NEEDS = {
    Deed.ASSIGN: ("inspector_ids",),
    Deed.EXTEND: ("due_on", "reason"),
    Deed.RETURN: ("reason",),
}


def _text(least: int, most: int, **rest: Any) -> fields.String:  # Any: marshmallow's own
    said = [NOT_BLANK] if least else []
    return fields.String(validate=[validate.Length(least, most), *said, PRINTABLE], **rest)


def _photos() -> fields.List[Any]:  # Any: marshmallow's own
    each = fields.Nested(PhotoPromiseShape)
    return fields.List(each, required=True, validate=validate.Length(0, MOST_PHOTOS))


def _inspectors(**rest: Any) -> fields.List[Any]:  # Any: marshmallow's own
    return fields.List(fields.UUID(), validate=validate.Length(0, MOST_INSPECTORS), **rest)


class OneItemField(fields.Field[tuple[str, ...]]):
    """The id of one item; several are read too, so that the verb refuses them in a sentence."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> tuple[str, ...]:  # Any: marshmallow's
        named = value if isinstance(value, list) else [value]
        if len(named) > MOST_ITEMS or not all(isinstance(one, str) for one in named):
            raise ValidationError("It is no item.")
        return tuple(named)


class DeterminationShape(Loads[Determination]):
    """判定为重大事故隐患, as an inspector says it."""

    into = Determination
    edition = fields.String(required=True, validate=validate.Length(1, 8))
    item_ids = OneItemField(required=True, data_key="item_id")
    reason = _text(0, 500, load_default="")


class HazardReportArgs(Loads[HazardReport]):
    """The arguments of the command hazard.report."""

    into = HazardReport
    hazard_id = fields.UUID(required=True)
    spot_check_id = fields.UUID(required=True)
    checklist_version_id = fields.UUID(required=True)
    item_id = fields.String(required=True, validate=validate.Length(1, 32))
    description = _text(1, 4000, required=True)
    location = _text(0, 200, required=True)
    clause = _text(0, 200, required=True)
    grade = fields.Enum(SaidGrade, by_value=True, required=True)
    due_on = Day(required=True)
    party_id = fields.UUID(required=True)
    photos = _photos()
    determination = fields.Nested(DeterminationShape, allow_none=True)


class RecheckArgs(Loads[Recheck]):
    """The arguments of the command hazard.recheck."""

    into = Recheck
    spot_check_id = fields.UUID(required=True)
    hazard_id = fields.UUID(required=True)
    recheck_id = fields.UUID(required=True)
    result = fields.Enum(RecheckResult, by_value=True, required=True)
    note = _text(0, 2000, required=True)
    photos = _photos()
    rechecked_at = Instant(required=True)


class ReplyShape(Loads[Reply]):
    """What the unit responsible says and shows of its rectification."""

    into = Reply
    note = _text(1, 2000, required=True)
    photos = _photos()


class NoteShape(Shape):
    """A word that goes with a confirmation, a verification or a closing."""

    note = _text(0, 500, load_default="")


class ReasonShape(Shape):
    """Why a rectification is sent back."""

    reason = _text(1, 500, required=True)


class ExtensionShape(ReasonShape):
    """Until when, and why."""

    due_on = Day(required=True)


class DeterminingShape(Loads[Ruling]):
    """Whether it is major, by which item, and why."""

    into = Ruling
    is_major = fields.Boolean(required=True)
    edition = fields.String(load_default=EDITION, validate=validate.Length(1, 8))
    item_id = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 16))
    reason = _text(0, 500, load_default="")

    @validates_schema
    def of_a_major_one(self, data: dict[str, Any], **_: object) -> None:  # Any: loaded JSON
        """Refuse the item of a hazard that is not major."""
        if data["item_id"] and not data["is_major"]:
            raise ValidationError("Only a major hazard has an item.", "item_id")


class InspectorsShape(Shape):
    """Who is to look again."""

    inspector_ids = _inspectors(required=True)


class BatchShape(Loads[Batch]):
    """One deed for several hazards, with what the deed needs."""

    into = Batch
    deed = fields.Enum(Deed, by_value=True, required=True, validate=validate.OneOf([*AT_THE_DESK]))
    hazard_ids = fields.List(
        fields.UUID(), required=True, validate=validate.Length(1, MOST_AT_ONCE)
    )
    note = _text(0, 500)
    reason = _text(1, 500)
    due_on = Day()
    inspector_ids = _inspectors()

    @validates_schema
    def is_whole(self, data: dict[str, Any], **_: object) -> None:  # Any: loaded JSON
        """See that what the deed needs is there."""
        for name in NEEDS.get(data["deed"], ()):
            if name not in data:
                raise ValidationError("The deed needs this.", name)

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Batch:  # Any: loaded JSON
        """Build the batch, and what goes with its deed."""
        deed, ids = data.pop("deed"), data.pop("hazard_ids")
        return Batch(deed, tuple(ids), Said(**data))


class HazardFiltersShape(Loads[Filters]):
    """What the queue is narrowed to."""

    into = Filters
    state = fields.Enum(HazardState, by_value=True)
    open = fields.Boolean()
    is_major = fields.Boolean()
    light = fields.Enum(Colour, by_value=True)
    site_id = fields.UUID()
    jurisdiction_id = fields.UUID()
    unit_id = fields.UUID()
    spot_check_id = fields.UUID()
    recheck = fields.String(validate=validate.OneOf(["mine"]))
    waiting = fields.String(validate=validate.OneOf(["mine"]))
    q = _text(0, 100)
    after = fields.UUID()
    limit = fields.Integer(validate=validate.Range(1, 200))


class PairFiltersShape(PagingQuery):
    """Which pairs of photos are listed."""

    into: type[Paging] = PairFilters
    judged = fields.Boolean(load_default=False)


class JudgementShape(Shape):
    """What a person found of two photos, and why."""

    finding = fields.Enum(Finding, by_value=True, required=True)
    reason = _text(1, 1000, required=True)
