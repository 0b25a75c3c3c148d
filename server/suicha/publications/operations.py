"""The verbs of publications: publishing a completed check, and rendering what the public reads."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from sqlalchemy import func, select

from suicha import journal
from suicha.db import db, now
from suicha.errors import refuse
from suicha.hazards.models import Hazard
from suicha.publications import contents, queries, rendering
from suicha.publications.models import Publication
from suicha.spot_checks import queries as spot_checks
from suicha.spot_checks.models import SpotCheckState
from suicha.storage import Bucket, store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from suicha.accounts.guard import Actor
    from suicha.publications.queries import Item

INDEX_LOCK = 0x5375_6963_6861  # "Suicha": whoever rewrites the index waits for the one before


@dataclass(frozen=True)
class PublicationPublished(journal.Fact):
    """A supervisor published a completed check, with these photos."""

    name: ClassVar[str] = "publication.published"
    photos: tuple[str, ...]


@dataclass(frozen=True)
class Publish:
    """Which check the public may read of, and which of its photos it may see."""

    spot_check_id: UUID
    photos: Sequence[str]


def publish(actor: Actor, args: Publish) -> None:
    """Publish a completed check; the page follows in the background.

    Raises spot_check.unknown, jurisdiction.other, publication.exists, spot_check.not_complete
    (details.missing) or photo.unknown.
    """
    check = spot_checks.one(actor, args.spot_check_id)
    actor.act_in(check.jurisdiction_id)
    spot_checks.locked(check.id)  # two supervisors at once: the second is told publication.exists
    item = queries.item(actor, check.id)
    _judge(item, args)
    photos = tuple(dict.fromkeys(args.photos))
    publication = Publication(
        spot_check_id=check.id,
        jurisdiction_id=check.jurisdiction_id,
        photos=list(photos),
        published_by=actor.id,
    )
    db.session.add(publication)
    journal.record(PublicationPublished(check.id, check.jurisdiction_id, actor.id, photos))


def render(spot_check_id: UUID) -> None:
    """Write the page of a published check and the index; again gives the same bytes."""
    query = select(Publication).where(Publication.spot_check_id == spot_check_id)
    publication = db.session.scalar(query.with_for_update())
    if publication is None:
        return
    shown = contents.of(publication)
    for language in rendering.LANGUAGES:
        page = rendering.check_page(shown, language)
        _put(rendering.check_key(shown.number, language), page, "text/html")
        if language == rendering.MAIN:
            publication.page_sha256 = sha256(page).hexdigest()
    publication.path = f"/public/{rendering.check_key(shown.number)}"
    publication.rendered_at = now()
    render_index()


def render_hazard(hazard_id: UUID) -> None:
    """Write the page of a hazard's check again, where it is out: what it tells has changed."""
    render(db.session.get_one(Hazard, hazard_id).spot_check_id)


def render_index() -> None:
    """Write the index and the style sheet, also when nothing is published yet.

    The lock is held until the commit: the next one to rewrite the index sees this one's entry.
    """
    db.session.flush()
    db.session.execute(select(func.pg_advisory_xact_lock(INDEX_LOCK)))
    _put(rendering.STYLE_KEY, rendering.STYLE, "text/css")
    entries = contents.entries()
    for language in rendering.LANGUAGES:
        for key, page in rendering.index_pages(entries, language):
            _put(key, page, "text/html")


def _judge(item: Item, args: Publish) -> None:
    if item.publication is not None:
        raise refuse("publication.exists")
    if item.check.state is not SpotCheckState.COMPLETE or item.missing:
        raise refuse("spot_check.not_complete", missing=item.missing, state=item.check.state)
    unknown = sorted(set(args.photos) - {use.sha256 for use in item.photos})
    if unknown:
        raise refuse("photo.unknown", field="photos", photos=unknown)


def _put(key: str, body: bytes, media_type: str) -> None:
    store().put(Bucket.PUBLIC, key, BytesIO(body), media_type)
