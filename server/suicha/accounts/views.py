"""Routes of accounts: sign in, refresh, sign out, who am I; people and their devices."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Response, jsonify, request
from flask_jwt_extended import (
    create_access_token,
    create_refresh_token,
    set_access_cookies,
    set_refresh_cookies,
    unset_jwt_cookies,
)

from suicha.accounts import operations, queries, schemas
from suicha.accounts.guard import Actor, only, refreshing, signed_in
from suicha.accounts.models import Role
from suicha.errors import Refusal
from suicha.http import Blueprint, anyone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from suicha.accounts.models import Person
    from suicha.accounts.operations import Credentials, Newcomer, PasswordChange, Session
    from suicha.accounts.queries import PeopleFilters, PersonDetail
    from suicha.accounts.schemas import Because, GivenPassword
    from suicha.paging import Page
    from suicha.places.models import Agency
    from suicha.wire import Claims

ACCESS_LIFE = timedelta(minutes=15)
REFRESH_LIFE = timedelta(days=30)

administrators = only(Role.ADMINISTRATOR)
readers = only(Role.ADMINISTRATOR, Role.AUDITOR)

accounts = Blueprint("accounts")


@accounts.post("/session", guard=anyone, body=schemas.SignIn, answer=schemas.SessionShape)
def sign_in(_: None, credentials: Credentials) -> Response | Refusal:
    """Sign in with name and password on a device."""
    session = operations.sign_in(credentials)
    if isinstance(session, Refusal):
        return session
    return _answer(session, by_cookie=credentials.transport == "cookie")


@accounts.post("/session/refresh", guard=refreshing, answer=schemas.SessionShape)
def refresh(claims: Claims) -> Response:
    """Exchange a refresh token for a fresh pair of tokens."""
    ids = UUID(claims["sub"]), UUID(claims["device"]), UUID(claims["refresh"])
    return _answer(operations.refresh(*ids), by_cookie="Authorization" not in request.headers)


@accounts.route("DELETE", "/session", guard=signed_in, status=204)
def sign_out(actor: Actor) -> Response:
    """Sign out: revoke this device."""
    operations.sign_out(actor)
    response = Response(status=204)
    unset_jwt_cookies(response)
    return response


@accounts.get("/me", guard=signed_in, answer=schemas.Me)
def me(actor: Actor) -> Person:
    """Say who is signed in."""
    return actor.person


@accounts.post("/me/password", guard=signed_in, body=schemas.PasswordChangeShape, answer=schemas.Me)
def change_password(actor: Actor, change: PasswordChange) -> Person | Refusal:
    """Change one's password; one's other devices are signed out."""
    return operations.change_password(actor, change) or actor.person


@accounts.get(
    "/people", guard=readers, query=schemas.PeopleFiltersShape, answer=schemas.PeoplePageShape
)
def people(actor: Actor, filters: PeopleFilters) -> Page[Person]:
    """List the people of one's districts."""
    return queries.people(actor, filters)


@accounts.post(
    "/people",
    guard=administrators,
    body=schemas.NewcomerShape,
    answer=schemas.PersonDetailShape,
    status=201,
)
def take_on(actor: Actor, newcomer: Newcomer) -> PersonDetail:
    """Add an account."""
    return queries.detail(actor, operations.take_on(actor, newcomer).id)


@accounts.get("/people/<uuid:person_id>", guard=readers, answer=schemas.PersonDetailShape)
def person(actor: Actor, person_id: UUID) -> PersonDetail:
    """Show a person and their devices."""
    return queries.detail(actor, person_id)


@accounts.post(
    "/people/<uuid:person_id>/end",
    guard=administrators,
    body=schemas.BecauseShape,
    answer=schemas.PersonDetailShape,
)
def end(actor: Actor, because: Because, person_id: UUID) -> PersonDetail:
    """End an account: its devices are signed out at once."""
    operations.end_person(actor, person_id, because.reason)
    return queries.detail(actor, person_id)


@accounts.post(
    "/people/<uuid:person_id>/password",
    guard=administrators,
    body=schemas.GivenPasswordShape,
    answer=schemas.PersonDetailShape,
)
def give_password(actor: Actor, given: GivenPassword, person_id: UUID) -> PersonDetail:
    """Give somebody who forgot theirs a new password: their devices are signed out at once."""
    operations.give_password(actor, person_id, given.password)
    return queries.detail(actor, person_id)


@accounts.post(
    "/devices/<uuid:device_id>/revoke",
    guard=administrators,
    body=schemas.BecauseShape,
    answer=schemas.PersonDetailShape,
)
def revoke(actor: Actor, because: Because, device_id: UUID) -> PersonDetail:
    """Sign a lost device out at once."""
    return queries.detail(actor, operations.revoke_device(actor, device_id, because.reason).id)


@accounts.get("/agencies", guard=readers, answer=schemas.AgencyShape, many=True)
def agencies(actor: Actor) -> Sequence[Agency]:
    """List the agencies of one's districts."""
    return queries.agencies(actor)


@accounts.get("/inspectors", guard=only(Role.SUPERVISOR), answer=schemas.ColleagueShape, many=True)
def inspectors(actor: Actor) -> Sequence[Person]:
    """List the inspectors of one's own district who may be sent."""
    return queries.inspectors(actor)


def _answer(session: Session, *, by_cookie: bool) -> Response:
    """Issue the tokens: as HttpOnly cookies for the PWA, in the body for other clients."""
    device = str(session.device.id)
    access = create_access_token(
        str(session.person.id), expires_delta=ACCESS_LIFE, additional_claims={"device": device}
    )
    fresh = create_refresh_token(
        str(session.person.id),
        expires_delta=REFRESH_LIFE,
        additional_claims={"device": device, "refresh": str(session.refresh_id)},
    )
    body = {
        "me": session.person,
        "device_id": session.device.id,
        "access_token": None if by_cookie else access,
        "refresh_token": None if by_cookie else fresh,
    }
    response = jsonify(schemas.SessionShape().dump(body))
    if by_cookie:
        set_access_cookies(response, access)
        set_refresh_cookies(response, fresh)
    return response
