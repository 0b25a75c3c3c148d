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

from suicha.accounts import card_schemas, operations, queries, schemas
from suicha.accounts.guard import Actor, desk, keepers, only, refreshing, signed_in
from suicha.accounts.models import Role
from suicha.errors import Refusal
from suicha.http import Blueprint, View, anyone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from marshmallow import Schema

    from suicha.accounts.card_schemas import StateChange
    from suicha.accounts.models import Card, Person
    from suicha.accounts.operations import (
        CardDetails,
        Credentials,
        NewCard,
        Newcomer,
        NewRecusal,
        PasswordChange,
        Renewal,
        Session,
    )
    from suicha.accounts.queries import CardFilters, PeopleFilters, PersonDetail
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


@accounts.get("/agencies", guard=desk, answer=schemas.AgencyShape, many=True)
def agencies(actor: Actor) -> Sequence[Agency]:
    """List the agencies of one's districts."""
    return queries.agencies(actor)


@accounts.get("/inspectors", guard=keepers, answer=schemas.ColleagueShape, many=True)
def inspectors(actor: Actor) -> Sequence[Person]:
    """List the inspectors of one's own district who may be sent."""
    return queries.inspectors(actor)


@accounts.get(
    "/cards", guard=desk, query=card_schemas.CardFiltersShape, answer=card_schemas.CardPage
)
def cards(actor: Actor, filters: CardFilters) -> Page[Card]:
    """List the inspectors' register of one's districts."""
    return queries.cards(actor, filters)


@accounts.get("/cards/<uuid:card_id>", guard=keepers, answer=card_schemas.CardDetailShape)
def card(actor: Actor, card_id: UUID) -> Card:
    """Show a card of one's own district with its recusals; their reasons stay inside."""
    return queries.own_card(actor, card_id)


@accounts.post(
    "/people/<uuid:person_id>/card",
    guard=keepers,
    body=card_schemas.NewCardShape,
    answer=card_schemas.CardDetailShape,
    status=201,
)
def give_card(actor: Actor, new: NewCard, person_id: UUID) -> Card:
    """Enter an inspector in the register."""
    return operations.give_card(actor, person_id, new)


def _of_card(deed: str, body: type[Schema]) -> Callable[[View], View]:
    """Register a deed on a card."""
    rule = f"/cards/<uuid:card_id>/{deed}"
    return accounts.post(rule, guard=keepers, body=body, answer=card_schemas.CardDetailShape)


@_of_card("correct", card_schemas.CardDetailsShape)
def correct_card(actor: Actor, details: CardDetails, card_id: UUID) -> Card:
    """Bring a card's type, specialties and areas up to date."""
    return operations.correct_card(actor, card_id, details)


@_of_card("renew", card_schemas.RenewalShape)
def renew_card(actor: Actor, renewal: Renewal, card_id: UUID) -> Card:
    """Let a card hold longer."""
    return operations.renew_card(actor, card_id, renewal)


@_of_card("state", card_schemas.StateChangeShape)
def set_card_state(actor: Actor, change: StateChange, card_id: UUID) -> Card:
    """Say whether an inspector may be drawn, or cancel the card."""
    return operations.set_card_state(actor, card_id, change.state, change.reason)


@_of_card("recusals", card_schemas.NewRecusalShape)
def add_recusal(actor: Actor, new: NewRecusal, card_id: UUID) -> Card:
    """Keep an inspector from an enterprise, a district or a site."""
    return operations.add_recusal(actor, card_id, new)


@accounts.post(
    "/recusals/<uuid:recusal_id>/end",
    guard=keepers,
    body=schemas.BecauseShape,
    answer=card_schemas.CardDetailShape,
)
def end_recusal(actor: Actor, because: Because, recusal_id: UUID) -> Card:
    """End a recusal whose cause is over."""
    return operations.end_recusal(actor, recusal_id, because.reason)


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
