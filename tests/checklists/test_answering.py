"""Which answers a list takes, what they say of their items, and which items are asked for."""

from __future__ import annotations

from typing import Any

import pytest

from suicha.checklists.definition.answers import is_complete, missing, shown, wrong
from suicha.checklists.definition.items import items_of

from .lists import Json, every_kind, item, listing

ITEMS = items_of(listing(*every_kind()).sections)
HASH = "ab" * 32


def answer(result: str, deduction: int = 0, **given: Any) -> Json:  # Any: JSON
    said = {"result": result, "deduction": deduction, "note": ""}
    return said | ({"given": given} if given else {})


def readings(*values: str, **rest: Any) -> Json:  # Any: JSON
    return {"readings": list(values)} | rest


R1 = {"id": "r1", "points": 4}
R2 = {"id": "r2", "points": 8}

RIGHT: dict[str, tuple[str, Json]] = {
    "judged": ("j", answer("nonconforming")),
    "scored by hand": ("s", answer("nonconforming", 7)),
    "scored by reasons": ("s", answer("nonconforming", 4, reasons=[R1])),
    "no more than the item has": ("s", answer("nonconforming", 10, reasons=[R1, R2])),
    "within tolerance": ("m", answer("conforming", **readings("195", "208", "200.0"))),
    "two of three are no 80 %": ("m", answer("nonconforming", **readings("195", "208", "208.1"))),
    "four of five are": ("m", answer("conforming", **readings("195", "200", "200", "200", "209"))),
    "one far out": ("m", answer("nonconforming", **readings("200", "200", "200", "200", "212.1"))),
    "just not far out": ("m", answer("conforming", **readings("200", "200", "200", "200", "212"))),
    "not all measured": ("m", answer("recorded", **readings("200"))),
    "far out before all are measured": ("m", answer("nonconforming", **readings("300"))),
    "chosen": ("c", answer("conforming", chosen=["a"])),
    "chosen what fails": ("c", answer("nonconforming", chosen=["a", "b"])),
    "said": ("t", answer("recorded", text="围挡破损")),
    "shown": ("p", answer("recorded", photos=[HASH])),
    "counted": ("n", answer("conforming", counts=[2])),
    "counted too many": ("n", answer("nonconforming", counts=[3])),
    "a lot of a hundred, eight measured": (
        "m2",
        answer("conforming", **readings(*["200"] * 6, "209", "209", lot=100)),
    ),
    "a lot of a hundred, three bad": (
        "m2",
        answer("nonconforming", **readings(*["200"] * 5, *["209"] * 3, lot=100)),
    ),
    "a first sample that decides nothing": ("n2", answer("recorded", counts=[2], lot=100)),
    "and the second that does": ("n2", answer("conforming", counts=[2, 2], lot=100)),
    "not there": ("m", answer("not_applicable")),
}


@pytest.mark.parametrize(("item_id", "said"), RIGHT.values(), ids=RIGHT)
def test_a_right_answer_is_taken(item_id: str, said: Json) -> None:
    assert wrong(ITEMS, {item_id: said}) == {}


