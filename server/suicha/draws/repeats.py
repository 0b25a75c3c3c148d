"""Reads of the computations of a plan that were set aside, each by the one that follows it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from sqlalchemy import select

from suicha import canonical_json
from suicha.db import db
from suicha.draws import results, seeding
from suicha.spot_checks.models import SpotCheck

if TYPE_CHECKING:
    from datetime import datetime

    from suicha.accounts.guard import Actor
    from suicha.draws.models import Draw, Plan

LIST = "set-aside.json"  # public at once, also of a sealed plan: digests, and what sources gave


@dataclass(frozen=True)
class SetAside:
    """A computation that was set aside: which value of which source was wrong, when, by whom, why.

    A public value is no secret, not even of a sealed plan; all contributions are in the files.
    """

    number: int
    drawn_at: datetime
    result_sha256: str
    at: datetime
    by: str
    source: str
    wrong: str
    right: str
    text: str
    changes: int


def set_aside(plan: Plan) -> list[SetAside]:
    """Tell of the computations that do not stand, the first one first."""
    return [_set_aside(wrong, right) for wrong, right in pairwise(plan.draws)]


def barred(actor: Actor, plan: Plan, draw: Draw) -> str | None:
    """Say why somebody may not set a draw aside, by the code that they are refused with.

    What was visited stands, whoever asks: knowledge is better than chance.
    """
    checks = select(SpotCheck).where(SpotCheck.draw_id == draw.id, SpotCheck.cancelled_at.is_(None))
    if any(check.begun for check in db.session.scalars(checks)):
        return "plan.visited"
    return "plan.own_repeat" if actor.id in {plan.made_by, draw.drawn_by} else None


def files(plan: Plan) -> dict[str, bytes]:
    """Their public files, beside those of the computation that stands and under other names.

    `set-aside-<number>-contributions.tsv` and its like: without the prefix, in a folder with
    manifest and lists, they are computed again as any draw is.
    """
    found = {LIST: _listed(plan)} if len(plan.draws) > 1 else {}
    for wrong in plan.draws[:-1]:
        named = results.files(plan, wrong)
        found |= {f"set-aside-{wrong.number}-{name}": body for name, body in named.items()}
    return found


def _set_aside(wrong: Draw, right: Draw) -> SetAside:
    source = right.mended_source or ""
    return SetAside(
        number=wrong.number,
        drawn_at=wrong.drawn_at,
        result_sha256=wrong.result_sha256,
        at=right.drawn_at,
        by=right.person.name,
        source=source,
        wrong=dict(results.values(wrong))[source],
        right=dict(results.values(right))[source],
        text=right.mended_text or "",
        changes=len(wrong.changes),
    )


def _listed(plan: Plan) -> bytes:
    told = [
        {
            "number": one.number,
            "drawn_at": seeding.stamp(one.drawn_at),
            "result_sha256": one.result_sha256,
            "set_aside_at": seeding.stamp(one.at),
            "source": one.source,
            "wrong": one.wrong,
            "right": one.right,
            "text": one.text,
        }
        for one in set_aside(plan)
    ]
    return canonical_json.dumps({"plan": plan.number, "set_aside": told})
