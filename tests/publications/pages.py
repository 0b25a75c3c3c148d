"""Public pages that tests put where the worker would."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from suicha.publications.rendering import draw_key
from suicha.storage import Bucket, store

if TYPE_CHECKING:
    from suicha.draws.models import Plan


def put_out(plan: Plan) -> Plan:
    """Put a page out for a plan that is too bare to have one written."""
    store().put(Bucket.PUBLIC, draw_key(plan.number), BytesIO(b"bare"), "text/html")
    return plan
