"""What an answer to an item is: rightly formed, complete, and what it says of the item.

Twin of pwa/src/checklists/judging.ts; `python -m tests.checklists.answers` holds them together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from suicha.checklists.definition import sampling
from suicha.checklists.definition.decimals import millionths
from suicha.checklists.definition.items import Acceptance, Counting, Item, Kind, Measure
from suicha.checklists.definition.sampling import Stage, Verdict
from suicha.checklists.scoring import Result

Given = Mapping[str, Any]  # Any: JSON

WHOLE = 10**6  # millionths
CENT = 100


def sample_size(item: Item, given: Given) -> int:
    """Give how many are to be looked at: of a lot by its capacity, else as the item says."""
    if not item.lot:
        return item.measure.readings if item.measure else 1
    size = sampling.smallest_sample(given["lot"])
    is_two_stage = item.accept is not None and item.accept.counting is Counting.TWO_STAGE
    return min(given["lot"], sampling.first_of_two(size)) if is_two_stage else size


def result_of(item: Item, given: Given) -> Result:
    """Say what an item's own content says; RECORDED where it judges nothing, or not yet.

    Only for kinds other than judge and score, whose result a person gives.
    """
    if item.kind is Kind.CHOICE:
        return _of_choice(item, given)
    if item.kind is Kind.MEASURE:
        return _of_measure(item, given)
    if item.kind is Kind.COUNT:
        return _of_count(item, given)
    return Result.RECORDED


def bad_readings(measure: Measure, readings: Sequence[str]) -> list[bool]:
    """Say of each reading whether it is out of tolerance."""
    return [not _is_within(measure, reading, WHOLE) for reading in readings]


def _of_choice(item: Item, given: Given) -> Result:
    failing = {option.value for option in item.options if option.fails}
    if failing.intersection(given["chosen"]):
        return Result.NONCONFORMING
    return Result.CONFORMING if failing else Result.RECORDED


def _of_measure(item: Item, given: Given) -> Result:
    measure, readings = item.measure, given["readings"]
    if measure is None or not measure.judges:
        return Result.RECORDED
    if measure.limit is not None:
        furthest = millionths(measure.limit)
        if not all(_is_within(measure, reading, furthest) for reading in readings):
            return Result.NONCONFORMING
    size = sample_size(item, given)
    bad = bad_readings(measure, readings)
    first = Stage(size, sum(bad[:size])) if len(bad) >= size else None
    second = Stage(size, sum(bad[size : 2 * size])) if len(bad) >= 2 * size else None
    if first is None:
        return Result.RECORDED
    whole = Stage(len(bad), sum(bad))
    return _accepted(item.accept or Acceptance(most=0), whole, first, second)


def _of_count(item: Item, given: Given) -> Result:
    if item.accept is None:
        return Result.RECORDED
    size, counts = sample_size(item, given), given["counts"]
    second = Stage(size, counts[1]) if len(counts) > 1 else None
    whole = Stage(size * len(counts), sum(counts))
    return _accepted(item.accept, whole, Stage(size, counts[0]), second)


def _accepted(accept: Acceptance, whole: Stage, first: Stage, second: Stage | None) -> Result:
    if accept.counting is not None:
        verdict = sampling.judge(accept.counting, first, second)
        if verdict is Verdict.SECOND:
            return Result.RECORDED
        return _conforming(is_so=verdict is Verdict.ACCEPTED)
    if accept.rate is not None:
        good = (whole.size - whole.bad) * CENT * WHOLE
        return _conforming(is_so=good >= millionths(accept.rate) * whole.size)
    return _conforming(is_so=whole.bad <= (accept.most or 0))


def _conforming(*, is_so: bool) -> Result:
    return Result.CONFORMING if is_so else Result.NONCONFORMING


def _is_within(measure: Measure, reading: str, times: int) -> bool:
    """Whether a reading's deviation is within so many (in millionths) times the tolerance."""
    deviation = (millionths(reading) - millionths(measure.design or "0")) * WHOLE
    lower = measure.lower is None or deviation >= millionths(measure.lower) * times
    return lower and (measure.upper is None or deviation <= millionths(measure.upper) * times)
