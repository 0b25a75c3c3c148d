"""What keeps a checklist from being published, each fault with its item and a word for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from suicha.checklists.definition.conditions import Condition, questions
from suicha.checklists.definition.decimals import millionths
from suicha.checklists.definition.document import Definition
from suicha.checklists.definition.items import Acceptance, Item, Kind, Measure, items_of
from suicha.checklists.definition.judging import CENT, WHOLE
from suicha.checklists.definition.shapes import MOST_ITEMS
from suicha.checklists.scoring import Result

Section = Mapping[str, Any]  # Any: JSON
JUDGED = frozenset({Kind.JUDGE, Kind.SCORE})


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong: at which item (none: the whole list), in which field, and what."""

    item: str | None
    field: str
    code: str
    note: str = ""


def faults(definition: Definition) -> list[Fault]:
    """Give every fault of a definition whose form is right; none when it can be published."""
    items = items_of(definition.sections)
    found = list(_of_list(definition, items))
    for place, item in enumerate(items):
        found += _of_item(item, scored=definition.scored)
        found += _of_condition(item, {one.id: one for one in items[:place]})
    return found


def _of_list(definition: Definition, items: Sequence[Item]) -> Iterator[Fault]:
    if not items:
        yield Fault(None, "sections", "list.empty")
    if len(items) > MOST_ITEMS:
        yield Fault(None, "sections", "list.too_long", str(MOST_ITEMS))
    if definition.scored and not any(item.kind is Kind.SCORE for item in items):
        yield Fault(None, "scored", "list.nothing_scores")
    seen: set[str] = set()
    for item in items:
        if item.id in seen:
            yield Fault(item.id, "id", "item.twice")
        seen.add(item.id)
    titles = [section["id"] for section in definition.sections]
    if len(set(titles)) != len(titles):
        yield Fault(None, "sections", "section.twice")


def _of_item(item: Item, *, scored: bool) -> Iterator[Fault]:
    if (item.kind is Kind.SCORE) != (item.points is not None):
        yield Fault(item.id, "points", "item.points")
    if item.kind is Kind.SCORE and not scored:
        yield Fault(item.id, "kind", "item.scores_in_plain_list")
    if (item.kind is Kind.MEASURE) != (item.measure is not None):
        yield Fault(item.id, "measure", "item.measure")
    if (item.kind is Kind.CHOICE) != bool(item.options):
        yield Fault(item.id, "options", "item.options")
    if len({option.value for option in item.options}) != len(item.options):
        yield Fault(item.id, "options", "item.option_twice")
    if len({reason.id for reason in item.reasons}) != len(item.reasons):
        yield Fault(item.id, "reasons", "item.reason_twice")
    yield from _of_reasons(item)
    yield from _of_numbers(item)


def _of_reasons(item: Item) -> Iterator[Fault]:
    if item.reasons and item.kind is not Kind.SCORE:
        yield Fault(item.id, "reasons", "item.reasons")
    for reason in item.reasons:
        if reason.least > reason.most or reason.most > (item.points or reason.most):
            yield Fault(item.id, "reasons", "item.reason_range", reason.id)


def _of_numbers(item: Item) -> Iterator[Fault]:
    measure, accept = item.measure, item.accept
    if measure and not _is_range(measure):
        yield Fault(item.id, "measure", "item.tolerance")
    if measure and measure.limit and millionths(measure.limit) < WHOLE:
        yield Fault(item.id, "measure", "item.limit")
    if item.lot and item.kind not in {Kind.MEASURE, Kind.COUNT}:
        yield Fault(item.id, "lot", "item.lot")
    if accept and not _is_acceptable(item, accept):
        yield Fault(item.id, "accept", "item.accept")


def _is_range(measure: Measure) -> bool:
    if measure.lower is None or measure.upper is None:
        return True
    return millionths(measure.lower) <= millionths(measure.upper)


def _is_acceptable(item: Item, accept: Acceptance) -> bool:
    """One rule, of what has a number; a rate and a table need to know of how many."""
    if item.kind not in {Kind.MEASURE, Kind.COUNT}:
        return False
    said = [rule for rule in (accept.rate, accept.most, accept.counting) if rule is not None]
    if len(said) != 1:
        return False
    if accept.rate is not None and not 0 < millionths(accept.rate) <= CENT * WHOLE:
        return False
    if item.kind is Kind.MEASURE and item.measure and not item.measure.judges:
        return False
    needs_lot = accept.counting is not None or (accept.rate is not None and item.kind is Kind.COUNT)
    return item.lot or not needs_lot


def _of_condition(item: Item, before: Mapping[str, Item]) -> Iterator[Fault]:
    """Only what comes before may be asked, so that no condition runs in a circle."""
    if item.shown_when is None:
        return
    for question in questions(item.shown_when):
        asked = before.get(question["item"])
        if asked is None:
            yield Fault(item.id, "shown_when", "condition.not_before", question["item"])
        elif not _can_be_asked(asked, question):
            yield Fault(item.id, "shown_when", "condition.cannot", question["item"])


def _can_be_asked(asked: Item, question: Condition) -> bool:
    if "chosen" in question:
        return question["chosen"] in {option.value for option in asked.options}
    if "at_least" in question or "at_most" in question:
        return asked.kind is Kind.COUNT
    if "is" in question:
        return question["is"] in {one.value for one in Result}
    return True
