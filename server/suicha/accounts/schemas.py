"""The wire of accounts."""

from __future__ import annotations

from dataclasses import dataclass

from marshmallow import fields, validate

from suicha.accounts.models import Role
from suicha.accounts.operations import Credentials, Newcomer, PasswordChange
from suicha.accounts.queries import PeopleFilters
from suicha.fields import NOT_BLANK
from suicha.paging import MOST, PageShape
from suicha.wire import Loads, Shape


def _password() -> fields.String:
    """Take a password, and never give one: load_only."""
    return fields.String(required=True, validate=validate.Length(1, 256), load_only=True)


class SignIn(Loads[Credentials]):
    """What the sign-in form sends."""

    into = Credentials
    login = fields.String(required=True, validate=validate.Length(1, 64))
    password = _password()
    device_id = fields.UUID(allow_none=True, load_default=None)
    device_name = fields.String(required=True, validate=validate.Length(1, 100))
    transport = fields.String(required=True, validate=validate.OneOf(["cookie", "bearer"]))


class JurisdictionShape(Shape):
    """A jurisdiction, by its six-digit code."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)


class AgencyShape(Shape):
    """An agency, its district, and the short name in its document numbers."""

    id = fields.UUID(required=True)
    jurisdiction_id = fields.UUID(required=True)
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


class PeopleFiltersShape(Loads[PeopleFilters]):
    """Who is asked for."""

    into = PeopleFilters
    q = fields.String(validate=validate.Length(0, 64))
    role = fields.Enum(Role, by_value=True)
    after = fields.UUID()
    limit = fields.Integer(validate=validate.Range(1, MOST))


class PersonShape(Shape):
    """A person as the list shows them."""

    id = fields.UUID(required=True)
    login = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.Enum(Role, by_value=True, required=True)
    jurisdiction = fields.Nested(JurisdictionShape, required=True)
    agency = fields.Nested(AgencyShape, required=True)
    card_number = fields.String(required=True, allow_none=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)


class PeoplePageShape(PageShape):
    """A page of people."""

    items = fields.List(fields.Nested(PersonShape), required=True)


class DeviceShape(Shape):
    """A device; `revoke_reason` is in a person's words, or one of RevokedBecause."""

    id = fields.UUID(required=True, attribute="device.id")
    name = fields.String(required=True, attribute="device.name")
    signed_in_at = fields.AwareDateTime(required=True, attribute="device.signed_in_at")
    seen_at = fields.AwareDateTime(required=True, attribute="device.seen_at")
    revoked_at = fields.AwareDateTime(required=True, allow_none=True, attribute="device.revoked_at")
    revoked_by = fields.String(required=True, allow_none=True)
    revoke_reason = fields.String(required=True, allow_none=True, attribute="device.revoke_reason")


class UnitShape(Shape):
    """The unit for which a contractor answers."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    uscc = fields.String(required=True)


class PersonDetailShape(Shape):
    """A person with their devices, those that are signed in first."""

    id = fields.UUID(required=True, attribute="person.id")
    login = fields.String(required=True, attribute="person.login")
    name = fields.String(required=True, attribute="person.name")
    role = fields.Enum(Role, by_value=True, required=True, attribute="person.role")
    jurisdiction = fields.Nested(JurisdictionShape, required=True, attribute="person.jurisdiction")
    agency = fields.Nested(AgencyShape, required=True, attribute="person.agency")
    card_number = fields.String(required=True, allow_none=True, attribute="person.card_number")
    ended_at = fields.AwareDateTime(required=True, allow_none=True, attribute="person.ended_at")
    end_reason = fields.String(required=True, allow_none=True, attribute="person.end_reason")
    unit = fields.Nested(UnitShape, required=True, allow_none=True)
    ended_by = fields.String(required=True, allow_none=True)
    devices = fields.List(fields.Nested(DeviceShape), required=True)


class NewcomerShape(Loads[Newcomer]):
    """A new account; `uscc` names the unit of a contractor."""

    into = Newcomer
    login = fields.String(required=True, validate=validate.Length(1, 64))
    name = fields.String(required=True, validate=[validate.Length(1, 100), NOT_BLANK])
    role = fields.Enum(Role, by_value=True, required=True)
    password = _password()
    agency_id = fields.UUID(required=True)
    uscc = fields.String(allow_none=True, load_default=None, validate=validate.Length(0, 18))


@dataclass(frozen=True)
class Because:
    """Why somebody does what cannot be taken back."""

    reason: str


class BecauseShape(Loads[Because]):
    """The reason of a deed."""

    into = Because
    reason = fields.String(required=True, validate=[validate.Length(1, 500), NOT_BLANK])


class PasswordChangeShape(Loads[PasswordChange]):
    """The present password and the next one."""

    into = PasswordChange
    old = _password()
    new = _password()


@dataclass(frozen=True)
class GivenPassword:
    """A new password from an administrator."""

    password: str


class GivenPasswordShape(Loads[GivenPassword]):
    """A new password for somebody who forgot theirs."""

    into = GivenPassword
    password = _password()


class ColleagueShape(Shape):
    """An inspector who may be sent."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    card_number = fields.String(required=True, allow_none=True)
    agency = fields.String(required=True, attribute="agency.name")
