"""The edge: returning commits, raising undoes, every route is guarded, one error shape."""

from __future__ import annotations

import logging
import traceback
from functools import wraps
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar, cast

import flask_smorest
from flask import Flask, Request, Response, current_app, jsonify, request
from flask_jwt_extended import get_jwt, verify_jwt_in_request
from flask_jwt_extended.exceptions import CSRFError, JWTExtendedException
from jwt.exceptions import ExpiredSignatureError, PyJWTError
from marshmallow import Schema, fields
from sqlalchemy.exc import IntegrityError, OperationalError
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import HTTPException

from suicha.db import db
from suicha.errors import Refusal, refuse
from suicha.storage import UnreachableError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from suicha.wire import Claims

log = logging.getLogger(__name__)

View = TypeVar("View", bound="Callable[..., Any]")  # Any: views differ in what they take
T = TypeVar("T")
TActor_co = TypeVar("TActor_co", covariant=True)

# What werkzeug raises on its own account, by status; anything else is "request.malformed".
BY_STATUS = {
    401: "login.required",
    403: "role.forbidden",
    404: "not_found",
    405: "request.method",
    413: "request.too_large",
    415: "request.media_type",
    422: "request.invalid",
    500: "server.trouble",
    503: "server.busy",
}


class Problem(Schema):
    """The one shape of every refusal."""

    code = fields.String(required=True, metadata={"example": "plan.frozen"})
    message = fields.String(required=True)
    details = fields.Dict(keys=fields.String(), required=True)


class Guard(Protocol[TActor_co]):
    """Decides who may pass: takes the token's claims, gives the actor or raises a Refusal."""

    @property
    def token(self) -> Literal["none", "access", "refresh"]:
        """Which token must come along."""

    def __call__(self, claims: Claims) -> TActor_co:
        """Return the actor whom the view receives first."""


class Anyone:
    """The guard of what everybody may read; its views receive None."""

    token: Literal["none"] = "none"

    def __call__(self, claims: Claims) -> None:
        """Let everybody pass."""


anyone = Anyone()


class Parser(FlaskParser):
    """webargs' parser; its own knows of one way only in which JSON can be unreadable."""

    def _raw_load_json(self, req: Request) -> object:
        try:
            return super()._raw_load_json(req)
        except (ValueError, RecursionError):  # also a number of 5,000 digits, 1,000 brackets
            raise refuse("request.malformed", field="json") from None


class SmorestBlueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # flask-smorest is untyped
    """flask-smorest's blueprint with our parser."""

    ARGUMENTS_PARSER = Parser()


class Api(flask_smorest.Api):  # type: ignore[misc]  # flask-smorest is untyped
    """flask-smorest with our error shape in its handler and in its documents."""

    ERROR_SCHEMA = Problem

    def handle_http_exception(self, error: HTTPException) -> Response:
        """Translate what werkzeug, webargs and flask-smorest raise."""
        return translate(error)


class Blueprint:
    """A typed wrapper over flask-smorest's blueprint: one call states guard, input and output."""

    def __init__(self, name: str, *, prefix: str = "/api/v1") -> None:
        """Make an empty blueprint below `prefix`."""
        self.smorest = SmorestBlueprint(name, name, url_prefix=prefix)

    def route(  # noqa: PLR0913  # one keyword for each part of a route's contract
        self,
        method: str,
        rule: str,
        *,
        guard: Guard[object],
        body: type[Schema] | None = None,
        query: type[Schema] | None = None,
        answer: type[Schema] | None = None,
        status: int = 200,
        many: bool = False,
    ) -> Callable[[View], View]:
        """Register a view: it is called as `view(actor, [query], [body], **path)`."""

        def register(view: View) -> View:
            inner = _translating_returned(view)
            if body is not None:
                inner = self.smorest.arguments(body)(inner)
            if query is not None:
                inner = self.smorest.arguments(query, location="query")(inner)
            schema = answer(many=many) if answer is not None else None
            inner = self.smorest.response(status, schema)(inner)
            outer = _guarded(inner, guard)
            self.smorest.route(rule, methods=[method])(outer)
            return view

        return register

    def get(self, rule: str, **contract: Any) -> Callable[[View], View]:  # Any: see route()
        """Register a reading view."""
        return self.route("GET", rule, **contract)

    def post(self, rule: str, **contract: Any) -> Callable[[View], View]:  # Any: see route()
        """Register a view that changes something."""
        return self.route("POST", rule, **contract)


def _translating_returned(view: View) -> View:
    """Let a view return a Refusal as a value: it is told to the caller, and what was done stays."""

    @wraps(view)
    def call(*args: object, **kwargs: object) -> object:
        answer = view(*args, **kwargs)
        return _respond(answer) if isinstance(answer, Refusal) else answer

    return cast("View", call)


