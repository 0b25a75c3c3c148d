"""Samples of a lot and how they are judged (GB 50300-2013, 3.0.9 and appendix D).

The tables are from memory, cross-checked against GB/T 2828.1 (domain.md C2, C3): unverified until
an office has compared them with a licensed copy, which it says when it publishes a list.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from suicha.checklists.definition.items import Counting

# Table 3.0.9: largest capacity of a lot, and the smallest sample of it.
SAMPLES = (
    (15, 2),
    (25, 3),
    (90, 5),
    (150, 8),
    (280, 13),
    (500, 20),
    (1200, 32),
    (3200, 50),
)
LARGEST_LOT = SAMPLES[-1][0]

# Appendix D, one stage: sample, and how many bad ones are still accepted (Ac; Re = Ac + 1).
ONE_STAGE = ((5, 1), (8, 2), (13, 3), (20, 5), (32, 7), (50, 10), (80, 14), (125, 21))

# Two stages: first sample, (Ac1, Re1), and (Ac2, Re2) of both samples together.
TWO_STAGE = {
    3: ((0, 2), (1, 2)),
    5: ((0, 3), (3, 4)),
    8: ((1, 3), (4, 5)),
    13: ((2, 5), (6, 7)),
    20: ((3, 6), (9, 10)),
    32: ((5, 9), (12, 13)),
    50: ((7, 11), (18, 19)),
    80: ((11, 16), (26, 27)),
}


class Verdict(StrEnum):
    """合格, 不合格, 第二次抽样."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SECOND = "second"  # a second sample, as large as the first, decides


@dataclass(frozen=True, slots=True)
class Stage:
    """A sample and the bad ones in it."""

    size: int
    bad: int


def smallest_sample(capacity: int) -> int:
    """Give the smallest sample of a lot (table 3.0.9).

    Of one member that one; beyond 3200 the table ends, and its last sample holds. Raises
    ValueError below 1.
    """
    if capacity < 1:
        raise ValueError("a lot has a member")
    place = bisect_left([most for most, _ in SAMPLES], capacity)
    return min(capacity, SAMPLES[min(place, len(SAMPLES) - 1)][1])


def accepted(size: int) -> int:
    """Give how many bad ones of a sample are still accepted in one stage.

    Between two sizes of the table by linear interpolation, rounded half up; below its first
    size none, beyond its last the last.
    """
    if size < ONE_STAGE[0][0]:
        return 0
    for (low, few), (high, many) in pairwise(ONE_STAGE):
        if size <= high:
            exact = few + Fraction((many - few) * (size - low), high - low)
            return int(exact + Fraction(1, 2))
    return ONE_STAGE[-1][1]


def first_of_two(size: int) -> int:
    """Give the first sample of the two-stage table for a sample of at least `size`."""
    return next((first for first in TWO_STAGE if first >= size), max(TWO_STAGE))


def judge(counting: Counting, first: Stage, second: Stage | None) -> Verdict:
    """Judge a sample by appendix D; a second stage counts only where the first asks for it.

    A sample below the tables, of a lot of a few members, accepts no bad one.
    """
    if counting is Counting.ONE_STAGE or first.size not in TWO_STAGE:
        return Verdict.ACCEPTED if first.bad <= accepted(first.size) else Verdict.REJECTED
    (accept, reject), (_, reject_both) = TWO_STAGE[first.size]
    if first.bad <= accept:
        return Verdict.ACCEPTED
    if first.bad >= reject:
        return Verdict.REJECTED
    if second is None:
        return Verdict.SECOND
    return Verdict.REJECTED if first.bad + second.bad >= reject_both else Verdict.ACCEPTED
