"""The cells of one row, read as what they should be; what they are not becomes a report line."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from suicha.fields import UNSTORABLE
from suicha.sheets.columns import SHOWN, Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from suicha.sheets.columns import Report, Row

T = TypeVar("T")

# A long number that a spreadsheet took for a quantity: its last digits are lost for ever.
ROUNDED = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)
DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?( 00:00(:00)?)?")
COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
APART = re.compile(r"[、,，;；/|\n]+")
PARTS = re.compile(r"[;；\n]")
EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)


class Cells:
    """Reads the cells of one row; `is_good` says whether all that was read made sense."""

    def __init__(self, row: Row, heads: Mapping[str, str], report: Report) -> None:
        """Keep the row, and the heads as the sheet itself writes them."""
        self.row, self.heads, self.report = row, heads, report
        self.is_good = True

    def has(self, name: str) -> bool:
        """Whether the sheet has this column."""
        return name in self.heads

    def raw(self, name: str) -> str:
        """The cell as it stands."""
        return self.row.cells.get(name, "")

    def text(self, name: str, most: int, *, needed: bool = False) -> str:
        """A text of so many characters at most."""
        value = self.raw(name)
        if not value and needed:
            self.fault(name, "cell.missing")
        elif len(value) > most:
            self.fault(name, "cell.long", str(most))
        elif UNSTORABLE.search(value):
            self.fault(name, "cell.sign")
        return value

    def id(self, name: str, pattern: str) -> str:
        """A number that names something: letters and digits of this pattern."""
        value = self.raw(name)
        if not value:
            self.fault(name, "cell.missing")
        elif ROUNDED.fullmatch(value):
            self.fault(name, "cell.rounded")
        elif not re.fullmatch(pattern, value):
            self.fault(name, "cell.id")
        return value

    def choice(self, name: str, words: Mapping[str, T], default: T) -> T:
        """One of some words, in the office's language or ours; nothing is the default."""
        value = self.raw(name)
        if not value:
            return default
        found = words.get(value) or words.get(value.upper()) or words.get(value.lower())
        if found is None:
            self.fault(name, "cell.choice", "、".join(list(words)[:6]))
        return found or default

    def chosen(self, name: str, words: Mapping[str, T], default: T) -> T:
        """One of some words; nothing is a fault."""
        if not self.raw(name):
            self.fault(name, "cell.missing")
        return self.choice(name, words, default)

    def number(self, name: str, most: float) -> float:
        """A number of degrees, from minus `most` to `most`."""
        try:
            value = float(self.raw(name))
        except ValueError:
            self.fault(name, "cell.number" if self.raw(name) else "cell.missing")
            return 0.0
        if not -most <= value <= most:
            self.fault(name, "cell.number")
        return value

    def day(self, name: str, *, needed: bool = False) -> date | None:
        """A day: 2026-7-1, 2026/7/1, 2026年7月1日, 20260701."""
        value = self.raw(name)
        if not value:
            if needed:
                self.fault(name, "cell.missing")
            return None
        match = DAY.fullmatch(value) or COMPACT.fullmatch(value)
        try:
            found = date(*map(int, match.groups()[:3])) if match else None
        except ValueError:
            found = None
        if found is None or not EARLIEST <= found <= LATEST:
            self.fault(name, "cell.day")
            return None
        return found

    def words(self, name: str, most: int) -> list[str]:
        """Some words, apart by 、 or a comma; each once."""
        value = self.text(name, 2000)
        found = list(dict.fromkeys(filter(None, map(str.strip, APART.split(value)))))
        if any(len(word) > most for word in found):
            self.fault(name, "cell.long", str(most))
        return found

    def parts(self, name: str) -> list[str]:
        """Several texts in one cell, apart by a semicolon."""
        value = self.raw(name)
        return [part.strip() for part in PARTS.split(value)] if value else []

    def fault(self, name: str, code: str, note: str = "") -> None:
        """Note that a cell keeps the sheet out."""
        self.is_good = False
        self.report.fault(self._line(name, code, note))

    def warn(self, name: str, code: str, note: str = "") -> None:
        """Note that somebody should look at a cell."""
        self.report.warn(self._line(name, code, note))

    def _line(self, name: str, code: str, note: str) -> Fault:
        shown = self.raw(name).replace("\0", " ")
        shown = shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…"
        shown = UNSTORABLE.sub("\ufffd", shown)
        return Fault(self.row.number, self.heads.get(name, name), shown, code, note)


def as_text(value: object) -> str:
    """Give a cell of a workbook as the office reads it; a long number shows that it was rounded."""
    if isinstance(value, str):
        return value.replace("\u3000", " ").strip()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else str(value)
    if isinstance(value, int | float):
        return _number(value)
    return "" if value is None else str(value)


EXACT = 10**15  # a spreadsheet keeps 15 digits


def _number(value: float) -> str:
    if abs(value) >= EXACT:
        return f"{value:.14E}"
    return str(int(value)) if value == int(value) else repr(value)
