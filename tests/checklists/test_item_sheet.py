"""A list as a sheet: the office's own heads in, a report line for every bad cell, and out again."""

from __future__ import annotations

import csv
import zipfile
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter

from suicha.accounts.models import Role
from suicha.checklists import item_sheet
from suicha.checklists.definition.faults import faults
from suicha.checklists.definition.grammar import UnreadableError
from suicha.checklists.definition.items import items_of
from suicha.checklists.definition.wording import parse, written
from suicha.checklists.library import jgj59, template
from suicha.checklists.operations import written_sheet
from suicha.sheets import Report, opened
from tests.client import Client

from .lists import every_kind, listing

if TYPE_CHECKING:
    from flask import Flask

    from suicha.checklists.definition import Definition
    from tests.builders import House
    from tests.client import Answer

Json = dict[str, Any]  # Any: JSON
HEADS = ["序号", "分类", "检查内容", "标准分", "扣分标准", "检查标准", "责任主体", "整改期限"]
ROWS = [
    ["1.1", "现场管理", "围挡", "10", "未封闭 扣5～10分；破损 2", "高度、牢固", "施工", "7"],
    ["1.2", "", "大门", "5", "", "", "", ""],
    ["2.1", "用电", "配电箱", "", "", "一机一闸", "施工", "3"],
]


def csv_of(heads: list[str], rows: list[list[str]], encoding: str = "gb18030") -> bytes:
    text = StringIO()
    csv.writer(text).writerows([heads, *rows])
    return text.getvalue().encode(encoding)


def xlsx_of(heads: list[str], rows: list[list[str]]) -> bytes:
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False})
    sheet = book.add_worksheet()
    for number, row in enumerate([heads, *rows]):
        sheet.write_row(number, 0, row)
    book.close()
    return file.getvalue()


def read(body: bytes) -> tuple[list[Json], Report]:
    return item_sheet.read(opened(body, item_sheet.COLUMNS))


def sheet_of(definition: Definition) -> bytes:
    with written_sheet(item_sheet.lines(definition)) as file:
        return file.read()


def faulty(head: str, value: str, **rest: str) -> list[tuple[str, str]]:
    """What is said of a row with this in it, by column and code."""
    said = {"编号": "a", "检查项目": "x", **rest, head: value}
    _, report = read(csv_of(list(said), [list(said.values())]))
    return [(fault.column, fault.code) for fault in report.faults]


def test_an_offices_own_sheet_becomes_a_list() -> None:
    sections, report = read(csv_of(HEADS, ROWS))
    assert (report.faults, report.new) == ([], 3)
    assert [section["title"] for section in sections] == ["现场管理", "用电"]
    fence, gate, box = (one for section in sections for one in section["items"])
    assert fence["kind"] == "score"
    assert fence["reasons"] == [
        {"id": "r1", "text": "未封闭", "least": 5, "most": 10},
        {"id": "r2", "text": "破损", "least": 2, "most": 2},
    ]
    assert fence["fails"] == {"days": 7, "party": "builder"}
    assert (gate["points"], "reasons" in gate) == (5, False)
    assert (box["kind"], box["hint"]) == ("judge", "一机一闸")


@pytest.mark.parametrize(
    "definition",
    [template(), listing(*every_kind()), jgj59.table("B1"), jgj59.table("B13")],
    ids=["template", "every kind", "B1", "B13"],
)
def test_what_is_written_is_read_again(definition: Definition) -> None:
    sections, report = read(sheet_of(definition))
    assert report.faults == []
    said = [one for section in definition.sections for one in section["items"]]
    again = [one for section in sections for one in section["items"]]
    assert [plain(one) for one in again] == [plain(one) for one in said]
    assert [section["guarantee"] for section in sections] == [
        section["guarantee"] for section in definition.sections
    ]
    scored = any(one["kind"] == "score" for one in again)
    assert faults(listing(*again, scored=scored)) == []


def plain(said: Json) -> Json:
    """An item without the names that a sheet has no column for."""
    parsed = items_of([{"items": [said]}])[0]
    reasons = [(one.text, one.least, one.most) for one in parsed.reasons]
    options = [(one.label, one.fails) for one in parsed.options]
    shown = {name: getattr(parsed, name) for name in ("id", "name", "kind", "hint", "clause")}
    rest = {name: getattr(parsed, name) for name in ("required", "points", "many", "measure")}
    more = {
        name: getattr(parsed, name) for name in ("accept", "lot", "fails", "unit", "shown_when")
    }
    return shown | rest | more | {"reasons": reasons, "options": options}


