"""The table of what every fault did, as docs/RELIABILITY.md shows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from suicha.config import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .proof import Row
    from .tally import Account

PAGE = REPOSITORY / "docs" / "RELIABILITY.md"
BEGIN, END = "<!-- table: begin -->\n", "<!-- table: end -->"
COUNTS = ("sent", "stored", "doubled", "lost", "changed")
ACCOUNT = " | ".join(COUNTS)
HEAD = [
    f"| fault | struck | no answer | commands: {ACCOUNT} | photos: {ACCOUNT} | s |",
    "|---|--:|--:" + "|--:" * 11 + "|",
]


def drawn(rows: Sequence[Row]) -> str:
    """Give the rows as a table of Markdown."""
    return "\n".join([*HEAD, *map(line, rows)])


def line(row: Row) -> str:
    """Give one row."""
    counts = f"{row.blows:,} | {row.unanswered:,}"
    accounts = f"{_said(row.commands)} | {_said(row.photos)}"
    return f"| {row.fault} | {counts} | {accounts} | {row.seconds:.0f} |"


def write(rows: Sequence[Row]) -> None:
    """Put the table in its place on the page."""
    page = PAGE.read_text()
    place = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
    PAGE.write_text(place.sub(lambda _: f"{BEGIN}{drawn(rows)}\n{END}", page))


def _said(account: Account) -> str:
    return " | ".join(f"{getattr(account, name):,}" for name in COUNTS)
