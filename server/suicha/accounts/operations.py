"""The verbs of accounts: signing in and out, refreshing, adding people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import select

from suicha import journal
from suicha.accounts.models import Device, Person, Role
from suicha.db import db, now, uuid7
from suicha.errors import Refusal, refuse

if TYPE_CHECKING:
    from suicha.accounts.guard import Actor

LOGIN = r"[a-z0-9._-]{1,64}"
SHORTEST_PASSWORD = 10
WRONG_PASSWORDS = 5
LOCKED_FOR = timedelta(minutes=15)  # 等保 8.1.4.1: five failures, fifteen minutes

hasher = PasswordHasher()
# Verified when nobody has that name, so that the time of the answer does not tell who exists.
NOBODY = hasher.hash("nobody has this password")


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
class Credentials:
    """What the sign-in form sends."""

    login: str
    password: str
    device_name: str
    transport: str
    device_id: UUID | None = None


@dataclass(frozen=True)
class Session:
    """A signed-in person and device, and the id that its next refresh token will carry."""

    person: Person
    device: Device
    refresh_id: UUID


@dataclass(frozen=True)
class NewPerson:
    """What a new account needs; `password` is plain text and is hashed here."""

    login: str
    name: str
    role: Role
    password: str
    jurisdiction_id: UUID
    agency_id: UUID
    unit_id: UUID | None = None


def sign_in(credentials: Credentials) -> Session | Refusal:
    """Check a password and bind the device.

    The refusal is returned, not raised: the count of wrong passwords must be committed.
    """
    query = select(Person).where(Person.login == credentials.login).with_for_update(of=Person)
    person = db.session.scalar(query)
    if person is not None and person.locked_until is not None and person.locked_until > now():
        return refuse("login.locked", until=person.locked_until.isoformat())
    if not _password_is_right(person, credentials.password):
        return _count_wrong(person)
    assert person is not None  # noqa: S101  # for mypy: NOBODY's password is never right
    person.wrong_passwords, person.locked_until = 0, None
    device = _device(person, credentials)
    fact = DeviceSignedIn(person.id, person.jurisdiction_id, person.id, device.id)
    journal.record(fact)
    return _rotate(person, device)


def refresh(person_id: UUID, device_id: UUID, refresh_id: UUID) -> Session:
    """Rotate a device's refresh token; raises login.revoked.

    The previous token still works until the current one has been used once: an answer lost on
    the way locks nobody out. Any older token is a stolen or restored one and is refused.
    """
    device = db.session.get(Device, device_id, with_for_update=True)
    person = db.session.get(Person, person_id)
    if device is None or person is None or device.revoked_at or person.ended_at:
        raise refuse("login.revoked")
    if refresh_id == device.current_token:
        device.previous_token = refresh_id
    elif refresh_id != device.previous_token:
        raise refuse("login.revoked")
    return _rotate(person, device)


def sign_out(actor: Actor) -> None:
    """Revoke the device that asks."""
    actor.device.revoked_at = now()
    fact = DeviceRevoked(actor.id, actor.person.jurisdiction_id, actor.id, actor.device.id)
    journal.record(fact)


def role_named(name: str) -> Role:
    """Return the role of this name; raises role.unknown."""
    try:
        return Role(name)
    except ValueError:
        raise refuse("role.unknown", field="role", roles=[role.value for role in Role]) from None


def add_person(new: NewPerson) -> Person:
    """Add an account; the password is kept only as an argon2id hash.

    Raises login.malformed, login.exists, password.short.
    """
    if not re.fullmatch(LOGIN, new.login):
        raise refuse("login.malformed", field="login")
    if len(new.password) < SHORTEST_PASSWORD:
        raise refuse("password.short", field="password")
    if db.session.scalar(select(Person.id).where(Person.login == new.login)) is not None:
        raise refuse("login.exists", field="login")
    person = Person(
        login=new.login,
        name=new.name,
        role=new.role,
        password_hash=hasher.hash(new.password),
        jurisdiction_id=new.jurisdiction_id,
        agency_id=new.agency_id,
        unit_id=new.unit_id,
    )
    db.session.add(person)
    db.session.flush()
    return person


def _password_is_right(person: Person | None, password: str) -> bool:
    known = person is not None and person.ended_at is None
    try:
        hasher.verify(person.password_hash if person and known else NOBODY, password)
    except VerificationError:
        return False
    return known


def _count_wrong(person: Person | None) -> Refusal:
    if person is not None:
        person.wrong_passwords += 1
        if person.wrong_passwords >= WRONG_PASSWORDS:
            person.wrong_passwords, person.locked_until = 0, now() + LOCKED_FOR
    return refuse("login.wrong", field="password")


def _device(person: Person, credentials: Credentials) -> Device:
    """Return the known device of this person, or bind a new one: ids of others are not taken."""
    device = None
    if credentials.device_id is not None:
        device = db.session.get(Device, credentials.device_id, with_for_update=True)
    if device is None or device.person_id != person.id or device.revoked_at:
        device = Device(id=uuid7(), person_id=person.id, name=credentials.device_name)
        db.session.add(device)
    device.name = credentials.device_name
    device.signed_in_at = now()
    device.previous_token = None
    return device


def _rotate(person: Person, device: Device) -> Session:
    device.current_token, device.seen_at = uuid7(), now()
    db.session.flush()
    return Session(person=person, device=device, refresh_id=device.current_token)