def _guarded(view: View, guard: Guard[object]) -> View:
    """Put guard and transaction around a view: returning commits, raising undoes."""

    @wraps(view)
    def call(**path: object) -> object:
        try:
            actor = guard(_claims(guard.token))
            answer = view(actor, **path)
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
        return answer

    call.guard = guard  # type: ignore[attr-defined]  # read by refuse_unguarded()
    return cast("View", call)


def commit_apart(deed: Callable[[], T], otherwise: Callable[[], T] | None = None) -> T:
    """Commit one deed by itself in a request that holds several (sync.md: two jurisdictions).

    When it raises it is undone, and `otherwise`, another way to the same, is gone instead.
    """
    try:
        answer = deed()
        db.session.commit()
    except BaseException as fault:
        db.session.rollback()
        if otherwise is None or not isinstance(fault, Exception):
            raise
        if not isinstance(fault, Refusal | IntegrityError):  # those are what `otherwise` is for
            _log("undone, and done another way", fault)
    else:
        return answer
    return commit_apart(otherwise)


def _claims(token: str) -> Claims:
    """Return the claims of the token that came by cookie or as Bearer.

    Raises login.required, login.expired or login.csrf.
    """
    if token == "none":
        return {}
    try:
        verify_jwt_in_request(refresh=token == "refresh")
    except ExpiredSignatureError:
        raise refuse("login.expired") from None
    except CSRFError:
        raise refuse("login.csrf") from None
    except (JWTExtendedException, PyJWTError):
        raise refuse("login.required") from None
    return cast("Claims", get_jwt())


def refuse_unguarded(app: Flask) -> None:
    """Stop the boot when a route has no guard: forgetting one must not open a door."""
    naked = [name for name, view in app.view_functions.items() if not hasattr(view, "guard")]
    if naked:
        raise RuntimeError(f"routes without a guard: {', '.join(sorted(naked))}")


def translate(error: Exception) -> Response:
    """Turn any exception into the one error shape."""
    if isinstance(error, Refusal):
        return _respond(error)
    if isinstance(error, HTTPException):
        return _respond(_from_werkzeug(error))
    if isinstance(error, OperationalError):
        log.warning("the database did not answer: %s", type(error.orig).__name__)
        return _respond(refuse("server.busy", part="database"))
    if isinstance(error, UnreachableError):
        log.warning("the store did not answer: %s", type(error.__cause__).__name__)
        return _respond(refuse("server.busy", part="store"))
    _log("unexpected fault", error)
    return _respond(refuse("server.trouble"))


def _log(what: str, fault: Exception) -> None:
    """Log where it happened, not what was said: a fault's message may quote a person."""
    where = "".join(traceback.format_tb(fault.__traceback__))
    log.error("%s: %s\n%s", what, type(fault).__name__, where)


def _from_werkzeug(error: HTTPException) -> Refusal:
    """Name an HTTPException; marshmallow's messages become details.fields."""
    data = getattr(error, "data", None) or {}
    messages: Mapping[str, Any] = data.get("messages") or {}  # Any: marshmallow's nested messages
    found = {name: fault for place in messages.values() for name, fault in _named(place)}
    details: dict[str, Any] = {"field": next(iter(found)), "fields": found} if found else {}
    return Refusal(BY_STATUS.get(error.code or 500, "request.malformed"), details)


def _named(place: object) -> list[tuple[str, object]]:
    return [(str(key), fault) for key, fault in place.items()] if isinstance(place, dict) else []


def _respond(refusal: Refusal) -> Response:
    response = jsonify(refusal.problem())
    response.status_code = refusal.status
    return response


def init(app: Flask) -> None:
    """Put the one translator and the security headers on an application."""
    app.register_error_handler(Exception, translate)
    app.after_request(_secure)


PWA_POLICY = (
    "default-src 'self'; img-src 'self' blob: data:{tiles}; style-src 'self' 'unsafe-inline'; "
    "connect-src 'self'{tiles}; worker-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
PUBLIC_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
# The page of a draw computes it again, from files beside it.
DRAW_POLICY = PUBLIC_POLICY + "; script-src 'self'; worker-src 'self'; connect-src 'self'"


def _policy(path: str) -> str:
    if path.startswith("/public/draws/"):
        return DRAW_POLICY
    tiles = current_app.extensions["settings"].map_tiles.sources
    return PUBLIC_POLICY if path.startswith("/public/") else PWA_POLICY.format(tiles=tiles)


def _secure(response: Response) -> Response:
    """Set a strict content policy; public pages may run no script, but that of a draw its own."""
    response.headers.setdefault("Content-Security-Policy", _policy(request.path))
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault(
        "Permissions-Policy", "camera=(self), geolocation=(self), microphone=()"
    )
    if request.path.startswith("/api/"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response
