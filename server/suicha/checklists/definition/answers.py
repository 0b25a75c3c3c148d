"""Which answers a checklist takes; what is wrong is named by its item."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from suicha.checklists.definition import sampling
from suicha.checklists.definition.conditions import holds
from suicha.checklists.definition.decimals import is_decimal
from suicha.checklists.definition.items import Item, Kind
from suicha.checklists.definition.judging import result_of, sample_size
from suicha.checklists.scoring import Result

Answer = Mapping[str, Any]  # Any: JSON
Given = Mapping[str, Any]  # Any: JSON
Answers = Mapping[str, Answer]

MOST_PHOTOS = 20
MOST_READINGS = 500
LONGEST_TEXT = 5000
LARGEST_COUNT = 1_000_000
BY_PERSON = frozenset({Kind.JUDGE, Kind.SCORE})
_HASH = re.compile(r"[0-9a-f]{64}")


def wrong(items: Sequence[Item], answers: Answers) -> dict[str, str]:
    """Name the items whose answers are none that a list could take, and why in a word."""
    by_id = {item.id: item for item in items}
    judged = {item_id: fault(by_id[item_id], one) for item_id, one in answers.items()}
    return {item_id: why for item_id, why in judged.items() if why is not None}


def shown(items: Sequence[Item], answers: Answers) -> list[Item]:
    """Give the items that are asked for, in their order: what a condition hides is not."""
    found: dict[str, Item] = {}
    for item in items:
        if item.shown_when is None or holds(
            item.shown_when, lambda item_id: answers.get(item_id) if item_id in found else None
        ):
            found[item.id] = item
    return list(found.values())


def is_complete(item: Item, answer: Answer | None) -> bool:
    """Say whether an item is answered in full: all readings of a series, a sample judged."""
    if answer is None:
        return False
    if item.kind not in {Kind.MEASURE, Kind.COUNT} or answer["result"] != Result.RECORDED:
        return True
    given = answer["given"]
    if item.kind is Kind.COUNT:
        return item.accept is None
    judges = item.measure is not None and item.measure.judges
    return not judges and len(given["readings"]) >= sample_size(item, given)


def missing(items: Sequence[Item], answers: Answers) -> list[Item]:
    """Give the required items that are asked for and not answered in full."""
    return [
        item
        for item in shown(items, answers)
        if item.required and not is_complete(item, answers.get(item.id))
    ]


def fault(item: Item, answer: Answer) -> str | None:
    """Say in a word what is wrong with an answer, or nothing."""
    result, given = Result(answer["result"]), answer.get("given") or {}
    if answer["deduction"] > (item.points or 0) and item.kind is Kind.SCORE:
        return "deduction"
    if result is Result.NOT_APPLICABLE:
        return "given" if given else None
    if item.kind in BY_PERSON:
        return _of_person(item, answer, given)
    if not _FORMS[item.kind](item, given):
        return "given"
    return None if result is result_of(item, given) else "result"


def _of_person(item: Item, answer: Answer, given: Given) -> str | None:
    if answer["result"] == Result.RECORDED:
        return "result"
    if not given:
        return None
    if given.keys() != {"reasons"} or item.kind is not Kind.SCORE:
        return "given"
    return None if _are_reasons(item, given["reasons"], answer["deduction"]) else "reasons"


def _are_reasons(item: Item, said: object, deduction: int) -> bool:
    """Whether these are grounds of the item, each once, and the deduction is what they take off."""
    known = {reason.id: reason for reason in item.reasons}
    if not isinstance(said, list) or not all(_is_reason(one) for one in said):
        return False
    points = {one["id"]: one["points"] for one in said}
    if len(points) != len(said) or not points.keys() <= known.keys():
        return False
    within = all(known[one].least <= points[one] <= known[one].most for one in points)
    return within and deduction == min(sum(points.values()), item.points or 0)


def _is_reason(said: object) -> bool:
    if not isinstance(said, dict) or said.keys() != {"id", "points"}:
        return False
    return isinstance(said["id"], str) and type(said["points"]) is int


def _is_choice(item: Item, given: Given) -> bool:
    chosen, known = given.get("chosen"), {option.value for option in item.options}
    if given.keys() != {"chosen"} or not isinstance(chosen, list) or not chosen:
        return False
    if not all(isinstance(one, str) and one in known for one in chosen):
        return False
    return len(set(chosen)) == len(chosen) and (item.many or len(chosen) == 1)


def _is_text(_: Item, given: Given) -> bool:
    text = given.get("text")
    return given.keys() == {"text"} and isinstance(text, str) and 0 < len(text) <= LONGEST_TEXT


def _are_photos(_: Item, given: Given) -> bool:
    photos = given.get("photos")
    if given.keys() != {"photos"} or not isinstance(photos, list):
        return False
    named = all(isinstance(one, str) and _HASH.fullmatch(one) for one in photos)
    return named and len(set(photos)) == len(photos) and 1 <= len(photos) <= MOST_PHOTOS


def _is_measured(item: Item, given: Given) -> bool:
    readings = given.get("readings")
    if given.keys() != {"readings", *_lot_keys(item)} or not _is_lot(item, given):
        return False
    if not isinstance(readings, list) or not 1 <= len(readings) <= MOST_READINGS:
        return False
    return all(map(is_decimal, readings))


def _is_counted(item: Item, given: Given) -> bool:
    counts = given.get("counts")
    if given.keys() != {"counts", *_lot_keys(item)} or not _is_lot(item, given):
        return False
    if not isinstance(counts, list) or not 1 <= len(counts) <= (2 if item.lot else 1):
        return False
    most = sample_size(item, given) if item.lot else LARGEST_COUNT
    return all(type(one) is int and 0 <= one <= most for one in counts)


def _lot_keys(item: Item) -> set[str]:
    return {"lot"} if item.lot else set()


def _is_lot(item: Item, given: Given) -> bool:
    if not item.lot:
        return True
    return type(given["lot"]) is int and 1 <= given["lot"] <= sampling.LARGEST_LOT


_FORMS: Mapping[Kind, Callable[[Item, Given], bool]] = {
    Kind.MEASURE: _is_measured,
    Kind.CHOICE: _is_choice,
    Kind.TEXT: _is_text,
    Kind.PHOTO: _are_photos,
    Kind.COUNT: _is_counted,
}
