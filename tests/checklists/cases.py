"""`python -m tests.checklists.cases 200`: sites scored by chance, for the phone's twin.

Prints JSON: the tables and classes of JGJ 59, random answers, and what the server gives for them.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Mapping
from fractions import Fraction

from suicha.checklists.library import standards
from suicha.checklists.scoring import (
    Answer,
    Result,
    ScoredItem,
    ScoredTable,
    SiteScore,
    Standard,
    score_site,
)


def random_answers(standard: Standard, chance: random.Random) -> dict[str, dict[str, Answer]]:
    """Answers to some tables; from quite good ones to those that fall to 0."""
    tables = chance.sample(sorted(standard.tables), chance.randint(0, len(standard.tables)))
    return {table: _table(standard.tables[table], chance) for table in tables}


def _table(table: ScoredTable, chance: random.Random) -> dict[str, Answer]:
    absent, faulty, worst = chance.choice([0, 0.1, 1]), chance.random(), chance.random()
    items = [item for section in table.sections for item in section.items]
    return {
        item.id: _answer(item, chance, absent, faulty * worst)
        for item in items
        if chance.random() < 0.9  # some are not answered
    }


def _answer(item: ScoredItem, chance: random.Random, absent: float, faulty: float) -> Answer:
    if chance.random() < absent:
        return Answer(Result.NOT_APPLICABLE)
    if chance.random() < faulty:
        # Beyond the item's points too: then only those are lost.
        return Answer(Result.NONCONFORMING, chance.randint(0, item.points + 2))
    return Answer(Result.CONFORMING)


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else f"{value.numerator}/{value.denominator}"


def _written(answers: Mapping[str, Mapping[str, Answer]]) -> dict[str, object]:
    return {
        table: {
            item: {"result": one.result, "deduction": one.deduction} for item, one in some.items()
        }
        for table, some in answers.items()
    }


def _told(site: SiteScore) -> dict[str, object]:
    return {
        "tables": {table: _exact(value) for table, value in site.tables.items()},
        "total": _exact(site.total.value),
        "display": site.total.display,
        "grade": site.total.grade,
    }


def main(number: int) -> None:
    """Print the standard and so many sites."""
    standard = standards()["jgj59-2011"]
    sites = [random_answers(standard, random.Random(seed)) for seed in range(number)]  # noqa: S311  # cases
    tables = [
        {
            "id": table_id,
            "classId": table.class_id,
            "sections": [
                {
                    "guarantee": section.guarantee,
                    "items": [{"id": item.id, "points": item.points} for item in section.items],
                }
                for section in table.sections
            ],
        }
        for table_id, table in standard.tables.items()
    ]
    classes = [{"id": one, "weight": weight} for one, weight in standard.weights.items()]
    cases = [
        {"answers": _written(answers), "expect": _told(score_site(standard, answers))}
        for answers in sites
    ]
    json.dump({"tables": tables, "classes": classes, "cases": cases}, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
