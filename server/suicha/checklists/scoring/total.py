"""The summary table of JGJ 59-2011 and its grade (domain.md B1, steps 5 to 8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from suicha.checklists.scoring.rounding import display

EXCELLENT_FROM = 80
QUALIFIED_FROM = 70


class Grade(StrEnum):
    """优良, 合格, 不合格 (JGJ 59-2011 5.0)."""

    EXCELLENT = "excellent"
    QUALIFIED = "qualified"
    UNQUALIFIED = "unqualified"


GRADE_WORDS = {
    Grade.EXCELLENT: "优良",
    Grade.QUALIFIED: "合格",
    Grade.UNQUALIFIED: "不合格",
}


@dataclass(frozen=True, slots=True)
class SummaryClass:
    """A line of the summary: its weight and the scores of its tables that apply."""

    id: str
    weight: int
    scores: Sequence[Fraction]

    @property
    def mean(self) -> Fraction:
        """The arithmetic mean of its tables (step 5); raises ZeroDivisionError without any."""
        return sum(self.scores, Fraction(0)) / len(self.scores)


@dataclass(frozen=True, slots=True)
class Total:
    """The whole site; `value` is out of 100, None (and no grade) when no class applies."""

    weighted_sum: Fraction
    applicable_weight: int
    value: Fraction | None
    grade: Grade | None

    @property
    def display(self) -> str | None:
        """One decimal for the eye."""
        return None if self.value is None else display(self.value)


def grade_total(classes: Sequence[SummaryClass]) -> Total:
    """Add up the classes that apply and grade the site; compares exact values."""
    present = [one for one in classes if one.scores]
    weighted_sum = sum((one.mean * one.weight / 100 for one in present), Fraction(0))
    weight = sum(one.weight for one in present)
    if weight == 0:
        return Total(weighted_sum, weight, value=None, grade=None)
    value = weighted_sum * 100 / weight
    zeroed = any(score == 0 for one in present for score in one.scores)
    return Total(weighted_sum, weight, value, _grade(value, zeroed=zeroed))


def _grade(value: Fraction, *, zeroed: bool) -> Grade:
    """One table at 0 makes the site 不合格, even inside a mean."""
    if zeroed or value < QUALIFIED_FROM:
        return Grade.UNQUALIFIED
    return Grade.QUALIFIED if value < EXCELLENT_FROM else Grade.EXCELLENT
