"""Answers to items of every kind: what the list does not take is named, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from suicha.checklists.definition.scored import scored
from suicha.checklists.operations import publish_version
from suicha.db import today
from suicha.publications.contents import _sheet
from tests.checklists.lists import every_kind, listing
from tests.phone import Phone, record_of, sent_to

if TYPE_CHECKING:
    from suicha.checklists.models import ChecklistVersion
    from suicha.db import Json
    from suicha.spot_checks.models import SpotCheck
    from tests.builders import House


def answer(result: str, deduction: int = 0, **given: Any) -> Json:  # Any: JSON
    said = {"result": result, "deduction": deduction, "note": ""}
    return said | ({"given": given} if given else {})


ANSWERS = {
    "j": answer("nonconforming"),
    "s": answer("nonconforming", 4, reasons=[{"id": "r1", "points": 4}]),
    "m": answer("conforming", readings=["200", "195", "208"]),
    "c": answer("nonconforming", chosen=["b"]),
    "t": answer("recorded", text="围挡破损"),
    "n": answer("conforming", counts=[1]),
    "n2": answer("conforming", counts=[2, 2], lot=100),
}


@pytest.fixture
def every(house: House) -> ChecklistVersion:
    version = publish_version(listing(*every_kind()), today())
    house.keep(version)
    return version


@pytest.fixture
def visited(house: House, lead: Phone, every: ChecklistVersion) -> SpotCheck:
    return sent_to(house, lead.person, lists=(every,))


def test_answers_of_every_kind_come_back_as_they_were_given(
    lead: Phone, visited: SpotCheck, every: ChecklistVersion
) -> None:
    assert lead.one(lead.answer(visited, every, ANSWERS))["verdict"] == "accepted"
    rows = [one["row"] for one in lead.pull()["changes"] if one["kind"] == "answer_sheet"]
    assert [row["answers"] for row in rows] == [ANSWERS]


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("s", answer("nonconforming", 11)),
        ("m", answer("conforming", readings=["1", "2", "3"])),
        ("c", answer("conforming", chosen=["z"])),
        ("n", answer("conforming", counts=["1"])),
        ("t", answer("recorded")),
        ("j", answer("conforming", text="x")),
    ],
)
def test_an_answer_that_its_item_does_not_take_is_refused_by_name(
    lead: Phone, visited: SpotCheck, every: ChecklistVersion, item: str, said: Json
) -> None:
    verdict = lead.one(lead.answer(visited, every, ANSWERS | {item: said}))
    assert (verdict["code"], verdict["details"]["items"]) == ("answer.wrong", [item])


@pytest.mark.parametrize(
    "given", [{"text": "x" * 40_001}, {"text": "a\0b"}, {"text": "\ud800"}, [], "x", 3]
)
def test_what_cannot_be_kept_is_malformed(
    lead: Phone, visited: SpotCheck, every: ChecklistVersion, given: object
) -> None:
    said = answer("recorded") | {"given": given}
    verdict = lead.one(lead.answer(visited, every, {"t": said}))
    assert verdict["code"] == "command.malformed"


def record(visited: SpotCheck, every: ChecklistVersion, answers: Json) -> Json:
    score = scored(every.sections, answers).wire()
    sheet = {"id": str(every.id), "answers": answers, "score": score}
    return record_of(visited, every, checklists=[sheet])


def test_a_whole_record_has_no_flag_and_its_score_is_the_phones(
    lead: Phone, visited: SpotCheck, every: ChecklistVersion
) -> None:
    verdict = lead.one(lead.submit(record(visited, every, ANSWERS)))
    assert (verdict["verdict"], verdict["flags"]) == ("accepted", [])
    assert scored(every.sections, ANSWERS).display == "60.0"


def test_a_record_without_what_is_required_or_with_wrong_answers_is_kept_and_flagged(
    lead: Phone, visited: SpotCheck, every: ChecklistVersion
) -> None:
    answers = {"n": answer("conforming", counts=[9])}
    verdict = lead.one(lead.submit(record(visited, every, answers)))
    assert verdict["verdict"] == "accepted"
    assert verdict["flags"] == ["record.answers_wrong", "record.incomplete"]


def test_the_public_page_counts_only_what_was_asked_for(every: ChecklistVersion) -> None:
    hidden = ANSWERS | {"j": answer("conforming")}
    assert _sheet(every, ANSWERS).counts["recorded"] == 1
    assert _sheet(every, hidden).counts["recorded"] == 0
