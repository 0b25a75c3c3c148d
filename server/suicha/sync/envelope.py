"""What every command has around its arguments, read one by one: a bad one spoils no other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from marshmallow import ValidationError, fields, validate

from suicha import canonical_json
from suicha.db import Json
from suicha.errors import Refusal, refuse
from suicha.fields import Instant
from suicha.wire import Loads

MOST_BYTES = 256 * 1024
LARGEST = 2**31 - 1  # what an integer column holds
NUL = rb"\u0000"  # as it is written; a text may also speak of it
SAID = ("name", "v", "args", "made_at", "seq")  # what the digest covers


@dataclass(frozen=True)
class Envelope:
    """A command as it was sent, its arguments not yet read."""

    id: UUID
    name: str
    v: int
    args: Json
    made_at: datetime
    seq: int


@dataclass(frozen=True)
class Command(Envelope):
    """A command with the SHA-256 (hex) of what it says; `too_large` above 256 KiB."""

    digest: str
    too_large: bool


class EnvelopeShape(Loads[Envelope]):
    """The wire of an envelope."""

    into = Envelope
    id = fields.UUID(required=True)
    name = fields.String(required=True, validate=validate.Length(1, 64))
    v = fields.Integer(required=True, strict=True, validate=validate.Range(1, LARGEST))
    args = fields.Dict(fields.String(), required=True)
    made_at = Instant(required=True)
    seq = fields.Integer(required=True, strict=True, validate=validate.Range(0, LARGEST))


def read(raw: object) -> Command:
    """Read one command; raises command.malformed."""
    if not isinstance(raw, dict):
        raise refuse("command.malformed")
    try:
        envelope = EnvelopeShape.read(raw)
        canonical = canonical_json.dumps({name: raw[name] for name in SAID})
        storable = NUL not in canonical or not _has_nul(raw)
    except ValidationError as error:
        raise malformed(error) from None
    except (ValueError, RecursionError):
        # Without a canonical form (a number beyond 2^53, half a surrogate, no end of brackets)
        # a command has no digest, so that nobody could tell it from another.
        raise refuse("command.malformed") from None
    if not storable:
        raise refuse("command.malformed", reason="U+0000")
    digest = hashlib.sha256(canonical).hexdigest()
    return Command(**vars(envelope), digest=digest, too_large=len(canonical) > MOST_BYTES)


def echoed_id(raw: object) -> str | None:
    """Give the id that a command calls itself, whatever else is wrong with it."""
    given = raw.get("id") if isinstance(raw, dict) else None
    return given if isinstance(given, str) else None


def named_id(raw: object) -> UUID | None:
    """Give the id that a command calls itself, where it is one."""
    return _uuid(echoed_id(raw))


def named_check(raw: object) -> UUID | None:
    """Give the check that a command names; by it commands are sorted before they are read."""
    args = raw.get("args") if isinstance(raw, dict) else None
    return _uuid(args.get("spot_check_id") if isinstance(args, dict) else None)


def _uuid(given: object) -> UUID | None:
    try:
        return UUID(given) if isinstance(given, str) else None
    except ValueError:
        return None


def malformed(error: ValidationError) -> Refusal:
    """Name the fields that could not be read."""
    found = error.messages_dict
    return refuse("command.malformed", field=next(iter(found)), fields=found)


def _has_nul(value: object) -> bool:
    """Look for U+0000 anywhere: JSON has it, PostgreSQL cannot store it."""
    if isinstance(value, str):
        return "\0" in value
    parts: Iterable[object] = ()
    if isinstance(value, dict):
        parts = (*value, *value.values())
    elif isinstance(value, list):
        parts = value
    return any(_has_nul(part) for part in parts)
