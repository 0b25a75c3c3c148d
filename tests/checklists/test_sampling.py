"""Samples of a lot, and how they are judged (GB 50300-2013, 3.0.9 and appendix D)."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies

from suicha.checklists.definition.items import Counting
from suicha.checklists.definition.sampling import (
    LARGEST_LOT,
    TWO_STAGE,
    Stage,
    Verdict,
    accepted,
    first_of_two,
    judge,
    smallest_sample,
)

EDGES = {1: 1, 2: 2, 15: 2, 16: 3, 25: 3, 26: 5, 90: 5, 91: 8, 150: 8, 151: 13, 280: 13}
MORE = {281: 20, 500: 20, 501: 32, 1200: 32, 1201: 50, 3200: 50, 10_000: 50}


@pytest.mark.parametrize(("capacity", "sample"), (EDGES | MORE).items())
def test_a_sample_is_as_large_as_its_lot_asks_for(capacity: int, sample: int) -> None:
    assert smallest_sample(capacity) == sample


def test_a_lot_of_nothing_has_no_sample() -> None:
    with pytest.raises(ValueError, match="member"):
        smallest_sample(0)


@pytest.mark.parametrize(
    ("size", "most"),
    [(1, 0), (4, 0), (5, 1), (6, 1), (7, 2), (8, 2), (13, 3), (16, 4), (20, 5), (50, 10)],
)
def test_so_many_bad_ones_are_accepted_in_one_stage(size: int, most: int) -> None:
    assert accepted(size) == most
    one = Counting.ONE_STAGE
    assert judge(one, Stage(size, most), None) is Verdict.ACCEPTED
    assert judge(one, Stage(size, most + 1), None) is Verdict.REJECTED


def test_two_stages_ask_for_a_second_sample_between_their_numbers() -> None:
    def verdict(bad: int, more: int | None = None) -> Verdict:
        second = None if more is None else Stage(20, more)
        return judge(Counting.TWO_STAGE, Stage(20, bad), second)

    assert [verdict(bad) for bad in (3, 4, 5, 6)] == ["accepted", "second", "second", "rejected"]
    assert (verdict(5, 4), verdict(5, 5)) == ("accepted", "rejected")
    assert verdict(3, 20) == "accepted", "the first sample has decided"


def test_a_lot_too_small_for_the_table_accepts_no_bad_one() -> None:
    assert judge(Counting.TWO_STAGE, Stage(2, 0), None) is Verdict.ACCEPTED
    assert judge(Counting.TWO_STAGE, Stage(2, 1), None) is Verdict.REJECTED


@given(strategies.integers(1, LARGEST_LOT))
def test_a_larger_lot_never_has_a_smaller_sample(capacity: int) -> None:
    assert smallest_sample(capacity) <= smallest_sample(capacity + 1)
    assert smallest_sample(capacity) <= capacity
    assert first_of_two(smallest_sample(capacity)) in TWO_STAGE


@given(strategies.integers(1, 200), strategies.integers(0, 200))
def test_one_more_bad_one_never_helps(size: int, bad: int) -> None:
    order = [Verdict.ACCEPTED, Verdict.SECOND, Verdict.REJECTED]
    for counting in Counting:
        before = judge(counting, Stage(size, bad), None)
        after = judge(counting, Stage(size, bad + 1), None)
        assert order.index(before) <= order.index(after)
