"""What happens to imports, as the journal keeps it: counts, never what a file says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from suicha import journal
from suicha.registers.models import Register


@dataclass(frozen=True)
class ImportSent(journal.Fact):
    """A file came, to be tried."""

    name: ClassVar[str] = "register_import.sent"
    register: Register
    sha256: str


@dataclass(frozen=True)
class ImportConfirmed(journal.Fact):
    """Somebody read the report and wants the file taken over."""

    name: ClassVar[str] = "register_import.confirmed"


@dataclass(frozen=True)
class ImportApplied(journal.Fact):
    """A file was taken over, whole."""

    name: ClassVar[str] = "register_import.applied"
    register: Register
    new: int
    changed: int
    unchanged: int
    ended: int
