"""Reading sheets of a workbook by their names, whole: for a file whose sheets belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from suicha.sheets.reading import looks_like_workbook, whatever_is_broken
from suicha.sheets.workbook import Book, looked_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Line = tuple[int, Sequence[str]]

MOST_LINES = 10_000  # rows that have cells, of all sheets that are read
MOST_LETTERS = 4_000_000  # of those too
LONGEST_CELL = 32_767  # of any spreadsheet; a longer one is made up


class Tabs:
    """The sheets of a workbook that were read, and where reading stopped because of their size."""

    def __init__(self) -> None:
        self.lines: dict[str, list[Line]] = {}
        self.too_much: tuple[str, int] | None = None  # the sheet, and the row that is too much
        self._rows = self._letters = 0

    def take(self, name: str, rows: Iterable[Line]) -> None:
        """Take a sheet in, as far as it goes; nothing after there was too much."""
        taken = self.lines.setdefault(name, [])
        if self.too_much is not None:
            return
        for number, cells in rows:
            self._rows += 1
            self._letters += sum(map(len, cells))
            if self._is_too_much(cells):
                self.too_much = (name, number)
                return
            taken.append((number, cells))

    def _is_too_much(self, cells: Sequence[str]) -> bool:
        whole = self._rows > MOST_LINES or self._letters > MOST_LETTERS
        return whole or any(len(cell) > LONGEST_CELL for cell in cells)


def tab_names(body: bytes) -> list[str]:
    """Give the names of a workbook's sheets, hidden ones too; none of what is no workbook.

    Raises what `opened` raises of a file as a whole.
    """
    if not looks_like_workbook(body):
        return []
    with whatever_is_broken():
        return list(Book(looked_at(body)).tabs)


def read_tabs(body: bytes, names: Iterable[str]) -> Tabs:
    """Read these sheets of a workbook: the rows that have cells, each with its number.

    A cell that is true or false says TRUE or FALSE, as spreadsheets show it. Stops where it is too
    much; raises what `opened` raises of a workbook.
    """
    tabs = Tabs()
    with whatever_is_broken():
        book = Book(looked_at(body), truth=("TRUE", "FALSE"))
        for name in names:
            tabs.take(name, book.rows(name))
    return tabs
