"""The verbs of people: signing in and out, adding and ending people, revoking devices."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select

from suicha import journal
from suicha.accounts import passwords, queries
from suicha.accounts.facts import (
    DeviceRevoked,
    DeviceSignedIn,
    PasswordChanged,
    PersonAdded,
    PersonEnded,
)
from suicha.accounts.models import Device, Person, RevokedBecause, Role
from suicha.db import db, now, uuid7
from suicha.errors import Refusal, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from suicha.accounts.guard import Actor

LOGIN = r"[a-z0-9._-]{1,64}"


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


@dataclass(frozen=True)
class Newcomer:
    """A new account as an administrator asks for it; a contractor's unit by its USCC."""

    login: str
    name: str
    role: Role
    password: str
    agency_id: UUID
    uscc: str | None = None


@dataclass(frozen=True)
class PasswordChange:
    """The present password and the next one."""

    old: str
    new: str


def sign_in(credentials: Credentials) -> Session | Refusal:
    """Check a password and bind the device.

    The refusal is returned, not raised: the count of wrong passwords must be committed.
    """
    query = select(Person).where(Person.login == credentials.login).with_for_update(of=Person)
    person = db.session.scalar(query)
    guessed = person or passwords.nobody(credentials.login)
    if passwords.is_locked(guessed):
        return passwords.locked(guessed)
    if not passwords.is_right(person, credentials.password):
        return passwords.count_wrong(guessed, "login.wrong", "password")
    assert person is not None  # noqa: S101  # for mypy: NOBODY's password is never right
    passwords.forgive(person)
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
    _revoke(actor, actor.person, [actor.device], RevokedBecause.SIGNED_OUT)


def role_named(name: str) -> Role:
    """Return the role of this name; raises role.unknown."""
    try:
        return Role(name)
    except ValueError:
        raise refuse("role.unknown", field="role", roles=[role.value for role in Role]) from None


def add_person(new: NewPerson, by: UUID | None = None) -> Person:
    """Add an account; the password is kept only as an argon2id hash.

    Raises login.malformed, login.exists, password.short.
    """
    if not re.fullmatch(LOGIN, new.login):
        raise refuse("login.malformed", field="login")
    key = func.hashtextextended(f"login {new.login}", 0)  # of two at once, one is told
    db.session.execute(select(func.pg_advisory_xact_lock(key)))
    if db.session.scalar(select(Person.id).where(Person.login == new.login)) is not None:
        raise refuse("login.exists", field="login")
    person = Person(
        login=new.login,
        name=new.name,
        role=new.role,
        password_hash=passwords.hashed(new.password, "password"),
        jurisdiction_id=new.jurisdiction_id,
        agency_id=new.agency_id,
        unit_id=new.unit_id,
    )
    db.session.add(person)
    db.session.flush()
    journal.record(PersonAdded(person.id, person.jurisdiction_id, by, person.role))
    return person


def take_on(actor: Actor, newcomer: Newcomer) -> Person:
    """Add an account in one of the administrator's districts.

    Raises agency.unknown, unit.unknown and what add_person raises.
    """
    agency = queries.agency(actor, newcomer.agency_id)
    unit_id = queries.unit_id(newcomer.uscc) if newcomer.role is Role.CONTRACTOR else None
    new = NewPerson(
        login=newcomer.login,
        name=newcomer.name,
        role=newcomer.role,
        password=newcomer.password,
        jurisdiction_id=agency.jurisdiction_id,
        agency_id=agency.id,
        unit_id=unit_id,
    )
    return add_person(new, actor.id)


def end_person(actor: Actor, person_id: UUID, reason: str) -> None:
    """End an account, and sign all its devices out at once.

    Raises person.unknown, person.self, person.ended.
    """
    person = queries.person(actor, person_id, for_update=True)
    if person.id == actor.id:
        raise refuse("person.self")
    if person.ended_at is not None:
        raise refuse("person.ended")
    person.ended_at, person.ended_by, person.end_reason = now(), actor.id, reason
    journal.record(PersonEnded(person.id, person.jurisdiction_id, actor.id))
    _revoke(actor, person, queries.signed_in_devices(person.id), RevokedBecause.PERSON_ENDED)


def give_password(actor: Actor, person_id: UUID, password: str) -> None:
    """Give somebody who forgot theirs a new password; all their devices are signed out.

    Raises person.unknown, person.self (one's own is changed with the old one), person.ended,
    password.short.
    """
    person = queries.person(actor, person_id, for_update=True)
    if person.id == actor.id:
        raise refuse("person.self")
    if person.ended_at is not None:
        raise refuse("person.ended")
    person.password_hash = passwords.hashed(password, "password")
    passwords.forgive(person)
    journal.record(PasswordChanged(person.id, person.jurisdiction_id, actor.id))
    _revoke(actor, person, queries.signed_in_devices(person.id), RevokedBecause.PASSWORD_CHANGED)


def revoke_device(actor: Actor, device_id: UUID, reason: str) -> Person:
    """Sign a lost device out; give whose it was.

    Raises device.unknown, device.own (the one that asks), device.revoked.
    """
    person, device = queries.device(actor, device_id)
    if device.id == actor.device.id:
        raise refuse("device.own")
    if device.revoked_at is not None:
        raise refuse("device.revoked")
    _revoke(actor, person, [device], reason)
    return person


def change_password(actor: Actor, change: PasswordChange) -> Refusal | None:
    """Change one's own password; one's other devices are signed out.

    Returned, so that the count is committed: password.wrong, login.locked. Raises password.short.
    """
    query = select(Person).where(Person.id == actor.id).with_for_update(of=Person)
    person = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if passwords.is_locked(person):
        return passwords.locked(person)
    if not passwords.is_right(person, change.old):
        return passwords.count_wrong(person, "password.wrong", "old")
    person.password_hash = passwords.hashed(change.new, "new")
    passwords.forgive(person)
    journal.record(PasswordChanged(person.id, person.jurisdiction_id, actor.id))
    others = [one for one in queries.signed_in_devices(person.id) if one.id != actor.device.id]
    _revoke(actor, person, others, RevokedBecause.PASSWORD_CHANGED)
    return None


def _revoke(actor: Actor, person: Person, devices: Iterable[Device], reason: str) -> None:
    """Sign devices out; the guard reads them at each request, so they are out at once."""
    for device in devices:
        device.revoke(actor.id, reason)
        fact = DeviceRevoked(person.id, person.jurisdiction_id, actor.id, device.id)
        journal.record(fact)


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
