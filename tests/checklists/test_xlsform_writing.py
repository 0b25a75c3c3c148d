"""A list as XLSForm: pyxform takes whatever is written, and Suicha reads its own list again."""

from __future__ import annotations

from dataclasses import asdict, replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given, settings
from pyxform.xls2xform import convert

from suicha.checklists import xlsform
from suicha.checklists.definition.faults import faults
from suicha.checklists.definition.shapes import DefinitionShape
from suicha.checklists.library import lists, template
from suicha.sheets import write_tabs

from .answers import MORE
from .definitions import definitions
from .lists import every_kind, item, listing, option

if TYPE_CHECKING:
    from suicha.checklists.definition import Definition

Json = dict[str, Any]  # Any: JSON
Rows = list[dict[str, str]]


def form_of(definition: Definition) -> bytes:
    file = BytesIO()
    write_tabs(file, xlsform.tabs_of(definition, "1"))
    return file.getvalue()


def as_kept(definition: Definition) -> Definition:
    return DefinitionShape.read(asdict(definition))


def sheet(body: bytes, name: str) -> Rows:
    rows = openpyxl.load_workbook(BytesIO(body))[name].values
    heads = [str(head) for head in next(rows)]
    return [
        {head: str(cell) for head, cell in zip(heads, row, strict=True) if cell} for row in rows
    ]


def rows_of(definition: Definition) -> dict[str, dict[str, str]]:
    return {row["name"]: row for row in sheet(form_of(definition), "survey") if "name" in row}


def edited(body: bytes, **cells: str) -> bytes:
    """The form after somebody wrote into cells of its survey."""
    book = openpyxl.load_workbook(BytesIO(body))
    for place, value in cells.items():
        book["survey"][place] = value
    file = BytesIO()
    book.save(file)
    return file.getvalue()


@settings(max_examples=40, deadline=None)
@given(definition=definitions())
def test_whatever_a_list_says_pyxform_takes_its_form_and_suicha_reads_it_again(
    definition: Definition,
) -> None:
    assert faults(definition) == []
    body = form_of(definition)
    convert(body)  # raises
    reading = xlsform.read(body)
    assert (reading.own, reading.faults, reading.losses) == (definition, [], [])
    # Saved by another program, it still is what it was.
    assert xlsform.read(edited(body)).own == definition


@settings(max_examples=20, deadline=None)
@given(definition=definitions())
def test_as_anybodys_form_each_of_its_rows_becomes_an_item_or_is_named(
    definition: Definition,
) -> None:
    body = edited(form_of(definition), L1="note", L2="edited")
    reading = xlsform.read(body)
    assert (reading.own, reading.faults) == (None, [])
    told = {(loss.sheet, loss.row) for loss in reading.losses}
    assert ("_suicha", 0) in told
    names = {one["id"] for section in reading.sections for one in section["items"]}
    for number, row in enumerate(sheet(body, "survey"), start=2):
        is_group = row["type"] in {"begin_group", "end_group", "end_repeat"}
        assert is_group or row["name"] in names or ("survey", number) in told


@pytest.mark.parametrize("definition", [template(), *lists()], ids=lambda one: str(one.code))
def test_the_lists_of_the_library_are_written_and_read_again(definition: Definition) -> None:
    body = form_of(definition)
    convert(body)  # raises
    assert xlsform.read(body).own == as_kept(definition)


def test_an_item_that_scores_asks_for_grounds_and_points_when_it_fails() -> None:
    scoring = next(one for one in every_kind() if one["kind"] == "score")
    rows = rows_of(listing(scoring))
    assert rows["q_s"]["type"] == "select_one judgement"
    assert rows["q_s_reasons"]["relevant"] == "${q_s} = 'nonconforming'"
    deduction = rows["q_s_deduction"]
    assert deduction["type"] == "integer"
    assert (deduction["constraint"], deduction["required"]) == (". >= 0 and . <= 10", "yes")
    notes = [row["说明"] for row in sheet(form_of(listing(scoring)), "_notes")]
    assert notes == ["得分和等级不在 ODK 中计算，只记录扣分。"]


