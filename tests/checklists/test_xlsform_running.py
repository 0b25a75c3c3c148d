"""What ODK computes of a form is what Suicha says of the same answers, where it computes it."""

from __future__ import annotations

import random
from typing import Any

import pytest

from suicha.checklists import xlsform
from suicha.checklists.definition.answers import shown
from suicha.checklists.definition.items import Counting, Item, Kind, items_of
from suicha.checklists.definition.judging import result_of, sample_size
from suicha.checklists.scoring import Result

from .answers import MORE, random_answers
from .lists import every_kind, item, listing
from .running import Answered

Json = dict[str, Any]  # Any: JSON
BAND = {"unit": "m", "upper": "0.1", "readings": 5}
MORE_HIDDEN = [
    item("r", "measure", measure=BAND, accept={"rate": "80"}),  # met by just four of five
    item("h0", shown_when={"item": "m", "is": "not_applicable"}),
    item("h1", shown_when={"item": "m", "is": "conforming"}),
    item(
        "h2",
        shown_when={"any": [{"item": "c", "is": "conforming"}, {"item": "n", "is": "recorded"}]},
    ),
    item(
        "h3",
        shown_when={
            "all": [{"item": "m2", "is": "nonconforming"}, {"item": "j", "answered": True}]
        },
    ),
    item("h4", shown_when={"not": {"item": "n4", "is": "conforming"}}),
    item("h5", shown_when={"item": "m5", "answered": True}),
    item("h6", shown_when={"item": "n2", "at_least": 2}),
    item("h7", shown_when={"item": "m3", "is": "recorded"}),
]
DEFINITION = listing(*every_kind(), *MORE, *MORE_HIDDEN)
ITEMS = items_of(DEFINITION.sections)
SURVEY = [
    {head: cell for head, cell in zip(tab.heads, row, strict=True) if cell}
    for tab in xlsform.tabs_of(DEFINITION, "1")
    if tab.name == "survey"
    for row in tab.rows
    if row[0] not in {"begin_group", "end_group"}
]


def is_two_stage(one: Item) -> bool:
    return one.accept is not None and one.accept.counting is Counting.TWO_STAGE


def as_a_form_takes_them(answers: Json) -> Json:
    """Only what a form has a place for: no 不适用 of a number, no more than the sample."""
    taken: Json = {}
    for one in ITEMS:
        answer = answers.get(one.id)
        by_person = one.kind in {Kind.JUDGE, Kind.SCORE}
        if answer is None or (answer["result"] == Result.NOT_APPLICABLE and not by_person):
            continue
        given = dict(answer.get("given") or {})
        if "readings" in given and not is_two_stage(one):
            given["readings"] = given["readings"][: sample_size(one, given)]
        if "counts" in given and not is_two_stage(one):
            given["counts"] = given["counts"][:1]
        result = answer["result"] if by_person else result_of(one, given)
        taken[one.id] = answer | {"result": result, "given": given}
    return taken


def filled_in(answers: Json) -> dict[str, str | list[str]]:
    said: dict[str, str | list[str]] = {}
    for item_id, answer in answers.items():
        name, given = f"q_{item_id}", answer["given"]
        said[name] = answer["result"]
        for key, value in given.items():
            said[name] = {
                "readings": value,
                "chosen": " ".join(map(str, value)) if key == "chosen" else "",
                "text": value,
                "photos": "1.jpg",
                "counts": str(value[0]) if key == "counts" else "",
                "lot": said[name],
            }[key]
        if "lot" in given:
            said[f"{name}_lot"] = str(given["lot"])
        if len(given.get("counts", ())) > 1:
            said[f"{name}_second"] = str(given["counts"][1])
    return said


@pytest.mark.parametrize("seed", range(150))
def test_a_form_shows_and_judges_what_suicha_does(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # cases
    readings = {"readings": chance.choices(["0", "0.1", "0.100001"], k=5)}
    more = {"r": {"result": "recorded", "deduction": 0, "note": "", "given": readings}}
    answers = as_a_form_takes_them(random_answers(chance) | more)
    form = Answered(SURVEY, filled_in(answers))
    asked = shown(ITEMS, answers)
    assert {f"q_{one.id}" for one in asked} == form.relevant & {f"q_{one.id}" for one in ITEMS}
    for one in asked:
        result = form.held.get(f"q_{one.id}_result", None)
        if one.id in answers and result is not None:
            assert result == answers[one.id]["result"].value
        if one.lot and one.id in answers:
            size = sample_size(one, answers[one.id]["given"])
            assert form.held[f"q_{one.id}_sample"] == str(size)


def test_a_form_judges_every_kind_of_sample_but_those_of_two_stages() -> None:
    names = {row["name"] for row in SURVEY if row["type"] == "calculate"}
    judged = {one.id for one in ITEMS if f"q_{one.id}_result" in names}
    assert judged == {"m", "n", "m2", "m3", "n4", "r"}
    assert {one.id for one in ITEMS if is_two_stage(one)} == {"n2", "m4"}
