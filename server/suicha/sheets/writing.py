"""Writing a sheet, so that no cell of it is ever calculated: what people typed stays text."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from enum import StrEnum
from io import TextIOWrapper
from typing import TYPE_CHECKING, BinaryIO

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from suicha.sheets.columns import Column

# As a spreadsheet begins a formula, also behind spaces and our own apostrophes; full-width signs
# count in some. A plain number is none.
FORMULA = re.compile(r"\s*'*\s*[=+\-@\t\r＝＋－＠]")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class Format(StrEnum):
    """How a sheet is written."""

    XLSX = "xlsx"
    CSV = "csv"

    @property
    def media_type(self) -> str:
        """What a browser is told."""
        if self is Format.CSV:
            return "text/csv; charset=utf-8"
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write(
    file: BinaryIO, form: Format, columns: Sequence[Column], rows: Iterable[Sequence[str]]
) -> None:
    """Write a sheet under the heads by which an import recognises it; holds one row in memory."""
    heads = [column.head for column in columns]
    if form is Format.CSV:
        _csv(file, heads, rows)
    else:
        _workbook(file, heads, rows)


def _csv(file: BinaryIO, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """In UTF-8 with a BOM, without which Excel takes Chinese for something else."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(heads)
    for row in rows:
        writer.writerow([_saved(cell) for cell in row])
    text.detach()


def _saved(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would calculate; an import takes it away."""
    return f"'{cell}" if FORMULA.match(cell) and not NUMBER.fullmatch(cell) else cell


def _workbook(file: BinaryIO, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    write_tabs(file, [Tab(None, heads, rows)])


@dataclass(frozen=True)
class Tab:
    """One of the sheets of a workbook; without a name it gets the one that programs give."""

    name: str | None
    heads: Sequence[str]
    rows: Iterable[Sequence[str]]
    hidden: bool = False


def write_tabs(file: BinaryIO, tabs: Iterable[Tab]) -> None:
    """Write a workbook of several sheets, as strings only, which no spreadsheet calculates."""
    book = xlsxwriter.Workbook(file, {"constant_memory": True, **TEXT})
    bold = book.add_format({"bold": True})
    for tab in tabs:
        sheet = book.add_worksheet(tab.name)
        sheet.set_column(0, len(tab.heads) - 1, 18)
        sheet.freeze_panes(1, 0)
        if tab.hidden:
            sheet.hide()
        for place, head in enumerate(tab.heads):
            sheet.write_string(0, place, head, bold)
        cells = (
            (number, place, cell)
            for number, row in enumerate(tab.rows, start=1)
            for place, cell in enumerate(row)
        )
        for cell in cells:
            sheet.write_string(*cell)
    book.close()
