"""The verb of sync: push. Every command is done once, whatever happens on the way."""

from __future__ import annotations

import json
import logging
import traceback
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, PendingRollbackError

from suicha.db import Json, db, now
from suicha.errors import Accepted, Refusal, refuse
from suicha.spot_checks.models import SpotCheck
from suicha.spot_checks.operations import count_command
from suicha.sync import commands
from suicha.sync.envelope import Command, echoed_id, named_check, named_id, read
from suicha.sync.models import LedgerEntry, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from suicha.accounts.guard import Actor

log = logging.getLogger(__name__)

MOST_COMMANDS = 100
MOST_BYTES = 1024 * 1024
CLOCK_OFF = timedelta(minutes=10)


@dataclass(frozen=True)
class Push:
    """What a phone sends; `commands` are JSON that nobody has looked at yet."""

    device_id: UUID
    sent_at: datetime
    commands: list[object]


@dataclass(frozen=True)
class Told:
    """The server's word on one command; `retry` is the server's own trouble and never stored."""

    id: str | None
    verdict: str
    code: str | None = None
    flags: tuple[str, ...] = ()
    details: Json = field(default_factory=dict)
    receipt: str | None = None


@dataclass(frozen=True)
class Sender:
    """Who pushes, how far the clock of their phone is behind the server's, what is settled."""

    actor: Actor
    offset: timedelta
    ledger: dict[UUID, LedgerEntry] = field(default_factory=dict)


def push(actor: Actor, pushed: Push, size: int) -> list[Callable[[], dict[int, Told]]]:
    """Sort commands by jurisdiction; give a deed for each, to be committed apart.

    A deed gives its verdicts by the command's place in the push. `size` is in bytes.
    Raises device.foreign, push.too_large.
    """
    if pushed.device_id != actor.device.id:
        raise refuse("device.foreign", field="device_id")
    if len(pushed.commands) > MOST_COMMANDS or size > MOST_BYTES:
        raise refuse("push.too_large", commands=len(pushed.commands), bytes=size)
    sender = Sender(actor, now() - pushed.sent_at)
    places = _places(pushed.commands)
    parts: dict[UUID | None, dict[int, object]] = defaultdict(dict)
    for index, raw in enumerate(pushed.commands):
        parts[places.get(named_check(raw))][index] = raw
    return [partial(_settle, sender, part) for part in parts.values()]


def _places(sent: list[object]) -> dict[UUID | None, UUID]:
    """Find the jurisdiction of every check that is named."""
    checks = {check for raw in sent if (check := named_check(raw)) is not None}
    query = select(SpotCheck.id, SpotCheck.jurisdiction_id).where(SpotCheck.id.in_(checks))
    return {row.id: row.jurisdiction_id for row in db.session.execute(query)}


def _settle(sender: Sender, part: dict[int, object]) -> dict[int, Told]:
    """Give the verdicts of one jurisdiction's commands, in their order.

    A phone sends again when an answer is late, so that the same push may run here several times
    at once: one person's pushes wait for each other.
    """
    key = func.hashtextextended(f"push {sender.actor.id}", 0)
    db.session.execute(select(func.pg_advisory_xact_lock(key)))
    settled = replace(sender, ledger=_settled_before(part.values()))
    return {index: _verdict(settled, raw) for index, raw in part.items()}


def _settled_before(sent: Iterable[object]) -> dict[UUID, LedgerEntry]:
    """Look all commands up at once; what another person settles meanwhile is a `retry`."""
    query = select(LedgerEntry).where(LedgerEntry.id.in_(filter(None, map(named_id, sent))))
    return {entry.id: entry for entry in db.session.scalars(query)}


def _verdict(sender: Sender, raw: object) -> Told:
    """Settle one command in a savepoint of its own: no fault of one undoes its neighbours."""
    try:
        command = read(raw)
    except Refusal as refusal:
        details = _plain(refusal.details)
        return Told(echoed_id(raw), Verdict.REFUSED, code=refusal.code, details=details)
    try:
        return _told(sender, command)
    except Exception as fault:  # whatever it was, the phone is to send again
        if _connection_is_lost(fault):
            raise  # nothing of this push will be committed: no verdict of it may be told
        _log(command, fault)
        return Told(str(command.id), "retry")


def _told(sender: Sender, command: Command) -> Told:
    """Find the command among what is settled, or do it and write it down."""
    entry = sender.ledger.get(command.id)
    if entry is None:
        entry = sender.ledger[command.id] = _settled(sender, command)
    elif (entry.person_id, entry.digest) != (sender.actor.id, command.digest):
        return Told(str(command.id), Verdict.REFUSED, code="command.id_reused")
    return Told(
        id=str(entry.id),
        verdict=entry.verdict,
        code=entry.code,
        flags=tuple(entry.flags),
        details=entry.details,
        receipt=entry.receipt,
    )


def _settled(sender: Sender, command: Command) -> LedgerEntry:
    """Do the command and write it down; an expected no undoes its effects, not the word on it."""
    try:
        with db.session.begin_nested():
            accepted = commands.do(sender.actor, command)
            flags = (*accepted.flags, *_clock(sender.offset))
            count_command(UUID(command.args["spot_check_id"]), flags)
            return _written(sender, command, Accepted(flags, accepted.receipt))
    except Refusal as refusal:
        with db.session.begin_nested():
            return _written(sender, command, refusal)


def _written(sender: Sender, command: Command, outcome: Accepted | Refusal) -> LedgerEntry:
    entry = _ledger_entry(sender, command, outcome)
    db.session.add(entry)
    db.session.flush()
    return entry


def _clock(offset: timedelta) -> tuple[str, ...]:
    return ("clock.off",) if abs(offset) > CLOCK_OFF else ()


def _ledger_entry(sender: Sender, command: Command, outcome: Accepted | Refusal) -> LedgerEntry:
    return LedgerEntry(
        id=command.id,
        digest=command.digest,
        name=command.name,
        v=command.v,
        args=command.args,
        seq=command.seq,
        person_id=sender.actor.id,
        device_id=sender.actor.device.id,
        spot_check_id=named_check({"args": command.args}),
        made_at=command.made_at,
        clock_offset_ms=sender.offset // timedelta(milliseconds=1),
        **_word(outcome),
    )


def _word(outcome: Accepted | Refusal) -> Json:
    """Say the outcome in the ledger's columns."""
    if isinstance(outcome, Refusal):
        details = _plain(outcome.details)
        return {"verdict": Verdict.REFUSED, "code": outcome.code, "flags": [], "details": details}
    flags, receipt = list(outcome.flags), outcome.receipt
    return {"verdict": Verdict.ACCEPTED, "flags": flags, "details": {}, "receipt": receipt}


def _plain(details: Json) -> Json:
    """Give details as JSON says them, so that they read the same now and from the ledger."""
    plain: Json = json.loads(json.dumps(details, default=str))
    return plain


def _connection_is_lost(fault: Exception) -> bool:
    if isinstance(fault, DBAPIError):
        return fault.connection_invalidated
    return isinstance(fault, PendingRollbackError)


def _log(command: Command, fault: Exception) -> None:
    """Log where it happened, not what was said: the message of a fault may quote a person."""
    where = "".join(traceback.format_tb(fault.__traceback__))
    log.error("%s %s failed: %s\n%s", command.name, command.id, type(fault).__name__, where)
