"""The wire of places: the numbers of an office."""

from __future__ import annotations

from marshmallow import fields, validate

from suicha.fields import NOT_BLANK, Day
from suicha.places.defaults import DEFAULTS
from suicha.places.operations import NewNumber
from suicha.wire import Loads, Shape

KEY = validate.OneOf(list(DEFAULTS))


class NumberShape(Shape):
    """A number of the office: since when it holds and by which rule; ours has no such day."""

    number = fields.Integer(required=True)
    valid_from = fields.Date(required=True, allow_none=True)
    legal_basis = fields.String(required=True)
    is_default = fields.Boolean(required=True)


class SettingShape(Shape):
    """One setting: what holds today, what will hold, what held, and within which bounds it lies."""

    key = fields.String(required=True, validate=KEY)
    least = fields.Integer(required=True, attribute="bounds.least")
    most = fields.Integer(required=True, attribute="bounds.most")
    in_force = fields.Nested(NumberShape, required=True)
    coming = fields.List(fields.Nested(NumberShape), required=True)
    past = fields.List(fields.Nested(NumberShape), required=True)


class NewNumberShape(Loads[NewNumber]):
    """A number that is to hold from a day on."""

    into = NewNumber
    key = fields.String(required=True, validate=KEY)
    number = fields.Integer(required=True, strict=True)
    valid_from = Day(required=True)
    legal_basis = fields.String(required=True, validate=[NOT_BLANK, validate.Length(max=500)])