def test_a_series_is_a_repeat_whose_readings_may_be_out_of_tolerance_and_are_marked() -> None:
    rows = rows_of(listing(next(one for one in every_kind() if one["id"] == "m")))
    assert (rows["q_m_series"]["type"], rows["q_m_series"]["repeat_count"]) == ("begin_repeat", "3")
    assert "constraint" not in rows["q_m"]  # what is out of tolerance can be recorded
    out = "${q_m} < 195 or ${q_m} > 208"
    assert rows["q_m_bad"]["calculation"] == f"if(${{q_m}} != '' and ({out}), 1, 0)"
    assert "${q_m} < 192.5 or ${q_m} > 212" in rows["q_m_far"]["calculation"]
    assert rows["q_m_result_note"]["relevant"] == "${q_m_result} = 'nonconforming'"
    assert "允许偏差 -5～8mm" in rows["q_m"]["hint"]


def test_names_are_apart_whatever_the_codes() -> None:
    form = rows_of(listing(*(item(one) for one in ["1.1", "1_1", "围挡", "大门", "1-1"])))
    assert [name for name in form if name != "q_section_s1"] == [
        *("q_1_1", "q_1_1_2", "q_item", "q_item_2", "q_1_1_3")
    ]


CONDITIONS: dict[str, tuple[Json, str]] = {
    "a result": ({"item": "j", "is": "nonconforming"}, "${q_j} = 'nonconforming'"),
    "a choice": ({"item": "c", "chosen": "b"}, "selected(${q_c}, 'b')"),
    "a choice that fails": ({"item": "c", "is": "nonconforming"}, "selected(${q_c}, 'b')"),
    "a count": ({"item": "n", "at_least": 2}, "${q_n} >= 2"),
    "a series that was begun": ({"item": "m", "answered": True}, "${q_m_number} > 0"),
    "a measured result": ({"item": "m", "is": "conforming"}, "${q_m_result} = 'conforming'"),
    "what no form asks for": ({"item": "m", "is": "not_applicable"}, "false()"),
    "both, or not": (
        {"any": [{"all": [{"item": "j", "answered": True}]}, {"not": {"item": "n", "at_most": 1}}]},
        "((${q_j} != '')) or (not(${q_n} <= 1))",
    ),
}


@pytest.mark.parametrize(("condition", "relevant"), CONDITIONS.values(), ids=CONDITIONS)
def test_a_condition_is_one_of_odk(condition: Json, relevant: str) -> None:
    rows = rows_of(listing(*every_kind(), item("last", shown_when=condition)))
    assert rows["q_last"]["relevant"] == relevant


def test_what_odk_cannot_compute_is_said_and_the_item_always_shown() -> None:
    hidden = item("last", shown_when={"item": "n2", "is": "conforming"})
    definition = listing(*every_kind(), hidden)
    assert "relevant" not in rows_of(definition)["q_last"]
    notes = {
        row["编号 / item"]: row["说明"]
        for row in sheet(form_of(definition), "_notes")
        if "编号 / item" in row
    }
    assert notes["last"] == "显示条件无法在 ODK 中计算，本题总是显示。"
    assert set(notes) == {"p", "n2", "last"}


def test_a_form_that_was_edited_is_read_as_it_stands_now() -> None:
    body = form_of(listing(item("a"), scored=False))
    reading = xlsform.read(edited(body, C3="a 大门"))
    assert (reading.own, reading.sections[0]["items"][0]["name"]) == (None, "a 大门")
    assert [loss.code for loss in reading.losses if loss.sheet == "_suicha"] == ["xlsform.edited"]


def test_a_definition_that_is_none_is_not_believed() -> None:
    """Whoever writes into the hidden sheet cannot bring in what an editor may not write."""
    definition = listing(item("a"), scored=False)
    evil = replace(definition, sections=[definition.sections[0] | {"title": "x" * 300}])
    tabs = xlsform.tabs_of(evil, "1")
    file = BytesIO()
    write_tabs(file, tabs)
    reading = xlsform.read(file.getvalue())
    assert reading.own is None
    assert len(reading.sections[0]["title"]) == 200


def test_what_would_be_calculated_is_written_as_text() -> None:
    body = form_of(listing(item("a", name="=1+1", hint="=HYPERLINK(1)"), scored=False))
    cells = [cell for row in openpyxl.load_workbook(BytesIO(body))["survey"] for cell in row]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}


def test_the_lots_of_more_kinds_are_taken_by_pyxform() -> None:
    options = [option("a"), option("b", fails=True)]
    more = [item("c2", "choice", options=options), *every_kind(), *MORE]
    assert len(convert(form_of(listing(*more))).xform) > 10_000
