"""Members of a lot that are drawn, not chosen (decision 0021)."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from uuid import UUID

import pytest
from click.testing import CliRunner
from hypothesis import given, strategies

from suicha.checklists.definition.positions import positions, seed_of
from suicha.cli import main

CHECK, LIST = UUID("019a9f00-0000-7000-8000-000000000001"), UUID(int=7)


def by_hand(check: UUID, version: UUID, item: str, capacity: int, size: int) -> list[int]:
    """The same in the words of draw.md, sections 3 and 4, and of decision 0021 alone."""
    text = f"suicha sample/1\n{check}\n{version}\n{item}\n"
    seed = hashlib.sha256(text.encode()).hexdigest()
    key = hashlib.sha256(f"dr/1 object\n{seed}\n".encode()).hexdigest()
    tickets = sorted(
        (hashlib.sha256(f"{key}{number}".encode()).digest(), number)
        for number in range(1, capacity + 1)
    )
    return sorted(number for _, number in tickets[:size])


@given(
    strategies.uuids(), strategies.text(), strategies.integers(1, 300), strategies.integers(1, 50)
)
def test_a_sample_is_what_anybody_computes_from_the_rule(
    check: UUID, item: str, capacity: int, size: int
) -> None:
    drawn = positions(seed_of(check, LIST, item), capacity, size)
    assert drawn == by_hand(check, LIST, item, capacity, size)
    assert len(set(drawn)) == min(capacity, size)
    assert set(drawn) <= set(range(1, capacity + 1))


@given(strategies.integers(1, 300), strategies.integers(1, 50))
def test_a_second_sample_has_no_member_of_the_first(capacity: int, size: int) -> None:
    seed = seed_of(CHECK, LIST, "m2")
    first, second = positions(seed, capacity, size), positions(seed, capacity, size, skip=size)
    assert not {*first} & {*second}
    assert {*first, *second} == {*positions(seed, capacity, 2 * size)}


@given(strategies.integers(1, 300), strategies.integers(1, 50))
def test_one_member_more_takes_at_most_one_place(capacity: int, size: int) -> None:
    seed = seed_of(CHECK, LIST, "m2")
    gone = {*positions(seed, capacity, size)} - {*positions(seed, capacity + 1, size)}
    assert len(gone) <= 1


def test_every_item_list_and_check_has_a_sample_of_its_own() -> None:
    seeds = {seed_of(check, LIST, item) for check in (CHECK, LIST) for item in ("a", "b")}
    assert len(seeds | {seed_of(CHECK, CHECK, "a")}) == 5


def test_no_member_is_preferred() -> None:
    met = Counter(
        number
        for check in range(2000)
        for number in positions(seed_of(UUID(int=check), LIST, "m"), 20, 5)
    )
    assert len(met) == 20
    assert min(met.values()) > 400  # of 500 expected; five times the deviation is 97


def test_the_command_draws_them_again_without_a_database() -> None:
    said = ["checklist", "sample", str(CHECK), str(LIST), "m2", "100"]
    run = CliRunner().invoke(main, said)
    assert json.loads(run.output) == positions(seed_of(CHECK, LIST, "m2"), 100, 8)
    more = CliRunner().invoke(main, [*said, "--size", "8", "--skip", "8"])
    assert json.loads(more.output) == positions(seed_of(CHECK, LIST, "m2"), 100, 8, skip=8)


@pytest.mark.parametrize(
    "said", [["x", str(LIST), "m2", "100"], [str(CHECK), str(LIST), "m2", "0"]]
)
def test_the_command_refuses_what_names_no_sample(said: list[str]) -> None:
    run = CliRunner().invoke(main, ["checklist", "sample", *said])
    assert run.exit_code == 2
    assert run.output.count("Error:") == 1
