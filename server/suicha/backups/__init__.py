"""Backup and restore: database and objects in one folder, consistent, and read back.

In the folder of a backup lie:

* `database.dump`          what pg_dump wrote of one snapshot (custom format)
* `objects/<bucket>/…`     the objects, copied after the snapshot: they hold all that it names
* `objects.sha256`         their digests, as `sha256sum --check` reads them
* `manifest.json`          when, of which release and schema, the digests of dump and list
* `manifest.json.sha256`   its own

A backup under way has a name that ends in `.partial`; it gets its own when all of it has been
read back. Nothing in it is readable for anybody but its owner.
"""

from __future__ import annotations

from suicha.backups.database import restored
from suicha.backups.folder import BackupError, Manifest
from suicha.backups.objects import beyond
from suicha.backups.restoring import judged, render_again, restore
from suicha.backups.taking import take

__all__ = [
    "BackupError",
    "Manifest",
    "beyond",
    "judged",
    "render_again",
    "restore",
    "restored",
    "take",
]
