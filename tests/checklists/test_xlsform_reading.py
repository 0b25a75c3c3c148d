"""An XLSForm as a list: what can be carried is, what cannot is named at its row."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from suicha.checklists import xlsform
from suicha.checklists.definition.faults import faults
from suicha.checklists.definition.grammar import UnreadableError
from suicha.checklists.definition.items import read_item
from suicha.checklists.definition.shapes import SectionShape
from suicha.checklists.xlsform import Reading
from suicha.checklists.xlsform.relevance import Asked, condition

from .forms import CHOICES, YES_NO, Row, asked, form, surveys, workbook
from .lists import every_kind, listing

if TYPE_CHECKING:
    from collections.abc import Sequence

Json = dict[str, Any]  # Any: JSON


def items_of(reading: Reading) -> list[Json]:
    assert reading.faults == []
    return [one for section in reading.sections for one in section["items"]]


def told(reading: Reading) -> list[tuple[str, int, str, str]]:
    return [(loss.sheet, loss.row, loss.column, loss.code) for loss in reading.losses]


def losses(*survey: Row, choices: Sequence[Row] = ()) -> list[tuple[int, str, str]]:
    """What is said of the rows of a survey."""
    reading = xlsform.read(form(*survey, choices=choices))
    return [(loss.row, loss.column, loss.code) for loss in reading.losses]


KOBO: list[Row] = [
    {"type": "start", "name": "start"},
    {"type": "deviceid", "name": "deviceid"},
    {"type": "begin_group", "name": "site", "label::中文": "现场管理", "label::English": "Site"},
    {
        "type": "select_one hg",
        "name": "fence",
        "label::中文": "围挡",
        "label::English": "Fence",
        "hint::中文": "高度、牢固",
        "required": "yes",
        "appearance": "minimal",
    },
    {
        "type": "image",
        "name": "fence_photo",
        "label::中文": "围挡照片",
        "relevant": "${fence} = 'bad' or selected(${fence}, 'none')",
    },
    {"type": "note", "name": "tip", "label::中文": "先看塔吊"},
    {"type": "select_multiple parts", "name": "parts", "label::中文": "构件", "required": "true()"},
    {
        "type": "decimal",
        "name": "cover",
        "label::中文": "保护层厚度",
        "label::English": "Cover",
        "constraint": ". >= 15 and . <= 25",
        "constraint_message::中文": "请重测",
    },
    {"type": "end_group"},
    {
        "type": "begin_group",
        "name": "people",
        "label::中文": "人员",
        "relevant": "${fence} != 'none'",
    },
    {"type": "begin_group", "name": "inner", "label::中文": "特种作业"},
    {"type": "integer", "name": "n", "label::中文": "持证人数", "constraint": ". >= 0"},
    {"type": "text", "name": "why", "label::中文": "说明", "relevant": "${n} < 2"},
    {"type": "end_group"},
    {"type": "end_group"},
    {"type": "geopoint", "name": "where", "label::中文": "位置"},
    {"type": "calculate", "name": "sum", "calculation": "${n} * 2"},
]
PARTS: list[Row] = [
    {"list_name": "parts", "name": "beam", "label": "梁"},
    {"list_name": "parts", "name": "slab", "label": "板"},
]


def kobo() -> bytes:
    choices: list[Row] = [
        {head.replace("label", "label::中文"): cell for head, cell in row.items()}
        for row in [*YES_NO, *PARTS]
    ]
    settings: list[Row] = [{"form_title": "现场检查", "default_language": "中文"}]
    sheets: dict[str, list[Row]] = {
        "survey": KOBO,
        "choices": choices,
        "settings": settings,
        "说明": [{"a": "b"}],
    }
    return workbook(sheets)


def test_an_offices_form_becomes_sections_and_items() -> None:
    reading = xlsform.read(kobo())
    said = [
        (section["title"], [one["id"] for one in section["items"]]) for section in reading.sections
    ]
    assert said == [
        ("现场管理", ["fence", "fence_photo", "parts", "cover"]),
        ("人员", ["n", "why"]),
    ]
    fence, photo, parts, cover, n, why = items_of(reading)
    assert (fence["kind"], fence["required"], fence["hint"]) == ("judge", True, "高度、牢固")
    assert photo["shown_when"] == {
        "any": [
            {"item": "fence", "is": "nonconforming"},
            {"item": "fence", "is": "not_applicable"},
        ]
    }
    assert (parts["kind"], parts["many"], parts["required"]) == ("choice", True, True)
    assert [one["label"] for one in parts["options"]] == ["梁", "板"]
    assert parts["hint"] == "先看塔吊"
    assert cover["measure"] == {"unit": "", "readings": 1, "lower": "15", "upper": "25"}
    group = {"not": {"item": "fence", "is": "not_applicable"}}
    assert (n["kind"], n["shown_when"]) == ("count", group)
    assert why["shown_when"] == {"all": [group, {"item": "n", "at_most": 1}]}
    assert faults(listing(*items_of(reading), scored=False)) == []


def test_each_thing_that_a_list_cannot_say_is_named_at_its_cell() -> None:
    assert told(xlsform.read(kobo())) == [
        ("survey", 1, "label::English", "xlsform.language"),
        ("survey", 2, "type", "xlsform.type"),  # start
        ("survey", 3, "type", "xlsform.type"),  # deviceid
        ("survey", 5, "appearance", "xlsform.cell"),
        ("survey", 7, "type", "xlsform.to_hint"),  # the note
        ("survey", 9, "constraint", "xlsform.judges"),
        ("survey", 9, "constraint_message::中文", "xlsform.cell"),
        ("survey", 12, "type", "xlsform.nested"),
        ("survey", 17, "type", "xlsform.type"),  # geopoint
        ("survey", 18, "type", "xlsform.type"),  # calculate
        ("settings", 2, "form_title", "xlsform.setting"),
        ("说明", 0, "", "xlsform.sheet"),
    ]


ONE_LOSS: dict[str, tuple[list[Row], list[tuple[int, str, str]]]] = {
    "a date": ([asked("date", "a")], [(2, "type", "xlsform.as_text")]),
    "a barcode": ([asked("barcode", "a")], [(2, "type", "xlsform.as_text")]),
    "a recording": ([asked("text", "t"), asked("audio", "a")], [(3, "type", "xlsform.type")]),
    "an area": ([asked("text", "t"), asked("geoshape", "a")], [(3, "type", "xlsform.type")]),
    "a hidden value": ([asked("text", "t"), asked("hidden", "a")], [(3, "type", "xlsform.type")]),
    "an acknowledgement": (
        [asked("text", "t"), asked("acknowledge", "a")],
        [(3, "type", "xlsform.type")],
    ),
    "an audit": ([asked("text", "t"), {"type": "audit"}], [(3, "type", "xlsform.row")]),
    "a row of remarks": (
        [asked("text", "t"), {"remark": "看这里"}],
        [(3, "remark", "xlsform.row")],
    ),
    "a disabled row": (
        [asked("text", "t"), asked("text", "a", disabled="yes")],
        [(3, "type", "xlsform.row")],
    ),
    "a default": ([asked("text", "a", default="无")], [(2, "default", "xlsform.cell")]),
    "a row that is read only": (
        [asked("text", "a", read_only="yes")],
        [(2, "read_only", "xlsform.cell")],
    ),
    "an audio label": (
        [asked("text", "a", media__audio="a.mp3")],
        [(2, "media::audio", "xlsform.cell")],
    ),
    "a reference in a label": (
        [asked("text", "t"), asked("text", "a", "不如 ${t}")],
        [(3, "label", "xlsform.reference")],
    ),
    "a requirement that depends": (
        [asked("text", "t"), asked("text", "a", required="${t} = 'x'")],
        [(3, "required", "xlsform.required")],
    ),
    "a count within limits": (
        [asked("integer", "a", constraint=". < 9")],
        [(2, "constraint", "xlsform.constraint")],
    ),
    "a measure that compares": (
        [asked("decimal", "t"), asked("decimal", "a", constraint=". > ${t}")],
        [(3, "constraint", "xlsform.constraint")],
    ),
    "bounds the wrong way round": (
        [asked("decimal", "a", constraint=". >= 9 and . <= 1")],
        [(2, "constraint", "xlsform.constraint")],
    ),
    "a range": (
        [asked("range", "a", parameters="start=1 end=10 step=1")],
        [(2, "parameters", "xlsform.range")],
    ),
    "a repeat": (
        [asked("begin_repeat", "r", "逐根"), asked("text", "a"), {"type": "end_repeat"}],
        [(2, "type", "xlsform.repeat")],
    ),
    "a repeat of so many": (
        [
            asked("begin_repeat", "r", "逐根", repeat_count="3"),
            asked("text", "a"),
            {"type": "end_repeat"},
        ],
        [(2, "type", "xlsform.repeat"), (2, "repeat_count", "xlsform.cell")],
    ),
    "a note at the end": ([asked("text", "t"), asked("note", "a")], [(3, "type", "xlsform.note")]),
    "a long label": ([asked("text", "a", "长" * 201)], [(2, "label", "xlsform.long")]),
    "a long hint": ([asked("text", "a", hint="长" * 2001)], [(2, "hint", "xlsform.cut")]),
    "a long name": ([asked("text", "a" * 33)], [(2, "name", "xlsform.renamed")]),
    "a name in two groups": (
        [
            *(asked("begin_group", "g", "甲"), asked("text", "a"), {"type": "end_group"}),
            *(asked("begin_group", "h", "乙"), asked("text", "a"), {"type": "end_group"}),
        ],
        [(6, "name", "xlsform.renamed")],
    ),
    "a condition on what is not carried": (
        [asked("geopoint", "g"), asked("text", "a", relevant="${g} != ''")],
        [(2, "type", "xlsform.type"), (3, "relevant", "xlsform.relevant")],
    ),
    "a condition of a group": (
        [
            asked("date", "d"),
            asked("begin_group", "g", "组", relevant="${d} > today()"),
            *(asked("text", "a"), {"type": "end_group"}),
        ],
        [(2, "type", "xlsform.as_text"), (3, "relevant", "xlsform.relevant")],
    ),
}


@pytest.mark.parametrize(("survey", "expected"), ONE_LOSS.values(), ids=ONE_LOSS)
def test_what_is_lost_is_named_by_its_row(
    survey: list[Row], expected: list[tuple[int, str, str]]
) -> None:
    assert losses(*survey) == expected


def test_a_cascade_is_named_with_the_columns_that_it_filters_by() -> None:
    choices: list[Row] = [
        {"list_name": "t", "name": "x", "label": "镇", "city": ""},
        {"list_name": "t", "name": "y", "label": "村", "city": "杭州"},
        {"list_name": "unused", "name": "z", "label": "余", "city": ""},
    ]
    question = asked("select_one t", "a", choice_filter="city = 'x'")
    reading = xlsform.read(form(question, choices=choices))
    assert told(reading) == [
        ("survey", 2, "choice_filter", "xlsform.cell"),
        ("choices", 1, "city", "xlsform.column"),
        ("choices", 4, "list_name", "xlsform.list"),
    ]
    assert [one["label"] for one in items_of(reading)[0]["options"]] == ["镇", "村"]


def test_a_choice_with_other_is_carried_without_its_text() -> None:
    assert losses(
        asked("select_multiple p or_other", "a"),
        choices=[dict(row) | {"list_name": "p"} for row in PARTS],
    ) == [(2, "type", "xlsform.other")]


def test_more_choices_than_a_list_has_are_asked_as_text() -> None:
    choices = [{"list_name": "c", "name": f"c{n}", "label": f"项 {n}"} for n in range(51)]
    assert losses(asked("select_one c", "a"), choices=choices) == [(2, "type", "xlsform.options")]


@pytest.mark.parametrize(
    ("labels", "kind", "codes"),
    [
        (["符合", "不符合", "不适用"], "judge", []),
        (["通过", "不通过"], "judge", []),
        (["Pass", "Fail", "N/A"], "judge", []),
        (["是", "否"], "judge", ["xlsform.yes_no"]),
        (["Yes", "No", "不适用"], "judge", ["xlsform.yes_no"]),
        (["符合", "合格"], "choice", []),
        (["符合", "不符合", "待定"], "choice", []),
        (["红", "黄"], "choice", []),
    ],
)
def test_what_inspectors_say_of_an_item_is_judged_and_anything_else_chosen(
    labels: list[str], kind: str, codes: list[str]
) -> None:
    choices: list[Row] = [
        {"list_name": "c", "name": f"c{number}", "label": label}
        for number, label in enumerate(labels)
    ]
    reading = xlsform.read(form(asked("select_one c", "a"), choices=choices))
    assert items_of(reading)[0]["kind"] == kind
    assert [loss.code for loss in reading.losses] == codes


def test_the_language_that_is_read_is_chinese_then_the_one_without_a_name() -> None:
    both = {"type": "text", "name": "a", "label": "plain", "label::English (en)": "english"}
    chinese = both | {"label::Chinese (zh)": "中文"}
    only = {"type": "text", "name": "b", "label::English (en)": "english only"}
    assert [one["name"] for one in items_of(xlsform.read(form(chinese, only)))] == [
        *("中文", "english only")
    ]
    assert [one["name"] for one in items_of(xlsform.read(form(both)))] == ["plain"]
    assert losses(chinese) == [
        (1, "label", "xlsform.language"),
        (1, "label::English (en)", "xlsform.language"),
    ]


def test_questions_outside_a_group_have_a_section_of_their_own() -> None:
    group: list[Row] = [asked("begin_group", "g", "组"), asked("text", "b"), {"type": "end_group"}]
    reading = xlsform.read(form(asked("text", "a"), *group, asked("text", "c")))
    assert [
        (section["id"], section["title"], [one["id"] for one in section["items"]])
        for section in reading.sections
    ] == [("s1", "检查项目", ["a"]), ("s2", "组", ["b"]), ("s3", "检查项目", ["c"])]
    assert reading.losses == []


WHOLE = {"xlsform.type", "xlsform.row", "xlsform.note"}  # one line for all cells of a row


@settings(max_examples=100, deadline=None)
@given(survey=surveys())
def test_whatever_a_survey_says_nothing_of_it_is_dropped_silently(survey: list[Row]) -> None:
    reading = xlsform.read(form(*survey, choices=CHOICES))
    if reading.faults:
        assert reading.losses == [] or reading.faults[0].code == "xlsform.nothing"
        return
    sections = SectionShape(many=True).load(reading.sections)  # raises
    items = [one for section in sections for one in section["items"]]
    assert faults(listing(*items, scored=False)) == []
    cells = {(loss.row, loss.column) for loss in reading.losses if loss.sheet == "survey"}
    whole = {loss.row for loss in reading.losses if loss.code in WHOLE}
    told, kept = {row for row, _ in cells}, {one["id"] for one in items}
    for number, row in enumerate(survey, start=2):
        is_group = str(row["type"]).replace(" ", "_").startswith(("begin_group", "end_"))
        assert row.get("name") in kept or is_group or number in told
        lost = row.keys() & {"appearance", "remark"}
        assert number in whole or {(number, head) for head in lost} <= cells


REFUSED: dict[str, tuple[bytes, tuple[str, int], str]] = {
    "an unknown type": (
        form(asked("text", "a"), asked("txet", "b")),
        ("survey", 3),
        "Unknown question type",
    ),
    "an unknown list": (
        form(asked("select_one c", "a"), choices=YES_NO),
        ("survey", 2),
        "choices sheet",
    ),
    "a group without end": (
        form(asked("begin_group", "g"), asked("text", "a")),
        ("survey", 2),
        "Unmatched",
    ),
    "a reference to nobody": (
        form(asked("text", "a", relevant="${b} = 1")),
        ("survey", 2),
        "could not find the name",
    ),
    "a question without a type": (
        form({"type": "", "name": "a", "label": "x"}),
        ("survey", 2),
        "no type",
    ),
    "a name that is none": (form(asked("text", "1 a")), ("survey", 2), "name"),
    "a name twice": (form(asked("text", "a"), asked("text", "a")), ("survey", 3), "a"),
}


@pytest.mark.parametrize(("body", "place", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_pyxform_takes_for_no_form_is_refused_with_its_reason(
    body: bytes, place: tuple[str, int], reason: str
) -> None:
    reading = xlsform.read(body)
    assert (reading.sections, reading.losses) == ([], [])
    (fault,) = reading.faults
    assert (fault.code, fault.sheet) == ("xlsform.refused", place[0])
    assert fault.row == place[1]
    assert reason.lower() in fault.note.lower()


def test_a_row_that_pyxform_refuses_is_named_as_the_office_sees_it() -> None:
    """Rows that are empty are not given to pyxform, and counted all the same."""
    (fault,) = xlsform.read(form(asked("text", "a"), {}, {}, asked("txet", "b"))).faults
    assert (fault.row, "[row" in fault.note) == (5, False)


def test_a_form_that_is_too_much_is_refused_at_the_row_that_is() -> None:
    many: list[Row] = [asked("text", f"a{number}") for number in range(10_000)]
    (fault,) = xlsform.read(form(*many)).faults
    assert (fault.code, fault.row) == ("xlsform.too_much", 10_001)
    (fault,) = xlsform.read(form(*many[:1001])).faults
    assert (fault.code, fault.row, fault.note) == ("cell.too_many", 1002, "1000")
    groups: list[Row] = [
        row
        for n in range(101)
        for row in (asked("begin_group", f"g{n}"), asked("text", f"a{n}"), {"type": "end_group"})
    ]
    (fault,) = xlsform.read(form(*groups)).faults
    assert (fault.code, fault.note) == ("xlsform.sections", "100")


def test_a_form_of_which_nothing_can_be_carried_is_refused() -> None:
    (fault,) = xlsform.read(form(asked("geopoint", "a"))).faults
    assert fault.code == "xlsform.nothing"


def test_a_head_twice_is_refused() -> None:
    body = workbook({"survey": [{"type": "text", "name": "a", "label": "x", "label ": "y"}]})
    (fault,) = xlsform.read(body).faults
    assert (fault.code, fault.row, fault.column) == ("xlsform.twice", 1, "label")


def test_only_a_workbook_with_a_sheet_named_survey_is_a_form() -> None:
    assert xlsform.is_xlsform(form(asked("text", "a")))
    assert xlsform.is_xlsform(workbook({"Survey": [asked("text", "a")]}))
    assert not xlsform.is_xlsform(workbook({"清单": [{"编号": "1", "检查项目": "x"}]}))
    assert not xlsform.is_xlsform(b"survey,type,name")


def _known() -> dict[str, Asked]:
    items = [read_item(one) for one in every_kind()]
    known = {
        one.id: Asked(
            one, {each.value: {"item": one.id, "chosen": each.value} for each in one.options}
        )
        for one in items
    }
    results = {"yes": {"item": "j", "is": "conforming"}, "no": {"item": "j", "is": "nonconforming"}}
    return known | {"j": Asked(known["j"].item, results)}


SAID: dict[str, Json] = {
    "${j} = 'no'": {"item": "j", "is": "nonconforming"},
    "'no' = ${ j }": {"item": "j", "is": "nonconforming"},
    'selected(${j}, "yes")': {"item": "j", "is": "conforming"},
    "${j}!='yes'": {"not": {"item": "j", "is": "conforming"}},
    "${j} != ''": {"not": {"not": {"item": "j", "answered": True}}},
    "${t} = ''": {"not": {"item": "t", "answered": True}},
    "selected(${c}, 'b') and not(selected(${c}, 'a'))": {
        "all": [{"item": "c", "chosen": "b"}, {"not": {"item": "c", "chosen": "a"}}]
    },
    "count-selected(${c}) > 0": {"item": "c", "answered": True},
    "string-length(${t}) = 0": {"not": {"item": "t", "answered": True}},
    "${n} > 2 or (${n} < 1 and ${j} = 'no')": {
        "any": [
            {"item": "n", "at_least": 3},
            {"all": [{"item": "n", "at_most": 0}, {"item": "j", "is": "nonconforming"}]},
        ]
    },
    "2 <= ${n}": {"item": "n", "at_least": 2},
    "${n} = '3'": {"all": [{"item": "n", "at_least": 3}, {"item": "n", "at_most": 3}]},
}


@pytest.mark.parametrize(("text", "expected"), SAID.items())
def test_a_relevant_is_read_as_a_condition(text: str, expected: Json) -> None:
    assert condition(text, _known()) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("1", "true()", "${j}", "${j} =", "${x} = 'no'", "${j} = 'other'", "${j} > 'no'"),
        *("${m} > 3", "${n} > 2.5", "${n} > ${j}", "${n} + 1 > 2", "${c} = 'b'", "${t} = 'x'"),
        *("count-selected(${c}) > 1", "regex(${t}, 'x')", "today() > ${t}", "${j} = 'no' and"),
        *("(${j} = 'no'", "${j} = 'no')", "selected(${j})", "if(${j} = 'no', 1, 0)", ". > 3", "不"),
        "(" * 99 + "${j} = 'no'" + ")" * 99,
        " or ".join(["${j} = 'no'"] * 41),
        "x" * 5001,
    ],
)
def test_what_no_condition_says_is_not_guessed(text: str) -> None:
    with pytest.raises(UnreadableError):
        condition(text, _known())


def test_pyxform_is_not_loaded_before_a_form_comes() -> None:
    said = "import sys, suicha.checklists.views; sys.exit('pyxform' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", said], check=False).returncode == 0
