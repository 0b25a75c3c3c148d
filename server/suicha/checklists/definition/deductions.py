"""The answers to one list as a file says them: `{"1.1": 3, "1.2": "na", "1.3": {"result": …}}`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from suicha.checklists.definition.answers import Answer, fault, shown
from suicha.checklists.definition.items import Item, Kind, items_of
from suicha.checklists.scoring import BadAnswerError, Result, read_deduction, read_object

Section = Mapping[str, Any]  # Any: JSON

PARTS = frozenset({"result", "deduction", "given"})


def read_list_answers(sections: Sequence[Section], text: str) -> dict[str, Answer]:
    """Read answers by item as a record has them; an item that is not named loses nothing.

    An item that scores takes what is deducted or `"na"`; every item takes an object
    `{result, deduction, given}`, so that conditions of other items can be answered. Raises
    BadAnswerError for what is no JSON object, says a name twice, names an item that the list does
    not have or does not ask for, or is an answer that the list does not take.
    """
    items = {item.id: item for item in items_of(sections)}
    answers = {
        item_id: _answer(items.get(item_id), item_id, value)
        for item_id, value in read_object(text).items()
    }
    asked = {item.id for item in shown(list(items.values()), answers)}
    for item_id, answer in answers.items():
        if item_id not in asked and answer["result"] is not Result.NOT_APPLICABLE:
            raise BadAnswerError(f"item {item_id} is not asked for: its condition does not hold")
    return answers


def _answer(item: Item | None, item_id: str, value: object) -> Answer:
    if item is None:
        raise BadAnswerError(f"the list has no item {item_id!r}")
    try:
        return _of_object(item, value) if isinstance(value, dict) else _of_value(item, value)
    except BadAnswerError as error:
        raise BadAnswerError(f"item {item_id}: {error}") from None


def _of_value(item: Item, value: object) -> Answer:
    if item.points is None and value != "na":
        raise BadAnswerError('it takes no points: "na", or an object with its "result"')
    read = read_deduction(value, item.points or 0)
    return {"result": read.result, "deduction": read.deduction, "given": {}}


def _of_object(item: Item, value: Mapping[str, Any]) -> Answer:  # Any: JSON
    given = value.get("given") or {}
    if not value.keys() <= PARTS or not isinstance(given, dict):
        raise BadAnswerError('an object has "result", "deduction" and "given" alone')
    if value.get("result") not in list(Result):
        raise BadAnswerError(f'"result" is one of {", ".join(Result)}')
    points = item.points if item.kind is Kind.SCORE else 0
    deduction = read_deduction(value.get("deduction", 0), points or 0).deduction
    answer = {"result": Result(value["result"]), "deduction": deduction, "given": given}
    wrong = fault(item, answer)
    if wrong is not None:
        raise BadAnswerError(f"the list takes no such {wrong}")
    return answer
