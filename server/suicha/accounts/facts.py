"""What happens to people and their devices, as the journal keeps it: no names, no reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from suicha import journal
from suicha.accounts.models import Role


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
