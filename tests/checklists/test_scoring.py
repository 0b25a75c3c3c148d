"""Scoring says what the shared vectors say, and so the same as the phone."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from suicha.checklists.definition.scored import sections_of
from suicha.checklists.scoring import (
    SummaryClass,
    grade_total,
    read_answers,
    score_table,
)

Vector = dict[str, Any]  # Any: JSON of the vectors
VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "scoring.json").read_text("utf-8"))


def written(value: Fraction | None) -> str | None:
    return None if value is None else f"{value.numerator}/{value.denominator}"


@pytest.mark.parametrize("vector", VECTORS["tables"], ids=lambda vector: vector["name"])
def test_a_table_scores_as_the_shared_vectors_say(vector: Vector) -> None:
    score = score_table(sections_of(vector["table"]["sections"]), read_answers(vector["answers"]))
    assert {
        "obtained": score.obtained,
        "full": score.full,
        "guarantee_obtained": score.guarantee_obtained,
        "guarantee_full": score.guarantee_full,
        "unanswered": score.unanswered,
        "score": written(score.value),
        "display": score.display,
        "zeroed_because": score.zeroed_because,
    } == vector["expect"]


@pytest.mark.parametrize("vector", VECTORS["totals"], ids=lambda vector: vector["name"])
def test_a_site_is_graded_as_the_shared_vectors_say(vector: Vector) -> None:
    total = grade_total(
        [
            SummaryClass(one["id"], one["weight"], [Fraction(score) for score in one["scores"]])
            for one in vector["classes"]
        ]
    )
    assert {
        "weighted_sum": written(total.weighted_sum),
        "applicable_weight": total.applicable_weight,
        "total": written(total.value),
        "display": total.display,
        "grade": total.grade,
    } == vector["expect"]


def test_a_record_carries_the_exact_score_and_what_zeroed_it() -> None:
    vector = next(v for v in VECTORS["tables"] if v["expect"]["display"] == "94.4")
    score = score_table(sections_of(vector["table"]["sections"]), read_answers(vector["answers"]))
    assert score.wire() == {
        "display": "94.4",
        "numerator": 850,
        "denominator": 9,
        "grade_of_table": None,
        "zeroed_because": None,
    }


def test_a_record_carries_no_score_where_nothing_applies() -> None:
    vector = next(v for v in VECTORS["tables"] if v["expect"]["score"] is None)
    score = score_table(sections_of(vector["table"]["sections"]), read_answers(vector["answers"]))
    assert score.wire() is None
