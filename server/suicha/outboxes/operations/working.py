"""The verb of working a file: tried as it would be taken in and undone again, or taken in."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO, Protocol, TypeVar, cast
from uuid import UUID

from sqlalchemy import select, update

from suicha import journal
from suicha.db import db
from suicha.errors import Refusal
from suicha.outboxes.archive import Archive, BrokenError, unreadable
from suicha.outboxes.facts import OutboxApplied
from suicha.outboxes.models import OutboxImport, OutboxState, key_of
from suicha.outboxes.operations.author import Import, author_of, home_of
from suicha.outboxes.operations.commands import settled
from suicha.outboxes.operations.photos import sent, standing
from suicha.outboxes.report import Line, Outcome, Report
from suicha.storage import Bucket, store
from suicha.streams import PIECE, joined
from suicha.sync.models import Epoch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")

BATCH = 50  # commands in one transaction: what a phone waits for meanwhile is short


class Apart(Protocol):
    """Commits one deed by itself, or undoes it when it raises."""

    def __call__(self, deed: Callable[[], T], /) -> T:
        """Give what the deed gave."""


class UndoneError(Exception):
    """Ends a trial; what it found comes along, what it did does not stay."""

    def __init__(self, lines: list[Line]) -> None:
        """Keep what was found."""
        super().__init__()
        self.lines = lines


@dataclass(frozen=True)
class Work:
    """An archive on its way in, and how its steps are committed."""

    of: Import
    archive: Archive
    apart: Apart

    def tried(self) -> list[Line]:
        """Do all commands and undo them: no guess could be as good as the verbs themselves.

        Photos are judged by their bytes before, so that the transaction is not open for long.
        """
        photos = self.archive.manifest.photos
        faults = {one.sha256: self.archive.fault_of(one) for one in self._counted(photos)}

        of = self.of, self.archive.manifest

        def deed() -> None:
            lines = [line for batch in self._batches() for line in settled(*of, batch)]
            lines += [standing(self.of, self.archive, one, faults[one.sha256]) for one in photos]
            raise UndoneError(lines)

        try:
            self.apart(deed)
        except UndoneError as undone:
            return undone.lines
        raise AssertionError  # the deed raises, whatever it finds

    def taken(self) -> list[Line]:
        """Take commands in, some in each transaction, then the photos that they promise."""
        lines: list[Line] = []
        for batch in self._batches():
            lines += self._batch(batch)
            self._tell(len(lines))
        for one in self._counted(self.archive.manifest.photos, len(lines)):
            lines.append(sent(self.of, self.archive, one, self.apart))
        return lines

    def _batches(self) -> Iterator[list[object]]:
        commands = self.archive.commands()
        return iter(lambda: list(islice(commands, BATCH)), [])

    def _batch(self, raws: list[object]) -> list[Line]:
        """Settle some commands; those that met another's transaction are settled once more."""
        manifest = self.archive.manifest
        lines = self.apart(lambda: settled(self.of, manifest, raws))
        if all(line.outcome is not Outcome.RETRY for line in lines):
            return lines
        return self.apart(lambda: settled(self.of, manifest, raws))

    def _counted(self, items: Iterable[T], before: int = 0) -> Iterator[T]:
        for number, item in enumerate(items):
            if number % BATCH == 0:
                self._tell(before + number)
            yield item

    def _tell(self, done: int) -> None:
        manifest = self.archive.manifest
        total = len(manifest.commands) + len(manifest.photos)
        told = update(OutboxImport).where(OutboxImport.id == self.of.id)
        self.apart(lambda: db.session.execute(told.values(done=done, total=total)))


def work(import_id: UUID, apart: Apart) -> None:
    """Try a file that came, or take one in that somebody vouched for.

    Done twice, because a worker was killed, it changes nothing more: the ledger knows it all.
    """
    of = apart(lambda: _to_be_worked(import_id))
    if of is None:
        return
    with cast("BinaryIO", TemporaryFile()) as file:
        shutil.copyfileobj(joined(store().get(Bucket.INCOMING, key_of(import_id))), file, PIECE)
        report = _worked(of, file, apart)
    apart(lambda: _end(of, report))
    if of.write or report.refused:
        store().delete(Bucket.INCOMING, key_of(import_id))


