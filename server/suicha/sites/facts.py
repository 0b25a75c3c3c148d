"""What happens to sites and units, as the journal keeps it: which fields, never what they say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from suicha import journal


@dataclass(frozen=True)
class SiteRegistered(journal.Fact):
    """A site was entered in the register."""

    name: ClassVar[str] = "site.registered"


@dataclass(frozen=True)
class SiteCorrected(journal.Fact):
    """Fields of a site, or its parties, were changed."""

    name: ClassVar[str] = "site.corrected"
    fields: list[str]


@dataclass(frozen=True)
class SiteEnded(journal.Fact):
    """A site left the register; the row has the reason."""

    name: ClassVar[str] = "site.ended"
    ended_on: date


@dataclass(frozen=True)
class SiteReadmitted(journal.Fact):
    """A site that had ended came back; the row has the reason."""

    name: ClassVar[str] = "site.readmitted"


@dataclass(frozen=True)
class UnitRegistered(journal.Fact):
    """A unit was entered in the register."""

    name: ClassVar[str] = "unit.registered"


@dataclass(frozen=True)
class UnitCorrected(journal.Fact):
    """Fields of a unit were changed."""

    name: ClassVar[str] = "unit.corrected"
    fields: list[str]


@dataclass(frozen=True)
class UnitEnded(journal.Fact):
    """A unit left the register; the row has the reason."""

    name: ClassVar[str] = "unit.ended"
