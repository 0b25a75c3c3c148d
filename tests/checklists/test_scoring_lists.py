"""`suicha checklist score` of a list that an office published: its version in force."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from suicha.checklists.definition import Definition
from suicha.checklists.library import jgj59
from suicha.checklists.operations import publish_version
from suicha.checklists.operations.versions import Publisher
from suicha.cli import main
from suicha.db import db, today
from tests.builders import House

from .lists import every_kind, item, option, reason

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from suicha.db import Json

SINCE = date(2026, 1, 5)


def listing(*items: Json, scored: bool = True, code: str = "本区-1") -> Definition:
    sections = [
        {"id": "s1", "title": "保证项目", "guarantee": scored, "items": list(items[:1])},
        {"id": "s2", "title": "一般项目", "guarantee": False, "items": list(items[1:])},
    ]
    return Definition(code, "本区清单", "", "", scored=scored, split=scored, sections=sections)


def two() -> list[Json]:
    return [item("1.1", "score", points=40), item("1.2", "score", points=40)]


def publish(house: House, said: Definition, since: date = SINCE) -> None:
    publisher = Publisher(house.jurisdiction.id, house.person().id, "本区规定")
    publish_version(said, since, publisher)
    db.session.commit()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "answers.json"


@pytest.fixture
def score(app: Flask, file: Path) -> Any:  # Any: a function
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    environment = {"DATABASE_URL": url, "DATA": app.extensions["settings"].data.as_posix()}

    def call(said: object, *words: str, code: str = "本区-1", url: str = url) -> Result:
        file.write_text(said if isinstance(said, str) else json.dumps(said), "utf-8")
        asked = ["checklist", "score", code, str(file), *words]
        return CliRunner().invoke(main, asked, env=environment | {"DATABASE_URL": url})

    return call


def told(result: Result) -> Any:  # Any: JSON
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_an_offices_own_list_is_scored(house: House, score: Any) -> None:
    publish(house, listing(*two()))
    assert told(score({"1.1": 3, "1.2": "na"})) == {
        "tables": {"本区-1": 92.5},
        "classes": {},
        "total": 92.5,
        "grade": None,
    }
    assert told(score({}))["total"] == 100.0
    assert told(score({"1.1": 40}))["total"] == 0.0, "a guarantee item at nought"
    nothing = told(score({"1.1": "na", "1.2": "na"}))
    assert nothing == {"tables": {}, "classes": {}, "total": None, "grade": None}


def test_the_version_in_force_today_is_the_one(house: House, score: Any) -> None:
    publish(house, listing(*two()))
    publish(house, listing(item("1.1", "score", points=10), item("1.2", "score", points=10)))
    publish(house, listing(item("1.1", "score", points=1)), today() + timedelta(days=1))
    assert told(score({"1.1": 2}))["total"] == 90.0


def test_a_table_of_the_library_is_scored_by_its_code(house: House, score: Any) -> None:
    for table in ("B1", "B2", "B1"):
        publish_version(jgj59.table(table), SINCE)
    db.session.commit()
    assert told(score({"B1-7": 4}, code="JGJ59-B1"))["tables"] == {"JGJ59-B1": 96.0}
    assert house.agency.short_name == "示建"
    assert told(score({"B1-7": 4}, code="JGJ59-B1"))["tables"] == {"JGJ59-B1": 96.0}


def test_of_two_offices_one_says_whose_list_is_meant(house: House, score: Any) -> None:
    publish(house, listing(*two()))
    other = House("330107")
    other.agency.short_name = "邻建"
    publish(other, listing(item("1.1", "score", points=10)))
    refused = score({"1.1": 2})
    assert (refused.exit_code, "say whose by --agency" in refused.output) == (1, True)
    assert told(score({"1.1": 2}, "--agency", "邻建"))["total"] == 80.0
    assert told(score({"1.1": 4}, "--agency", house.agency.short_name))["total"] == 95.0
    unknown = score({}, "--agency", "无此机关")
    assert unknown.exit_code == 1
    assert isinstance(unknown.exception, SystemExit)


def test_answers_of_other_kinds_decide_what_is_asked_for(house: House, score: Any) -> None:
    cranes = item("0", "choice", options=[option("a"), option("b")])
    hook = item("1", "score", points=10, shown_when={"item": "0", "chosen": "b"})
    publish(house, listing(cranes, hook, item("2", "score", points=10)))
    assert told(score({"2": 5}))["total"] == 50.0
    there = {"0": {"result": "recorded", "given": {"chosen": ["b"]}}}
    assert told(score(there | {"1": 5}))["total"] == 75.0
    hidden = score({"1": 5})
    assert (hidden.exit_code, "item 1 is not asked for" in hidden.output) == (1, True)
    assert told(score({"1": "na", "2": 5}))["total"] == 50.0


def test_grounds_are_taken_as_a_record_has_them(house: House, score: Any) -> None:
    publish(house, listing(item("s", "score", points=20, reasons=[reason("r1", 3, 5)])))
    grounds = {"reasons": [{"id": "r1", "points": 4}]}
    answer = {"result": "nonconforming", "deduction": 4, "given": grounds}
    assert told(score({"s": answer}))["total"] == 80.0
    wrong = score({"s": answer | {"deduction": 5}})
    assert (wrong.exit_code, "takes no such reasons" in wrong.output) == (1, True)


NO_NUMBER = 'is not a whole number from 0 to its 10 points or "na"'
BAD = {
    "an unknown item": ({"x": 1}, "the list has no item 'x'"),
    "more than the points": ({"s": 11}, f"item s: 11 {NO_NUMBER}"),
    "less than nothing": ({"s": -1}, f"item s: -1 {NO_NUMBER}"),
    "a truth": ({"s": True}, f"item s: True {NO_NUMBER}"),
    "a word": ({"s": "n/a"}, f"item s: 'n/a' {NO_NUMBER}"),
    "points where none are": ({"j": 1}, "item j: it takes no points"),
    "nothing at all": ({"j": None}, "item j: it takes no points"),
    "a part too many": ({"j": {"result": "conforming", "why": 1}}, "item j: an object has"),
    "a content that is none": ({"t": {"result": "recorded", "given": [1]}}, "item t: an object"),
    "no result": ({"j": {}}, 'item j: "result" is one of conforming, '),
    "a result that is none": ({"j": {"result": ["na"]}}, 'item j: "result" is one of'),
    "a deduction that is none": (
        {"s": {"result": "nonconforming", "deduction": 1.5}},
        f"item s: 1.5 {NO_NUMBER}",
    ),
    "another's points": (
        {"j": {"result": "nonconforming", "deduction": 1}},
        "item j: 1 is not a whole number from 0 to its 0 points",
    ),
    "a choice that is none": (
        {"c": {"result": "recorded", "given": {"chosen": ["z"]}}},
        "item c: the list takes no such given",
    ),
    "one item twice": ('{"s": 1, "s": 2}', "'s' is said twice"),
    "no object": ("[]", "the file is no JSON object"),
    "no JSON": ("{", "the file is not JSON"),
    "a number without end": ('{"s": ' + "9" * 5000 + "}", "the file is not JSON"),
    "a huge file": (" " * 5_000_000, "the file is longer than"),
}


@pytest.mark.parametrize(("said", "sentence"), BAD.values(), ids=BAD)
def test_bad_answers_are_refused_in_a_sentence(
    house: House, score: Any, said: object, sentence: str
) -> None:
    kinds = [one for one in every_kind() if one["kind"] != "photo"]
    publish(house, listing(*kinds))
    result = score(said)
    assert (result.exit_code, sentence in result.output) == (1, True), result.output
    assert isinstance(result.exception, SystemExit)
    assert result.output.count("\n") <= 1


def test_an_unknown_list_is_refused_with_what_is_known(house: House, score: Any) -> None:
    publish(house, listing(*two()), today() + timedelta(days=1))
    for code in ("jgj59-1999", "本区-1"):
        result = score({}, code=code)
        assert (result.exit_code, "known: jgj59-2011" in result.output) == (2, True)


def test_a_list_that_does_not_score_is_refused(house: House, score: Any) -> None:
    plain = listing(item("1.1"), item("1.2"), scored=False)
    publish(house, replace(plain, code="本区-2"))
    result = score({}, code="本区-2")
    assert (result.exit_code, "'本区-2' does not score" in result.output) == (1, True)


def test_a_database_that_does_not_answer_is_told_in_a_sentence(score: Any) -> None:
    result = score({}, url="postgresql+psycopg://nobody@127.0.0.1:9/none")
    assert (result.exit_code, "database cannot be asked" in result.output) == (1, True)


def test_the_standard_asks_no_database(score: Any) -> None:
    nowhere = "postgresql+psycopg://nobody@127.0.0.1:9/none"
    assert told(score({"B1": {"1": 3}}, code="jgj59-2011", url=nowhere))["total"] == 97.0
