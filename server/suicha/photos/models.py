"""Tables of evidence: what was promised, what has come, and what was made of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    FetchedValue,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from suicha.accounts.models import Person
from suicha.db import Base, Changed, Json, Keyed, choice, now
from suicha.errors import Refusal, refuse
from suicha.photos.likeness import Likeness

MAX_BYTES = 25_000_000


EXPIRED: Final = "photo.expired"  # the reason of a photo that was let go


class PhotoState(StrEnum):
    """How far the bytes are: promised, received (hash and header right), rendered; or set aside."""

    PROMISED = "promised"
    RECEIVED = "received"
    RENDERED = "rendered"
    SET_ASIDE = "set_aside"


class Photo(Changed, Base):
    """The bytes of one picture, named by their SHA-256: stored once, never changed."""

    __tablename__ = "photos"
    __table_args__ = (
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", "sha256_is_hex"),
        CheckConstraint(f"size BETWEEN 1 AND {MAX_BYTES}", "size_within_limit"),
        # Which were read by an earlier release, and are to be read again.
        Index("ix_photos_reading", "reading", postgresql_where=text("state = 'rendered'")),
    )

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(32))
    state: Mapped[PhotoState] = mapped_column(
        choice(PhotoState, "state"), default=PhotoState.PROMISED
    )
    offset: Mapped[int] = mapped_column(default=0)  # bytes that have come
    width: Mapped[int | None]
    height: Mapped[int | None]
    promised_at: Mapped[datetime] = mapped_column(default=now)
    received_at: Mapped[datetime | None]
    # 回执: allotted with `received_at` by the trigger `number_photo` (migration 0019).
    receipt: Mapped[str | None] = mapped_column(
        String(40), unique=True, server_default=FetchedValue(), server_onupdate=FetchedValue()
    )
    reason: Mapped[str | None]  # why it was set aside: a refusal code
    exif: Mapped[Json | None]  # what its camera wrote into it (exif.py); empty where nothing
    reading: Mapped[int] = mapped_column(server_default="0", default=0)  # imaging.READING, then

    uses: Mapped[list[PhotoUse]] = relationship(back_populates="photo")

    @property
    def came(self) -> bool:
        """Whether the bytes are here and match their hash."""
        return self.state is not PhotoState.PROMISED

    def waits(self, reading: int) -> bool:
        """Whether it is to be rendered, or was read by a release that read less than this one."""
        if self.state is PhotoState.RENDERED:
            return self.reading < reading
        return self.state is PhotoState.RECEIVED

    @property
    def outcome(self) -> int | Refusal:
        """What a sender is told, each time: the bytes that are here, or why it is set aside."""
        return refuse(self.reason, sha256=self.sha256) if self.reason else self.offset

    def expect_length(self, length: int) -> None:
        """Judge what a creation says of the whole; raises upload.length_mismatch."""
        if length != self.size:
            raise refuse("upload.length_mismatch", field="Upload-Length", length=self.size)

    def expect(self, offset: int, length: int) -> None:
        """Judge a piece before its bytes; raises upload.offset_mismatch or photo.too_large."""
        if offset != self.offset:
            raise refuse("upload.offset_mismatch", field="Upload-Offset", offset=self.offset)
        if offset + length > self.size:
            raise refuse("photo.too_large", field="Content-Length", limit=self.size - offset)


class PhotoKind(StrEnum):
    """What a picture is to its record. Originals follow on their own and are counted apart."""

    EVIDENCE = "evidence"
    ORIGINAL = "original"
    SIGNATURE = "signature"
    REPLY = "reply"  # what the unit responsible shows of its rectification
    RECHECK = "recheck"  # what an inspector saw when looking again


class PhotoUse(Keyed, Changed, Base):
    """One promise: this picture belongs to that check (and hazard), taken there and then."""

    __tablename__ = "photo_uses"
    __table_args__ = (
        UniqueConstraint(
            "sha256", "spot_check_id", "hazard_id", "kind", postgresql_nulls_not_distinct=True
        ),
    )

    sha256: Mapped[str] = mapped_column(ForeignKey("photos.sha256"), index=True)
    jurisdiction_id: Mapped[UUID] = mapped_column(ForeignKey("jurisdictions.id"), index=True)
    spot_check_id: Mapped[UUID] = mapped_column(ForeignKey("spot_checks.id"), index=True)
    hazard_id: Mapped[UUID | None] = mapped_column(ForeignKey("hazards.id"), index=True)
    kind: Mapped[PhotoKind] = mapped_column(choice(PhotoKind, "kind"))
    original_of: Mapped[str | None] = mapped_column(String(64))
    # Of a marked copy: the picture that it was drawn on, which may come later, or never.
    marked_of: Mapped[str | None] = mapped_column(String(64))
    promised_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    promised_at: Mapped[datetime] = mapped_column(default=now, server_default=text("now()"))
    taken_at: Mapped[datetime]  # by the phone; of a file from the album, what the file says
    source: Mapped[str] = mapped_column(String(16))
    position: Mapped[Json | None]
    clock_offset_ms: Mapped[int | None] = mapped_column(BigInteger)  # server minus phone, then

    photo: Mapped[Photo] = relationship(back_populates="uses", lazy="joined")

    @property
    def was_let_go(self) -> bool:
        """Whether its bytes had come and went, and the same picture is owed to a later use only."""
        photo = self.photo
        return (
            not photo.came
            and photo.received_at is not None
            and self.promised_at < photo.promised_at
        )

    @property
    def state(self) -> PhotoState:
        """How far the bytes are for this use."""
        return PhotoState.SET_ASIDE if self.was_let_go else self.photo.state

    @property
    def reason(self) -> str | None:
        """Why they were set aside: a refusal code."""
        return EXPIRED if self.was_let_go else self.photo.reason

    @property
    def came(self) -> bool:
        """Whether the bytes are here, or were; queries.CAME says the same."""
        return self.state is not PhotoState.PROMISED


class OriginalRequest(Keyed, Base):
    """索要原图: the office wants an original that its phone holds back; a fact.

    `use_id` is the use that promised the original.
    """

    __tablename__ = "original_requests"

    use_id: Mapped[UUID] = mapped_column(ForeignKey("photo_uses.id"), unique=True)
    jurisdiction_id: Mapped[UUID] = mapped_column(ForeignKey("jurisdictions.id"))
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)


class Rendition(Keyed, Base):
    """A picture made from a photo: `thumb` or `view`; its bytes are stored by their hash."""

    __tablename__ = "renditions"
    __table_args__ = (UniqueConstraint("photo_sha256", "name"),)

    photo_sha256: Mapped[str] = mapped_column(ForeignKey("photos.sha256"))
    name: Mapped[str] = mapped_column(String(16))
    sha256: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(200))
    width: Mapped[int]
    height: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(default=now)


class PublicPicture(Keyed, Base):
    """公示图片: which picture the public sees of which evidence, and what of it is covered; a fact.

    `covers` are rectangles in the pixels of the view. The row stays when the picture is taken back.
    """

    __tablename__ = "public_pictures"
    __table_args__ = (
        UniqueConstraint("photo_sha256", "sha256"),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", "sha256_is_hex"),
    )

    photo_sha256: Mapped[str] = mapped_column(ForeignKey("photos.sha256"))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    covers: Mapped[list[Json]] = mapped_column(JSONB)
    width: Mapped[int]
    height: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(default=now)


class PhotoLikeness(Changed, Base):
    """What is kept of a photo to be compared (likeness.py); `changed` lets workers read on."""

    __tablename__ = "likenesses"

    sha256: Mapped[str] = mapped_column(ForeignKey("photos.sha256"), primary_key=True)
    keys: Mapped[bytes] = mapped_column(LargeBinary)
    miniature: Mapped[bytes] = mapped_column(LargeBinary)
    detail: Mapped[int]

    @property
    def likeness(self) -> Likeness:
        """What is compared."""
        return Likeness(self.keys, self.miniature, self.detail)


class FlagKind(StrEnum):
    """Why two uses are shown to a person."""

    SAME_FILE = "same_file"
    ALIKE = "alike"
    BEFORE_AND_AFTER = "before_and_after"  # of one hazard, the same file or alike


class Finding(StrEnum):
    """What a person found of two uses side by side."""

    REUSED = "reused"
    HARMLESS = "harmless"


class LikenessFlag(Keyed, Base):
    """Two uses for a person to look at side by side; open until somebody has judged it.

    Nothing follows from it by itself. `jurisdiction_id` is that of the later use.
    """

    __tablename__ = "likeness_flags"
    __table_args__ = (
        UniqueConstraint("later_use_id", "earlier_use_id"),
        CheckConstraint("later_use_id <> earlier_use_id", "two_uses"),
        CheckConstraint("difference BETWEEN 0 AND 100", "difference_is_per_cent"),
        CheckConstraint(
            "num_nulls(finding, judged_by, judged_at, reason) IN (0, 4)", "judged_whole"
        ),
        Index(
            "ix_likeness_flags_open",
            "jurisdiction_id",
            "id",
            postgresql_where=text("finding IS NULL"),
        ),
    )

    later_use_id: Mapped[UUID] = mapped_column(ForeignKey("photo_uses.id"))
    earlier_use_id: Mapped[UUID] = mapped_column(ForeignKey("photo_uses.id"), index=True)
    jurisdiction_id: Mapped[UUID] = mapped_column(ForeignKey("jurisdictions.id"))
    kind: Mapped[FlagKind] = mapped_column(choice(FlagKind, "kind"))
    difference: Mapped[int]  # per cent of what the two pictures show that is not the same
    found_at: Mapped[datetime] = mapped_column(default=now)
    finding: Mapped[Finding | None] = mapped_column(choice(Finding, "finding"))
    judged_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    judged_at: Mapped[datetime | None]
    reason: Mapped[str | None]

    judge: Mapped[Person | None] = relationship(lazy="joined")

    @property
    def judged_by_name(self) -> str | None:
        """Who judged it."""
        return self.judge.name if self.judge else None
