"""Sheets of strangers are read or refused clearly; what is written is never calculated."""

from __future__ import annotations

import csv
import zipfile
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suicha import sheets
from suicha.errors import Refusal
from suicha.sheets import Cells, Column, Format, Report, Row, reading
from suicha.sheets import workbook as workbook_parts
from suicha.streams import PIECE

NUMBER = Column("number", "施工许可证编号", ("施工许可证号", "许可证号"), required=True)
NAME = Column("name", "工程名称", ("项目名称",), required=True)
NOTE = Column("note", "备注")
COLUMNS = (NUMBER, NAME, NOTE)
SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows: tuple[Any, ...]) -> bytes:  # Any: what openpyxl takes for a cell
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def read(body: bytes) -> list[tuple[int, dict[str, str]]]:
    return [(row.number, dict(row.cells)) for row in sheets.opened(body, COLUMNS).rows]


def refused(body: bytes) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read(body)
    return caught.value


ONE = [(2, {"number": "A1", "name": "一号楼", "note": ""})]
LINE = "许可证号,项目名称,备注\nA1,一号楼,\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_csv_is_read_in_every_encoding_of_an_office(encoding: str) -> None:
    assert read(LINE.encode(encoding)) == ONE


@pytest.mark.parametrize("delimiter", ["\t", ";", ","])
def test_the_sign_between_cells_is_found(delimiter: str) -> None:
    assert read(LINE.replace(",", delimiter).encode()) == ONE


def test_heads_stand_below_a_title_and_may_carry_stars_and_remarks() -> None:
    body = workbook(
        ("检查对象名录库",),
        (),
        ("序号", "*工程名称", "施工许可证 编号（必填）"),
        (1, "一号楼", "A1"),
        (None, None, None),
        (2, "二号楼", "A2"),
    )
    sheet = sheets.opened(body, COLUMNS)
    assert (sheet.heads["name"], sheet.unread) == ("*工程名称", ["序号"])
    assert [(row.number, row.cells["number"]) for row in sheet.rows] == [(4, "A1"), (6, "A2")]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12, "12"),
        (12.0, "12"),
        (1.5, "1.5"),
        (True, "是"),
        (date(2026, 7, 1), "2026-07-01"),
        (datetime(2026, 7, 1, 8, 30), "2026-07-01 08:30:00"),  # noqa: DTZ001  # a cell has no zone
        ("\u3000一号 \n", "一号"),
        (330106202607010101, "3.30106202607010E+17"),
        ("#N/A", "#N/A"),
    ],
)
def test_a_cell_is_read_as_the_office_sees_it(value: object, text: str) -> None:
    body = workbook(("许可证号", "项目名称", "备注"), ("A1", "一号楼", value))
    assert read(body)[0][1]["note"] == text


def test_a_formula_counts_by_its_value_and_is_refused_without_one() -> None:
    rows = ("许可证号", "项目名称", "备注"), ("A1", "一号楼", "=1+1")
    body = workbook(*rows)
    assert refused(body).code == "sheet.uncalculated"
    assert read(patched(body, b"<v></v>", b"<v>2</v>", b"<v />", b"<v/>"))[0][1]["note"] == "2"


def patched(body: bytes, *changes: bytes) -> bytes:
    """Change the first sheet of a workbook."""
    file, old = BytesIO(), zipfile.ZipFile(BytesIO(body))
    parts = {name: old.read(name) for name in old.namelist()}
    for sought in (changes[0], *changes[2:]):
        parts[SHEET] = parts[SHEET].replace(sought, changes[1])
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in parts.items():
            new.writestr(name, part)
    return file.getvalue()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "sheet.empty"),
        (b" \n ", "sheet.empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"W\0o\0r\0k\0", "sheet.old_format"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "sheet.protected",
        ),
        (b"PK\x03\x04 and no more", "sheet.unreadable"),
        (b"%PDF-1.7\0\0\xff", "sheet.unreadable"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "sheet.unreadable"),
        (b"\xff\xff\xff,", "sheet.unreadable"),
        (b"a" * (sheets.MOST_BYTES + 1), "sheet.too_large"),
        ("许可证号,许可证号,项目名称".encode(), "sheet.head_twice"),
        ("许可证号,施工许可证编号,项目名称".encode(), "sheet.head_twice"),
        ("许可证号,备注\nA1,x".encode(), "sheet.head_missing"),
        (b"a,b,c\n1,2,3", "sheet.head_missing"),
    ],
)
def test_what_is_no_sheet_is_refused_by_name(body: bytes, code: str) -> None:
    assert refused(body).code == code


def test_a_missing_head_is_named() -> None:
    assert refused("许可证号\nA1".encode()).details["heads"] == ["工程名称"]


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    file = BytesIO()
    pieces = [b" " * PIECE] * (workbook_parts.MOST_UNPACKED // PIECE + 1)
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(SHEET, "w") as part,
    ):
        part.writelines(pieces)
    assert refused(file.getvalue()).code == "sheet.too_large"


