"""Which two uses of photos are shown to a person, and the keeping of that they were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from suicha import journal
from suicha.db import db, now
from suicha.photos.models import FlagKind, LikenessFlag, PhotoKind, PhotoUse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from uuid import UUID

# Signatures and originals are not: an original is like what was made of it.
COMPARED = frozenset({PhotoKind.EVIDENCE, PhotoKind.REPLY, PhotoKind.RECHECK})
MOMENT = timedelta(minutes=10)
MOST_FLAGS = 10  # of one use: who has seen ten pairs knows


@dataclass(frozen=True)
class LikenessFlagged(journal.Fact):
    """Two uses of photos were found alike, for a person to judge; told of the later one's check."""

    name: ClassVar[str] = "likeness.flagged"
    flag_id: UUID
    kind: str
    difference: int


def flag_same_files(sha256s: Collection[str]) -> None:
    """Flag what was promised again elsewhere: the same bytes need no decoding to be known."""
    for sha256 in sha256s:
        flag(sha256, {sha256: 0})


def flag(sha256: str, alike: Mapping[str, int]) -> None:
    """Flag the uses of a photo beside those of photos alike, by how much differs in per cent.

    What is flagged already stays as it is.
    """
    for use in uses([sha256]):
        others = sorted(uses(alike), key=lambda other: (alike[other.sha256], other.id))
        for other in [one for one in others if kind_of(use, one)][:MOST_FLAGS]:
            earlier, later = sorted((use, other), key=lambda one: one.id)
            _keep(earlier, later, alike[other.sha256])


def uses(sha256s: Collection[str]) -> Iterator[PhotoUse]:
    """Give the uses of photos that are compared."""
    query = select(PhotoUse).where(PhotoUse.sha256.in_(sha256s), PhotoUse.kind.in_(COMPARED))
    yield from db.session.scalars(query.order_by(PhotoUse.id))


def kind_of(one: PhotoUse, other: PhotoUse) -> FlagKind | None:
    """Say why two uses of photos alike are worth a look; None where they are not."""
    if one.id == other.id or of_one_moment(one, other):
        return None
    if one.hazard_id and one.hazard_id == other.hazard_id and is_before(one) != is_before(other):
        return FlagKind.BEFORE_AND_AFTER
    return FlagKind.SAME_FILE if one.sha256 == other.sha256 else FlagKind.ALIKE


def of_one_moment(one: PhotoUse, other: PhotoUse) -> bool:
    """Say whether two uses may be alike because somebody stood there once.

    The findings of a check come from one visit, where things are photographed three times in a row,
    by two inspectors, or for two hazards. A rectification is photographed in several visits: there,
    what one person took within some minutes is of one moment. A marked copy is of its base's
    moment; who names a finding's photo as the base of a rectification's is not believed.
    """
    if one.spot_check_id != other.spot_check_id or is_before(one) != is_before(other):
        return False
    if is_before(one) or one.marked_of == other.sha256 or other.marked_of == one.sha256:
        return True
    near = abs(one.taken_at - other.taken_at) <= MOMENT
    return near and one.promised_by == other.promised_by


def is_before(use: PhotoUse) -> bool:
    """Say whether a photo shows the finding, and not its rectification."""
    return use.kind is PhotoKind.EVIDENCE


def _keep(earlier: PhotoUse, later: PhotoUse, difference: int) -> None:
    kind = kind_of(earlier, later)
    row = {
        "later_use_id": later.id,
        "earlier_use_id": earlier.id,
        "jurisdiction_id": later.jurisdiction_id,
        "kind": kind,
        "difference": difference,
        "found_at": now(),
    }
    making = insert(LikenessFlag).values(row).on_conflict_do_nothing().returning(LikenessFlag.id)
    flag_id = db.session.scalar(making)
    if kind is not None and flag_id is not None:
        about = later.spot_check_id, later.jurisdiction_id, None
        journal.record(LikenessFlagged(*about, flag_id, kind.value, difference))