WRONG: dict[str, tuple[str, Json, str]] = {
    "more than the points": ("s", answer("nonconforming", 11), "deduction"),
    "a sum that is none": ("s", answer("nonconforming", 5, reasons=[R1]), "reasons"),
    "a reason outside its range": (
        "s",
        answer("nonconforming", 6, reasons=[{"id": "r1", "points": 6}]),
        "reasons",
    ),
    "a reason twice": ("s", answer("nonconforming", 8, reasons=[R1, R1]), "reasons"),
    "an unknown reason": (
        "s",
        answer("nonconforming", 4, reasons=[{"id": "r9", "points": 4}]),
        "reasons",
    ),
    "a reason that is none": ("s", answer("nonconforming", 4, reasons=["r1"]), "reasons"),
    "a judgement that nobody gave": ("j", answer("recorded"), "result"),
    "readings of what is judged": ("j", answer("conforming", **readings("1")), "given"),
    "a series said to conform that does not": (
        "m",
        answer("conforming", **readings("1", "2", "3")),
        "result",
    ),
    "no readings": ("m", answer("recorded", readings=[]), "given"),
    "nothing given": ("m", answer("recorded"), "given"),
    "a reading that is no number": ("m", answer("recorded", **readings("1e3")), "given"),
    "a reading as a number": ("m", answer("recorded", readings=[200]), "given"),
    "an option that is not there": ("c", answer("conforming", chosen=["z"]), "given"),
    "no option": ("c", answer("conforming", chosen=[]), "given"),
    "an option twice": ("c", answer("conforming", chosen=["a", "a"]), "given"),
    "an empty text": ("t", answer("recorded", text=""), "given"),
    "a photo without a hash": ("p", answer("recorded", photos=["x"]), "given"),
    "less than nobody": ("n", answer("conforming", counts=[-1]), "given"),
    "a truth in the place of a number": ("n", answer("conforming", counts=[True]), "given"),
    "two counts without a lot": ("n", answer("conforming", counts=[1, 1]), "given"),
    "a sample without its lot": ("m2", answer("recorded", **readings("200")), "given"),
    "a lot beyond the table": ("n2", answer("conforming", counts=[0], lot=3201), "given"),
    "more bad ones than were looked at": (
        "n2",
        answer("nonconforming", counts=[9], lot=100),
        "given",
    ),
    "something of what is not there": ("n", answer("not_applicable", counts=[1]), "given"),
}


@pytest.mark.parametrize(("item_id", "said", "why"), WRONG.values(), ids=WRONG)
def test_a_wrong_answer_is_named_by_its_item(item_id: str, said: Json, why: str) -> None:
    assert wrong(
        ITEMS, {item_id: said, "n": answer("conforming", counts=[0])} | {item_id: said}
    ) == {item_id: why}


def ids(answers: Json) -> str:
    return " ".join(one.id for one in shown(ITEMS, answers))


def test_what_a_condition_hides_is_not_asked_for_nor_what_hangs_on_it() -> None:
    said = {"t": answer("recorded", text="围挡破损")}
    assert ids({}) == "j s m c n m2 n2"
    assert ids(said) == "j s m c n m2 n2", (
        "an answer that is not asked for any more counts for nothing"
    )
    assert ids(said | {"j": answer("nonconforming")}) == "j s m c t p n m2 n2"
    assert ids({"j": answer("nonconforming")}) == "j s m c t n m2 n2"


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({"all": [{"item": "n", "at_least": 2}, {"item": "n", "at_most": 2}]}, True),
        ({"item": "n", "at_least": 3}, False),
        ({"any": [{"item": "n", "at_least": 3}, {"item": "c", "chosen": "a"}]}, True),
        ({"not": {"item": "c", "chosen": "b"}}, True),
        ({"item": "t", "answered": True}, False),
        ({"not": {"item": "t", "at_least": 0}}, True),
    ],
)
def test_a_condition_asks_for_results_options_and_numbers(condition: Json, holds: bool) -> None:  # noqa: FBT001  # a parameter
    items = items_of(listing(*every_kind(), item("z", shown_when=condition)).sections)
    answers = {"n": answer("conforming", counts=[2]), "c": answer("conforming", chosen=["a"])}
    assert ("z" in [one.id for one in shown(items, answers)]) is holds


@pytest.mark.parametrize(
    ("item_id", "said", "complete"),
    [
        ("j", None, False),
        ("j", answer("not_applicable"), True),
        ("m", answer("recorded", readings=["200"]), False),
        ("m", answer("conforming", readings=["200"] * 3), True),
        ("n2", answer("recorded", counts=[2], lot=100), False),
        ("t", answer("recorded", text="无"), True),
    ],
)
def test_an_answer_is_complete_with_all_its_readings_and_a_verdict(
    item_id: str,
    said: Json | None,
    complete: bool,  # noqa: FBT001  # a parameter
) -> None:
    asked = next(one for one in ITEMS if one.id == item_id)
    assert is_complete(asked, said) is complete


def test_what_is_required_and_asked_for_is_missed() -> None:
    items = items_of(
        listing(
            item("a", required=True),
            item("b", required=True, shown_when={"item": "a", "is": "nonconforming"}),
            item("c"),
        ).sections
    )
    assert [one.id for one in missing(items, {})] == ["a"]
    assert [one.id for one in missing(items, {"a": answer("nonconforming")})] == ["b"]
    assert missing(items, {"a": answer("conforming")}) == []
