"""The table that the bench prints, with the machine it ran on."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from suicha.config import REPOSITORY
from suicha.db import db

if TYPE_CHECKING:
    from bench.clients import Timed

PARTS = ("flask", "gunicorn", "marshmallow", "psycopg", "sqlalchemy")


def machine() -> str:
    """Name the machine, the versions, and the commit."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    commit = subprocess.run(  # noqa: S603  # ours
        ["git", "-C", str(REPOSITORY), "describe", "--always", "--dirty"],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    postgres = db.session.scalar(text("SHOW server_version"))
    db.session.rollback()
    parts = ", ".join(f"{name} {version(name)}" for name in PARTS)
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory} MiB, {platform.system()}"
        f" {platform.release()}, Python {platform.python_version()}, PostgreSQL {postgres},"
        f" {parts}; commit {commit}; load before {os.getloadavg()[0]:.1f};"
        " client on the same cores, fsync on"
    )


def head(title: str) -> None:
    """Begin a part."""
    print(f"\n## {title}", flush=True)  # noqa: T201  # the bench prints


def line(what: str, figure: str, beside: str = "") -> None:
    """Print one figure and what it is to be compared with."""
    print(f"{what:<58} {figure:<44} {beside}".rstrip(), flush=True)  # noqa: T201


def timed(what: str, found: Timed, unit: str, theirs: float | None = None) -> None:
    """Print a rate, its calls' percentiles, and the ratio to ODK Central's (figures.md)."""
    beside = f"{found.rate / theirs:.2f}× of {theirs:g}/s" if theirs else ""
    figure = f"{found.rate:8.0f} {unit}/s  p50 {found.p50:6.1f}  p95 {found.p95:6.1f} ms"
    line(what, figure, beside)


def _processor() -> str:
    for each in Path("/proc/cpuinfo").read_text().splitlines():
        if each.startswith("model name"):
            return each.split(":", 1)[1].strip()
    return platform.machine()
