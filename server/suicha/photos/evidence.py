"""What is known of a photo: what the phone said of time and place, beside what the file says.

It is told, and never blocks anything: a person judges (domain.md I).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from suicha.accounts.queries import card_numbers
from suicha.photos import queries
from suicha.photos.exif import Exif
from suicha.photos.models import PhotoState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from suicha.photos.models import LikenessFlag, Photo, PhotoUse
    from suicha.photos.queries import Original
    from suicha.sites.boundary import Grounds, Whereabouts

CLOCK_OFF = timedelta(minutes=10)
CLOCKS_DIFFER = timedelta(minutes=10)
INACCURATE_M = 100.0
OLD_FIX_MS = 120_000.0
# What a file says of its place comes without its accuracy: as far as a bad fix may be off.
NEAR_M = 100.0


class Doubt(StrEnum):
    """What a person should look at before relying on a photo."""

    SET_ASIDE = "set_aside"
    ALBUM = "album"
    CLOCK_OFF = "clock_off"  # of the phone, against the server's
    NO_FIX = "no_fix"
    FIX_INACCURATE = "fix_inaccurate"
    FIX_OLD = "fix_old"
    OUTSIDE = "outside"  # of the boundary, by more than the fix may be off
    FILE_ELSEWHERE = "file_elsewhere"  # the camera wrote another place into it
    FILE_OTHER_TIME = "file_other_time"  # the camera's clock showed another time than was said
    TAKEN_BEFORE = "taken_before"  # the check began, or the hazard was found
    REUSED = "reused"  # it may be: an earlier photo is alike, and nobody has judged it yet


@dataclass(frozen=True)
class Written:
    """What the camera wrote into the file, and where that place lies to the site."""

    exif: Exif
    place: Whereabouts | None


@dataclass(frozen=True)
class Evidence:
    """A use of a photo with what is known of it.

    `place` is where the phone's fix lies to the site, None without one. `written` is of the
    original where that has come, else of what was sent; None until the file has been read.
    `card_number` is that of the inspector who took it, for the watermark; a unit's reply has none.
    """

    use: PhotoUse
    original: Original | None
    place: Whereabouts | None
    written: Written | None
    since: datetime | None
    card_number: str | None = None
    flags: tuple[LikenessFlag, ...] = ()

    @property
    def inside_boundary(self) -> bool | None:
        """Whether the phone was on the site; None where nobody can say."""
        return None if self.place is None else self.place.inside

    @property
    def doubts(self) -> list[Doubt]:
        """All that a person should look at, in the order of the words."""
        return [*self._of_the_phone(), *self._of_the_place(), *self._of_the_file()]

    def _of_the_phone(self) -> Iterator[Doubt]:
        if self.use.state is PhotoState.SET_ASIDE:
            yield Doubt.SET_ASIDE
        if self.use.source == "album":
            yield Doubt.ALBUM
        offset = timedelta(milliseconds=self.use.clock_offset_ms or 0)
        if abs(offset) > CLOCK_OFF:
            yield Doubt.CLOCK_OFF

    def _of_the_place(self) -> Iterator[Doubt]:
        fix = self.use.position
        if fix is None:
            # Where one stands now says nothing of a picture from the album: no fix is asked for.
            if self.use.source == "camera":
                yield Doubt.NO_FIX
            return
        if fix["accuracy_m"] > INACCURATE_M:
            yield Doubt.FIX_INACCURATE
        if fix["fix_age_ms"] > OLD_FIX_MS:
            yield Doubt.FIX_OLD
        if self.place and self.place.inside is False and self.place.distance_m > fix["accuracy_m"]:
            yield Doubt.OUTSIDE

    def _of_the_file(self) -> Iterator[Doubt]:
        place = self.written.place if self.written else None
        if place and place.distance_m > NEAR_M:
            yield Doubt.FILE_ELSEWHERE
        taken_at = self.written.exif.taken_at if self.written else None
        if taken_at and abs(taken_at - self.use.taken_at) > CLOCKS_DIFFER:
            yield Doubt.FILE_OTHER_TIME
        first = min(filter(None, (taken_at, self.use.taken_at)))
        if self.since and self.since - first > CLOCKS_DIFFER:
            yield Doubt.TAKEN_BEFORE
        if any(flag.finding is None for flag in self.flags):
            yield Doubt.REUSED


def evidence(uses: Iterable[PhotoUse], grounds: Grounds, since: datetime | None) -> list[Evidence]:
    """Say what is known of photos that were taken for a site, `since` when they should be."""
    uses = list(uses)
    originals, flags = queries.originals(uses), queries.flags_of(uses)
    cards = card_numbers(use.promised_by for use in uses)
    known = [_evidence(use, originals.get(use.id), grounds, since) for use in uses]
    return [
        replace(
            one,
            card_number=cards.get(one.use.promised_by),
            flags=tuple(flags.get(one.use.id, ())),
        )
        for one in known
    ]


def _evidence(
    use: PhotoUse, original: Original | None, grounds: Grounds, since: datetime | None
) -> Evidence:
    said = use.position
    return Evidence(
        use=use,
        original=original,
        place=None if said is None else grounds.whereabouts(said["lat"], said["lon"]),
        written=_written(original.use.photo if original else None, grounds)
        or _written(use.photo, grounds),
        since=since,
    )


def _written(photo: Photo | None, grounds: Grounds) -> Written | None:
    if photo is None or photo.exif is None:
        return None
    exif = Exif.of_json(photo.exif)
    if exif.lat is None or exif.lon is None:
        return Written(exif, None)
    return Written(exif, grounds.whereabouts(exif.lat, exif.lon))