BAD: dict[str, tuple[str, str, dict[str, str], list[tuple[str, str]]]] = {
    "no code": ("编号", "", {}, [("编号", "cell.missing")]),
    "a code with a space": ("编号", "a b", {}, [("编号", "cell.id")]),
    "a rounded code": ("编号", "1.2E+20", {}, [("编号", "cell.rounded")]),
    "no name": ("检查项目", "", {}, [("检查项目", "cell.missing")]),
    "an unknown kind": ("类型", "录像", {}, [("类型", "cell.choice")]),
    "points that are none": ("分值", "十", {}, [("分值", "cell.whole")]),
    "a scored item without points": ("类型", "扣分", {}, [("分值", "cell.missing")]),
    "a reason without points": ("扣分理由", "不好", {"分值": "5"}, [("扣分理由", "cell.reason")]),
    "a reason above the points": ("扣分理由", "差 6", {"分值": "5"}, [("扣分理由", "cell.reason")]),
    "a choice of nothing": ("类型", "选择", {}, [("选项", "cell.missing")]),
    "an option twice": ("选项", "好；好", {"类型": "选择"}, [("选项", "cell.twice")]),
    "a tolerance in words": (
        "允许偏差上限",
        "五",
        {"类型": "实测"},
        [("允许偏差上限", "cell.decimal")],
    ),
    "too many readings": ("测点数", "999", {"类型": "实测"}, [("测点数", "cell.whole")]),
    "an unknown rule": ("合格判定", "差不多", {"类型": "计数"}, [("合格判定", "cell.accept")]),
    "a condition on nobody": ("显示条件", "{9} = 符合", {}, [("显示条件", "cell.condition")]),
    "a condition that is none": ("显示条件", "看情况", {}, [("显示条件", "cell.condition")]),
    "days without end": ("整改工作日", "400", {}, [("整改工作日", "cell.whole")]),
    "a name without end": ("检查项目", "长" * 201, {}, [("检查项目", "cell.long")]),
}


@pytest.mark.parametrize(("head", "value", "rest", "told"), BAD.values(), ids=BAD)
def test_a_bad_cell_is_told_with_what_to_do(
    head: str, value: str, rest: dict[str, str], told: list[tuple[str, str]]
) -> None:
    assert faulty(head, value, **rest) == told


def test_a_code_twice_names_its_row() -> None:
    _, report = read(csv_of(["编号", "检查项目"], [["a", "x"], ["b", "y"], ["a", "z"]]))
    assert [(fault.row, fault.code, fault.note) for fault in report.faults] == [
        (4, "cell.twice", "2")
    ]


def test_ten_thousand_rows_are_refused_at_the_row_that_is_too_many() -> None:
    rows = [[f"i{number}", "x"] for number in range(10_000)]
    _, report = read(csv_of(["编号", "检查项目"], rows))
    assert [(fault.row, fault.code) for fault in report.faults] == [(1002, "cell.too_many")]


CONDITIONS = {
    "{j} = 不符合": {"item": "j", "is": "nonconforming"},
    "{j} ≠ 符合": {"not": {"item": "j", "is": "conforming"}},
    '{n} > 2 且 {c} 含 "选项 a"': {
        "all": [{"item": "n", "at_least": 3}, {"item": "c", "chosen": "a"}]
    },
    "｛n｝=2": {"all": [{"item": "n", "at_least": 2}, {"item": "n", "at_most": 2}]},
    "非（{j} 已答 或 {n} ≤ 1）": {
        "not": {"any": [{"item": "j", "answered": True}, {"item": "n", "at_most": 1}]}
    },
    "{j} = conforming or {j} = 不适用 and not {n} < 3": {
        "any": [
            {"item": "j", "is": "conforming"},
            {
                "all": [
                    {"item": "j", "is": "not_applicable"},
                    {"not": {"item": "n", "at_most": 2}},
                ]
            },
        ]
    },
}
KNOWN = {one.id: one for one in items_of(listing(*every_kind()).sections)}


