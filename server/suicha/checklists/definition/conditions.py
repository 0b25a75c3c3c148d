"""When an item is shown: a small expression on the answers to items before it.

A condition is JSON: `{"all": […]}`, `{"any": […]}`, `{"not": …}`, or a question of one item:
`{"item": id, "is": result}`, `{"item": id, "chosen": value}`, `{"item": id, "at_least": n}`,
`{"item": id, "at_most": n}`, `{"item": id, "answered": true}`. What nobody answered, or is not
shown itself, is nothing of all that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Condition = Mapping[str, Any]  # Any: JSON
Answer = Mapping[str, Any]  # Any: JSON

DEEPEST = 5
MOST_PARTS = 40
QUESTIONS = ("is", "chosen", "at_least", "at_most", "answered")


def holds(condition: Condition, answer_of: Callable[[str], Answer | None]) -> bool:
    """Say whether a condition holds; `answer_of` gives the answer to an item that is shown."""
    if "all" in condition:
        return all(holds(part, answer_of) for part in condition["all"])
    if "any" in condition:
        return any(holds(part, answer_of) for part in condition["any"])
    if "not" in condition:
        return not holds(condition["not"], answer_of)
    answer = answer_of(condition["item"])
    return answer is not None and _is_so(condition, answer)


def questions(condition: Condition) -> Iterator[Condition]:
    """Give every question of a condition."""
    for name in ("all", "any"):
        for part in condition.get(name, ()):
            yield from questions(part)
    if "not" in condition:
        yield from questions(condition["not"])
    if "item" in condition:
        yield condition


def is_well_formed(condition: object, depth: int = 1) -> bool:
    """Say whether this is a condition, and no deeper or longer than a person can read."""
    if not isinstance(condition, dict) or depth > DEEPEST:
        return False
    if "item" in condition:
        return _is_question(condition)
    if len(condition) != 1:
        return False
    name, parts = next(iter(condition.items()))
    if name == "not":
        return is_well_formed(parts, depth + 1)
    if name not in {"all", "any"} or not isinstance(parts, list):
        return False
    return 1 <= len(parts) <= MOST_PARTS and all(is_well_formed(one, depth + 1) for one in parts)


def _is_question(condition: Condition) -> bool:
    if len(condition) != 2 or not isinstance(condition["item"], str):  # noqa: PLR2004  # and one
        return False
    name = next(iter(condition.keys() - {"item"}))
    value = condition[name]
    if name in {"at_least", "at_most"}:
        return type(value) is int
    if name == "answered":
        return value is True
    return name in QUESTIONS and isinstance(value, str)


def _is_so(question: Condition, answer: Answer) -> bool:
    given = answer.get("given") or {}
    if "is" in question:
        return bool(answer["result"] == question["is"])
    if "chosen" in question:
        return question["chosen"] in given.get("chosen", ())
    count = sum(given.get("counts", ()))
    if "at_least" in question:
        return "counts" in given and count >= question["at_least"]
    if "at_most" in question:
        return "counts" in given and count <= question["at_most"]
    return True
