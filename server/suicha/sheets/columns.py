"""What a sheet has: columns by their heads, rows, and the report of what is wrong with them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from suicha.errors import refuse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_LINES = 2000  # of a report; what is beyond is counted
SHOWN = 60  # characters of a cell in a report


@dataclass(frozen=True)
class Column:
    """A column of a register: its head as exports write it, and others that offices use."""

    name: str
    head: str
    also: tuple[str, ...] = ()
    required: bool = False

    @property
    def heads(self) -> tuple[str, ...]:
        """All heads by which it is recognised, in their plain form."""
        return tuple(plain(head) for head in (self.head, *self.also))


@dataclass(frozen=True)
class Row:
    """A row as the office sees it: its number in the sheet, its cells by the column's name."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Fault:
    """What is wrong, or doubtful, in one cell: where, what stands there, and what to do (by code).

    `row` is the number that the office sees in its sheet; `value` is cut in length.
    """

    row: int
    column: str
    value: str
    code: str
    note: str = ""


@dataclass
class Report:
    """What an import does, or would do. Anything in `faults` keeps all of it from being done."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    ended: int = 0
    faults: list[Fault] = field(default_factory=list)
    faults_total: int = 0
    warnings: list[Fault] = field(default_factory=list)
    warnings_total: int = 0
    unread: list[str] = field(default_factory=list)  # heads that nobody knows

    def fault(self, fault: Fault) -> None:
        """Note what keeps the sheet out."""
        self.faults_total += 1
        if len(self.faults) < MOST_LINES:
            self.faults.append(fault)

    def warn(self, fault: Fault) -> None:
        """Note what somebody should look at."""
        self.warnings_total += 1
        if len(self.warnings) < MOST_LINES:
            self.warnings.append(fault)

    def as_json(self) -> dict[str, Any]:  # Any: JSON
        """Give it as the wire has it, by rows."""
        self.faults.sort(key=lambda one: one.row)
        return asdict(self)


def plain(head: str) -> str:
    """Give a head without what offices put around it: spaces, stars, a remark in brackets."""
    text = unicodedata.normalize("NFKC", head)
    text = re.sub(r"[\s*:]", "", text)
    return re.sub(r"(?<=.)[(\[].*[)\]]$", "", text)


def recognised(heads: Sequence[str], columns: Sequence[Column]) -> dict[int, Column]:
    """Find the columns of a row of heads, by their place."""
    known = {head: column for column in columns for head in column.heads}
    return {place: known[plain(head)] for place, head in enumerate(heads) if plain(head) in known}


def check_heads(found: Mapping[int, Column], columns: Sequence[Column]) -> None:
    """See that every column is there that must be, none twice.

    Raises sheet.head_twice, sheet.head_missing.
    """
    twice = [column.head for column, times in Counter(found.values()).items() if times > 1]
    if twice:
        raise refuse("sheet.head_twice", field="file", heads=twice)
    there = set(found.values())
    missing = [column.head for column in columns if column.required and column not in there]
    if missing:
        raise refuse("sheet.head_missing", field="file", heads=missing)
