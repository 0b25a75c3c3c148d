"""Reading a sheet of a workbook (.xlsx), the first visible one or by name, as a stream.

openpyxl takes 20 to 100 s for 50,000 rows of 30 cells (the more, the fewer strings are shared), a
parser of our own 5 s; of openpyxl is what it knows of dates. A file is a stranger's: how much it
unpacks to is seen before it is opened, and a DTD, by which a few bytes of XML could name other
files or grow without end, is refused.
"""

from __future__ import annotations

import posixpath
import re
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO, cast
from xml.etree.ElementTree import Element, fromstring
from xml.parsers import expat
from zipfile import ZipFile

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from suicha.errors import refuse
from suicha.sheets.cells import as_text
from suicha.streams import in_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_UNPACKED = 400 * 1024 * 1024
MOST_PARTS = 1000
MOST_META = 8 * 1024 * 1024  # of a part that says what there is: it is read whole
MOST_COLUMNS = 200
LAST_ROW = 1_048_576  # of any sheet; a row of a higher number is made up
EXACT = re.compile(r"[0-9]{1,15}")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # ECMA-376, 22.9.2.19 ST_Xstring


def rows_of(body: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    """Give the rows that have cells, each with its number.

    Raises sheet.too_large, sheet.protected, sheet.empty, sheet.unreadable, sheet.uncalculated;
    and whatever Python's libraries raise for what is broken.
    """
    book = Book(looked_at(body))
    if not book.visible:
        raise refuse("sheet.empty", field="file")
    yield from book.rows(book.visible[0])


def looked_at(body: bytes) -> ZipFile:
    """Open the archive when it is no more than a workbook can be."""
    archive = ZipFile(BytesIO(body))
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise refuse("sheet.too_large", field="file")
    if any(part.flag_bits & 1 for part in parts):
        raise refuse("sheet.protected", field="file")
    return archive


def _opened(archive: ZipFile, name: str) -> BinaryIO:
    return cast("BinaryIO", archive.open(name))


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_dtd
    return parser


def _refuse_dtd(*_: object) -> None:
    raise refuse("sheet.unreadable", field="file")


class Book:
    """What the parts of a workbook say of each other; `tabs` are those of its sheets, by name."""

    def __init__(self, archive: ZipFile, truth: tuple[str, str] = ("是", "否")) -> None:
        """Read what there is, not yet the sheets; `truth` is how a cell says true and false."""
        self.archive, self.truth = archive, truth
        main = next(iter(self._related("", "/officeDocument").values()))
        document = self._tree(main)
        parts = self._related(main, "/worksheet")
        sheets = {
            sheet.get("name", ""): (sheet, parts[id_])
            for sheet in _named(document, "sheet")
            for key, id_ in sheet.items()
            if key.endswith("}id") and id_ in parts  # a chart has a sheet of its own
        }
        self.tabs = {name: part for name, (_, part) in sheets.items()}
        self.visible = [
            name
            for name, (sheet, _) in sheets.items()
            if sheet.get("state", "visible") == "visible"
        ]
        is_1904 = any(
            one.get("date1904") in {"1", "true"} for one in _named(document, "workbookPr")
        )
        self.epoch = CALENDAR_MAC_1904 if is_1904 else CALENDAR_WINDOWS_1900
        self.days = self._day_styles(main)
        self.strings = [
            text
            for name in self._related(main, "/sharedStrings").values()
            for text in self._texts(name)
        ]

    def rows(self, tab: str) -> Iterator[tuple[int, Sequence[str]]]:
        """Give the rows of a sheet that have cells, each with its number."""
        sheet = _Sheet(self)
        for piece in in_pieces(_opened(self.archive, self.tabs[tab])):
            sheet.parser.Parse(piece)
            yield from sheet.rows
            sheet.rows.clear()
        sheet.parser.Parse(b"", True)  # noqa: FBT003  # expat's own; a part cut short is none

    def _related(self, part: str, kind: str) -> dict[str, str]:
        """The parts of a kind that a part names, by the id that it uses for them."""
        folder, name = posixpath.split(part)
        relations = self._tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        return {
            one.get("Id", ""): posixpath.normpath(
                posixpath.join("/", folder, one.get("Target", ""))
            )[1:]
            for one in relations
            if one.get("Type", "").endswith(kind)
        }

    def _tree(self, name: str) -> Element:
        if self.archive.getinfo(name).file_size > MOST_META:
            raise refuse("sheet.too_large", field="file")
        text = self.archive.read(name)
        _parser().Parse(text, True)  # noqa: FBT003  # expat's own; refuses a DTD
        return fromstring(text)  # noqa: S314  # it has no DTD

    def _day_styles(self, main: str) -> frozenset[str]:
        """The styles by which a number is shown as a day."""
        names = self._related(main, "/styles").values()
        styles = [tree for name in names for tree in [self._tree(name)]]
        codes = {
            one.get("numFmtId", ""): one.get("formatCode", "")
            for tree in styles
            for one in _named(tree, "numFmt")
        }
        ids = [
            xf.get("numFmtId", "0")
            for tree in styles
            for cells in _named(tree, "cellXfs")
            for xf in cells
        ]
        return frozenset(str(at) for at, id_ in enumerate(ids) if _shows_a_day(id_, codes))

    def _texts(self, name: str) -> list[str]:
        """The strings that cells share; how a word is pronounced is no part of it."""
        found: list[str] = []
        parts: list[str] = []
        inside: list[str] = []

        def start(tag: str, _: object) -> None:
            tag = tag.rpartition(":")[2]
            inside.append(tag)
            if tag == "si":
                parts.clear()

        def end(_: object) -> None:
            if inside.pop() == "si":
                found.append("".join(parts))

        def text(data: str) -> None:
            if inside[-1] == "t" and "rPh" not in inside:
                parts.append(data)

        parser = _parser()
        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = text
        for piece in in_pieces(_opened(self.archive, name)):
            parser.Parse(piece)
        return [as_text(_unescaped(text)) for text in found]


class _Sheet:
    """Takes the rows of a sheet in, piece by piece."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.rows: list[tuple[int, Sequence[str]]] = []
        self.number, self.place = 0, -1
        self.cells: list[str] = []
        self.kind, self.style = "", ""
        self.text: list[str] = []
        self.is_value = self.is_formula = False
        self.places: dict[str, int] = {}
        self.parser = _parser()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.data

    def start(self, tag: str, given: dict[str, str]) -> None:
        if ":" in tag:
            tag = tag.rpartition(":")[2]
        if tag == "c":
            named = given.get("r", "").rstrip("0123456789")
            self.place = self.places.get(named, -1)
            if self.place < 0:
                self.place = self._place(named) if named else len(self.cells)
            self.kind, self.style = given.get("t", "n"), given.get("s", "0")
            self.is_formula = False
            self.text.clear()
        elif tag in {"v", "t"}:
            self.is_value = True
        elif tag == "f":
            self.is_formula = True
        elif tag == "row":
            self.number = int(given.get("r", self.number + 1))
            self.cells = []

    def end(self, tag: str) -> None:
        if ":" in tag:
            tag = tag.rpartition(":")[2]
        if tag in {"v", "t", "rPh"}:
            self.is_value = False
        elif tag == "c" and len(self.cells) <= self.place < MOST_COLUMNS:
            self.cells += [""] * (self.place - len(self.cells))
            self.cells.append(self._value())
        elif tag == "row" and self.cells and self.number <= LAST_ROW:
            self.rows.append((self.number, self.cells))

    def data(self, data: str) -> None:
        if self.is_value:
            self.text.append(data)

    def _place(self, letters: str) -> int:
        """The place of a column: A is 0."""
        number = 0
        for letter in letters[:4]:
            number = number * 26 + ord(letter) - ord("A") + 1
        self.places[letters] = number - 1
        return number - 1

    def _value(self) -> str:
        text = "".join(self.text)
        if self.kind == "s":
            return self.book.strings[int(text)] if text else ""
        if self.kind == "b":
            return self.book.truth[text != "1"]
        if self.kind != "n":
            return as_text(_unescaped(text))
        if not text:
            # A formula that nobody has calculated: a program wrote it, not a spreadsheet.
            if self.is_formula:
                raise refuse("sheet.uncalculated", field="file")
            return ""
        if self.style in self.book.days:
            return as_text(from_excel(float(text), self.book.epoch))
        return text if EXACT.fullmatch(text) else as_text(float(text))


def _named(tree: Element, name: str) -> list[Element]:
    return [one for one in tree.iter() if one.tag.rpartition("}")[2] == name]


def _unescaped(text: str) -> str:
    """Give a text as it was typed: spreadsheets write a sign that XML has not as `_x000D_`."""
    return ESCAPED.sub(lambda sign: chr(int(sign[1], 16)), text) if "_x" in text else text


def _shows_a_day(id_: str, codes: dict[str, str]) -> bool:
    code = codes.get(id_) or BUILTIN_FORMATS.get(int(id_), "")
    # 27 to 31, 36 and 50 to 58 are days of Chinese Excel, which tells their codes nobody.
    return is_date_format(code) or id_ in CHINESE_DAYS


CHINESE_DAYS = frozenset(map(str, (*range(27, 32), 36, *range(50, 59))))