def import_file(file: BinaryIO, apart: Apart, *, write: bool) -> Report:
    """Take a file in that an operator has here, or only try it; raises outbox.*, inspector.unknown.

    The operator answers for it to the authority: no supervisor of it does.
    """
    try:
        person_id = Archive(file).manifest.person_id
    except BrokenError:
        raise unreadable() from None
    digest, size = _digest(file)
    begun = OutboxImport(sha256=digest, size=size, state=OutboxState.APPLYING)

    def begin() -> Import:
        begun.jurisdiction_id = home_of(person_id)
        db.session.add(begun)
        db.session.flush()
        return Import(begun.id, begun.jurisdiction_id, None, write=write)

    of = apart(begin)
    report = _worked(of, file, apart)
    apart(lambda: _end(of, report, OutboxState.APPLIED if write else OutboxState.EXPIRED))
    return report


def _to_be_worked(import_id: UUID) -> Import | None:
    found = db.session.get_one(OutboxImport, import_id)
    if found.state not in {OutboxState.CHECKING, OutboxState.APPLYING}:
        return None
    write = found.state is OutboxState.APPLYING
    return Import(found.id, found.jurisdiction_id, found.vouched_by, write=write)


def _worked(of: Import, file: BinaryIO, apart: Apart) -> Report:
    report = Report()
    try:
        archive = Archive(file)
        report.about = apart(lambda: _about(of, archive))
        work = Work(of, archive, apart)
        report.lines = work.taken() if of.write else work.tried()
        report.lines += _unheld(archive, report.lines)
    except BrokenError:
        report.refused = "outbox.unreadable"
    except Refusal as refusal:
        report.refused, report.details = refusal.code, refusal.details
    return report


def _about(of: Import, archive: Archive) -> dict[str, object]:
    """Say whose outbox it is and when it was written; raises when it is not for this district."""
    manifest = archive.manifest
    author = author_of(of, manifest)
    epoch = db.session.scalars(select(Epoch.id)).one()
    return {
        "person_id": str(author.id),
        "person": author.person.name,
        "device_id": str(author.device.id),
        "device": author.device.name,
        "app": manifest.app,
        "exported_at": manifest.exported_at.isoformat(),
        # A backup was put back since, or the phone has never pulled: nothing is wrong with that.
        "other_epoch": manifest.epoch not in {None, epoch},
    }


def _unheld(archive: Archive, lines: list[Line]) -> list[Line]:
    """Name what the file lists and does not hold, and photos that it holds and does not list."""
    held = {line.id for line in lines}
    listed = [str(one.id) for one in archive.manifest.commands]
    gone = [
        Line("command", one, Outcome.REFUSED, "outbox.missing") for one in listed if one not in held
    ]
    stray = sorted(archive.photos() - {one.sha256 for one in archive.manifest.photos})
    return gone + [Line("photo", one, Outcome.REFUSED, "outbox.altered") for one in stray]


def _end(of: Import, report: Report, state: OutboxState | None = None) -> None:
    """Write the report down, and what is true of the file from now on."""
    found = db.session.get_one(OutboxImport, of.id)
    found.report = report.as_json()
    found.state = state or (OutboxState.APPLIED if of.write else OutboxState.CHECKED)
    if report.about:
        found.person_id = UUID(str(report.about["person_id"]))
    if report.refused:
        found.state = OutboxState.REFUSED
    elif of.write and found.person_id:
        about = found.id, found.jurisdiction_id, of.importer_id
        counts = (report.count(kind)[Outcome.ACCEPTED] for kind in ("command", "photo"))
        journal.record(OutboxApplied(*about, found.sha256 or "", found.person_id, *counts))


def _digest(file: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while piece := file.read(PIECE):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size
