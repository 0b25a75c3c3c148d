"""The two rosters (两库) and the manifest, read from the registers as the files of draw.md §1."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from suicha import dr1
from suicha.accounts.models import Card, CardState, Person
from suicha.db import db, now
from suicha.dr1 import canonical
from suicha.draws import limits
from suicha.places.models import Jurisdiction
from suicha.places.queries import number_in_force
from suicha.sites.models import Category
from suicha.spot_checks.models import Assignment, SpotCheck

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from suicha.draws.models import Plan

# Two inspectors for each object (行政处罚法 art. 42), one of them of the matching specialty.
SLOTS = {
    Category.BUILDING.value: ("civil", "*"),
    Category.MUNICIPAL.value: ("municipal", "*"),
}


@dataclass(frozen=True)
class Files:
    """The bytes of one freezing."""

    objects: bytes
    inspectors: bytes
    exclusions: bytes
    manifest: bytes

    @property
    def manifest_sha256(self) -> str:
        """Digest in hex of the manifest: what the office commits to."""
        return hashlib.sha256(self.manifest).hexdigest()


def objects(found: limits.Listed, jurisdiction_id: UUID) -> bytes:
    """Write objects.tsv: every site under construction; what is excluded has weight 0."""
    district = db.session.get_one(Jurisdiction, jurisdiction_id).code
    return dr1.write_objects(
        [
            dr1.ObjectRow(
                id=site.permit_number,
                stratum=site.risk_class.value,
                weight=0 if site.id in found.out else 1,
                category=site.category.value,
                tags={f"d:{district}", *(f"e:{party.unit.uscc}" for party in site.parties)},
            )
            for site in found.sites
        ]
    )


def inspectors(jurisdiction_id: UUID, period_to: date) -> bytes:
    """Write inspectors.tsv: every card that may be drawn and holds to the period's end."""
    cap = number_in_force(jurisdiction_id, "draw.cap", period_to)
    held = _held_this_year(jurisdiction_id)
    return dr1.write_inspectors(
        [
            dr1.Inspector(
                id=card.number,
                cap=cap,
                base=held.get(card.person_id, 0),
                skills=frozenset(card.specialties),
                avoid=frozenset(recusal.tag for recusal in card.recusals_in_force),
            )
            for card in cards(jurisdiction_id, period_to)
        ]
    )


def cards(jurisdiction_id: UUID, period_to: date) -> list[Card]:
    """Return the cards that may be drawn."""
    query = (
        select(Card)
        .join(Person, Person.id == Card.person_id)
        .where(
            Person.jurisdiction_id == jurisdiction_id,
            Person.ended_at.is_(None),
            Card.state == CardState.AVAILABLE,
            Card.valid_to >= period_to,
        )
        .order_by(Card.number)
    )
    return list(db.session.scalars(query))


def freeze(plan: Plan, promised: dict[str, canonical.Json]) -> Files:
    """Write the files of a plan whose seed is what was promised (seeding.py)."""
    found = limits.listed(limits.of(plan))
    listed, excluded = objects(found, plan.jurisdiction_id), limits.write_exclusions(found.excluded)
    ranked = inspectors(plan.jurisdiction_id, plan.period_to)
    document: dict[str, canonical.Json] = {
        "alg": "dr/1",
        "plan": plan.number,
        "objects": _named(listed),
        "inspectors": _named(ranked),
        "exclusions": _named(excluded) | {"yearly_cap": found.cap.number},
        "take": plan.take,
        "slots": SLOTS,
    }
    if plan.supersedes is not None:
        document["supersedes"] = plan.supersedes.number
    return Files(listed, ranked, excluded, canonical.encode(document | promised))


def changed_ids(before: str, after: bytes) -> list[str]:
    """Name the ids whose lines differ between a frozen file and the register of today."""
    lines = set(before.splitlines()) ^ set(after.decode().splitlines())
    return sorted({line.split("\t")[0] for line in lines})


def _held_this_year(jurisdiction_id: UUID) -> dict[UUID, int]:
    """Count the seats that each inspector was given this year: the balancing period."""
    started = now().replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    query = (
        select(Assignment.inspector_id, func.count())
        .join(SpotCheck, SpotCheck.id == Assignment.spot_check_id)
        .where(
            SpotCheck.jurisdiction_id == jurisdiction_id,
            SpotCheck.assigned_at >= started,
            Assignment.revoked_at.is_(None),
        )
        .group_by(Assignment.inspector_id)
    )
    return {inspector: count for inspector, count in db.session.execute(query)}  # noqa: C416  # rows are not tuples to mypy


def _named(file: bytes) -> dict[str, canonical.Json]:
    return {"sha256": hashlib.sha256(file).hexdigest(), "count": file.count(b"\n")}
