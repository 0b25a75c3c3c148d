"""The verbs of publications: publish, correct, withdraw, and render what the public reads."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from sqlalchemy import select

from suicha import journal
from suicha.db import db, now
from suicha.errors import refuse
from suicha.hazards.models import Hazard
from suicha.photos import covers as covering
from suicha.photos import operations as photos
from suicha.photos import queries as photo_queries
from suicha.publications import contents, draw_pages, editions, queries, rendering
from suicha.publications.models import (
    Publication,
    PublicationState,
    PublicationVersion,
    VersionKind,
)
from suicha.publications.shelf import put, wait_for_pages
from suicha.spot_checks import queries as spot_checks
from suicha.spot_checks.models import SpotCheckState
from suicha.storage import Bucket, store

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from suicha.accounts.guard import Actor
    from suicha.photos.covers import Cover
    from suicha.publications.queries import Item

    Covers = Mapping[str, Sequence[Cover]]


@dataclass(frozen=True)
class PublicationPublished(journal.Fact):
    """A supervisor published a completed check, with these photos."""

    name: ClassVar[str] = "publication.published"
    photos: tuple[str, ...]


@dataclass(frozen=True)
class PublicationCorrected(journal.Fact):
    """A supervisor put out a corrected version; why is told on the page, not here."""

    name: ClassVar[str] = "publication.corrected"
    version: int
    photos: tuple[str, ...]


@dataclass(frozen=True)
class PublicationWithdrawn(journal.Fact):
    """A supervisor took a page back: a notice stands in its place."""

    name: ClassVar[str] = "publication.withdrawn"
    version: int


@dataclass(frozen=True)
class Publish:
    """Which check the public may read of, which of its photos it may see, and what not of them."""

    spot_check_id: UUID
    photos: Sequence[str]
    covers: Covers = field(default_factory=dict)


@dataclass(frozen=True)
class Correct:
    """What is out from now on and why; `version` is the one that was looked at."""

    photos: Sequence[str]
    reason: str
    version: int | None = None
    covers: Covers = field(default_factory=dict)


@dataclass(frozen=True)
class Withdraw:
    """Why a page is taken back; `version` is the one that was looked at."""

    reason: str
    version: int | None = None


def publish(actor: Actor, args: Publish) -> None:
    """Publish a completed check; the page follows in the background.

    Raises spot_check.unknown, jurisdiction.other, publication.exists, spot_check.cancelled,
    spot_check.not_complete (details.missing), photo.unknown or cover.outside.
    """
    item = _locked(actor, args.spot_check_id)
    if item.check.cancelled_at is not None:
        raise refuse("spot_check.cancelled")
    if item.publication is not None:
        raise refuse("publication.exists")
    chosen = chosen_of(item, args.photos, args.covers)
    check = item.check
    publication = Publication(
        spot_check_id=check.id,
        jurisdiction_id=check.jurisdiction_id,
        photos=list(chosen),
        published_by=actor.id,
    )
    db.session.add(publication)
    db.session.flush()
    _keep(actor, publication, version_of(item, VersionKind.PUBLISHED, chosen, ""))
    fact = PublicationPublished(check.id, check.jurisdiction_id, actor.id, tuple(chosen))
    journal.record(fact)


def correct(actor: Actor, spot_check_id: UUID, args: Correct) -> None:
    """Put out what stands now with these photos; a withdrawn page comes back by this too.

    Raises spot_check.unknown, jurisdiction.other, publication.not_published,
    publication.overtaken, spot_check.not_complete, photo.unknown or cover.outside.
    """
    item = _locked(actor, spot_check_id)
    publication = _out(item, args.version)
    chosen = chosen_of(item, args.photos, args.covers)
    _keep(actor, publication, version_of(item, VersionKind.CORRECTED, chosen, args.reason))
    place, version = publication.jurisdiction_id, publication.version
    fact = PublicationCorrected(spot_check_id, place, actor.id, version, tuple(chosen))
    journal.record(fact)


def withdraw(actor: Actor, spot_check_id: UUID, args: Withdraw) -> None:
    """Take a page back: a notice that says when and why stands at its address.

    Raises spot_check.unknown, jurisdiction.other, publication.not_published,
    publication.overtaken or publication.withdrawn.
    """
    item = _locked(actor, spot_check_id)
    publication = _out(item, args.version)
    if item.state is PublicationState.WITHDRAWN:
        raise refuse("publication.withdrawn")
    _keep(actor, publication, version_of(item, VersionKind.WITHDRAWN, {}, args.reason))
    place, version = publication.jurisdiction_id, publication.version
    journal.record(PublicationWithdrawn(spot_check_id, place, actor.id, version))


def render(spot_check_id: UUID) -> None:
    """Write the page of a published check and the index; again gives the same bytes.

    One at a time: a photo that one page drops may be what another one just chose.
    """
    wait_for_pages()
    query = select(Publication).where(Publication.spot_check_id == spot_check_id)
    publication = db.session.scalar(query.with_for_update())
    if publication is None:
        return
    shown = contents.of(editions.out_now(publication), photos.public_copy)
    for language in rendering.LANGUAGES:
        page = rendering.check_page(shown, language)
        put(rendering.check_key(shown.number, language), page, "text/html")
        if language == rendering.MAIN:
            publication.page_sha256 = sha256(page).hexdigest()
    publication.path = f"/public/{rendering.check_key(shown.number)}"
    publication.rendered_at = now()
    _take_back_pictures(publication)
    render_index()


def render_hazard(hazard_id: UUID) -> None:
    """Write the page of a hazard's check again, where it is out: what it tells has changed."""
    render(db.session.get_one(Hazard, hazard_id).spot_check_id)


