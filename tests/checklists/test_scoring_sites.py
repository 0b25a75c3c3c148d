"""A whole site under JGJ 59-2011: the standard's vectors, its invariants, and the command."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, strategies

from suicha.checklists.library import standards
from suicha.checklists.library.files import read
from suicha.checklists.scoring import (
    Answer,
    Grade,
    SummaryClass,
    grade_total,
    read_deductions,
    score_site,
)
from suicha.checklists.scoring import Result as Found
from suicha.cli import main

Said = Mapping[str, Mapping[str, int | str]]
Answered = Mapping[str, Mapping[str, Answer]]

DOCUMENT = read("jgj59")
VECTORS: dict[str, Any] = {one["id"]: one for one in DOCUMENT["test_vectors"]}  # Any: JSON
STANDARD = standards()["jgj59-2011"]
NUMBERS = {
    table["id"]: {item["name"]: str(item["no"]) for item in table["items"]}
    for table in DOCUMENT["tables"]
}


def scored(path: Path, said: object, code: str = "jgj59-2011") -> Result:
    file = path / "answers.json"
    file.write_text(said if isinstance(said, str) else json.dumps(said), "utf-8")
    return CliRunner().invoke(main, ["checklist", "score", code, str(file)])


def printed(path: Path, said: Said) -> Any:  # Any: JSON
    result = scored(path, said)
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def taking(table: str, guarantee: int, general: int) -> dict[str, int]:
    """Deductions that leave so many points of 保证项目 and of 一般项目, none of them at 0."""
    items = next(one for one in DOCUMENT["tables"] if one["id"] == table)["items"]
    deductions: dict[str, int] = {}
    for is_guarantee, wanted in ((True, guarantee), (False, general)):
        some = [item for item in items if item["guarantee"] is is_guarantee]
        left = sum(item["points"] for item in some) - wanted
        for item in some:
            deductions[str(item["no"])] = min(left, item["points"] - 1)
            left -= deductions[str(item["no"])]
        assert left == 0
    return deductions


@pytest.mark.parametrize("name", ["TV1", "TV2"])
def test_class_scores_add_up_to_the_grade_of_the_standards_vectors(name: str) -> None:
    vector = VECTORS[name]
    scores = vector["class_scores"]
    total = grade_total(
        [
            SummaryClass(one, weight, [] if scores[one] is None else [Fraction(scores[one])])
            for one, weight in STANDARD.weights.items()
        ]
    )
    assert total.value is not None
    assert total.weighted_sum == Fraction(str(vector["weighted_sum"]))
    assert total.applicable_weight == vector["applicable_weight"]
    assert round(float(total.value), 2) == vector["total"]
    grades = {"优良": Grade.EXCELLENT, "合格": Grade.QUALIFIED, "不合格": Grade.UNQUALIFIED}
    assert total.grade is grades[vector["grade"]]


# Tables that give the class scores of the vectors: what is left of 保证项目 and of 一般项目.
LEFT = {
    "B1": (45, 35),
    "B3": (60, 18),
    "B12": (50, 35),
    "B13": (0, 82),
    "B15": (60, 18),
    "B19": (0, 82),
    "B11": (50, 35),
}


@pytest.mark.parametrize(
    ("name", "rest"),
    [("TV1", {"B2": (45, 35), "B14": (38, 40)}), ("TV2", {"B2": (50, 34), "B14": (45, 35)})],
)
def test_the_vectors_come_out_of_deductions_too(
    tmp_path: Path, name: str, rest: dict[str, tuple[int, int]]
) -> None:
    vector = VECTORS[name]
    told = printed(tmp_path, {table: taking(table, *left) for table, left in (LEFT | rest).items()})
    assert told["classes"] == {
        one: score for one, score in vector["class_scores"].items() if score is not None
    }
    assert (round(told["total"], 2), told["grade"]) == (vector["total"], vector["grade"])


def test_a_table_counts_by_the_weight_of_its_class(tmp_path: Path) -> None:
    vector = VECTORS["TV3"]
    said = {"B2": taking("B2", vector["guarantee"], vector["general"])}
    assert printed(tmp_path, said)["tables"] == {"B2": vector["table_score"]}
    weighted = Fraction(vector["table_score"] * STANDARD.weights["civilised_construction"], 100)
    assert weighted == Fraction(str(vector["summary_points"]))


SPLIT = [table["id"] for table in DOCUMENT["tables"] if table["has_guarantee_split"]]


@pytest.mark.parametrize("table", SPLIT)
def test_a_guarantee_item_at_zero_makes_the_table_zero(tmp_path: Path, table: str) -> None:
    points = STANDARD.tables[table].points
    said: Said = {table: {"1": points["1"]}}
    assert printed(tmp_path, said)["tables"] == {table: VECTORS["TV4"]["table_score"]}


@pytest.mark.parametrize("table", SPLIT)
def test_exactly_forty_of_sixty_is_not_below_forty(tmp_path: Path, table: str) -> None:
    vector = VECTORS["TV5"]
    said = {table: taking(table, vector["guarantee"], vector["general"])}
    assert printed(tmp_path, said)["tables"] == {table: vector["table_score"]}
    below = {table: taking(table, vector["guarantee"] - 1, vector["general"])}
    assert printed(tmp_path, below)["tables"] == {table: 0.0}


def test_missing_machines_are_rescaled(tmp_path: Path) -> None:
    vector = VECTORS["TV6"]
    points = STANDARD.tables["B19"].points
    said: dict[str, int | str] = dict.fromkeys(points, "na")
    for name, obtained in vector["present"].items():
        said[NUMBERS["B19"][name]] = points[NUMBERS["B19"][name]] - obtained
    told = printed(tmp_path, {"B19": said})
    assert told["tables"] == {"B19": 89.2857}
    assert round(told["tables"]["B19"], 2) == vector["table_score"]


def test_several_tables_of_a_class_count_by_their_mean(tmp_path: Path) -> None:
    vector = VECTORS["TV7"]
    said = {"B3": taking("B3", 58, 20), "B8": taking("B8", 60, 22)}
    told = printed(tmp_path, said)
    assert told["tables"] == vector["tables"]
    assert told["classes"] == {vector["class"]: vector["class_score"]}


def test_a_table_of_which_nothing_applies_is_missing(tmp_path: Path) -> None:
    nothing: dict[str, Mapping[str, int | str]] = {
        "B13": dict.fromkeys(STANDARD.tables["B13"].points, "na")
    }
    whole: dict[str, Mapping[str, int | str]] = {"B1": {"1": 3}}
    assert printed(tmp_path, nothing | whole) == printed(tmp_path, whole)
    assert printed(tmp_path, nothing) == {
        "tables": {},
        "classes": {},
        "total": None,
        "grade": None,
    }


def test_a_zero_inside_a_mean_still_fails_the_site(tmp_path: Path) -> None:
    told = printed(tmp_path, {"B3": {}, "B8": {"1": 10}, "B1": {}, "B2": {}, "B17": {}})
    assert told["classes"]["scaffold"] == 50.0
    assert told["total"] > 80
    assert told["grade"] == "不合格"


TWICE = '{"B1": {"1": 3, "1": 4}}'
BAD = {
    "no file of objects": ("[]", "the file is no JSON object"),
    "a table that is no object": ('{"B1": 3}', "table B1 is no JSON object"),
    "an unknown table": ('{"B20": {}}', "there is no table 'B20'"),
    "an unknown item": ('{"B1": {"11": 1}}', "table B1 has no item '11'"),
    "more than the points": ('{"B1": {"3": 11}}', "table B1, item 3: 11 is not a whole number"),
    "less than nothing": ('{"B1": {"3": -1}}', "table B1, item 3: -1 is not a whole number"),
    "a part of a point": ('{"B1": {"3": 1.5}}', "table B1, item 3: 1.5 is not a whole number"),
    "a truth": ('{"B1": {"3": true}}', "table B1, item 3: True is not a whole number"),
    "a word": ('{"B1": {"3": "n/a"}}', "table B1, item 3: 'n/a' is not a whole number"),
    "one item twice": (TWICE, "'1' is said twice"),
    "no JSON": ("{", "the file is not JSON"),
    "JSON without end": ("[" * 100_000, "the file is not JSON"),
    "a number without end": ('{"B1": {"3": ' + "9" * 5000 + "}}", "the file is not JSON"),
    "a long word": ('{"B1": {"3": "' + "长" * 5000 + '"}}', "长… is not a whole number"),
    "a huge file": (" " * 1_000_001, "the file is longer than"),
    "a file larger than any letters": (" " * 5_000_000, "the file is longer than"),
}


@pytest.mark.parametrize(("text", "sentence"), BAD.values(), ids=BAD)
def test_bad_answers_are_refused_by_the_item(tmp_path: Path, text: str, sentence: str) -> None:
    result = scored(tmp_path, text)
    assert (result.exit_code, sentence in result.output) == (1, True), result.output
    assert isinstance(result.exception, SystemExit)
    assert len(result.output) < 300


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_bytes(b"\xff\xfe\x00")
    result = CliRunner().invoke(main, ["checklist", "score", "jgj59-2011", str(file)])
    assert (result.exit_code, "not UTF-8" in result.output) == (1, True)


@strategies.composite
def sites(draw: strategies.DrawFn) -> dict[str, dict[str, Answer]]:
    """Answers to some tables: what is right, deducted or not there, by chance."""
    some = draw(strategies.lists(strategies.sampled_from(list(STANDARD.tables)), unique=True))
    return {table: draw(_answers(STANDARD.tables[table].points)) for table in some}


def _answers(points: Mapping[str, int]) -> strategies.SearchStrategy[dict[str, Answer]]:
    by_item = {
        item: strategies.one_of(
            strategies.just(Answer(Found.CONFORMING)),
            strategies.just(Answer(Found.NOT_APPLICABLE)),
            strategies.integers(1, most).map(lambda n: Answer(Found.NONCONFORMING, n)),
        )
        for item, most in points.items()
    }
    return strategies.fixed_dictionaries({}, optional=by_item)


@given(sites())
def test_scores_and_grades_keep_to_the_standard(answers: Answered) -> None:
    site = score_site(STANDARD, answers)
    assert all(0 <= value <= 100 for value in (*site.tables.values(), *site.classes.values()))
    assert set(site.tables) <= set(answers)
    if site.total.value is None:
        assert (site.tables, site.total.grade) == ({}, None)
        return
    assert min(site.classes.values()) <= site.total.value <= max(site.classes.values())
    may_pass = 0 not in site.tables.values() and site.total.value >= 70
    assert (site.total.grade is not Grade.UNQUALIFIED) is may_pass


@given(sites(), strategies.data())
def test_one_more_point_deducted_never_raises_a_score(
    answers: Answered, data: strategies.DataObject
) -> None:
    faults = [
        (table, item)
        for table, items in answers.items()
        for item, answer in items.items()
        if 0 < answer.deduction < STANDARD.tables[table].points[item]
    ]
    if not faults:
        return
    table, item = data.draw(strategies.sampled_from(faults))
    worse = Answer(Found.NONCONFORMING, answers[table][item].deduction + 1)
    before = score_site(STANDARD, answers)
    after = score_site(STANDARD, {**answers, table: {**answers[table], item: worse}})
    assert after.tables[table] <= before.tables[table]
    assert (after.total.value or 0) <= (before.total.value or 0)


def test_what_a_file_says_is_read_as_it_is_answered() -> None:
    read_in = read_deductions(STANDARD, '{"B1": {"1": 3, "2": 0, "5": "na"}}')
    assert read_in == {
        "B1": {
            "1": Answer(Found.NONCONFORMING, 3),
            "2": Answer(Found.CONFORMING),
            "5": Answer(Found.NOT_APPLICABLE),
        }
    }
