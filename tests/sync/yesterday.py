"""What an office has, kept as it is and brought back later, beside a server that goes on."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, LiteralString

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from suicha import backups
from suicha.db import db

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

BACKUP = "suicha_yesterday"
# Postgres copies a database only while nobody is in it.
COPYING: tuple[LiteralString, ...] = (
    "DROP DATABASE IF EXISTS {to} WITH (FORCE)",
    "ALTER DATABASE {of} ALLOW_CONNECTIONS false",
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {name}",
    "CREATE DATABASE {to} TEMPLATE {of}",
    "ALTER DATABASE {of} ALLOW_CONNECTIONS true",
)


@dataclass(frozen=True)
class Yesterday:
    """Database and objects of an application, of a day that can come back."""

    app: Flask

    def keep(self) -> None:
        """Keep database and objects as they are now."""
        self._copy_database(to=BACKUP, of=self._name)
        shutil.rmtree(self._kept, ignore_errors=True)
        shutil.copytree(self._objects, self._kept)

    def restore(self) -> None:
        """Bring back what was kept, as another database than the phones knew."""
        self._copy_database(to=self._name, of=BACKUP)
        shutil.rmtree(self._objects)
        shutil.copytree(self._kept, self._objects)
        backups.restored()
        db.session.commit()

    @property
    def _plain(self) -> str:
        url = make_url(self.app.config["SQLALCHEMY_DATABASE_URI"])
        return url.set(drivername="postgresql").render_as_string(hide_password=False)

    @property
    def _name(self) -> str:
        return str(make_url(self._plain).database)

    @property
    def _kept(self) -> Path:
        return self._objects.with_name("objects.yesterday")

    def _copy_database(self, *, to: str, of: str) -> None:
        db.session.rollback()
        db.engine.dispose()
        url = make_url(self._plain).set(database="postgres")
        names = {"to": sql.Identifier(to), "of": sql.Identifier(of), "name": sql.Literal(of)}
        with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as admin:
            for step in COPYING:
                admin.execute(sql.SQL(step).format(**names))

    @property
    def _objects(self) -> Path:
        folder: Path = self.app.extensions["settings"].data / "objects"
        return folder
