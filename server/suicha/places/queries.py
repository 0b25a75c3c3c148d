"""Reads of places."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import literal, select

from suicha.db import db, today
from suicha.errors import refuse
from suicha.places.defaults import DEFAULTS, Default
from suicha.places.models import Agency, DatedSetting, Jurisdiction


def below(jurisdiction_id: UUID) -> frozenset[UUID]:
    """Return a jurisdiction and all those under it: a city sees its districts."""
    under = select(Jurisdiction.id).where(Jurisdiction.id == jurisdiction_id).cte(recursive=True)
    under = under.union_all(
        select(Jurisdiction.id).join(under, Jurisdiction.parent_id == under.c.id)
    )
    return frozenset(db.session.scalars(select(under.c.id)))


def above(jurisdiction_id: UUID) -> list[UUID]:
    """Return a jurisdiction and those above it, the nearest first."""
    first = select(Jurisdiction.id, Jurisdiction.parent_id, literal(0).label("steps"))
    over = first.where(Jurisdiction.id == jurisdiction_id).cte(recursive=True)
    parent = select(Jurisdiction.id, Jurisdiction.parent_id, over.c.steps + 1)
    over = over.union_all(parent.join(over, Jurisdiction.id == over.c.parent_id))
    return list(db.session.scalars(select(over.c.id).order_by(over.c.steps)))


def agency_named(short_name: str) -> Agency:
    """Return the agency of this short name; raises agency.unknown."""
    found = db.session.scalar(select(Agency).where(Agency.short_name == short_name))
    if found is None:
        raise refuse("agency.unknown", field="agency")
    return found


@dataclass(frozen=True)
class Number:
    """A number of an office with its basis: since when it holds, or no day where it is ours."""

    key: str
    number: int
    valid_from: date | None
    legal_basis: str

    @property
    def is_default(self) -> bool:
        """Whether the office has set nothing of its own, and this is what we propose."""
        return self.valid_from is None


@dataclass(frozen=True)
class Series:
    """One number of several offices, as it changed: (jurisdiction, what held), by day."""

    key: str
    steps: list[tuple[UUID, Number]]

    def at(self, jurisdiction_id: UUID, on: date) -> int:
        """Return the number that holds on a day, or our default."""
        return self.held(jurisdiction_id, on).number

    def most(self, jurisdiction_id: UUID, since: date, until: date) -> int:
        """Return the largest number that held on any of these days."""
        own = [step for place, step in self.steps if place == jurisdiction_id]
        days = {step.valid_from for step in own if step.valid_from}
        held = {day for day in days if since < day <= until} | {since}
        return max(self.at(jurisdiction_id, day) for day in held)

    def held(self, jurisdiction_id: UUID, on: date) -> Number:
        """Return what holds on a day with its basis, or our default."""
        own = [step for place, step in self.steps if place == jurisdiction_id]
        return _held(self.key, own, on)


@dataclass(frozen=True)
class Setting:
    """One setting of an office: what holds, what will, what did; and between what it may lie."""

    key: str
    bounds: Default
    in_force: Number
    coming: list[Number]
    past: list[Number]


def series(jurisdiction_ids: Collection[UUID], key: str) -> Series:
    """Read a number of several offices at once, as a list needs it."""
    return Series(key, _steps(jurisdiction_ids, [key]))


def number_in_force(jurisdiction_id: UUID, key: str, on: date) -> int:
    """Return the number that holds on a day, from the office's dated settings or our default."""
    return series([jurisdiction_id], key).at(jurisdiction_id, on)


def numbers_in_force(jurisdiction_id: UUID, on: date) -> dict[str, Number]:
    """Return all that holds on a day, with its basis."""
    steps = [one for _, one in _steps([jurisdiction_id], DEFAULTS)]
    return {key: _held(key, [one for one in steps if one.key == key], on) for key in DEFAULTS}


def settings(jurisdiction_id: UUID) -> list[Setting]:
    """Return every setting of an office, also those it has never set."""
    steps = [one for _, one in _steps([jurisdiction_id], DEFAULTS)]
    return [_setting(key, [one for one in steps if one.key == key]) for key in DEFAULTS]


def _setting(key: str, steps: list[Number]) -> Setting:
    """Tell the steps by today; what held longest ago comes last."""
    held = _held(key, steps, today())
    rest = [one for one in steps if one != held]
    return Setting(
        key=key,
        bounds=DEFAULTS[key],
        in_force=held,
        coming=[one for one in rest if one.valid_from and one.valid_from > today()],
        past=[one for one in reversed(rest) if one.valid_from and one.valid_from <= today()],
    )


def _held(key: str, steps: list[Number], on: date) -> Number:
    holding = [one for one in steps if one.valid_from is not None and one.valid_from <= on]
    ours = DEFAULTS[key]
    return holding[-1] if holding else Number(key, ours.number, None, ours.source)


def _steps(jurisdiction_ids: Collection[UUID], keys: Collection[str]) -> list[tuple[UUID, Number]]:
    query = (
        select(DatedSetting)
        .where(DatedSetting.jurisdiction_id.in_(jurisdiction_ids), DatedSetting.key.in_(keys))
        .order_by(DatedSetting.valid_from)
    )
    return [
        (
            one.jurisdiction_id,
            Number(one.key, int(one.value["number"]), one.valid_from, one.legal_basis),
        )
        for one in db.session.scalars(query)
    ]
