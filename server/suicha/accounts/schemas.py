"""The wire of accounts."""

from __future__ import annotations

from marshmallow import fields, validate

from suicha.accounts.models import Role
from suicha.accounts.operations import Credentials
from suicha.wire import Loads, Shape


class SignIn(Loads[Credentials]):
    """What the sign-in form sends."""

    into = Credentials
    login = fields.String(required=True, validate=validate.Length(1, 64))
    password = fields.String(required=True, validate=validate.Length(1, 256), load_only=True)
    device_id = fields.UUID(allow_none=True, load_default=None)
    device_name = fields.String(required=True, validate=validate.Length(1, 100))
    transport = fields.String(required=True, validate=validate.OneOf(["cookie", "bearer"]))


class JurisdictionShape(Shape):
    """A jurisdiction, by its six-digit code."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)


class AgencyShape(Shape):
    """An agency and the short name in its document numbers."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    short_name = fields.String(required=True)


class Me(Shape):
    """The person who is signed in."""

    id = fields.UUID(required=True)
    login = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.Enum(Role, by_value=True, required=True)
    jurisdiction = fields.Nested(JurisdictionShape, required=True)
    agency = fields.Nested(AgencyShape, required=True)
    card_number = fields.String(required=True, allow_none=True)
    unit_id = fields.UUID(required=True, allow_none=True)


class SessionShape(Shape):
    """A session; the tokens are null when they travel as cookies."""

    me = fields.Nested(Me, required=True)
    device_id = fields.UUID(required=True)
    access_token = fields.String(required=True, allow_none=True)
    refresh_token = fields.String(required=True, allow_none=True)
