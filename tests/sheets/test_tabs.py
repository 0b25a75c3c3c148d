"""Sheets of a workbook read by their names: hidden ones too, within limits, and nothing guessed."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from suicha.errors import Refusal
from suicha.sheets import MOST_LINES, Tab, read_tabs, tab_names, write_tabs


def workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name.startswith("_") else "visible"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def test_sheets_are_read_by_their_names_with_the_numbers_of_their_rows() -> None:
    body = workbook(甲=[["a", 1], [], ["b", True]], _乙=[["c"]])
    assert tab_names(body) == ["甲", "_乙"]
    tabs = read_tabs(body, ["_乙", "甲"])
    assert tabs.too_much is None
    assert tabs.lines == {"_乙": [(1, ["c"])], "甲": [(1, ["a", "1"]), (3, ["b", "TRUE"])]}


def test_what_is_no_workbook_has_no_sheets_and_what_is_broken_is_refused() -> None:
    assert tab_names("编号,检查项目".encode()) == []
    with pytest.raises(Refusal) as refused:
        tab_names(b"PK\x03\x04 broken")
    assert refused.value.code == "sheet.unreadable"


def test_reading_stops_at_the_row_that_is_too_much_whichever_sheet_it_is_in() -> None:
    rows: list[list[object]] = [[number] for number in range(MOST_LINES - 1)]
    assert read_tabs(workbook(a=rows, b=[["x"]]), ["a", "b"]).too_much is None
    tabs = read_tabs(workbook(a=rows, b=[["x"], ["y"]], c=[["z"]]), ["a", "b", "c"])
    assert (tabs.too_much, tabs.lines["b"]) == (("b", 2), [(1, ["x"])])
    assert tabs.lines["c"] == []


def test_a_text_that_looks_like_an_escaped_sign_is_read_as_it_was_typed() -> None:
    file = BytesIO()
    write_tabs(file, [Tab("a", ["h"], [["_x000D_"], ["a\r\nb"]])])
    assert read_tabs(file.getvalue(), ["a"]).lines["a"][1:] == [(2, ["_x000D_"]), (3, ["a\r\nb"])]


def test_several_sheets_are_written_as_text_and_one_may_be_hidden() -> None:
    file = BytesIO()
    write_tabs(file, [Tab("a", ["h"], [["=1+1"]]), Tab("_b", ["h"], [["x"]], hidden=True)])
    book = openpyxl.load_workbook(file)
    assert (book["a"]["A2"].value, book["a"]["A2"].data_type) == ("=1+1", "s")
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible", "hidden"]
