"""The verb of sync: push. Every command is done once, whatever happens on the way."""

from __future__ import annotations

import json
import logging
import traceback
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, func, select
from sqlalchemy.exc import DBAPIError, PendingRollbackError
from sqlalchemy.orm import defer

from suicha.db import Json, db, now
from suicha.errors import Accepted, Refusal, refuse
from suicha.photos.evidence import CLOCK_OFF
from suicha.spot_checks.holding import hold, lock
from suicha.spot_checks.models import SpotCheck
from suicha.spot_checks.operations import count_command
from suicha.sync import commands
from suicha.sync.envelope import Command, echoed_id, named_check, named_id, read
from suicha.sync.models import LedgerEntry, Verdict
from suicha.sync.restoring import expect_epoch, may_still_come

if TYPE_CHECKING:
    from collections.abc import Iterable

    from suicha.accounts.guard import Actor

log = logging.getLogger(__name__)

MOST_COMMANDS = 100
MOST_BYTES = 1024 * 1024
BY_FILE = "command.imported"


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
    """Who pushes, and how far the clock of their phone is behind the server's.

    `import_id` is the import by which it came, where it came by file and not from the phone.
    """

    actor: Actor
    offset: timedelta
    import_id: UUID | None = None


# What was settled before, without what was said.
SETTLED = (
    select(LedgerEntry)
    .where(LedgerEntry.id == any_(bindparam("ids", type_=ARRAY(Uuid()))))
    .options(defer(LedgerEntry.args))
)
Ledger = dict[UUID, LedgerEntry]
Settle = Callable[[Sender, Command], LedgerEntry | None]


@dataclass(frozen=True)
class Part:
    """Commands of one jurisdiction, by their place in the push; committed apart from others.

    There are two ways to their verdicts. Nearly every push goes the first, which does all `at_once`
    and raises whatever goes wrong: it is undone then, and the commands are done `one_by_one`.
    """

    sender: Sender
    sent: dict[int, object]

    def at_once(self) -> dict[int, Told]:
        """Do all commands without a savepoint, on checks that are held; raises anything.

        A phone sends again when an answer is late, so that the same push may run several times at
        once: the ledger's key lets one of them through, and the others look at what it wrote.
        """
        ledger = _settled_before(self.sent.values())
        fresh = [raw for raw in self.sent.values() if named_id(raw) not in ledger]
        if checks := _checks(fresh):
            hold(self.sender.actor, checks)
        return self._told(ledger, _done)

    def one_by_one(self) -> dict[int, Told]:
        """Do each command in a savepoint of its own: no fault of one undoes its neighbours.

        One person's pushes wait for each other. What another person settles meanwhile is a `retry`.
        Undoing the first way made the session forget who pushes: that is read before anything else.
        """
        for one in (self.sender.actor.person, self.sender.actor.device):
            db.session.refresh(one)
        key = func.hashtextextended(f"push {self.sender.actor.id}", 0)
        db.session.execute(select(func.pg_advisory_xact_lock(key)))
        lock(self.sender.actor, _checks(self.sent.values()))  # whoever does all at once is through
        return self._told(_settled_before(self.sent.values()), _done_alone)

    def _told(self, ledger: Ledger, settle: Settle) -> dict[int, Told]:
        settling = Settling(self.sender, ledger, settle)
        return {index: settling.verdict(raw) for index, raw in self.sent.items()}


@dataclass(frozen=True)
class Settling:
    """Commands on their way to their verdicts, beside those that have one."""

    sender: Sender
    ledger: Ledger
    settle: Settle

    def verdict(self, raw: object) -> Told:
        """Give the word on one command; what cannot be read is refused and not written down."""
        try:
            command = read(raw)
        except Refusal as refusal:
            details = _plain(refusal.details)
            return Told(echoed_id(raw), Verdict.REFUSED, code=refusal.code, details=details)
        if command.id not in self.ledger:
            entry = self.settle(self.sender, command)
            if entry is None:
                return Told(str(command.id), "retry")
            self.ledger[command.id] = entry
        return _told(self.sender, command, self.ledger[command.id])


