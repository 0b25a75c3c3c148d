"""Routes of receipts: for anybody who holds the paper or the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response

from suicha.errors import Refusal, refuse
from suicha.http import Blueprint, anyone
from suicha.receipts import pages, queries
from suicha.receipts.schemas import ReceiptShape

if TYPE_CHECKING:
    from suicha.receipts.queries import Receipt

receipts = Blueprint("receipts")
receipt_pages = Blueprint("receipt_pages", prefix="/r")


@receipts.get("/receipts/<number>", guard=anyone, answer=ReceiptShape)
def receipt(_: None, number: str) -> Receipt:
    """Say what was received under a number: hash, size and when; no more."""
    return queries.receipt(number)


@receipt_pages.get("/files/<name>", guard=anyone)
def file(_: None, name: str) -> Response:
    """Give what the pages use."""
    if name not in pages.FILES:
        raise refuse("not_found")
    media_type, body = pages.FILES[name]
    return Response(body, mimetype=media_type, headers={"Cache-Control": "max-age=31536000"})


@receipt_pages.get("", guard=anyone)
@receipt_pages.get("/", guard=anyone)
@receipt_pages.get("/<path:number>", guard=anyone)
def show(_: None, number: str = "") -> Response:
    """Show a receipt to whoever opens its address; any other address gets one plain page."""
    try:
        answer = Response(pages.page(queries.receipt(number)))
    except Refusal:
        answer = Response(pages.no_page(), status=404)
    answer.headers["Content-Security-Policy"] = pages.POLICY
    return answer
