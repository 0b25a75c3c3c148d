"""Reading a sheet: a workbook (.xlsx) or CSV in UTF-8, UTF-16 or GB 18030, told by its bytes.

A file is a stranger's: how much it unpacks to is seen before it is opened, and a DTD, by which a
few bytes of XML could name others or grow without end, is refused (openpyxl would use defusedxml
for that, which costs as much time again as the reading).
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from io import BytesIO, StringIO
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, cast
from xml.parsers import expat
from zipfile import ZipFile

import openpyxl

from suicha.errors import Refusal, refuse
from suicha.sheets.cells import as_text
from suicha.sheets.columns import Column, Row, check_heads, recognised
from suicha.streams import in_pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from zipfile import ZipInfo

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 60_000
MOST_UNPACKED = 400 * 1024 * 1024
MOST_PARTS = 1000
MOST_COLUMNS = 200
LAST_ROW = 1_048_576  # of any sheet; a row of a higher number is made up
HEAD_WITHIN = 10  # rows: above the heads stands a title, perhaps
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROTECTED = "EncryptedPackage".encode("utf-16-le")
PROLOG = 64 * 1024  # bytes of a part in which its first element stands
# A formula that nobody has calculated has no value: a program wrote it, not a spreadsheet.
UNCALCULATED = re.compile(rb"(</f>|<f[^>]*/>)\s*(<v\s*/>|<v></v>)?</c>")
BEHIND = 200  # bytes that two pieces share, so that nothing is missed between them
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
    if not body.strip():
        raise refuse("sheet.empty", field="file")
    if len(body) > MOST_BYTES:
        raise refuse("sheet.too_large", field="file", most=MOST_BYTES)
    if body.startswith(OLE):
        raise refuse("sheet.protected" if PROTECTED in body else "sheet.old_format", field="file")
    lines = _readable(_workbook(body) if body.startswith(ZIP) else _csv(body))
    return _with_heads(enumerate(lines, start=1), columns)


def _with_heads(lines: Iterator[tuple[int, Sequence[str]]], columns: Sequence[Column]) -> Sheet:
    """Find the row of heads: the one of the first rows in which most columns are recognised."""
    best: tuple[int, dict[int, Column], Sequence[str]] = (0, {}, ())
    before: list[tuple[int, Sequence[str]]] = []
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


def _rows(lines: Iterable[tuple[int, Sequence[str]]], names: dict[int, str]) -> Iterator[Row]:
    count = 0
    for number, cells in lines:
        found = {name: cells[place] for place, name in names.items() if place < len(cells)}
        if not any(found.values()):
            continue
        count += 1
        if count > MOST_ROWS:
            raise refuse("sheet.too_many_rows", field="file", most=MOST_ROWS)
        yield Row(number, found)


def _readable(lines: Iterator[Sequence[str]]) -> Iterator[Sequence[str]]:
    """Pass lines on; whatever a library makes of a broken file is one refusal."""
    try:
        yield from lines
    except Refusal:
        raise
    except Exception as error:  # openpyxl raises a dozen kinds for what is broken
        raise refuse("sheet.unreadable", field="file") from error


def _csv(body: bytes) -> Iterator[Sequence[str]]:
    text = _decoded(body)
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    for line in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
        yield [_unsaved(as_text(cell)) for cell in line[:MOST_COLUMNS]]


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


def _workbook(body: bytes) -> Iterator[Sequence[str]]:
    _look_inside(body)
    book = openpyxl.load_workbook(BytesIO(body), read_only=True, data_only=True)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise refuse("sheet.empty", field="file")
    lines = sheets[0].iter_rows(max_col=MOST_COLUMNS, max_row=LAST_ROW, values_only=True)
    for line in lines:
        yield [as_text(cell) for cell in line]


def _look_inside(body: bytes) -> None:
    """Look at the parts of a workbook before anything parses them."""
    archive = ZipFile(BytesIO(body))
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise refuse("sheet.too_large", field="file", most=MOST_BYTES)
    if any(part.flag_bits & 1 for part in parts):
        raise refuse("sheet.protected", field="file")
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            _look_for_dtd(archive, part)
        if part.filename.startswith("xl/worksheets/"):
            _look_for_formulas(archive, part)


def _look_for_dtd(archive: ZipFile, part: ZipInfo) -> None:
    """See that a part has no DTD: one stands before the first element, or nowhere."""
    begun: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.StartElementHandler = lambda name, _: begun.append(name)
    with archive.open(part) as file:
        parser.Parse(file.read(PROLOG))
    if not begun:
        _refuse_dtd()


def _look_for_formulas(archive: ZipFile, part: ZipInfo) -> None:
    """See that every formula of a sheet has a value."""
    behind = b""
    for piece in in_pieces(cast("BinaryIO", archive.open(part))):
        if UNCALCULATED.search(behind + piece):
            raise refuse("sheet.uncalculated", field="file")
        behind = piece[-BEHIND:]


def _refuse_dtd(*_: object) -> None:
    raise refuse("sheet.unreadable", field="file")
