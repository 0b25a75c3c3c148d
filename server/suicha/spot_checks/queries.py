"""Reads of spot checks: who may see which, and on which an inspector may act."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import false, func, or_, select

from suicha.accounts.models import Role
from suicha.db import db
from suicha.errors import refuse
from suicha.spot_checks.models import Assignment, Record, SpotCheck, SpotCheckState

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement, Select

    from suicha.accounts.guard import Actor
    from suicha.db import Json

DESK = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR})
SIGNED = 1  # the version that the lead closed; everybody signed it, and it stays as it was
CLOSED = frozenset({SpotCheckState.SUBMITTED, SpotCheckState.COMPLETE})


@dataclass(frozen=True)
class Inspector:
    """An inspector who holds a seat of a check."""

    id: UUID
    name: str
    card_number: str | None
    lead: bool


def visible(actor: Actor) -> Select[SpotCheck]:
    """Select the checks that somebody may see: their jurisdictions', or those they are sent to."""
    return select(SpotCheck).where(_seen_by(actor))


def one(actor: Actor, spot_check_id: UUID) -> SpotCheck:
    """One check; raises spot_check.unknown, also where it is only another's to see."""
    found = db.session.scalar(visible(actor).where(SpotCheck.id == spot_check_id))
    if found is None:
        raise refuse("spot_check.unknown", field="spot_check_id")
    return found


def locked(spot_check_id: UUID) -> SpotCheck:
    """A check to be changed by the house itself, locked until the commit."""
    query = select(SpotCheck).where(SpotCheck.id == spot_check_id)
    query = query.with_for_update(of=SpotCheck, key_share=True)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def seats(spot_check_id: UUID) -> list[Assignment]:
    """All seats of a check, also the revoked ones; those that are held come first."""
    query = select(Assignment).where(Assignment.spot_check_id == spot_check_id)
    return list(db.session.scalars(query.order_by(Assignment.revoked_at.desc(), Assignment.seat)))


def inspectors(check: SpotCheck) -> list[Inspector]:
    """Who holds the seats of a check, the lead first."""
    return [
        Inspector(
            id=seat.inspector_id,
            name=seat.inspector.name,
            card_number=seat.inspector.card_number,
            lead=seat.seat == 0,
        )
        for seat in check.assignments
        if seat.revoked_at is None
    ]


def sent_to(actor: Actor) -> Select[UUID]:
    """Select the checks that an inspector was ever sent to."""
    return select(Assignment.spot_check_id).where(Assignment.inspector_id == actor.id)


def standing_records(spot_check_ids: Collection[UUID]) -> dict[UUID, Record]:
    """The records that count: the newest decided version, or else the signed one.

    A check that is not closed has none. What the lead closed a second time never stands.
    """
    query = _ever_stood(spot_check_ids).order_by(Record.version)  # the last of each stays
    return {record.spot_check_id: record for record in db.session.scalars(query)}


def standing_record(spot_check_id: UUID) -> Record | None:
    """The record of one check that counts; None until the check is submitted."""
    return standing_records([spot_check_id]).get(spot_check_id)


def signed_record(spot_check_id: UUID) -> Record:
    """The record that everybody signed; raises not_found before the check is submitted."""
    of = Record.spot_check_id == spot_check_id, Record.version == SIGNED
    found = db.session.scalar(select(Record).where(*of))
    if found is None:
        raise refuse("not_found")
    return found


def stood(spot_check_id: UUID) -> Select[Record]:
    """Select the records of a check that count, or did so until it was decided anew."""
    return _ever_stood([spot_check_id])


def decisions(spot_check_ids: Collection[UUID]) -> dict[UUID, list[Json]]:
    """What was decided on each check, in its order: the choices of every decided version."""
    query = select(Record.spot_check_id, Record.choices).where(Record.reason.is_not(None))
    query = query.where(Record.spot_check_id.in_(spot_check_ids)).order_by(Record.version)
    found: dict[UUID, list[Json]] = defaultdict(list)
    for spot_check_id, choices in db.session.execute(query):
        found[spot_check_id].append(choices or {})
    return found


def decided_since(spot_check_id: UUID, digest: str) -> list[Json]:
    """What was decided since the record with this digest stood; all of it, if it never did."""
    stood_last = stood(spot_check_id).where(Record.digest == digest)
    last = db.session.scalar(stood_last.with_only_columns(func.max(Record.version))) or SIGNED
    query = select(Record.choices).where(Record.reason.is_not(None), Record.version > last)
    query = query.where(Record.spot_check_id == spot_check_id).order_by(Record.version)
    return [choices for choices in db.session.scalars(query) if choices]


def _ever_stood(spot_check_ids: Collection[UUID]) -> Select[Record]:
    counts = or_(Record.version == SIGNED, Record.reason.is_not(None))
    return select(Record).where(Record.spot_check_id.in_(spot_check_ids), counts)


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    """Deny by default: a role that is not named sees nothing."""
    if actor.role is Role.INSPECTOR:
        return SpotCheck.id.in_(sent_to(actor).where(Assignment.revoked_at.is_(None)))
    return SpotCheck.jurisdiction_id.in_(actor.jurisdictions) if actor.role in DESK else false()
