"""Reads of publications: one check on its way to the public, and what still keeps it from it."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from suicha.db import CHINA, Json, db, today
from suicha.errors import refuse
from suicha.hazards.models import Hazard
from suicha.photos import queries as photos
from suicha.photos.covers import of_json
from suicha.photos.models import PhotoKind, PhotoState, PhotoUse
from suicha.photos.queries import OWED
from suicha.places.queries import series
from suicha.publications.clock import alarm, clock
from suicha.publications.models import (
    Publication,
    PublicationState,
    PublicationVersion,
    VersionKind,
)
from suicha.sites.models import Site
from suicha.spot_checks import queries as spot_checks
from suicha.spot_checks.models import Record, SpotCheck

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Select

    from suicha.accounts.guard import Actor
    from suicha.places.queries import Series
    from suicha.publications.clock import Alarm, Clock

    Row = tuple[SpotCheck, Site, Publication | None]
    Rows = Select[SpotCheck, Site, Publication | None]

PUBLISH_WITHIN = "publication.working_days"

# The version that is out; none of a page that the release before put out, which knew no versions.
NEWEST = and_(
    PublicationVersion.publication_id == Publication.id,
    PublicationVersion.version == Publication.version,
)


@dataclass(frozen=True)
class Item:
    """A check on its way to the public.

    `clock` counts from today, or from the day of publication where it is out. `photos` are those
    that the public sees, `candidates` those that may be chosen; `photos_in_work` have come, and
    cannot be looked at before the worker has rendered them. `record` is the one that stands.
    """

    check: SpotCheck
    site: Site
    publication: Publication | None
    history: list[PublicationVersion]
    clock: Clock | None
    record: Record | None
    candidates: list[PhotoUse]
    photos_in_work: int
    missing: list[str]

    @property
    def newest(self) -> PublicationVersion | None:
        """The version that is out, or took the page back."""
        return self.history[-1] if self.history else None

    @property
    def state(self) -> PublicationState:
        """待公示, 已公示 or 已撤回."""
        if self.publication is None:
            return PublicationState.DUE
        if self.newest is not None and self.newest.kind is VersionKind.WITHDRAWN:
            return PublicationState.WITHDRAWN
        return PublicationState.PUBLISHED

    @property
    def photos(self) -> list[PhotoUse]:
        """What the public sees; before publication, what it may be shown."""
        if self.publication is None:
            return self.candidates
        return [use for use in self.candidates if use.sha256 in self.publication.photos]

    @property
    def covers(self) -> dict[str, list[Json]]:
        """What is covered of the photos that the public sees."""
        return self.newest.covers if self.newest else {}

    @property
    def warning(self) -> Alarm | None:
        """How urgent it is, where it is still due."""
        due = self.state is PublicationState.DUE and self.clock is not None
        return alarm(self.clock) if due and self.clock else None

    @property
    def in_work(self) -> bool:
        """Whether the page still tells what was before the newest version."""
        out = self.publication
        if out is None or out.rendered_at is None:
            return out is not None
        return self.newest is not None and out.rendered_at < self.newest.at

    @property
    def stale(self) -> bool:
        """Whether the record was decided anew after the page went out."""
        out = self.newest.record_digest if self.newest else None
        if self.state is not PublicationState.PUBLISHED or out is None or self.record is None:
            return False
        return self.record.digest != out


def item(actor: Actor, spot_check_id: UUID) -> Item:
    """Return one check as the lists show it; raises spot_check.unknown."""
    query = rows(actor).where(SpotCheck.id == spot_check_id)
    found = db.session.execute(query).all()
    if not found:
        raise refuse("spot_check.unknown", field="spot_check_id")
    return items(found)[0]


def rows(actor: Actor) -> Rows:
    """Select the checks that somebody may see, with what is out of them."""
    query = spot_checks.visible(actor).add_columns(Site, Publication)
    query = query.join(Site, Site.id == SpotCheck.site_id)
    return query.outerjoin(Publication, Publication.spot_check_id == SpotCheck.id)


def items(found: Sequence[Row]) -> list[Item]:
    """Dress the rows of a list, with as many questions for many as for one."""
    ids = [check.id for check, _, _ in found]
    promised, records, arrived = uses(ids), spot_checks.standing_records(ids), _arrived(ids)
    history = versions([out.id for _, _, out in found if out is not None])
    within = series({check.jurisdiction_id for check, _, _ in found}, PUBLISH_WITHIN)
    return [
        Item(
            check=check,
            site=site,
            publication=out,
            history=history[out.id] if out else [],
            clock=_clock(check, out, within),
            record=records.get(check.id),
            candidates=evidence(promised[check.id]),
            photos_in_work=sum(_is_in_work(use) for use in promised[check.id]),
            missing=[*_missing(records.get(check.id), arrived), *_awaited(promised[check.id])],
        )
        for check, site, out in found
    ]


def uses(spot_check_ids: Sequence[UUID]) -> dict[UUID, list[PhotoUse]]:
    """Return by check what photos it was promised, in the order in which they were taken."""
    query = select(PhotoUse).where(PhotoUse.spot_check_id.in_(spot_check_ids))
    found: dict[UUID, list[PhotoUse]] = defaultdict(list)
    for use in db.session.scalars(query.order_by(PhotoUse.taken_at, PhotoUse.id)):
        found[use.spot_check_id].append(use)
    return found


def evidence(of_check: Iterable[PhotoUse]) -> list[PhotoUse]:
    """Pick the evidence that can be seen: nobody publishes a picture unseen."""
    seen = (use for use in of_check if use.photo.state is PhotoState.RENDERED)
    return [use for use in seen if use.kind is PhotoKind.EVIDENCE]


def versions(publication_ids: Sequence[UUID]) -> dict[UUID, list[PublicationVersion]]:
    """Return by publication all its versions, oldest first."""
    query = select(PublicationVersion).where(PublicationVersion.publication_id.in_(publication_ids))
    found: dict[UUID, list[PublicationVersion]] = defaultdict(list)
    for version in db.session.scalars(query.order_by(PublicationVersion.version)):
        found[version.publication_id].append(version)
    return found


def pictures_out(sha256s: Collection[str]) -> set[str]:
    """Name those of these pictures that some page shows now."""
    pictures = photos.pictures_named(sha256s)
    held = Publication.photos.overlap([picture.photo for picture in pictures])
    query = select(Publication.photos, PublicationVersion.covers).outerjoin(
        PublicationVersion, NEWEST
    )
    shown = {
        (photo, of_json((covers or {}).get(photo, ())))
        for chosen, covers in db.session.execute(query.where(held))
        for photo in chosen
    }
    return {one.sha256 for one in pictures if (one.photo, one.covers) in shown}


def _is_in_work(use: PhotoUse) -> bool:
    return use.kind is PhotoKind.EVIDENCE and use.photo.state is PhotoState.RECEIVED


def _clock(check: SpotCheck, out: Publication | None, within: Series) -> Clock | None:
    """Count the office's working days from completion (政府信息公开条例 art. 26: 20).

    What came of a cancelled check all the same is not due.
    """
    if check.completed_at is None or check.cancelled_at is not None:
        return None
    completed_on = day(check.completed_at)
    days = within.at(check.jurisdiction_id, completed_on)
    return clock(completed_on, days, day(out.published_at) if out else today())


def day(at: datetime) -> date:
    """Give the day in China of an instant."""
    return at.astimezone(CHINA).date()


def _arrived(ids: Sequence[UUID]) -> frozenset[str]:
    query = select(Hazard.id).where(Hazard.spot_check_id.in_(ids))
    return frozenset(str(key) for key in db.session.scalars(query))


def _missing(record: Record | None, arrived: frozenset[str]) -> list[str]:
    """Name the hazards that the record names and that never came."""
    if record is None:
        return ["record"]
    # Whatever it calls an id: what was signed is kept, not judged.
    named = (str(hazard.get("id")) for hazard in json.loads(record.text)["hazards"])
    return [f"hazard:{key}" for key in named if key not in arrived]


def _awaited(promised: Iterable[PhotoUse]) -> list[str]:
    """Name the photos that never came."""
    owed = (use for use in promised if use.kind in OWED)
    return [f"photo:{use.sha256}" for use in owed if use.state is PhotoState.PROMISED]