def test_many_parts_are_refused() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(workbook_parts.MOST_PARTS + 1):
            archive.writestr(f"{number}.xml", "<a/>")
    assert refused(file.getvalue()).code == "sheet.too_large"


DTD = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize("before", [b"", b"<!--" + b"x" * 100_000 + b"-->"])
def test_a_part_with_a_dtd_is_refused(before: bytes) -> None:
    body = patched(workbook(("许可证号",)), b"<worksheet", before + DTD + b"<worksheet")
    assert refused(body).code == "sheet.unreadable"


def test_a_row_of_a_made_up_number_costs_nothing() -> None:
    body = workbook(("许可证号", "项目名称"), ("A1", "一号楼"))
    assert read(patched(body, b'<row r="2"', b'<row r="99999999999"')) == []


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    assert len(read((LINE + "A2,二,\n").encode())) == 2
    assert refused((LINE + "A2,二,\nA3,三,\n").encode()).code == "sheet.too_many_rows"


def test_half_a_workbook_is_unreadable() -> None:
    body = workbook(("许可证号", "项目名称"), *(("A", "x") for _ in range(500)))
    assert refused(body[: len(body) // 2]).code == "sheet.unreadable"


def cells(**values: str) -> tuple[Cells, Report]:
    report = Report()
    return Cells(Row(7, values), {name: f"<{name}>" for name in values}, report), report


def test_a_report_line_says_row_column_value_and_code() -> None:
    one, report = cells(a="")
    one.text("a", 5, needed=True)
    assert report.as_json()["faults"] == [
        {"row": 7, "column": "<a>", "value": "", "code": "cell.missing", "note": ""}
    ]
    assert not one.is_good


def test_a_long_value_is_cut_in_the_report() -> None:
    one, report = cells(a="字" * 5000)
    one.text("a", 200)
    assert (report.faults[0].code, len(report.faults[0].value)) == ("cell.long", 61)


def test_a_report_counts_what_it_does_not_show() -> None:
    report = Report()
    for row in range(3000):
        Cells(Row(row, {}), {}, report).text("a", 1, needed=True)
    assert (len(report.faults), report.faults_total) == (2000, 3000)


@pytest.mark.parametrize(
    "text",
    ["2026-7-1", "2026/07/01", "2026年7月1日", "20260701", "2026.7.1", "2026-07-01 00:00:00"],
)
def test_a_day_is_read_as_offices_write_it(text: str) -> None:
    assert cells(a=text)[0].day("a") == date(2026, 7, 1)


@pytest.mark.parametrize(
    "text", ["2026-13-1", "1-7-2026", "明天", "46204", "0026-1-1", "2026-2-30"]
)
def test_what_is_no_day_is_at_fault(text: str) -> None:
    one, report = cells(a=text)
    assert one.day("a") is None
    assert report.faults[0].code == "cell.day"


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "cell.missing"), ("3.30106E+17", "cell.rounded"), ("a b", "cell.id"), ("证", "cell.id")],
)
def test_what_names_nothing_is_at_fault(text: str, code: str) -> None:
    one, report = cells(a=text)
    one.id("a", "[A-Za-z0-9._-]{1,64}")
    assert report.faults[0].code == code


@pytest.mark.parametrize("text", ["nan", "inf", "1e400", "东", "91"])
def test_what_is_no_degree_is_at_fault(text: str) -> None:
    one, report = cells(a=text)
    one.number("a", 90)
    assert report.faults[0].code == "cell.number"


EVIL = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1", "'=1", "''=1", "＝1", " =1", "-5"]


def written(form: Format, cell: str) -> bytes:
    file = BytesIO()
    sheets.write(file, form, COLUMNS, [["A1", "一号楼", cell]])
    return file.getvalue()


@pytest.mark.parametrize("cell", EVIL)
@pytest.mark.parametrize("form", list(Format))
def test_what_is_written_is_text_and_comes_back(form: Format, cell: str) -> None:
    body = written(form, cell)
    assert read(body)[0][1]["note"] == cell.strip()
    if form is Format.XLSX:
        book = openpyxl.load_workbook(BytesIO(body))
        kinds = {one.data_type for sheet in book for row in sheet for one in row}
        assert kinds == {"s"}
        return
    told = list(csv.reader(StringIO(body.decode("utf-8-sig"))))[1][2]
    assert told.lstrip()[0] not in "=+@\t\r＝＋－＠"
    assert told == "-5" or not told.startswith("-")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_any_text_comes_back_from_csv(cell: str) -> None:
    text = cell.replace("\u3000", " ").strip()
    assert read(written(Format.CSV, text))[0][1]["note"] == text


def test_a_csv_opens_in_excel_as_chinese() -> None:
    assert written(Format.CSV, "").startswith("\ufeff施工许可证编号".encode())
