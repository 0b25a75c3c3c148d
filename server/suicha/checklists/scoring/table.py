"""One table of JGJ 59-2011, scored (domain.md B1, steps 1 to 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from suicha.checklists.scoring.rounding import display

GUARANTEE_LIMIT = Fraction(40, 60)  # step 3: below 40 of 60 zeroes the table
FULL_SCORE = 100


class Result(StrEnum):
    """符合, 不符合, 不适用; and 已记录, where an item judges nothing, or not yet."""

    CONFORMING = "conforming"
    NONCONFORMING = "nonconforming"
    NOT_APPLICABLE = "not_applicable"
    RECORDED = "recorded"


class ZeroedBecause(StrEnum):
    """Why a table scores 0: an item of the 保证项目 at 0, or all of them together below 40."""

    GUARANTEE_ITEM = "guarantee_item"
    GUARANTEE_SUBTOTAL = "guarantee_subtotal"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to an item; the deduction counts only when nonconforming."""

    result: Result
    deduction: int = 0


@dataclass(frozen=True, slots=True)
class ScoredItem:
    """An item and its full points."""

    id: str
    points: int


@dataclass(frozen=True, slots=True)
class ScoredSection:
    """The items of 保证项目 (guarantee) or of 一般项目."""

    guarantee: bool
    items: Sequence[ScoredItem]


@dataclass(frozen=True, slots=True)
class Score:
    """What a table gave; `value` is out of 100, None when nothing in the table applies."""

    obtained: int
    full: int
    guarantee_obtained: int
    guarantee_full: int
    unanswered: int
    value: Fraction | None
    zeroed_because: ZeroedBecause | None

    @property
    def display(self) -> str | None:
        """One decimal for the eye."""
        return None if self.value is None else display(self.value)

    def wire(self) -> dict[str, str | int | None] | None:
        """Give the Score of a closed record; None when nothing applies.

        `grade_of_table` is null: JGJ 59 grades the whole site, not one of its tables.
        """
        if self.value is None:
            return None
        return {
            "display": display(self.value),
            "numerator": self.value.numerator,
            "denominator": self.value.denominator,
            "grade_of_table": None,
            "zeroed_because": self.zeroed_because and self.zeroed_because.value,
        }


@dataclass(frozen=True, slots=True)
class _ItemScore:
    obtained: int
    full: int
    guarantee: bool
    answered: bool


def read_answers(answers: Mapping[str, Mapping[str, Any]]) -> dict[str, Answer]:  # Any: JSON
    """Read the `answers` of the wire: item id to {result, deduction}; the schema checked them."""
    return {
        item_id: Answer(Result(answer["result"]), answer["deduction"])
        for item_id, answer in answers.items()
    }


def score_table(sections: Sequence[ScoredSection], answers: Mapping[str, Answer]) -> Score:
    """Score one table out of 100.

    An item not answered yet keeps its points: only what was found is taken off.
    """
    items = [
        _score_item(item, answers.get(item.id), guarantee=section.guarantee)
        for section in sections
        for item in section.items
    ]
    guaranteed = [item for item in items if item.guarantee]
    full = sum(item.full for item in items)
    obtained = sum(item.obtained for item in items)
    reason = _zeroed_because(guaranteed)
    earned = Fraction(obtained * FULL_SCORE, full) if full else None
    return Score(
        obtained=obtained,
        full=full,
        guarantee_obtained=sum(item.obtained for item in guaranteed),
        guarantee_full=sum(item.full for item in guaranteed),
        unanswered=sum(not item.answered for item in items),
        value=Fraction(0) if reason else earned,
        zeroed_because=reason,
    )


def _score_item(item: ScoredItem, answer: Answer | None, *, guarantee: bool) -> _ItemScore:
    if answer is None:
        return _ItemScore(item.points, item.points, guarantee, answered=False)
    if answer.result is Result.NOT_APPLICABLE:
        return _ItemScore(0, 0, guarantee, answered=True)
    found = answer.deduction if answer.result is Result.NONCONFORMING else 0
    return _ItemScore(item.points - min(found, item.points), item.points, guarantee, answered=True)


def _zeroed_because(guaranteed: Sequence[_ItemScore]) -> ZeroedBecause | None:
    """Say why the table falls to 0.

    Where guarantee items are missing, the same ratio holds (1999-edition practice, step 4).
    """
    if any(item.full > 0 and item.obtained == 0 for item in guaranteed):
        return ZeroedBecause.GUARANTEE_ITEM
    full = sum(item.full for item in guaranteed)
    if sum(item.obtained for item in guaranteed) < GUARANTEE_LIMIT * full:
        return ZeroedBecause.GUARANTEE_SUBTOTAL
    return None
