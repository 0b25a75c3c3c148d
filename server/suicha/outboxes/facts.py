"""What happens to outbox imports, as the journal keeps it: counts and digests, nothing said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from suicha import journal


@dataclass(frozen=True)
class OutboxSent(journal.Fact):
    """A file came, to be tried."""

    name: ClassVar[str] = "outbox_import.sent"
    sha256: str


@dataclass(frozen=True)
class OutboxVouched(journal.Fact):
    """Somebody read the report, vouches for the file and wants it taken in."""

    name: ClassVar[str] = "outbox_import.vouched"
    sha256: str
    person_id: UUID


@dataclass(frozen=True)
class OutboxApplied(journal.Fact):
    """A file was taken in: how many commands and photos are new by it."""

    name: ClassVar[str] = "outbox_import.applied"
    sha256: str
    person_id: UUID
    commands: int
    photos: int


@dataclass(frozen=True)
class CommandsImported(journal.Fact):
    """Commands of a check came by file, in the name of `person_id`; the actor vouched for them."""

    name: ClassVar[str] = "spot_check.commands_imported"
    import_id: UUID
    person_id: UUID
    commands: int
