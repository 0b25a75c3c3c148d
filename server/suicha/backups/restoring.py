"""The verb of restoring: everything is judged before anything is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import select

from suicha import jobs
from suicha.backups import database, objects
from suicha.backups.folder import DUMP, BackupError, Manifest, lines, verified
from suicha.config import REPOSITORY
from suicha.db import db
from suicha.publications.models import Publication
from suicha.storage import Bucket

if TYPE_CHECKING:
    from pathlib import Path


def restore(folder: Path, *, replace: bool = False) -> Manifest:
    """Bring a backup back: objects that the database names, then the database, then public pages.

    The tables are those of the backup's release; whoever calls brings them up. A failure before
    the database's one commit leaves the database as it was. Raises BackupError.
    """
    manifest = judged(folder)
    in_use = database.in_use(replace=replace)
    objects.given_back(folder, {Bucket.EVIDENCE, Bucket.INCOMING})
    database.load(folder / DUMP, manifest.made_at, empty=not in_use)
    _compare(manifest)
    objects.given_back(folder, {Bucket.PUBLIC})
    return manifest


def render_again() -> None:
    """Queue every public page: those of the backup may be some moments newer than its database."""
    published = db.session.scalars(select(Publication.spot_check_id))
    jobs.defer(*(("publications.render", str(check)) for check in published))


def judged(folder: Path) -> Manifest:
    """Read a whole backup, and see that this release can restore it; raises BackupError."""
    manifest = verified(folder)
    script = ScriptDirectory(str(REPOSITORY / "migrations"))
    try:
        script.get_revision(manifest.revision)
    except CommandError:
        raise BackupError(
            f"the backup is of a newer release ({manifest.release}, schema {manifest.revision}):"
            " install that release first"
        ) from None
    for path in lines(folder):
        objects.place(path)  # none leads elsewhere
    return manifest


def _compare(manifest: Manifest) -> None:
    """Count what has been restored; the restore itself wrote one line into the journal."""
    with db.engine.connect() as connection:
        rows = database.counted(connection)
    expected = manifest.rows | {"journal": manifest.rows["journal"] + 1}
    if rows != expected:
        wrong = sorted(name for name in rows | expected if rows.get(name) != expected.get(name))
        raise BackupError(f"tables were restored with another number of rows: {', '.join(wrong)}")
