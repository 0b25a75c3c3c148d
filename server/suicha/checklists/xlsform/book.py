"""The sheets of a form as they were read: heads in the first row, and the rows below."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from suicha.sheets import Tabs

SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
SPACES = re.compile(r" +")


@dataclass(frozen=True)
class FormSheet:
    """One sheet: its heads, and its rows with their numbers; empty cells are left out."""

    heads: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    twice: tuple[str, ...] = ()  # heads that stand there more than once


@dataclass(frozen=True)
class FormBook:
    """The sheets that make a form, by pyxform's names for them; `names` are those of all sheets."""

    sheets: Mapping[str, FormSheet]
    names: tuple[str, ...]

    def rows(self, sheet: str) -> Sequence[tuple[int, Mapping[str, str]]]:
        """Give the rows of a sheet; none where there is no such sheet."""
        return self.sheets[sheet].rows if sheet in self.sheets else ()

    def heads(self, sheet: str) -> tuple[str, ...]:
        """Give the heads of a sheet."""
        return self.sheets[sheet].heads if sheet in self.sheets else ()


def plain(name: str) -> str:
    """Give the name of a sheet as pyxform compares it."""
    return name.strip().lower()


def book_of(tabs: Tabs, names: Sequence[str]) -> FormBook:
    """Lay the sheets out that pyxform knows."""
    known = {plain(name): name for name in names if plain(name) in SHEETS}
    sheets = {sheet: _sheet(tabs.lines.get(name, [])) for sheet, name in known.items()}
    return FormBook(sheets, tuple(names))


def _sheet(lines: Sequence[tuple[int, Sequence[str]]]) -> FormSheet:
    first = lines[0] if lines and lines[0][0] == 1 else (1, ())
    heads = [SPACES.sub(" ", head.strip()) for head in first[1]]
    named = [head for head in heads if head]
    twice = tuple(sorted({head for head in named if named.count(head) > 1}))
    rows = [
        (number, {head: cell for head, cell in zip(heads, cells, strict=False) if head and cell})
        for number, cells in lines
        if number != 1
    ]
    return FormSheet(tuple(named), tuple(row for row in rows if row[1]), twice)
