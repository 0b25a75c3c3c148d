"""A seat that stayed empty says of every inspector why not; nobody is left who could have come."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from suicha import dr1
from suicha.dr1.abilities import Need
from suicha.dr1.assignment import assign, rank
from suicha.dr1.causes import Causes, EmptySeat
from suicha.dr1.files import Inspector
from suicha.dr1.seed import key, read_contributions

from .folders import random_draw
from .test_dr1_assignment import SEED, inspectors, loads_of, may_take, needs

if TYPE_CHECKING:
    from collections.abc import Sequence


def left_empty(needs: Sequence[Need], listed: Sequence[Inspector]) -> list[EmptySeat]:
    assignment = assign(needs, rank(listed, key(SEED, "inspector")), key(SEED, "pick"))
    teams = {need.id: (need, team) for need, team in zip(needs, assignment.teams, strict=True)}
    causes = Causes(listed)
    return [causes.of(empty, *teams[empty.object_id]) for empty in assignment.unfilled]


def able(id_: str, *skills: str, cap: int = 1, avoid: str = "d:0") -> Inspector:
    return Inspector(id_, cap, 0, frozenset(skills), frozenset([avoid]))


@given(needs, inspectors)
@settings(deadline=None, max_examples=300)
def test_every_inspector_has_one_cause_and_it_is_true(
    needs: list[Need], inspectors: list[Inspector]
) -> None:
    assignment = assign(needs, rank(inspectors, key(SEED, "inspector")), key(SEED, "pick"))
    loads, known = loads_of(assignment), {who.id: who for who in inspectors}
    named = {need.id: (need, team) for need, team in zip(needs, assignment.teams, strict=True)}
    for seat in left_empty(needs, inspectors):
        need, team = named[seat.object_id]
        causes = (seat.seated, seat.unskilled, seat.recused, seat.full)
        assert Counter(who for cause in causes for who in cause) == Counter(list(known))
        assert set(seat.seated) == {who for who in team if who}
        assert not any(may_take(known[who], need, seat.skill) for who in seat.unskilled)
        assert not any(may_take(known[who], need, "*") for who in seat.recused)
        # Whoever might have taken the seat is full: a candidate without a cause does not exist.
        assert all(may_take(known[who], need, seat.skill) for who in seat.full)
        assert all(loads[who] == known[who].cap for who in (*seat.full, *seat.reach))
        assert set(seat.full) <= set(seat.reach)


def test_each_cause_is_told_by_its_name() -> None:
    listed = [
        able("i0", "fj"),
        able("i1", "fj", cap=0),
        able("i2", "fj", avoid="e:1"),
        able("i3", "td", cap=0),
        able("i4", cap=0, avoid="e:1"),
    ]
    (seat,) = left_empty([Need("o0", ("fj", "fj"), ("e:1",))], listed)
    assert seat == EmptySeat(
        object_id="o0",
        slot=1,
        skill="fj",
        seated=("i0",),
        unskilled=("i3", "i4"),
        recused=("i2",),
        full=("i1",),
        reach=("i1",),
    )


def test_the_reach_goes_beyond_those_who_could_sit_there_themselves() -> None:
    # i0 could come if i1 took over where i0 sits; but i1 is full too.
    listed = [able("i0", "fj", "td"), able("i1", "td")]
    needs = [Need(f"o{n}", (skill,), ()) for n, skill in enumerate(("td", "td", "fj"))]
    (seat,) = left_empty(needs, listed)
    assert (seat.skill, seat.full, seat.unskilled) == ("fj", ("i0",), ("i1",))
    assert seat.reach == ("i0", "i1")


def test_without_inspectors_there_is_nobody_to_name() -> None:
    (seat,) = left_empty([Need("o0", ("*",), ())], [])
    assert seat == EmptySeat("o0", 0, "*", (), (), (), (), ())


@pytest.mark.parametrize("number", range(20))
def test_the_empty_seats_of_a_draw_are_those_of_its_result_text(number: int) -> None:
    files = random_draw(number)
    names = ("manifest.json", "objects.tsv", "inspectors.tsv")
    manifest, objects, inspectors = (files[name] for name in names)
    values = read_contributions(files["contributions.tsv"])
    inputs = dr1.read(manifest, objects, inspectors, values)
    result = dr1.result_of(inputs)
    lines = [line.split("\t") for line in result.text.decode().splitlines()[1:]]
    empty = [(line[0], slot) for line in lines for slot, who in enumerate(line[3:]) if who == "-"]
    seats = list(dr1.empty_seats(inputs, result))
    assert sorted((seat.object_id, seat.slot) for seat in seats) == sorted(empty)
    for seat in seats:
        named = seat.seated + seat.unskilled + seat.recused + seat.full
        assert sorted(named) == [who.id for who in inputs.inspectors]
