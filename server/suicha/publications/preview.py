"""A page as the public would see it, before it goes out: the same templates, other addresses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from suicha.errors import refuse
from suicha.photos import operations as photos
from suicha.publications import contents, editions, queries, rendering
from suicha.publications.models import VersionKind
from suicha.publications.operations import chosen_of, version_of

if TYPE_CHECKING:
    from uuid import UUID

    from suicha.accounts.guard import Actor
    from suicha.publications.editions import Edition
    from suicha.publications.queries import Item


@dataclass(frozen=True)
class Preview:
    """Which version to show: what is out or would be, a correction, or the notice."""

    language: str
    kind: VersionKind
    reason: str
    photos: list[str] = field(default_factory=list)


def page(actor: Actor, spot_check_id: UUID, asked: Preview) -> bytes:
    """Render what `render` would write, from pictures that only the office sees as yet.

    Raises spot_check.unknown, spot_check.not_complete, photo.unknown, publication.not_published.
    """
    item = queries.item(actor, spot_check_id)

    def shown(sha256: str) -> photos.PublicCopy:
        view = photos.public_view(sha256)
        key = f"api/v1/spot-checks/{spot_check_id}/photos/{sha256}/view"
        return photos.PublicCopy(key, view.width, view.height)

    told = contents.of(_edition(item, asked), shown)
    return rendering.check_page(told, asked.language, _addresses(asked))


def _edition(item: Item, asked: Preview) -> Edition:
    if item.publication is None and asked.kind is not VersionKind.PUBLISHED:
        raise refuse("publication.not_published")
    if item.publication is not None and asked.kind is VersionKind.PUBLISHED:
        return editions.out_now(item.publication)
    chosen = [] if asked.kind is VersionKind.WITHDRAWN else chosen_of(item, _named(item, asked))
    return editions.proposed(item, version_of(item, asked.kind, chosen, asked.reason))


def _named(item: Item, asked: Preview) -> list[str]:
    """Give the photos that begin so; a beginning that none has stays, to be refused."""
    hashes = [use.sha256 for use in item.candidates]
    found = {
        start: [each for each in hashes if each.startswith(start)] or [start]
        for start in asked.photos
    }
    return [each for matching in found.values() for each in matching]


def _addresses(asked: Preview) -> rendering.Addresses:
    """Lead to the twin's preview, and nowhere else: what is not out yet has no public address."""
    rest = {"kind": asked.kind, "reason": asked.reason, "photos": ",".join(asked.photos)}
    return rendering.Addresses(
        root="/",
        twins={name: f"?{urlencode({'language': name, **rest})}" for name in rendering.LANGUAGES},
        style=rendering.style_address("/public/"),
        index="#main",
    )
