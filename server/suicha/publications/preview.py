"""A page as the public would see it, before it goes out: the same templates, other addresses."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from suicha.errors import refuse
from suicha.photos import operations as photos
from suicha.publications import contents, editions, queries, rendering
from suicha.publications.models import VersionKind
from suicha.publications.operations import chosen_of, version_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from suicha.accounts.guard import Actor
    from suicha.photos.covers import Cover
    from suicha.publications.editions import Edition
    from suicha.publications.queries import Item


@dataclass(frozen=True)
class Preview:
    """Which version to show: what is out or would be, a correction, or the notice."""

    language: str
    kind: VersionKind
    reason: str
    photos: list[str] = field(default_factory=list)
    covers: list[tuple[str, Cover]] = field(default_factory=list)


def page(actor: Actor, spot_check_id: UUID, asked: Preview) -> bytes:
    """Render what `render` would write, from pictures that only the office sees as yet.

    Raises spot_check.unknown, spot_check.not_complete, photo.unknown, publication.not_published.
    """
    item = queries.item(actor, spot_check_id)

    def shown(sha256: str, covers: Sequence[Cover]) -> photos.PublicCopy:
        view = photos.public_view(sha256)
        key = f"api/v1/spot-checks/{spot_check_id}/photos/{sha256}/view"
        return photos.PublicCopy(key, view.width, view.height, covers, painted=False)

    told = contents.of(_edition(item, asked), shown)
    return rendering.check_page(told, asked.language, _addresses(asked))


def _edition(item: Item, asked: Preview) -> Edition:
    if item.publication is None and asked.kind is not VersionKind.PUBLISHED:
        raise refuse("publication.not_published")
    if item.publication is not None and asked.kind is VersionKind.PUBLISHED:
        return editions.out_now(item.publication)
    if asked.kind is VersionKind.WITHDRAWN:
        return editions.proposed(item, version_of(item, asked.kind, {}, asked.reason))
    chosen = chosen_of(item, _named(item, asked.photos), _covered(item, asked))
    return editions.proposed(item, version_of(item, asked.kind, chosen, asked.reason))


def _named(item: Item, starts: Iterable[str]) -> list[str]:
    """Give the photos that begin so; a beginning that none has stays, to be refused."""
    hashes = [use.sha256 for use in item.candidates]
    found = {
        start: [each for each in hashes if each.startswith(start)] or [start] for start in starts
    }
    return [each for matching in found.values() for each in matching]


def _covered(item: Item, asked: Preview) -> dict[str, list[Cover]]:
    covers = defaultdict(list)
    for start, cover in asked.covers:
        for photo in _named(item, [start]):
            covers[photo].append(cover)
    return covers


def _addresses(asked: Preview) -> rendering.Addresses:
    """Lead to the twin's preview, and nowhere else: what is not out yet has no public address."""
    rest = {"kind": asked.kind, "reason": asked.reason, "photos": ",".join(asked.photos)}
    rest["covers"] = ",".join(
        f"{start}:{cover.x}.{cover.y}.{cover.width}.{cover.height}" for start, cover in asked.covers
    )
    return rendering.Addresses(
        root="/",
        twins={name: f"?{urlencode({'language': name, **rest})}" for name in rendering.LANGUAGES},
        style=rendering.style_address("/public/"),
        index="#main",
    )