def push(actor: Actor, pushed: Push, size: int, epoch: UUID | None = None) -> list[Part]:
    """Sort commands by jurisdiction. `size` is in bytes, `epoch` the one that the phone knows.

    Raises device.foreign, push.too_large, sync.resync.
    """
    if pushed.device_id != actor.device.id:
        raise refuse("device.foreign", field="device_id")
    if len(pushed.commands) > MOST_COMMANDS or size > MOST_BYTES:
        raise refuse("push.too_large", commands=len(pushed.commands), bytes=size)
    if epoch is not None:
        expect_epoch(epoch)
    sender = Sender(actor, now() - pushed.sent_at)
    places = _places(pushed.commands)
    parts: dict[UUID | None, dict[int, object]] = defaultdict(dict)
    for index, raw in enumerate(pushed.commands):
        parts[places.get(named_check(raw))][index] = raw
    return [Part(sender, part) for part in parts.values()]


def settle_from_file(sender: Sender, commands: list[object]) -> list[Told]:
    """Settle commands that came by file: by the same ledger and the same verbs as a push."""
    told = Part(sender, dict(enumerate(commands))).one_by_one()
    return [told[index] for index in range(len(commands))]


def _checks(sent: Iterable[object]) -> set[UUID]:
    return {check for raw in sent if (check := named_check(raw)) is not None}


def _places(sent: list[object]) -> dict[UUID | None, UUID]:
    """Find the jurisdiction of every check that is named; of one alone, nobody need know it."""
    checks = _checks(sent)
    if len(checks) <= 1:
        return {}
    query = select(SpotCheck.id, SpotCheck.jurisdiction_id).where(SpotCheck.id.in_(checks))
    return {row.id: row.jurisdiction_id for row in db.session.execute(query)}


def _settled_before(sent: Iterable[object]) -> Ledger:
    """Look all commands up at once."""
    ids = list(filter(None, map(named_id, sent)))
    return {entry.id: entry for entry in db.session.scalars(SETTLED, {"ids": ids})}


def _told(sender: Sender, command: Command, entry: LedgerEntry) -> Told:
    """Say what is written of a command; nothing of it to somebody else."""
    if (entry.person_id, entry.digest) != (sender.actor.id, command.digest):
        return Told(str(command.id), Verdict.REFUSED, code="command.id_reused")
    return Told(
        id=str(entry.id),
        verdict=entry.verdict,
        code=entry.code,
        flags=tuple(entry.flags),
        details=entry.details,
        receipt=entry.receipt,
    )


def _done(sender: Sender, command: Command) -> LedgerEntry:
    """Do a command and write it down; raises whatever keeps it from being accepted."""
    accepted = commands.do(replace(sender.actor, clock_behind=sender.offset), command)
    by_file = (BY_FILE,) if sender.import_id else ()
    flags = (*accepted.flags, *_clock(sender.offset), *by_file)
    count_command(UUID(command.args["spot_check_id"]), flags)
    return _written(sender, command, Accepted(flags, accepted.receipt))


def _done_alone(sender: Sender, command: Command) -> LedgerEntry | None:
    """Do a command in a savepoint; None when the phone is to send it again, for whatever reason."""
    try:
        return _done_or_refused(sender, command)
    except Exception as fault:  # whatever it was, the phone is to send again
        if _connection_is_lost(fault):
            raise  # nothing of this push will be committed: no verdict of it may be told
        _log(command, fault)
        return None


def _done_or_refused(sender: Sender, command: Command) -> LedgerEntry | None:
    """Settle a command; an expected no undoes its effects, not the word on it.

    None when, after a restore, there may still come what the command rests on.
    """
    try:
        with db.session.begin_nested():
            return _done(sender, command)
    except Refusal as refusal:
        if may_still_come(refusal.code, command.made_at + sender.offset):
            return None
        with db.session.begin_nested():
            return _written(sender, command, refusal)


def _written(sender: Sender, command: Command, outcome: Accepted | Refusal) -> LedgerEntry:
    entry = _ledger_entry(sender, command, outcome)
    db.session.add(entry)
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
        import_id=sender.import_id,
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
