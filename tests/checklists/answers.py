"""`python -m tests.checklists.answers 400`: answers by chance to a list of every kind.

Prints JSON for the phone's twin: the sections, and for each case the answers with what the server
says of them: their results, what is complete, which items are asked for, which are missed.
"""

from __future__ import annotations

import json
import random
import sys
from typing import Any

from suicha.checklists.definition.answers import is_complete, missing, shown, wrong
from suicha.checklists.definition.items import Item, Kind, items_of
from suicha.checklists.definition.judging import bad_readings, result_of, sample_size
from suicha.checklists.definition.scored import scored

from .lists import every_kind, item, listing

Json = dict[str, Any]  # Any: JSON

BAND = {"unit": "m", "lower": "-0.1", "upper": "0.2", "readings": 2}
MORE = [
    item("m3", "measure", measure=BAND, accept={"most": 1}, required=True),
    item("m4", "measure", measure=BAND, lot=True, accept={"counting": "two_stage"}, required=True),
    item("m5", "measure", measure={"unit": "mm", "readings": 2}, required=True),
    item("n3", "count", unit="处", required=True),
    item(
        "n4",
        "count",
        unit="根",
        lot=True,
        accept={"rate": "90"},
        shown_when={"any": [{"item": "n3", "at_least": 2}, {"item": "c", "chosen": "b"}]},
    ),
    item(
        "s2",
        "score",
        points=5,
        shown_when={
            "all": [{"not": {"item": "m", "is": "conforming"}}, {"item": "n", "at_most": 3}]
        },
    ),
]
SECTIONS = listing(*every_kind(), *MORE).sections
ITEMS = items_of(SECTIONS)
LOTS = (1, 2, 7, 15, 16, 26, 100, 151, 3200)


def random_answers(chance: random.Random) -> Json:
    """Answers to some of the items, all of them right."""
    return {one.id: _answer(one, chance) for one in ITEMS if chance.random() < 0.8}


def _answer(one: Item, chance: random.Random) -> Json:
    said = {"result": "not_applicable", "deduction": 0, "note": ""}
    if chance.random() < 0.1:  # now and then
        return said
    if one.kind in {Kind.JUDGE, Kind.SCORE}:
        bad = chance.random() < 0.5  # as often as not
        points = chance.randint(0, one.points or 0) if bad else 0
        return said | {"result": "nonconforming" if bad else "conforming", "deduction": points}
    given = _given(one, chance)
    return said | {"result": result_of(one, given), "given": given}


def _given(one: Item, chance: random.Random) -> Json:
    lot = {"lot": chance.choice(LOTS)} if one.lot else {}
    if one.kind is Kind.MEASURE:
        most = 2 * sample_size(one, lot)
        return lot | {"readings": [_reading(one, chance) for _ in range(chance.randint(1, most))]}
    if one.kind is Kind.COUNT:
        most = sample_size(one, lot) if one.lot else 5
        return lot | {"counts": _counts(one, chance, most)}
    if one.kind is Kind.CHOICE:
        return {"chosen": chance.sample([each.value for each in one.options], chance.randint(1, 2))}
    return {"text": "无"} if one.kind is Kind.TEXT else {"photos": ["ab" * 32]}


def _counts(one: Item, chance: random.Random, most: int) -> list[int]:
    # Mostly few, so that both sides of every limit are met.
    return [
        min(most, int(chance.expovariate(0.3)))
        for _ in range(chance.choice([1, 2]) if one.lot else 1)
    ]


def _reading(one: Item, chance: random.Random) -> str:
    if one.id in {"m", "m2"}:
        return chance.choice(
            ["195", "194.999999", "200", "208", "208.000001", "212", "192.5", "213"]
        )
    return chance.choice(["-0.1", "0", "0.10", "0.2", "-0.000001", "0.200001"])


def _told(answers: Json) -> Json:
    assert wrong(ITEMS, answers) == {}
    by_id = {one.id: one for one in ITEMS}
    measured = [by_id[item_id] for item_id in answers if by_id[item_id].measure]
    given = {one.id: answers[one.id].get("given") for one in measured}
    return {
        "shown": [one.id for one in shown(ITEMS, answers)],
        "complete": [one.id for one in ITEMS if is_complete(one, answers.get(one.id))],
        "missing": [one.id for one in missing(ITEMS, answers)],
        "score": scored(SECTIONS, answers).wire(),
        "bad": {
            one.id: bad_readings(one.measure, given[one.id]["readings"])
            for one in measured
            if one.measure and given[one.id]
        },
    }


def main(number: int) -> None:
    """Print the list and so many cases."""
    chances = [random.Random(seed) for seed in range(number)]  # noqa: S311  # cases
    cases = [random_answers(chance) for chance in chances]
    told = [{"answers": answers, "expect": _told(answers)} for answers in cases]
    json.dump({"sections": SECTIONS, "cases": told}, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
