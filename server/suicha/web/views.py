"""The addresses beside the API: the PWA's shell, the public pages, health and the contract."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING, Any

from flask import Response, current_app, send_from_directory
from sqlalchemy import text
from werkzeug.exceptions import NotFound

from suicha import jobs
from suicha.db import db
from suicha.errors import refuse
from suicha.http import Blueprint, anyone
from suicha.storage import Bucket, store

if TYPE_CHECKING:
    from suicha.http import Api

# Pages and records grow, a draw's changes are told in files of the same name, and lists that are
# frozen again give another manifest.
REWRITTEN = (".html", "/draws.json", "/requests.tsv", "/changes.txt", "/manifest.json")


def pages(api: Api) -> Blueprint:
    """Build the blueprint; the contract needs the API that it describes."""
    blueprint = Blueprint("web", prefix="")
    blueprint.get("/healthz", guard=anyone)(healthz)
    blueprint.get("/readyz", guard=anyone)(readyz)
    blueprint.get("/public", guard=anyone)(to_public)
    blueprint.get("/public/", guard=anyone)(public)
    blueprint.get("/public/<path:key>", guard=anyone)(public)
    blueprint.get("/", guard=anyone)(shell)
    blueprint.get("/<path:path>", guard=anyone)(shell)

    @blueprint.get("/api/v1/openapi.json", guard=anyone)
    def contract(_: None) -> dict[str, Any]:  # Any: an OpenAPI document
        """Give the contract."""
        return dict(api.spec.to_dict())

    return blueprint


def healthz(_: None) -> dict[str, str]:
    """Say that this process answers."""
    return {"status": "up"}


def readyz(_: None) -> dict[str, str]:
    """Say that database, queue and store answer; raises server.busy."""
    db.session.execute(text("SELECT 1"))
    jobs.queue_answers()
    try:
        store().check()
    except Exception as error:
        raise refuse("server.busy", part="store") from error
    return {"status": "ready", "database": "ok", "store": "ok", "queue": "ok"}


def public(_: None, key: str = "index.html") -> Response:
    """Serve a published file from the store; in production a plain file server may."""
    try:
        pieces = store().get(Bucket.PUBLIC, key)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        raise refuse("not_found") from None
    media_type = mimetypes.guess_type(key)[0] or "application/octet-stream"
    response = Response(pieces, mimetype=media_type)
    response.headers["Cache-Control"] = (
        "no-cache" if key.endswith(REWRITTEN) else "max-age=31536000"
    )
    return response


def to_public(_: None) -> Response:
    """Add the slash ourselves: werkzeug would name the host that the stranger made up."""
    return Response(status=308, headers={"Location": "/public/"})


def shell(_: None, path: str = "index.html") -> Response:
    """Serve the PWA: a built file, or the shell for any address that is a page of it."""
    if path.startswith("api/"):
        raise refuse("not_found")
    folder = current_app.extensions["settings"].pwa
    try:
        response = send_from_directory(folder, path)
    except NotFound:
        response = send_from_directory(folder, "index.html")
        path = "index.html"
    fresh = "no-cache" if not path.startswith("assets/") else "public, max-age=31536000, immutable"
    response.headers["Cache-Control"] = fresh
    return response
