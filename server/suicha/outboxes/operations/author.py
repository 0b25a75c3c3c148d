"""In whose name a file is taken in, and on which device they recorded it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from suicha.accounts.guard import Actor
from suicha.accounts.models import Device, Person, RevokedBecause, Role
from suicha.db import db, now
from suicha.errors import refuse

if TYPE_CHECKING:
    from suicha.outboxes.archive import Manifest

NAMELESS = "—"  # of a device that signed in after the backup that was put back


@dataclass(frozen=True)
class Import:
    """An import under way: in which district, and who vouched; without `write` it is tried."""

    id: UUID
    jurisdiction_id: UUID
    importer_id: UUID | None
    write: bool


def home_of(person_id: UUID) -> UUID:
    """Give the district of an inspector; raises inspector.unknown."""
    return _inspector(person_id).jurisdiction_id


def author_of(of: Import, manifest: Manifest) -> Actor:
    """Give the inspector whose outbox it is, on their device, as a push would find them.

    An ended account or a revoked device keeps nothing out that was recorded before: what is in a
    drawer is not to be lost. A device that a restored backup does not know is given as it will be
    written down with the first command, signed out. Raises inspector.unknown, outbox.other_device.
    """
    person = _inspector(manifest.person_id)
    if person.jurisdiction_id != of.jurisdiction_id:
        raise refuse("inspector.unknown", field="person_id")
    device = db.session.get(Device, manifest.device_id)
    if device is None:
        device = Device(id=manifest.device_id, person_id=person.id, name=NAMELESS)
        device.revoked_at, device.revoke_reason = now(), RevokedBecause.CAME_BY_FILE
    if device.person_id != person.id:
        raise refuse("outbox.other_device", field="device_id")
    return Actor(person, device)


def _inspector(person_id: UUID) -> Person:
    person = db.session.get(Person, person_id)
    if person is None or person.role is not Role.INSPECTOR:
        raise refuse("inspector.unknown", field="person_id")
    return person
