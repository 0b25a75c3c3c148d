"""Passwords: hashed, judged, and counted when they are wrong, also for logins that nobody has."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from suicha.accounts.models import UnknownLogin
from suicha.db import db, now
from suicha.errors import refuse

if TYPE_CHECKING:
    from suicha.accounts.models import Guessed, Person
    from suicha.errors import Refusal

SHORTEST = 10
WRONG_PASSWORDS = 5
LOCKED_FOR = timedelta(minutes=15)  # 等保 8.1.4.1: five failures, fifteen minutes
FORGOTTEN_AFTER = timedelta(days=1)  # a count of wrong passwords begins anew

hasher = PasswordHasher()
# Verified when nobody has that name, so that the time of the answer does not tell who exists.
NOBODY = hasher.hash("nobody has this password")


def hashed(password: str, field: str) -> str:
    """Hash a new password with argon2id; raises password.short."""
    if len(password) < SHORTEST:
        raise refuse("password.short", field=field)
    return hasher.hash(password)


def is_right(person: Person | None, password: str) -> bool:
    """Say whether this is the password of somebody who may sign in."""
    known = person is not None and person.ended_at is None
    try:
        hasher.verify(person.password_hash if person and known else NOBODY, password)
    except VerificationError:
        return False
    return known


def is_locked(guessed: Guessed) -> bool:
    """Say whether a login must wait."""
    return guessed.locked_until is not None and guessed.locked_until > now()


def locked(guessed: Guessed) -> Refusal:
    """Say until when a login must wait, whether or not somebody has it."""
    until = guessed.locked_until
    return refuse("login.locked", until=until.isoformat() if until else None)


def count_wrong(guessed: Guessed, code: str, field: str) -> Refusal:
    """Count a wrong password; the fifth within a day locks the login."""
    before = guessed.wrong_passwords
    if guessed.wrong_at is not None and guessed.wrong_at < now() - FORGOTTEN_AFTER:
        before = 0
    guessed.wrong_passwords, guessed.wrong_at = before + 1, now()
    if guessed.wrong_passwords >= WRONG_PASSWORDS:
        guessed.wrong_passwords, guessed.locked_until = 0, now() + LOCKED_FOR
    return refuse(code, field=field)


def forgive(person: Person) -> None:
    """Begin the count anew: the right password was given, or a new one."""
    person.wrong_passwords, person.locked_until = 0, None


def nobody(login: str) -> UnknownLogin:
    """Give the count of a login that nobody has, locked; counts that are forgotten go."""
    key = UnknownLogin.login_sha256
    old = select(key).where(UnknownLogin.wrong_at < now() - FORGOTTEN_AFTER)
    db.session.execute(
        delete(UnknownLogin).where(key.in_(old.with_for_update(skip_locked=True))),
        execution_options={"synchronize_session": False},
    )
    digest = hashlib.sha256(login.encode()).hexdigest()
    new = insert(UnknownLogin).values(login_sha256=digest, wrong_passwords=0, wrong_at=now())
    db.session.execute(new.on_conflict_do_nothing())
    query = select(UnknownLogin).where(key == digest).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()
