"""The account: what the phones remember having said, against database and store."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from sqlalchemy import func, select, text

from suicha import storage
from suicha.db import Json, db
from suicha.journal import Entry
from suicha.photos.models import Photo, PhotoState, PhotoUse
from suicha.spot_checks.models import AnswerSheet, Record, SpotCheck, SpotCheckState
from suicha.storage import Bucket
from suicha.sync.models import LedgerEntry
from tests.serving import await_that

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Select

    from .senders import Picture, Sender

AT_ONCE = text("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")
T = TypeVar("T", LedgerEntry, SpotCheck)


@dataclass(frozen=True)
class Account:
    """Of commands or of photos: how many there are, are there, are there twice, are not there.

    `changed` counts what is there, but not as it was said or told.
    """

    sent: int
    stored: int
    doubled: int
    lost: int
    changed: int = 0

    @property
    def is_sound(self) -> bool:
        return (self.stored, self.doubled, self.lost, self.changed) == (self.sent, 0, 0, 0)


def await_worked(senders: Sequence[Sender]) -> None:
    """Wait until the worker has rendered every photo and completed every check.

    Jobs that wait to be tried again are done now: how long they wait is not what is proven.
    """
    hashes = [picture.sha256 for sender in senders for picture in _pictures(sender)]
    checks = [check for sender in senders for check in sender.checks]
    waiting = select(func.count()).where(
        Photo.sha256.in_(hashes), Photo.state != PhotoState.RENDERED
    )
    open_ = select(func.count()).where(
        SpotCheck.id.in_(checks), SpotCheck.state != SpotCheckState.COMPLETE
    )

    def none_waits() -> bool:
        db.session.rollback()
        db.session.execute(AT_ONCE)
        db.session.commit()
        return not db.session.scalar(waiting) and not db.session.scalar(open_)

    await_that(none_waits, "a job was not done")


def commands(senders: Sequence[Sender]) -> Account:
    """Hold the ledger, and what the commands did, against the outboxes."""
    db.session.rollback()
    sent = {command["id"]: command for sender in senders for command in sender.commands}
    ledger = {str(row.id): row for row in _rows(LedgerEntry, list(map(UUID, sent)))}
    stored = [row for row in ledger.values() if row.verdict == "accepted"]
    counts = Counter(command["args"]["spot_check_id"] for command in sent.values())
    checks = {str(row.id): row for row in _rows(SpotCheck, list(map(UUID, counts)))}
    over = {check: checks[check].commands_received - count for check, count in counts.items()}
    facts = _facts(sent.values())
    return Account(
        sent=len(sent),
        stored=len(stored),
        doubled=sum(max(0, each) for each in (*over.values(), *facts)),
        lost=len(sent) - len(stored) + sum(max(0, -each) for each in (*over.values(), *facts)),
        changed=_told_otherwise(senders, ledger) + _said_otherwise(senders),
    )


def photos(senders: Sequence[Sender]) -> Account:
    """Hold the store against what the phones took: every byte is read and hashed again."""
    db.session.rollback()
    sent = [picture.sha256 for sender in senders for picture in _pictures(sender)]
    rendered = set(
        db.session.scalars(
            select(Photo.sha256).where(Photo.sha256.in_(sent), Photo.state == PhotoState.RENDERED)
        )
    )
    stored = [sha256 for sha256 in sent if sha256 in rendered and _is_whole(sha256)]
    uses = _count(select(PhotoUse.sha256).where(PhotoUse.sha256.in_(sent)))
    told = _count(
        select(Entry.body["sha256"].astext).where(
            Entry.fact == "photo.received", Entry.body["sha256"].astext.in_(sent)
        )
    )
    over = [count[sha256] - 1 for count in (uses, told) for sha256 in sent]
    doubled = sum(max(0, each) for each in over)
    missing = len(sent) - len(stored) + sum(max(0, -each) for each in over)
    return Account(len(sent), len(stored), doubled, missing)


def _pictures(sender: Sender) -> list[Picture]:
    return [picture for each in sender.pictures.values() for picture in each]


def _facts(sent: Iterable[Json]) -> list[int]:
    """How much more often than once each deed that is done once is in the journal."""
    once = {
        "spot_check.start": ("spot_check.started", "spot_check_id"),
        "spot_check.submit": ("spot_check.submitted", "spot_check_id"),
        "hazard.report": ("hazard.reported", "hazard_id"),
    }
    awaited = [
        (once[one["name"]][0], UUID(one["args"][once[one["name"]][1]]))
        for one in sent
        if one["name"] in once
    ]
    subjects = [subject for _, subject in awaited]
    query = select(Entry.fact, Entry.subject_id).where(Entry.subject_id.in_(subjects))
    found = Counter((fact, subject) for fact, subject in db.session.execute(query))
    return [found[each] - 1 for each in awaited]


def _rows(table: type[T], ids: list[UUID]) -> list[T]:
    return list(db.session.scalars(select(table).where(table.id.in_(ids))))


def _count(query: Select[str]) -> Counter[str]:
    return Counter(db.session.scalars(query))


def _told_otherwise(senders: Sequence[Sender], ledger: dict[str, LedgerEntry]) -> int:
    """How many verdicts that a phone was told are not those of the ledger."""
    told = [verdict for sender in senders for verdict in sender.told.values()]
    return sum(_word(verdict) != _entry(ledger.get(verdict["id"])) for verdict in told)


def _word(verdict: Json) -> tuple[object, ...]:
    return verdict["verdict"], verdict["code"], verdict["receipt"]


def _entry(entry: LedgerEntry | None) -> tuple[object, ...]:
    return (entry.verdict, entry.code, entry.receipt) if entry else ()


def _said_otherwise(senders: Sequence[Sender]) -> int:
    """How many answers and records that stand are not what their phone said last."""
    last = {
        (one["name"], one["args"]["spot_check_id"]): one["args"]
        for sender in senders
        for one in sender.commands
        if one["name"] in {"spot_check.answer", "spot_check.submit"}
    }
    checks = [UUID(check) for _, check in last]
    sheets = select(AnswerSheet).where(AnswerSheet.spot_check_id.in_(checks))
    records = select(Record).where(Record.spot_check_id.in_(checks), Record.version == 1)
    stands: dict[tuple[str, str], object] = {
        ("spot_check.answer", str(row.spot_check_id)): row.answers
        for row in db.session.scalars(sheets)
    } | {
        ("spot_check.submit", str(row.spot_check_id)): row.text
        for row in db.session.scalars(records)
    }
    return sum(
        stands.get(key) != args["answers" if key[0] == "spot_check.answer" else "record"]
        for key, args in last.items()
    )


def _is_whole(sha256: str) -> bool:
    try:
        return hashlib.sha256(storage.read(Bucket.EVIDENCE, sha256)).hexdigest() == sha256
    except FileNotFoundError:
        return False
