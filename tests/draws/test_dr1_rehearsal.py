"""A rehearsal plays the draw with invented seeds: chances, loads, seats that may stay empty."""

from __future__ import annotations

import hashlib
from collections import Counter
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suicha import dr1
from suicha.dr1 import InputError, Inspector, ObjectRow, Rehearsal, rehearsal
from suicha.dr1.files import read_inspectors, read_objects
from suicha.dr1.rehearsal import FEWEST_RUNS, RUNS, Chance, Kind, Load, invented_seed, runs_for
from suicha.dr1.result import Terms, carry_out
from suicha.dr1.seed import seed

from .folders import SLOTS as ODD_SLOTS
from .folders import random_draw

SLOTS = {"building": ("civil", "*"), "municipal": ("municipal", "*")}


def sites(*counts: tuple[str, int], category: str = "building", weight: int = 1) -> list[ObjectRow]:
    return [
        ObjectRow(f"{stratum}{category[0]}{weight}-{n:03d}", stratum, weight, category, ["d:1"])
        for stratum, count in counts
        for n in range(count)
    ]


def people(count: int, *skills: str, cap: int = 99, avoid: tuple[str, ...] = ()) -> list[Inspector]:
    made = frozenset(skills), frozenset(avoid)
    return [Inspector(f"{'-'.join(skills) or 'any'}{n:02d}", cap, 0, *made) for n in range(count)]


def rehearsed(objects: list[ObjectRow], inspectors: list[Inspector], **take: int) -> Rehearsal:
    listed, known = dr1.write_objects(objects), dr1.write_inspectors(inspectors)
    return dr1.rehearse(listed, known, take, SLOTS)


def test_the_chance_of_a_class_is_what_is_taken_of_what_there_is() -> None:
    told = rehearsed(sites(("A", 20), ("B", 10)), people(4, "civil"), A=5, B=10)
    assert told.runs == RUNS
    a, b = told.strata
    assert (a.name, a.take, a.available) == ("A", 5, 20)
    assert a.chances == (Chance(1, 20, 5 * RUNS),)
    assert b.chances == (Chance(1, 10, 10 * RUNS),)
    assert told.empty == {0: RUNS}


def test_heavier_objects_are_drawn_more_often_and_weight_0_never() -> None:
    objects = [row for weight in (0, 1, 4) for row in sites(("A", 20), weight=weight)]
    (stratum,) = rehearsed(objects, people(4, "civil"), A=8).strata
    assert stratum.available == 40
    light, heavy = stratum.chances
    assert (light.weight, heavy.weight, light.objects, heavy.objects) == (1, 4, 20, 20)
    assert light.drawn + heavy.drawn == 8 * RUNS
    assert heavy.drawn > 2 * light.drawn


def test_loads_add_up_to_the_seats_that_were_given() -> None:
    told = rehearsed(sites(("A", 12)), people(3, "civil") + people(2), A=6)
    assert sum(load.total for load in told.loads) == 2 * 6 * told.runs
    assert all(load.least <= load.total / told.runs <= load.most for load in told.loads)
    assert [load.id for load in told.loads] == sorted(load.id for load in told.loads)


def test_a_plan_that_cannot_be_filled_is_told_with_its_cause() -> None:
    """Five municipal sites among ten; two inspectors for them, who may go twice each."""
    objects = sites(("A", 5)) + sites(("A", 5), category="municipal")
    inspectors = people(2, "municipal", cap=2) + people(8, "civil", cap=9)
    told = rehearsed(objects, inspectors, A=10)
    assert told.empty == {1: told.runs}
    kinds = {each.kind: each for each in told.kinds}
    short = kinds[Kind("municipal", "municipal")]
    assert (short.objects, short.fewest, short.most, short.without) == (5, 2, 2, 0)
    assert (short.short_runs, short.most_empty) == (told.runs, 1)
    assert short.example is not None
    assert short.example.full == ("municipal00", "municipal01")
    assert short.example.recused == ()
    assert kinds[Kind("building", "civil")].example is None
    assert kinds[Kind("building", "civil")].short_runs == 0


def test_what_happens_in_some_runs_only_is_told_in_how_many() -> None:
    objects = sites(("A", 9)) + sites(("A", 3), category="municipal")
    told = rehearsed(objects, people(1, "municipal", cap=1) + people(5, "civil"), A=4)
    assert set(told.empty) >= {0, 1}
    assert sum(told.empty.values()) == told.runs
    (short,) = (each for each in told.kinds if each.short_runs)
    assert short.short_runs == told.runs - told.empty[0]
    assert short.most_empty == max(told.empty)


