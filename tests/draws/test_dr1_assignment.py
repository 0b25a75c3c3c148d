"""The assignment fills as much as any method can, as evenly as any can, and says why not more."""

from collections import Counter
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from suicha.dr1.abilities import Need
from suicha.dr1.assignment import Assignment, Unfilled, assign, rank
from suicha.dr1.files import Inspector
from suicha.dr1.ranks import ascending, nth
from suicha.dr1.seed import key

SEED = bytes(32)
SKILLS = ["fj", "td"]
TAGS = ["d:1", "e:1"]

some_skills = st.frozensets(st.sampled_from(SKILLS))
needs = st.lists(
    st.tuples(
        st.lists(st.sampled_from(["*", *SKILLS]), min_size=1, max_size=2),
        st.sets(st.sampled_from(TAGS)),
    ),
    min_size=1,
    max_size=3,
).map(
    lambda drawn: [
        Need(f"o{place}", tuple(slots), tuple(sorted(tags)))
        for place, (slots, tags) in enumerate(drawn)
    ]
)
inspectors = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.integers(0, 3),
        some_skills,
        st.frozensets(st.sampled_from([*TAGS, "o:o0"]), max_size=1),
    ),
    max_size=4,
).map(lambda drawn: [Inspector(f"i{place}", *parts) for place, parts in enumerate(drawn)])


def assigned(needs: Sequence[Need], inspectors: Sequence[Inspector]) -> Assignment:
    return assign(needs, rank(inspectors, key(SEED, "inspector")), key(SEED, "pick"))


def may_take(inspector: Inspector, need: Need, skill: str) -> bool:
    recused = inspector.avoid & {*need.tags, f"o:{need.id}"}
    return not recused and (skill == "*" or skill in inspector.skills)


def every_assignment(
    needs: Sequence[Need], inspectors: Sequence[Inspector]
) -> Iterator[Counter[str]]:
    """Yield the loads of every lawful way, empty slots included, to seat inspectors."""
    slots = [(need, skill) for need in needs for skill in need.slots]

    def seat(
        place: int, loads: Counter[str], seated: frozenset[tuple[str, str]]
    ) -> Iterator[Counter[str]]:
        if place == len(slots):
            yield loads
            return
        need, skill = slots[place]
        yield from seat(place + 1, loads, seated)
        for who in inspectors:
            pair = (need.id, who.id)
            if pair not in seated and loads[who.id] < who.cap and may_take(who, need, skill):
                yield from seat(place + 1, loads + Counter([who.id]), seated | {pair})

    return seat(0, Counter(), frozenset())


def filled(assignment: Assignment) -> int:
    return sum(who is not None for team in assignment.teams for who in team)


def loads_of(assignment: Assignment) -> Counter[str]:
    return Counter(who for team in assignment.teams for who in team if who is not None)


def unevenness(loads: Counter[str], inspectors: Sequence[Inspector]) -> int:
    return sum((who.base + loads[who.id]) ** 2 for who in inspectors)


@given(needs, inspectors)
def test_nobody_holds_a_slot_that_is_not_theirs_to_hold(
    needs: list[Need], inspectors: list[Inspector]
) -> None:
    assignment = assigned(needs, inspectors)

    known = {who.id: who for who in inspectors}
    for need, team in zip(needs, assignment.teams, strict=True):
        present = [who for who in team if who is not None]
        assert len(set(present)) == len(present)
        for skill, who in zip(need.slots, team, strict=True):
            assert who is None or may_take(known[who], need, skill)
    assert all(load <= known[who].cap for who, load in loads_of(assignment).items())


@given(needs, inspectors)
@settings(deadline=None, max_examples=300)
@example(  # two slots of one object have to trade places
    [Need("o0", ("*", "td"), ())],
    [
        Inspector("i0", 1, 0, frozenset(["td"]), frozenset()),
        Inspector("i1", 1, 0, frozenset(), frozenset()),
    ],
)
def test_no_other_assignment_fills_more_slots_or_is_more_even(
    needs: list[Need], inspectors: list[Inspector]
) -> None:
    assignment = assigned(needs, inspectors)

    ways = list(every_assignment(needs, inspectors))
    most = max(loads.total() for loads in ways)
    assert filled(assignment) == most
    assert unevenness(loads_of(assignment), inspectors) == min(
        unevenness(loads, inspectors) for loads in ways if loads.total() == most
    )


@given(needs, inspectors)
def test_an_empty_slot_names_inspectors_who_are_all_full_and_cannot_be_relieved(
    needs: list[Need], inspectors: list[Inspector]
) -> None:
    assignment = assigned(needs, inspectors)

    loads = loads_of(assignment)
    seats = [
        (need, t, team)
        for need, team in zip(needs, assignment.teams, strict=True)
        for t in range(len(team))
    ]
    for empty in assignment.unfilled:
        assert all(loads[who.id] == who.cap for who in inspectors if who.id in empty.reach)
        for need, t, team in seats:
            able = {who.id for who in inspectors if may_take(who, need, need.slots[t])}
            is_it = (need.id, t) == (empty.object_id, empty.slot)
            could_help = is_it or team[t] in empty.reach
            assert not is_it or team[t] is None
            assert not could_help or able <= {*empty.reach, *team}


@given(needs, inspectors)
def test_the_order_in_which_inspectors_are_listed_changes_nothing(
    needs: list[Need], inspectors: list[Inspector]
) -> None:
    assert assigned(needs, inspectors[::-1]) == assigned(needs, inspectors)


@given(st.sets(st.integers(0, 200), min_size=1))
def test_the_nth_rank_of_a_set_is_found_by_halving(ranks: set[int]) -> None:
    as_bits = sum(1 << rank for rank in ranks)

    assert list(ascending(as_bits)) == sorted(ranks)
    assert [nth(as_bits, place) for place in range(len(ranks))] == sorted(ranks)


@pytest.mark.parametrize("seed", [bytes([number]) * 32 for number in range(16)])
def test_a_slot_that_nobody_can_fill_does_not_spoil_a_later_exchange(seed: bytes) -> None:
    skilled = Inspector("i0", 1, 0, frozenset(["fj"]), frozenset())
    unskilled = Inspector("i1", 1, 0, frozenset(), frozenset())
    needs = [Need("o0", ("td",), ()), Need("o1", ("*",), ()), Need("o2", ("fj",), ())]

    assignment = assign(
        needs, rank([skilled, unskilled], key(seed, "inspector")), key(seed, "pick")
    )

    assert assignment.teams == ((None,), ("i1",), ("i0",))
    assert assignment.unfilled == (Unfilled("o0", 0, ()),)


def test_an_object_that_avoids_an_inspector_by_its_own_id_gets_somebody_else() -> None:
    recused = Inspector("i0", 9, 0, frozenset(), frozenset(["o:o0"]))
    other = Inspector("i1", 9, 9, frozenset(), frozenset())

    assignment = assigned([Need("o0", ("*", "*"), ())], [recused, other])

    assert sorted(assignment.teams[0], key=str) == [None, "i1"]
    assert assignment.unfilled[0].reach == ()