@pytest.mark.parametrize(("text", "condition"), CONDITIONS.items())
def test_a_condition_in_words_is_read_and_written(text: str, condition: Json) -> None:
    assert parse(text, KNOWN) == condition
    assert parse(written(condition, KNOWN), KNOWN) == condition


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{j}",
        "{j} =",
        "{j} = 很好",
        "{x} = 符合",
        "({j} = 符合",
        "{j} = 符合 {j}",
        "{c} >= 2",
        "且",
        "(" * 9 + "{j} = 符合" + ")" * 9,
        "{n} >= 99999999",
        "x" * 1001,
        "{j} = 符合 !",
    ],
)
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        parse(text, KNOWN)


@pytest.fixture
def desk(house: House, app: Flask) -> Client:
    return Client(app).sign_in(house.person(Role.SUPERVISOR).login)


@pytest.fixture
def draft(desk: Client) -> Json:
    said = {"code": "SG", "title": "x", "standard": "", "source": "", "split": False}
    body = {"definition": said | {"scored": False, "sections": []}}
    return dict(desk.post("/checklist-drafts", body).json)


def sent(desk: Client, draft: Json, body: bytes) -> Answer:
    path = f"/checklist-drafts/{draft['id']}/sheet?revision={draft['revision']}"
    return desk.call("POST", path, data=body)


def test_a_sheet_fills_a_draft_whole_or_not_at_all(desk: Client, draft: Json) -> None:
    bad = sent(desk, draft, csv_of(HEADS, [*ROWS, ["2.1", "", "", "", "", "", "", ""]])).json
    assert bad["report"]["faults_total"] == 2
    assert (bad["draft"]["revision"], bad["draft"]["sections"]) == (1, [])
    good = sent(desk, draft, xlsx_of(HEADS, ROWS)).json
    assert (good["report"]["faults_total"], good["report"]["new"]) == (0, 3)
    assert (good["draft"]["revision"], good["draft"]["scored"]) == (2, True)
    assert good["draft"]["faults"] == []
    assert sent(desk, draft, xlsx_of(HEADS, ROWS)).json["code"] == "draft.overtaken"


def test_what_would_be_calculated_stays_text_on_both_ways(desk: Client, draft: Json) -> None:
    evil = '=HYPERLINK("http://x","y")'
    said = sent(desk, draft, xlsx_of(["编号", "检查项目"], [["a", evil]])).json["draft"]
    assert said["sections"][0]["items"][0]["name"] == evil
    answer = desk.call("GET", f"/checklist-drafts/{draft['id']}/items.xlsx")
    cell = openpyxl.load_workbook(BytesIO(answer.data)).worksheets[0].cell(2, 4)
    assert (cell.value, cell.data_type) == (evil, "s")


def bomb() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (401 * 1024 * 1024))
    return file.getvalue()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "sheet.empty"),
        (b"PK\x03\x04 broken", "sheet.unreadable"),
        (csv_of(["名字", "东西"], [["a", "b"]]), "sheet.head_missing"),
        (csv_of(["编号", "检查项目", "代码"], []), "sheet.head_twice"),
        (bomb(), "sheet.too_large"),
    ],
    ids=["empty", "broken", "other heads", "a head twice", "a bomb"],
)
def test_a_file_that_is_no_such_sheet_is_refused(
    desk: Client, draft: Json, body: bytes, code: str
) -> None:
    assert sent(desk, draft, body).json["code"] == code


def test_the_template_is_a_sheet_with_an_example_of_most_kinds(desk: Client) -> None:
    answer = desk.call("GET", "/checklist-drafts/template.xlsx")
    assert answer.status_code == 200
    sections, report = read(answer.data)
    assert report.faults == []
    assert len({one["kind"] for one in sections[0]["items"]}) == 6
    assert faults(template()) == []


@pytest.mark.parametrize(("word", "grade"), item_sheet.GRADES.items())
def test_every_grade_comes_back_as_it_was_written(word: str, grade: str) -> None:
    heads = ["编号", "检查项目", "隐患等级"]
    sections, report = read(csv_of(heads, [["a", "围挡", word]]))
    assert report.faults == []
    assert sections[0]["items"][0]["fails"]["grade"] == grade
    again, _ = read(sheet_of(listing(*sections[0]["items"], scored=False)))
    assert again[0]["items"][0]["fails"]["grade"] == grade
