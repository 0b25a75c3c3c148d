"""Conditions and judgements as ODK computes them: XPath on the answers to earlier questions.

Source: the ODK XForms specification, "Functions"; what is empty compares with no number, as what
nobody answered is nothing in `definition/conditions.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from suicha.checklists.definition.decimals import millionths
from suicha.checklists.definition.items import Acceptance, Counting, Item, Kind, Measure
from suicha.checklists.definition.sampling import LARGEST_LOT, SAMPLES, accepted, first_of_two
from suicha.checklists.scoring import Result

Condition = Mapping[str, Any]  # Any: JSON
MILLION = 10**6
NEVER = "false()"


class UnsayableError(ValueError):
    """What no expression of ODK says of the questions that the form has."""


@dataclass(frozen=True)
class Question:
    """How an item is asked in a form: its question, and those that were written beside it."""

    item: Item
    name: str
    number: str = ""  # how many readings there are
    result: str = ""  # what the item's own content says of it
    second: str = ""  # the count of a second sample

    @property
    def answered(self) -> str:
        """Say that anything was given."""
        return f"${{{self.number}}} > 0" if self.number else f"${{{self.name}}} != ''"


def said(condition: Condition, before: Mapping[str, Question]) -> str:
    """Write a condition; raises UnsayableError."""
    for name, word in (("all", " and "), ("any", " or ")):
        if name in condition:
            return word.join(f"({said(part, before)})" for part in condition[name])
    if "not" in condition:
        return f"not({said(condition['not'], before)})"
    asked = before[condition["item"]]
    if "chosen" in condition:
        return f"selected(${{{asked.name}}}, '{condition['chosen']}')"
    if "answered" in condition:
        return asked.answered
    if "is" in condition:
        return _is(asked, Result(condition["is"]))
    sign, name = (">=", "at_least") if "at_least" in condition else ("<=", "at_most")
    return f"{_count(asked)} {sign} {condition[name]}"


def _count(asked: Question) -> str:
    if not asked.second:
        return f"${{{asked.name}}}"
    return f"(${{{asked.name}}} + coalesce(${{{asked.second}}}, 0))"


def _is(asked: Question, result: Result) -> str:
    item = asked.item
    if item.kind in {Kind.JUDGE, Kind.SCORE}:
        return f"${{{asked.name}}} = '{result.value}'"
    if result is Result.NOT_APPLICABLE:
        return NEVER  # a form asks for what applies
    if asked.result:
        return f"${{{asked.result}}} = '{result.value}'"
    failing = [f"selected(${{{asked.name}}}, '{one.value}')" for one in item.options if one.fails]
    if failing:
        any_failing = " or ".join(failing)
        says = {
            Result.NONCONFORMING: any_failing,
            Result.CONFORMING: f"{asked.answered} and not({any_failing})",
        }
        return says.get(result, NEVER)
    if item.accept is not None or (item.measure is not None and item.measure.judges):
        raise UnsayableError(item.id)
    return asked.answered if result is Result.RECORDED else NEVER


def sample_size(lot: str, accept: Acceptance | None) -> str:
    """Write the smallest sample of a lot (GB 50300-2013, table 3.0.9; appendix D of two stages)."""
    is_two_stage = accept is not None and accept.counting is Counting.TWO_STAGE
    sizes = [(most, first_of_two(size) if is_two_stage else size) for most, size in SAMPLES]
    return f"min({lot}, {_by_size(lot, sizes)})"


def _by_size(number: str, rows: Sequence[tuple[int, int]]) -> str:
    """Write what a table says of a number: the row of the first limit that it does not exceed."""
    expression = str(rows[-1][1])
    for most, value in reversed(rows[:-1]):
        expression = f"if({number} <= {most}, {value}, {expression})"
    return expression


def within_lot(most: int = LARGEST_LOT) -> str:
    """Write what the capacity of a lot may be."""
    return f". >= 1 and . <= {most}"


def out_of(measure: Measure, reading: str, times: str = "1") -> str:
    """Write that a reading deviates by more than so many times the tolerance; exactly."""
    design, factor = _exact(measure.design or "0"), _exact(times)
    bounds = [
        f"{reading} {sign} {_written(design + factor * _exact(bound))}"
        for sign, bound in (("<", measure.lower), (">", measure.upper))
        if bound is not None
    ]
    return " or ".join(bounds)


def is_accepted(accept: Acceptance | None, bad: str, size: str) -> str | None:
    """Write that so many bad ones are accepted; nothing of two stages, which no form judges."""
    if accept is None or accept.most is not None:
        return f"{bad} <= {accept.most if accept else 0}"
    if accept.rate is not None:
        return f"({size} - {bad}) * 100 >= {_written(_exact(accept.rate))} * {size}"
    if accept.counting is Counting.ONE_STAGE:
        sizes = dict.fromkeys([1, *(size for _, size in SAMPLES)])
        return f"{bad} <= {_by_size(size, [(one, accepted(one)) for one in sizes])}"
    return None


def _exact(number: str) -> Fraction:
    return Fraction(millionths(number), MILLION)


def _written(number: Fraction) -> str:
    """Write a fraction whose denominator is a power of ten as a decimal."""
    exact = Decimal(number.numerator * (10**12 // number.denominator)).scaleb(-12)
    return f"{exact:f}".rstrip("0").rstrip(".")