def test_recusals_leave_objects_without_any_candidate() -> None:
    known = people(2, "civil", avoid=("o:Ab1-000",)) + people(1, "quality")
    told = rehearsed(sites(("A", 4)), known, A=1)
    civil = next(each for each in told.kinds if each.kind.skill == "civil")
    assert (civil.fewest, civil.most, civil.without, civil.objects) == (0, 2, 1, 4)
    assert civil.example is not None
    assert civil.example.recused == ("civil00", "civil01")


def test_one_inspector_takes_one_seat_of_each_object() -> None:
    told = rehearsed(sites(("A", 3)), people(1, "civil"), A=2)
    assert told.loads == (Load("civil00", 2, 2, 2 * told.runs),)
    assert told.empty == {2: told.runs}
    assert sum(each.most_empty for each in told.kinds) == 2
    examples = [each.example for each in told.kinds if each.example]
    assert all(example.seated == ("civil00",) for example in examples)


def test_without_any_inspector_every_seat_stays_empty() -> None:
    told = rehearsed(sites(("A", 3)), [], A=3)
    assert told.loads == ()
    assert told.empty == {6: told.runs}
    assert [(each.fewest, each.most, each.without) for each in told.kinds] == [(0, 0, 3)] * 2


def test_whoever_may_take_no_seat_is_no_candidate() -> None:
    told = rehearsed(sites(("A", 1)), people(2, "civil", cap=0), A=1)
    assert [each.most for each in told.kinds] == [0, 0]
    assert {each.example.full for each in told.kinds if each.example} == {("civil00", "civil01")}


def test_an_empty_class_gives_nothing_and_a_short_one_all_it_has() -> None:
    told = rehearsed(sites(("A", 2)), people(3, "civil"), A=5, B=4, C=0)
    a, b = told.strata
    assert (a.take, a.available, a.chances) == (5, 2, (Chance(1, 2, 2 * RUNS),))
    assert (b.take, b.available, b.chances) == (4, 0, ())
    assert told.empty == {0: told.runs}


def test_a_plan_of_nothing_is_played_all_the_same() -> None:
    told = dr1.rehearse(b"", b"", {}, SLOTS)
    assert told == Rehearsal(RUNS, (), (), (), {0: RUNS})


def test_lists_that_no_draw_could_read_are_refused() -> None:
    with pytest.raises(InputError, match=r"objects\.tsv, line 1"):
        dr1.rehearse(b"A1\n", b"", {}, SLOTS)
    with pytest.raises(InputError, match=r"inspectors\.tsv"):
        dr1.rehearse(b"", b"x", {}, SLOTS)
    unknown = dr1.write_objects([ObjectRow("A1", "A", 1, "bridge", [])])
    with pytest.raises(InputError, match='category "bridge" has no slots'):
        dr1.rehearse(unknown, b"", {"A": 1}, SLOTS)


@given(st.integers(0, 2**32))
@settings(max_examples=30, deadline=None)
def test_it_plays_exactly_what_a_draw_would_do_with_that_seed(number: int) -> None:
    files = random_draw(number)
    lists = files["objects.tsv"], files["inspectors.tsv"]
    slots = {category: tuple(skills) for category, skills in ODD_SLOTS.items()}
    terms = Terms(read_objects(lists[0]), read_inspectors(lists[1]), {"A": 3, "B": 9}, slots)
    with patch.object(rehearsal, "RUNS", 5):
        told = dr1.rehearse(*lists, terms.take, slots)
    runs = [carry_out(terms, invented_seed(run))[1] for run in range(5)]
    assert told.empty == Counter(len(run.unfilled) for run in runs)
    seats = sum(who is not None for run in runs for team in run.teams for who in team)
    assert sum(load.total for load in told.loads) == seats


def test_no_invented_seed_is_the_seed_of_a_draw() -> None:
    """What is hashed for a draw begins otherwise, whatever its manifest and contributions."""
    hashed: list[bytes] = []
    real = hashlib.sha256

    def noted(data: bytes) -> object:
        hashed.append(data)
        return real(data)

    with patch("hashlib.sha256", noted):
        seeds = [invented_seed(run) for run in range(RUNS)]
        seed("0" * 64, [("dice", "1" * 20)])
        seed("", [])
    assert all(text.startswith(b"dr/1 rehearsal\n") for text in hashed[:RUNS])
    assert all(text.startswith(b"dr/1 seed\n") for text in hashed[RUNS:])
    assert len(set(seeds)) == RUNS


def test_to_rehearse_again_says_the_same() -> None:
    objects, known = sites(("A", 9)), people(3, "civil")
    assert rehearsed(objects, known, A=4) == rehearsed(objects, known, A=4)


@pytest.mark.parametrize(
    ("tickets", "seats", "runs"),
    [(0, 0, RUNS), (600, 400, RUNS), (100_000, 2_000, 11), (10**6, 20_000, FEWEST_RUNS)],
)
def test_a_large_plan_is_rehearsed_less_often(tickets: int, seats: int, runs: int) -> None:
    assert runs_for(tickets, seats) == runs
