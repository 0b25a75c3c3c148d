"""Commands of a file, settled by the ledger as if their phone had pushed them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from suicha import journal
from suicha.db import Json, db
from suicha.errors import Refusal, refuse
from suicha.outboxes.facts import CommandsImported
from suicha.outboxes.operations.author import Import, author_of
from suicha.outboxes.report import Line, Outcome
from suicha.spot_checks.models import SpotCheck
from suicha.sync.envelope import echoed_id, named_check, named_id, read
from suicha.sync.models import LedgerEntry
from suicha.sync.operations import Sender, Told, settle_from_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from suicha.accounts.guard import Actor
    from suicha.outboxes.archive import Manifest

NOWHERE = UUID(int=0)  # the check of a command that names none


@dataclass(frozen=True)
class Gate:
    """What a command of a file must pass before the ledger is asked."""

    of: Import
    author: Actor
    digests: dict[UUID, str]
    checks: dict[UUID, SpotCheck]

    def fault(self, raw: object) -> str | None:
        """Say why a command is not for the ledger: nothing is written down of it."""
        try:
            command = read(raw)
        except Refusal as refusal:
            return refusal.code
        if self.digests.get(command.id) != command.digest:
            return "outbox.altered"
        check = self.checks.get(named_check(raw) or NOWHERE)
        # Who vouches has no power over another district's checks (domain.md A4).
        if check is not None and check.jurisdiction_id != self.of.jurisdiction_id:
            return "jurisdiction.other"
        ended = self.author.person.ended_at
        return "person.ended" if ended is not None and command.made_at > ended else None

    def line(self, raw: object, outcome: Outcome, code: str | None) -> Line:
        """Say what became of a command, in the words by which people know it."""
        said: Json = raw if isinstance(raw, dict) else {}
        name, made_at = _plain(said.get("name")), _plain(said.get("made_at"))
        told = _plain(echoed_id(raw)) or ""
        return Line("command", told, outcome, code, name, made_at, self._number(raw))

    def _number(self, raw: object) -> str | None:
        """Give the number of a command's check, where it is one of this district."""
        check = self.checks.get(named_check(raw) or NOWHERE)
        is_own = check is not None and check.jurisdiction_id == self.of.jurisdiction_id
        return check.number if check is not None and is_own else None


def settled(of: Import, manifest: Manifest, raws: list[object]) -> list[Line]:
    """Settle some commands in this transaction, and journal who vouched for those of each check."""
    author = author_of(of, manifest)
    db.session.add(author.device)  # where this database does not know it
    db.session.flush()
    digests = {one.id: one.digest for one in manifest.commands}
    gate = Gate(of, author, digests, _checks(raws))
    faults = [gate.fault(raw) for raw in raws]
    good = [raw for raw, fault in zip(raws, faults, strict=True) if fault is None]
    before = _known(of, good)
    sender = Sender(author, manifest.offset, of.id)
    told = iter(settle_from_file(sender, good))
    lines = [
        gate.line(raw, Outcome.REFUSED, fault) if fault else _line(gate, raw, next(told), before)
        for raw, fault in zip(raws, faults, strict=True)
    ]
    _record(gate, raws, lines)
    return lines


def _line(gate: Gate, raw: object, told: Told, before: set[UUID]) -> Line:
    if told.verdict == "retry":
        return gate.line(raw, Outcome.RETRY, "server.busy")
    is_known = named_id(raw) in before and told.code != "command.id_reused"
    return gate.line(raw, Outcome.KNOWN if is_known else Outcome(told.verdict), told.code)


def _known(of: Import, raws: Iterable[object]) -> set[UUID]:
    """Find what had its verdict before this import, from the phone or from another file."""
    query = select(LedgerEntry.id).where(LedgerEntry.id.in_(filter(None, map(named_id, raws))))
    return set(db.session.scalars(query.where(LedgerEntry.import_id.is_distinct_from(of.id))))


def _checks(raws: Iterable[object]) -> dict[UUID, SpotCheck]:
    query = select(SpotCheck).where(SpotCheck.id.in_(filter(None, map(named_check, raws))))
    return {check.id: check for check in db.session.scalars(query)}


def _record(gate: Gate, raws: list[object], lines: list[Line]) -> None:
    """Journal, for each check, that commands of it came by file and who answers for them."""
    checks = Counter(
        named_check(raw)
        for raw, line in zip(raws, lines, strict=True)
        if line.outcome is Outcome.ACCEPTED
    )
    by, author = gate.of, gate.author.id
    for check_id, count in checks.items():
        if check_id is None:
            raise refuse("server.trouble")  # nothing is accepted that names no check
        about = check_id, by.jurisdiction_id, by.importer_id
        journal.record(CommandsImported(*about, by.id, author, count))


def _plain(text: object) -> str | None:
    """Give the beginning of a text as JSON and PostgreSQL both can hold it."""
    if not isinstance(text, str):
        return None
    return text[:64].encode("ascii", "replace").decode().replace("\0", "?")
