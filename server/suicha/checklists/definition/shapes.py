"""The form of a checklist's sections as they come from an editor or a sheet."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, post_dump, post_load, validate

from suicha.checklists.definition.conditions import is_well_formed
from suicha.checklists.definition.decimals import is_decimal
from suicha.checklists.definition.document import Definition
from suicha.checklists.definition.items import Counting, Kind
from suicha.fields import NOT_BLANK
from suicha.wire import Loads, Shape

MOST_ITEMS = 1000
MOST_SECTIONS = 100
MOST_POINTS = 1000
LONGEST_ID = 32
LONGEST = 5000  # letters of a source or a legal basis
IDS = validate.Regexp(r"\A[^\s{}$'\"]{1,32}\Z", error="A code of up to 32 letters, no spaces.")


def _said(most: int) -> fields.String:
    return fields.String(required=True, validate=[validate.Length(1, most), NOT_BLANK])


def _may_say(most: int) -> fields.String:
    return fields.String(load_default="", validate=validate.Length(0, most))


def _whole(least: int, most: int, **rest: Any) -> fields.Integer:  # Any: marshmallow's own
    return fields.Integer(strict=True, validate=validate.Range(least, most), **rest)


def _decimal(text: str) -> None:
    if not is_decimal(text):
        raise ValidationError("It is no decimal number.")


def _condition(value: object) -> None:
    if not is_well_formed(value):
        raise ValidationError("It is no condition.")


class Sparse(Shape):
    """A shape whose empty fields are left out, on the wire and where it is kept."""

    @post_load
    @post_dump
    def without_empty(self, data: dict[str, Any], **_: object) -> dict[str, Any]:  # Any: JSON
        """Leave out what says nothing."""
        return {name: value for name, value in data.items() if value not in (None, [], {})}


class DeductionReasonShape(Shape):
    """扣分理由."""

    id = fields.String(required=True, validate=IDS)
    text = _said(500)
    least = _whole(0, MOST_POINTS, required=True)
    most = _whole(1, MOST_POINTS, required=True)


class OptionShape(Shape):
    """选项."""

    value = fields.String(required=True, validate=IDS)
    label = _said(200)
    fails = fields.Boolean(load_default=False)


class MeasureShape(Sparse):
    """实测."""

    unit = fields.String(required=True, validate=validate.Length(0, 20))
    design = fields.String(allow_none=True, validate=_decimal)
    lower = fields.String(allow_none=True, validate=_decimal)
    upper = fields.String(allow_none=True, validate=_decimal)
    readings = _whole(1, 200, required=True)
    limit = fields.String(allow_none=True, validate=_decimal)


class AcceptanceShape(Sparse):
    """合格判定."""

    rate = fields.String(allow_none=True, validate=_decimal)
    most = _whole(0, 1_000_000, allow_none=True)
    counting = fields.String(
        allow_none=True, validate=validate.OneOf([one.value for one in Counting])
    )


class FailingShape(Sparse):
    """What a hazard of this item begins with."""

    grade = fields.String(allow_none=True, validate=validate.OneOf(["general", "serious", "major"]))
    days = _whole(0, 365, allow_none=True)
    party = fields.String(allow_none=True, validate=validate.Length(1, 32))


class ItemShape(Sparse):
    """检查项."""

    id = fields.String(required=True, validate=IDS, metadata={"example": "B1-1"})
    no = _whole(1, MOST_ITEMS)
    name = _said(200)
    kind = fields.String(
        load_default=Kind.JUDGE.value, validate=validate.OneOf([one.value for one in Kind])
    )
    hint = _may_say(2000)
    clause = _may_say(200)
    unverified = fields.Boolean(load_default=False)
    required = fields.Boolean(load_default=False)
    shown_when = fields.Dict(allow_none=True, validate=_condition)
    points = _whole(1, MOST_POINTS, allow_none=True)
    reasons = fields.List(fields.Nested(DeductionReasonShape), validate=validate.Length(0, 30))
    options = fields.List(fields.Nested(OptionShape), validate=validate.Length(0, 50))
    many = fields.Boolean()
    measure = fields.Nested(MeasureShape, allow_none=True)
    unit = fields.String(validate=validate.Length(0, 20))
    accept = fields.Nested(AcceptanceShape, allow_none=True)
    lot = fields.Boolean()
    tables_verified = fields.Boolean()
    fails = fields.Nested(FailingShape, allow_none=True)


class SectionShape(Shape):
    """分部 of a checklist; `guarantee` marks 保证项目 (JGJ 59 4.0.1)."""

    id = fields.String(required=True, validate=IDS)
    title = _said(200)
    guarantee = fields.Boolean(load_default=False)
    items = fields.List(fields.Nested(ItemShape), required=True)


class SchemeShape(Shape):
    """How a table counts in a whole site (JGJ 59-2011, the summary table)."""

    standard = fields.String(required=True, validate=validate.Length(1, 32))
    class_id = fields.String(required=True, validate=validate.Length(1, 32))
    class_name = fields.String(required=True, validate=validate.Length(1, 100))
    weight = fields.Integer(required=True, strict=True, validate=validate.Range(1, 100))


class DefinitionShape(Loads[Definition]):
    """What a list says; items may have faults, but each has the form of an item."""

    into = Definition
    code = fields.String(required=True, validate=IDS, metadata={"example": "SG-01"})
    title = fields.String(required=True, validate=[validate.Length(1, 200), NOT_BLANK])
    standard = fields.String(required=True, validate=validate.Length(0, 200))
    source = fields.String(required=True, validate=validate.Length(0, LONGEST))
    scored = fields.Boolean(required=True)
    split = fields.Boolean(required=True)
    scheme = fields.Nested(SchemeShape, allow_none=True, load_default=None)
    sections = fields.List(
        fields.Nested(SectionShape), required=True, validate=validate.Length(0, MOST_SECTIONS)
    )
