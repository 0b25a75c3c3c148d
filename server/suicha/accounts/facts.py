"""What happens to people and their devices, as the journal keeps it: no names, no reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from suicha import journal
from suicha.accounts.models import CardState, Role


@dataclass(frozen=True)
class DeviceSignedIn(journal.Fact):
    """Somebody signed in on a device."""

    name: ClassVar[str] = "device.signed_in"
    device_id: UUID


@dataclass(frozen=True)
class DeviceRevoked(journal.Fact):
    """A device was signed out."""

    name: ClassVar[str] = "device.revoked"
    device_id: UUID


@dataclass(frozen=True)
class PersonAdded(journal.Fact):
    """An account was made."""

    name: ClassVar[str] = "person.added"
    role: Role


@dataclass(frozen=True)
class PersonEnded(journal.Fact):
    """An account was ended: nobody signs in by it any more."""

    name: ClassVar[str] = "person.ended"


@dataclass(frozen=True)
class PasswordChanged(journal.Fact):
    """A password was changed: by its person, or by an administrator who gave a new one."""

    name: ClassVar[str] = "person.password_changed"


@dataclass(frozen=True)
class CardGiven(journal.Fact):
    """A person became an inspector of the register."""

    name: ClassVar[str] = "card.given"
    person_id: UUID


@dataclass(frozen=True)
class CardCorrected(journal.Fact):
    """Fields of a card were changed."""

    name: ClassVar[str] = "card.corrected"
    fields: list[str]


@dataclass(frozen=True)
class CardRenewed(journal.Fact):
    """A card holds longer, perhaps under another number."""

    name: ClassVar[str] = "card.renewed"
    valid_to: date


@dataclass(frozen=True)
class CardStateChanged(journal.Fact):
    """An inspector may be drawn from now on, or not; the row has the reason."""

    name: ClassVar[str] = "card.state_changed"
    state: CardState


@dataclass(frozen=True)
class RecusalAdded(journal.Fact):
    """An inspector is kept from an object; from which and why stays inside."""

    name: ClassVar[str] = "recusal.added"
    card_id: UUID


@dataclass(frozen=True)
class RecusalEnded(journal.Fact):
    """An inspector is no longer kept from an object."""

    name: ClassVar[str] = "recusal.ended"
    card_id: UUID
