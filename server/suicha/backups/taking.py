"""The verb of backing up: a snapshot of the database first, the objects after it."""

from __future__ import annotations

import importlib.metadata
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from suicha.backups import database, objects
from suicha.backups.folder import (
    DUMP,
    LIST,
    VERSION,
    BackupError,
    Manifest,
    Part,
    begun,
    line,
    read_back,
    seal,
    written,
)

if TYPE_CHECKING:
    from pathlib import Path

    from suicha.backups.database import Seen


def take(folder: Path, unchanged_from: Path | None = None) -> Manifest:
    """Back database and objects up into a new folder while the server runs; raises BackupError.

    Evidence is in the store before its row is committed, and leaves it only when its years are over
    (photos/retention.py): what is copied after the snapshot holds all else that it names.
    `unchanged_from` is an older backup on the same disk, whose copies of evidence are shared.
    """
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    with begun(folder) as aside:
        with database.seen() as seen:
            dump = database.dump(seen.snapshot, aside / DUMP)
        if read_back(aside / DUMP) != dump:
            raise BackupError(f"{aside / DUMP} reads otherwise than it was written")
        made = objects.copied(aside, unchanged_from)
        text = "".join(line(digest, path) for path, digest in sorted(made.items()))
        parts = {DUMP: dump, LIST: written(aside / LIST, [text.encode()])}
        manifest = _manifest(made_at, seen, objects.lacking(seen.named, made), parts)
        seal(aside, manifest)
    return manifest


def _manifest(made_at: str, seen: Seen, lacking: list[str], parts: dict[str, Part]) -> Manifest:
    return Manifest(
        v=VERSION,
        made_at=made_at,
        release=importlib.metadata.version("suicha"),
        revision=seen.revision,
        epoch=seen.epoch,
        rows=seen.rows,
        lacking=lacking,
        parts=parts,
    )
