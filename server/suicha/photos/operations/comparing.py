"""The verbs of likeness: comparing a photo with all that came before, and judging what was found.

A photo is compared in a job that begins after its likeness is committed. So of two photos alike,
whichever is compared later sees the other, also where two workers compare at the same time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import select

from suicha import journal
from suicha.db import db, now
from suicha.errors import refuse
from suicha.photos.likeness import ALIKE, difference
from suicha.photos.lookup import lookup
from suicha.photos.models import LikenessFlag, PhotoLikeness, PhotoUse
from suicha.photos.operations.flagging import COMPARED, flag, is_before, uses

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from suicha.accounts.guard import Actor
    from suicha.photos.models import Finding


@dataclass(frozen=True)
class LikenessJudged(journal.Fact):
    """A person has looked at two photos side by side; the reason stands with the flag."""

    name: ClassVar[str] = "likeness.judged"
    flag_id: UUID
    finding: str


def compare(sha256: str) -> None:
    """Flag the uses of a photo that are like earlier ones, anywhere; twice changes nothing.

    A photo that shows too little to be told from another is compared with none.
    """
    one = db.session.get(PhotoLikeness, sha256)
    if one is None or not one.likeness.tells:
        return
    near = {*lookup().near(one.keys), *_other_sides(sha256)} - {sha256}
    alike = {}
    for other in db.session.scalars(select(PhotoLikeness).where(PhotoLikeness.sha256.in_(near))):
        differs = difference(one.likeness, other.likeness)
        if differs <= ALIKE:
            alike[other.sha256] = round(differs * 100)
    flag(sha256, alike)


def judge(actor: Actor, flag_id: UUID, finding: Finding, reason: str) -> None:
    """Say of two photos side by side whether one was used again, and why one thinks so.

    Nothing else follows from it. Raises likeness.unknown, jurisdiction.other, likeness.judged.
    """
    of = LikenessFlag.id == flag_id, LikenessFlag.jurisdiction_id.in_(actor.jurisdictions)
    query = select(LikenessFlag).where(*of).with_for_update(of=LikenessFlag)
    found = db.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise refuse("likeness.unknown")
    actor.act_in(found.jurisdiction_id)
    if found.finding is not None:
        raise refuse("likeness.judged")
    found.finding, found.reason = finding, reason
    found.judge, found.judged_at = actor.person, now()
    check_id = db.session.get_one(PhotoUse, found.later_use_id).spot_check_id
    about = check_id, found.jurisdiction_id, actor.id
    journal.record(LikenessJudged(*about, found.id, finding.value))


def _other_sides(sha256: str) -> Iterator[str]:
    """Name the photos of the other side of the same hazards: what was edited may have no key left.

    They are few, and are compared whatever their keys say.
    """
    of = {use.hazard_id: is_before(use) for use in uses([sha256]) if use.hazard_id}
    query = select(PhotoUse).where(PhotoUse.hazard_id.in_(of), PhotoUse.kind.in_(COMPARED))
    for other in db.session.scalars(query):
        if other.hazard_id and of[other.hazard_id] != is_before(other):
            yield other.sha256
