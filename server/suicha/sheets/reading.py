"""Reading a sheet: a workbook (.xlsx) or CSV in UTF-8, UTF-16 or GB 18030, told by its bytes."""

from __future__ import annotations

import csv
import re
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from itertools import chain
from typing import TYPE_CHECKING

from suicha.errors import Refusal, refuse
from suicha.sheets.cells import as_text
from suicha.sheets.columns import Column, Row, check_heads, recognised
from suicha.sheets.workbook import MOST_COLUMNS, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Line = tuple[int, Sequence[str]]

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 60_000
HEAD_WITHIN = 10  # rows: above the heads stands a title, perhaps
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROTECTED = "EncryptedPackage".encode("utf-16-le")
SAVED = re.compile(r"\s*'+\s*[=+\-@\t\r＝＋－＠]")  # what `writing` put an apostrophe before


@dataclass(frozen=True)
class Sheet:
    """A sheet whose heads have been recognised; its rows can be read once."""

    heads: dict[str, str]  # by the column's name, as the sheet writes them
    unread: list[str]
    rows: Iterator[Row]


def opened(body: bytes, columns: Sequence[Column]) -> Sheet:
    """Open a sheet and find its heads.

    Raises sheet.empty, sheet.too_large, sheet.unreadable, sheet.protected, sheet.old_format,
    sheet.uncalculated, sheet.head_missing, sheet.head_twice; its rows raise sheet.unreadable and
    sheet.too_many_rows.
    """
    is_workbook = looks_like_workbook(body)
    return _with_heads(_readable(rows_of(body) if is_workbook else _csv(body)), columns)


def looks_like_workbook(body: bytes) -> bool:
    """Tell a workbook from CSV by its first bytes.

    Raises sheet.empty, sheet.too_large, sheet.protected, sheet.old_format.
    """
    if not body.strip():
        raise refuse("sheet.empty", field="file")
    if len(body) > MOST_BYTES:
        raise refuse("sheet.too_large", field="file", most=MOST_BYTES)
    if body.startswith(OLE):
        raise refuse("sheet.protected" if PROTECTED in body else "sheet.old_format", field="file")
    return body.startswith(ZIP)


def _with_heads(lines: Iterator[Line], columns: Sequence[Column]) -> Sheet:
    """Find the row of heads: the one of the first rows in which most columns are recognised."""
    best: tuple[int, dict[int, Column], Sequence[str]] = (0, {}, ())
    before: list[Line] = []
    for number, cells in lines:
        before.append((number, cells))
        found = recognised(cells, columns)
        if len(found) > len(best[1]):
            best = (number, found, cells)
        if number >= HEAD_WITHIN:
            break
    at, places, heads = best
    check_heads(places, columns)
    unread = [head for place, head in enumerate(heads) if head and place not in places]
    rest = [line for line in before if line[0] > at]
    names = {place: column.name for place, column in places.items()}
    named = {column.name: heads[place] for place, column in places.items()}
    return Sheet(named, unread[:50], _rows(chain(rest, lines), names))


def _rows(lines: Iterable[Line], names: dict[int, str]) -> Iterator[Row]:
    count = 0
    for number, cells in lines:
        found = {name: cells[place] for place, name in names.items() if place < len(cells)}
        if not any(found.values()):
            continue
        count += 1
        if count > MOST_ROWS:
            raise refuse("sheet.too_many_rows", field="file", most=MOST_ROWS)
        yield Row(number, found)


@contextmanager
def whatever_is_broken() -> Iterator[None]:
    """Let whatever a library makes of a broken file be one refusal: sheet.unreadable."""
    try:
        yield
    except Refusal:
        raise
    except Exception as error:  # a dozen kinds, for what is broken
        raise refuse("sheet.unreadable", field="file") from error


def _readable(lines: Iterator[Line]) -> Iterator[Line]:
    with whatever_is_broken():
        yield from lines


def _csv(body: bytes) -> Iterator[Line]:
    text = _decoded(body)
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    lines = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    for number, line in enumerate(lines, start=1):
        yield number, [_unsaved(as_text(cell)) for cell in line[:MOST_COLUMNS]]


def _decoded(body: bytes) -> str:
    """Decode; GB 18030 holds GBK. What begins like a wide encoding without saying so is none."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16")
    if b"\0" in body:
        raise refuse("sheet.unreadable", field="file")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("gb18030")


def _unsaved(cell: str) -> str:
    """Take away the apostrophe that an export put before what a spreadsheet would calculate."""
    return cell.replace("'", "", 1).strip() if SAVED.match(cell) else cell
