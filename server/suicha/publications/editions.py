"""What is told of a check: the version that is out, or the one that a preview asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from suicha.db import db, today
from suicha.photos.covers import of_json
from suicha.publications import queries
from suicha.publications.models import PublicationVersion, VersionKind
from suicha.spot_checks import queries as spot_checks
from suicha.spot_checks.models import ResultCategory, SpotCheck

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from suicha.photos.covers import Cover
    from suicha.publications.models import Publication
    from suicha.publications.queries import Item


@dataclass(frozen=True)
class Amendment:
    """What was changed after the first publication; the public reads when and why."""

    kind: VersionKind
    on: date
    reason: str


@dataclass(frozen=True)
class Edition:
    """One state of a page: of which record, with which photos, amended how."""

    spot_check_id: UUID
    record_digest: str | None
    result: ResultCategory | None
    photos: Collection[str]
    covers: Mapping[str, Sequence[Cover]]
    published_on: date
    amendments: Sequence[Amendment]

    @property
    def withdrawn(self) -> bool:
        """Whether the page is a notice."""
        return bool(self.amendments) and self.amendments[-1].kind is VersionKind.WITHDRAWN


def out_now(publication: Publication) -> Edition:
    """Give what is out; of a page of the release before, which knew no versions, what stood."""
    history = queries.versions([publication.id])[publication.id]
    newest = history[-1] if history else None
    check = db.session.get_one(SpotCheck, publication.spot_check_id)
    return Edition(
        spot_check_id=publication.spot_check_id,
        record_digest=newest.record_digest if newest else _standing(check.id),
        result=result_of(newest, check),
        photos=publication.photos,
        covers=covers_of(newest),
        published_on=queries.day(publication.published_at),
        amendments=_amendments(history),
    )


def proposed(item: Item, version: PublicationVersion) -> Edition:
    """Give what would be out if this version were made now."""
    out = item.publication
    return Edition(
        spot_check_id=item.check.id,
        record_digest=version.record_digest,
        result=result_of(version, item.check),
        photos=version.photos,
        covers=covers_of(version),
        published_on=queries.day(out.published_at) if out else today(),
        amendments=_amendments([*item.history, version]),
    )


def result_of(version: PublicationVersion | None, check: SpotCheck) -> ResultCategory | None:
    """Give the result that a version tells, which a later decision does not change."""
    if version is None or version.result_category is None:
        return check.result_category
    return ResultCategory(version.result_category)


def covers_of(version: PublicationVersion | None) -> dict[str, tuple[Cover, ...]]:
    """Give what a version covers, by the hash of the evidence."""
    covers = version.covers if version else {}
    return {photo: of_json(some) for photo, some in covers.items()}


def _standing(spot_check_id: UUID) -> str | None:
    record = spot_checks.standing_record(spot_check_id)
    return record.digest if record else None


def _amendments(history: Sequence[PublicationVersion]) -> list[Amendment]:
    later = (each for each in history if each.kind is not VersionKind.PUBLISHED)
    return [Amendment(each.kind, queries.day(each.at), each.reason) for each in later]
