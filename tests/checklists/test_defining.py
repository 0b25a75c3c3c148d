"""What keeps a checklist from being published is named by its item."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from marshmallow import ValidationError

from suicha.checklists.definition import Definition
from suicha.checklists.definition.faults import faults
from suicha.checklists.definition.shapes import SectionShape
from suicha.checklists.library import jgj59

from .lists import REBAR, Json, every_kind, item, listing, option, reason


def told(definition: Definition) -> list[tuple[str | None, str]]:
    return [(fault.item, fault.code) for fault in faults(definition)]


def test_a_list_with_an_item_of_every_kind_has_no_fault() -> None:
    assert told(listing(*every_kind())) == []


@pytest.mark.parametrize("number", range(1, 20))
def test_the_tables_of_the_standard_have_no_fault(number: int) -> None:
    assert told(jgj59.table(f"B{number}")) == []


FAULTY: dict[str, tuple[list[Json], str | None, str]] = {
    "points of a judged item": ([item("a", points=3)], "a", "item.points"),
    "a scored item without points": ([item("a", "score")], "a", "item.points"),
    "two of one code": ([item("a"), item("a")], "a", "item.twice"),
    "a measure without what is measured": ([item("a", "measure")], "a", "item.measure"),
    "a choice without options": ([item("a", "choice")], "a", "item.options"),
    "options of a judged item": ([item("a", options=[option("x")])], "a", "item.options"),
    "an option twice": (
        [item("a", "choice", options=[option("x"), option("x")])],
        "a",
        "item.option_twice",
    ),
    "reasons of a judged item": ([item("a", reasons=[reason("r", 1, 2)])], "a", "item.reasons"),
    "a reason that takes more than there is": (
        [item("a", "score", points=5, reasons=[reason("r", 1, 6)])],
        "a",
        "item.reason_range",
    ),
    "a range upside down": (
        [item("a", "score", points=5, reasons=[reason("r", 4, 3)])],
        "a",
        "item.reason_range",
    ),
    "a tolerance upside down": (
        [item("a", "measure", measure=REBAR | {"lower": "9"})],
        "a",
        "item.tolerance",
    ),
    "a limit inside the tolerance": (
        [item("a", "measure", measure=REBAR | {"limit": "0.9"})],
        "a",
        "item.limit",
    ),
    "a sample of a text": ([item("a", "text", lot=True)], "a", "item.lot"),
    "two rules of acceptance": (
        [item("a", "count", accept={"most": 1, "rate": "80"}, lot=True)],
        "a",
        "item.accept",
    ),
    "a rate above all": (
        [item("a", "count", accept={"rate": "101"}, lot=True)],
        "a",
        "item.accept",
    ),
    "a rate of nobody knows how many": (
        [item("a", "count", accept={"rate": "80"})],
        "a",
        "item.accept",
    ),
    "a table without a lot": (
        [item("a", "measure", measure=REBAR, accept={"counting": "one_stage"})],
        "a",
        "item.accept",
    ),
    "a condition on itself": (
        [item("a", shown_when={"item": "a", "is": "conforming"})],
        "a",
        "condition.not_before",
    ),
    "a condition in a circle": (
        [
            item("a", shown_when={"item": "b", "is": "conforming"}),
            item("b", shown_when={"item": "a", "is": "conforming"}),
        ],
        "a",
        "condition.not_before",
    ),
    "a condition on nobody": (
        [item("a", shown_when={"not": {"item": "z", "is": "conforming"}})],
        "a",
        "condition.not_before",
    ),
    "a number of what is judged": (
        [item("a"), item("b", shown_when={"item": "a", "at_least": 2})],
        "b",
        "condition.cannot",
    ),
    "an option that is not there": (
        [
            item("a", "choice", options=[option("x")]),
            item("b", shown_when={"item": "a", "chosen": "y"}),
        ],
        "b",
        "condition.cannot",
    ),
    "a result that there is not": (
        [item("a"), item("b", shown_when={"item": "a", "is": "perfect"})],
        "b",
        "condition.cannot",
    ),
    "nothing at all": ([], None, "list.empty"),
    "too much": ([item(f"i{n}") for n in range(1001)], None, "list.too_long"),
}


@pytest.mark.parametrize(("items", "where", "code"), FAULTY.values(), ids=FAULTY)
def test_a_fault_names_its_item(items: list[Json], where: str | None, code: str) -> None:
    scored = any(one["kind"] == "score" for one in items)
    assert told(listing(*items, scored=scored)) == [(where, code)]


def test_points_belong_to_lists_that_score() -> None:
    items = [item("a", "score", points=3)]
    assert told(listing(*items, scored=False)) == [("a", "item.scores_in_plain_list")]
    assert told(listing(item("a"))) == [(None, "list.nothing_scores")]


def test_two_sections_of_one_code_are_a_fault() -> None:
    one = listing(item("a"), scored=False)
    other = listing(item("b"), scored=False)
    both = replace(one, sections=[*one.sections, *other.sections])
    assert told(both) == [(None, "section.twice")]


FORMS: dict[str, dict[str, Any]] = {
    "a code with a space": {"id": "a b"},
    "no code": {"id": ""},
    "no name": {"name": " "},
    "an unknown kind": {"kind": "video"},
    "a field that there is not": {"colour": "red"},
    "a number that is none": {"measure": REBAR | {"lower": "five"}},
    "half a point": {"points": 1.5},
    "a condition that is none": {"shown_when": {"item": "a"}},
    "a condition too deep": {
        "shown_when": {"not": {"not": {"not": {"not": {"not": {"item": "a", "is": "b"}}}}}}
    },
    "what cannot be stored": {"name": "a\0b"},
    "days without end": {"fails": {"days": 1000}},
}


@pytest.mark.parametrize("rest", FORMS.values(), ids=FORMS)
def test_what_has_no_right_form_is_not_taken_as_an_item(rest: dict[str, Any]) -> None:
    section = {"id": "s", "title": "节", "items": [item("a") | rest]}
    with pytest.raises(ValidationError) as refused:
        SectionShape().load(section)
    messages = refused.value.messages
    assert isinstance(messages, dict)
    assert set(messages["items"][0]) == set(rest)


def test_what_says_nothing_is_not_kept() -> None:
    said = item("a") | {"measure": None, "reasons": [], "fails": {}, "points": None}
    loaded = SectionShape().load({"id": "s", "title": "节", "items": [said]})
    kept = {"id", "name", "kind", "hint", "clause", "unverified", "required"}
    assert set(loaded["items"][0]) == kept
