"""Routes of accounts: sign in, refresh, sign out, who am I."""

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

from suicha.accounts import operations, schemas
from suicha.accounts.guard import Actor, refreshing, signed_in
from suicha.errors import Refusal
from suicha.http import Blueprint, anyone

if TYPE_CHECKING:
    from suicha.accounts.models import Person
    from suicha.accounts.operations import Credentials, Session
    from suicha.wire import Claims

ACCESS_LIFE = timedelta(minutes=15)
REFRESH_LIFE = timedelta(days=30)

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