def render_index() -> None:
    """Write the index with the list of draws and the style sheet, also when nothing is out yet."""
    db.session.flush()
    wait_for_pages()
    put(rendering.STYLE_KEY, rendering.STYLE, "text/css")
    entries = contents.entries()
    for language in rendering.LANGUAGES:
        for key, page in rendering.index_pages(entries, language):
            put(key, page, "text/html")
    draw_pages.render_list()


def version_of(item: Item, kind: VersionKind, chosen: Covers, reason: str) -> PublicationVersion:
    """Make the next version of a page, of the record that stands; nothing is kept yet.

    `chosen` are its photos, each with what is covered of it.
    """
    record = item.record
    return PublicationVersion(
        version=item.history[-1].version + 1 if item.history else 1,
        kind=kind,
        photos=list(chosen),
        covers={photo: covering.as_json(some) for photo, some in chosen.items() if some},
        record_digest=record.digest if record else None,
        result_category=_result(item),
        reason=reason.strip(),
        at=now(),
    )


def chosen_of(item: Item, wanted: Sequence[str], covers: Covers) -> Covers:
    """Judge whether a check may go out with these photos, and name each once with its covers.

    Raises spot_check.not_complete (details.missing), photo.unknown (also for the covers of a photo
    that is not chosen) and cover.outside.
    """
    if item.check.state is not SpotCheckState.COMPLETE or item.missing:
        raise refuse("spot_check.not_complete", missing=item.missing, state=item.check.state)
    unknown = sorted(set(wanted) - {use.sha256 for use in item.candidates})
    if unknown:
        raise refuse("photo.unknown", field="photos", photos=unknown)
    if unchosen := sorted(covers.keys() - set(wanted)):
        raise refuse("photo.unknown", field="covers", photos=unchosen)
    views = photo_queries.views(covers.keys())
    for photo, some in covers.items():
        covering.judge(some, views[photo].width, views[photo].height)
    return {photo: covering.ordered(covers.get(photo, ())) for photo in wanted}


def _locked(actor: Actor, spot_check_id: UUID) -> Item:
    """Read a check of one's own district under a lock: of two supervisors at once one waits."""
    check = spot_checks.one(actor, spot_check_id)
    actor.act_in(check.jurisdiction_id)
    spot_checks.locked(check.id)
    return queries.item(actor, check.id)


def _out(item: Item, seen: int | None) -> Publication:
    """Give what is out; raises publication.not_published, publication.overtaken."""
    publication = item.publication
    if publication is None:
        raise refuse("publication.not_published")
    if seen is not None and seen != publication.version:
        raise refuse("publication.overtaken", version=publication.version)
    return publication


def _keep(actor: Actor, publication: Publication, version: PublicationVersion) -> None:
    """Add a version, behind the first one where the release before kept none."""
    if version.version == 1 and version.kind is not VersionKind.PUBLISHED:
        db.session.add(_first(publication))
        version.version = 2
    version.publication_id, version.made_by = publication.id, actor.id
    db.session.add(version)
    publication.version, publication.photos = version.version, version.photos


def _first(publication: Publication) -> PublicationVersion:
    return PublicationVersion(
        publication_id=publication.id,
        version=1,
        kind=VersionKind.PUBLISHED,
        photos=publication.photos,
        made_by=publication.published_by,
        at=publication.published_at,
    )


def _result(item: Item) -> str | None:
    """Give the result that the record tells: a decision may have changed it."""
    told = json.loads(item.record.text).get("result_category") if item.record else None
    return told or item.check.result_category


def _take_back_pictures(publication: Publication) -> None:
    """Remove the public pictures that this page showed once and that no page shows now.

    A photo may stay while its picture goes: when more of it is covered.
    """
    history = queries.versions([publication.id])[publication.id]
    once = photo_queries.pictures_of({photo for version in history for photo in version.photos})
    ever = {picture.sha256 for picture in once}
    for picture in ever - queries.pictures_out(ever):
        store().delete(Bucket.PUBLIC, photo_queries.public_key(picture))
