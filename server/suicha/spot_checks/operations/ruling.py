"""The verbs of deciding on differences: by the lead's command, by a supervisor at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select

from suicha import journal
from suicha.checklists.models import ChecklistVersion
from suicha.db import db, now
from suicha.errors import Accepted, refuse
from suicha.spot_checks import comparisons, deciding, facts, queries
from suicha.spot_checks.holding import assigned
from suicha.spot_checks.models import Record
from suicha.spot_checks.operations.counting import count_differences
from suicha.spot_checks.record import canonical, digest_of, shown_score

if TYPE_CHECKING:
    from datetime import datetime

    from suicha.accounts.guard import Actor
    from suicha.db import Json
    from suicha.spot_checks.commands import Decision, Ruling
    from suicha.spot_checks.comparisons import Comparison
    from suicha.spot_checks.deciding import Settled
    from suicha.spot_checks.models import SpotCheck

OVERTAKEN = "record.overtaken"
NOT_SUBMITTED = "spot_check.not_submitted"


@dataclass(frozen=True)
class Amending:
    """A ruling on its way into a new version: what holds of it, by whom, when, of which record."""

    check: SpotCheck
    now: Comparison
    settled: Settled
    reason: str
    by: UUID
    at: datetime

    @property
    def amends(self) -> Json:
        """What the new version tells of the one before."""
        base = {"digest": self.now.record.digest, "version": self.now.record.version}
        said = {"reason": self.reason, "decided_by": str(self.by), "decided_at": _z(self.at)}
        return base | said | self.settled.wire()


def decide(actor: Actor, args: Decision) -> Accepted:
    """Decide as the lead; what was overtaken meanwhile is left out and flagged.

    Raises spot_check.unknown, spot_check.not_lead, checklist.unknown, item.unknown,
    record.not_canonical.
    """
    found = assigned(actor, args.spot_check_id)
    if not found.lead:
        raise refuse("spot_check.not_lead")
    compared = comparisons.of([found.check.id]).get(found.check.id)
    if compared is None:
        return Accepted((*found.flags_in_time, NOT_SUBMITTED))
    settled = _settle(found.check, compared, args)
    if not settled.is_empty:
        # A clock that runs ahead must not date a decision after those that come behind it.
        at = min(args.decided_at, now())
        _amend(Amending(found.check, compared, settled, args.reason, actor.id, at))
    flags = found.flags_in_time
    is_overtaken = settled.overtaken or args.base_digest != compared.record.digest
    return Accepted((*flags, OVERTAKEN) if is_overtaken else flags)


def rule(actor: Actor, spot_check_id: UUID, ruling: Ruling) -> None:
    """Decide as a supervisor at the desk, who can look again: all of it or nothing.

    Raises spot_check.unknown, jurisdiction.other, spot_check.not_submitted, record.overtaken,
    checklist.unknown, item.unknown, record.not_canonical.
    """
    check = queries.one(actor, spot_check_id)
    actor.act_in(check.jurisdiction_id)
    check = queries.locked(check.id)
    compared = comparisons.of([check.id]).get(check.id)
    if compared is None:
        raise refuse(NOT_SUBMITTED)
    settled = _settle(check, compared, ruling)
    if settled.overtaken or ruling.base_digest != compared.record.digest:
        raise refuse(OVERTAKEN, field="base_digest", digest=compared.record.digest)
    if not settled.is_empty:
        _amend(Amending(check, compared, settled, ruling.reason, actor.id, now()))


def _settle(check: SpotCheck, compared: Comparison, ruling: Ruling) -> Settled:
    versions = _versions(check)
    for choice in ruling.choices:
        version = versions.get(choice.checklist_version_id)
        if version is None:
            raise refuse("checklist.unknown", field="choices")
        if choice.item_id not in version.items:
            raise refuse("item.unknown", field="choices", items=[choice.item_id])
    since = queries.decided_since(check.id, ruling.base_digest)
    return deciding.settle(compared.case, since, ruling)


def _amend(amending: Amending) -> None:
    """Add the version that a ruling makes; the versions before stay as they are."""
    check, settled = amending.check, amending.settled
    taken = [UUID(one["hazard_id"]) for one in settled.hazards if one["take"]]
    hazards = comparisons.hazards_as_recorded(taken)
    body = deciding.amended(amending.now.case.body, settled, _versions(check), hazards)
    text = canonical(body | {"amends": amending.amends})
    record = Record(
        spot_check_id=check.id,
        version=_last_version(check.id) + 1,
        digest=digest_of(text),
        text=text,
        score=shown_score(body),
        findings=len(body["hazards"]),
        closed_by=amending.by,
        closed_at=amending.at,
        reason=amending.reason,
        base_digest=amending.now.record.digest,
        choices=settled.wire(),
    )
    db.session.add(record)
    count_differences(check)
    place, base = check.jurisdiction_id, amending.now.record.digest
    fact = facts.SpotCheckDecided(check.id, place, amending.by, record.digest, record.version, base)
    journal.record(fact)


def _versions(check: SpotCheck) -> dict[UUID, ChecklistVersion]:
    query = select(ChecklistVersion).where(ChecklistVersion.id.in_(check.checklist_version_ids))
    return {version.id: version for version in db.session.scalars(query)}


def _last_version(spot_check_id: UUID) -> int:
    query = select(func.max(Record.version)).where(Record.spot_check_id == spot_check_id)
    return db.session.scalars(query).one()


def _z(at: datetime) -> str:
    """Write an instant as phones do."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
