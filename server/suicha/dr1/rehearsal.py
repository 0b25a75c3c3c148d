"""A rehearsal: the draw played with invented seeds before anything is committed (draw.md 5.3).

A rehearsal can never become the draw. Its seeds are hashes of texts that begin "dr/1 rehearsal";
the seed of a draw is the hash of a text that begins "dr/1 seed" and holds the manifest's digest and
the contributions. To make one the other somebody would have to find two texts of one SHA-256.
The invented seeds are the same for every plan and at any time: to rehearse again says the same
again, and nobody can go on rehearsing until it suits.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import NamedTuple

from suicha.dr1.abilities import ANYBODY, Abilities, Need
from suicha.dr1.assignment import Assignment
from suicha.dr1.causes import Causes, EmptySeat
from suicha.dr1.files import read_inspectors, read_objects
from suicha.dr1.result import Terms, carry_out, check_categories
from suicha.dr1.tables import tokens
from suicha.dr1.tickets import Drawn

RUNS = 200
FEWEST_RUNS = 10
# What a rehearsal may cost, counted in tickets: some two seconds of one core. A seat costs as much
# as so many tickets.
MOST_WORK = 1_500_000
SEAT_WORK = 14


class Kind(NamedTuple):
    """A kind of slot: whose sites have it, and the skill that it asks for."""

    category: str
    skill: str


@dataclass(frozen=True, slots=True)
class Chance:
    """How often objects of one weight were drawn, over all runs."""

    weight: int
    objects: int
    drawn: int


@dataclass(frozen=True, slots=True)
class Stratum:
    """A stratum that is drawn from: with one weight only, the chance is exactly take / available.

    A `take` above `available` draws them all; the freeze check refuses it.
    """

    name: str
    take: int
    available: int
    chances: tuple[Chance, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """The seats of one inspector: least and most of one run, total of all."""

    id: str
    least: int
    most: int
    total: int


@dataclass(frozen=True, slots=True)
class SlotKind:
    """Who could take a kind of slot, and how often such a seat stayed empty.

    Candidates are counted for each object that may be drawn, before anybody sits: the fewest, the
    most, and the objects that have none. An example tells why the first such seat stayed empty.
    """

    kind: Kind
    objects: int
    fewest: int
    most: int
    without: int
    short_runs: int
    most_empty: int
    example: EmptySeat | None


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What so many runs gave; `empty` says in how many of them how many seats stayed empty."""

    runs: int
    strata: tuple[Stratum, ...]
    loads: tuple[Load, ...]
    kinds: tuple[SlotKind, ...]
    empty: Mapping[int, int]


def rehearse(
    objects: bytes,
    inspectors: bytes,
    take: Mapping[str, int],
    slots: Mapping[str, tuple[str, ...]],
) -> Rehearsal:
    """Play the draw of two lists; InputError where `dr1.read` would refuse them."""
    terms = Terms(read_objects(objects), read_inspectors(inspectors), take, slots)
    check_categories(slots, terms.objects)
    return _Rehearsing(terms).played()


def invented_seed(run: int) -> bytes:
    """Return the seed of one run, from 0."""
    return hashlib.sha256(f"dr/1 rehearsal\n{run}\n".encode()).digest()


def runs_for(tickets: int, seats: int) -> int:
    """Return how often a draw of so many tickets and seats is rehearsed."""
    work = max(1, tickets + SEAT_WORK * seats)
    return min(RUNS, max(FEWEST_RUNS, MOST_WORK // work))


class _Rehearsing:
    """The count over the runs of one rehearsal."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._causes = Causes(terms.inspectors)
        self._drawn: Counter[str] = Counter()
        self._loads: list[Counter[str]] = []
        self._empty: list[Counter[Kind]] = []
        self._examples: dict[Kind, EmptySeat] = {}

    def played(self) -> Rehearsal:
        """Run it, and say what came of it."""
        weights = self._weights()
        seats = sum(min(self._terms.take[name], len(each)) for name, each in weights.items())
        most_slots = max(map(len, self._terms.slots.values()), default=0)
        runs = runs_for(sum(map(sum, weights.values())), seats * most_slots)
        for run in range(runs):
            self._count(*carry_out(self._terms, invented_seed(run)))
        return Rehearsal(
            runs=runs,
            strata=tuple(self._strata(weights)),
            loads=tuple(self._spread()),
            kinds=tuple(self._kinds()),
            empty=dict(sorted(Counter(each.total() for each in self._empty).items())),
        )

    def _count(self, drawn: Sequence[Drawn], assignment: Assignment) -> None:
        self._drawn.update(one.id for one in drawn)
        self._loads.append(Counter(who for team in assignment.teams for who in team if who))
        places = {one.id: place for place, one in enumerate(drawn)} if assignment.unfilled else {}
        empty: Counter[Kind] = Counter()
        for seat in assignment.unfilled:
            one = drawn[places[seat.object_id]]
            need = self._terms.need(one)
            kind = Kind(one.category, need.slots[seat.slot])
            empty[kind] += 1
            if kind not in self._examples:
                team = assignment.teams[places[seat.object_id]]
                self._examples[kind] = self._causes.of(seat, need, team)
        self._empty.append(empty)

    def _weights(self) -> dict[str, list[int]]:
        """Return the weights of what may be drawn, by the strata that are drawn from."""
        listed = self._terms.objects
        weights: dict[str, list[int]] = {
            name: [] for name, take in self._terms.take.items() if take
        }
        for stratum, weight in zip(listed.strata, listed.weights, strict=True):
            if weight and stratum in weights:
                weights[stratum].append(weight)
        return weights

    def _strata(self, weights: Mapping[str, Sequence[int]]) -> Iterator[Stratum]:
        listed = self._terms.objects
        drawn: Counter[tuple[str, int]] = Counter()
        for id_, stratum, weight in zip(listed.ids, listed.strata, listed.weights, strict=True):
            drawn[stratum, weight] += self._drawn[id_]
        for name, each in weights.items():
            counted = sorted(Counter(each).items())
            chances = (Chance(weight, count, drawn[name, weight]) for weight, count in counted)
            yield Stratum(name, self._terms.take[name], len(each), tuple(chances))

    def _spread(self) -> Iterator[Load]:
        for who in self._terms.inspectors:
            held = [loads[who.id] for loads in self._loads]
            yield Load(who.id, min(held), max(held), sum(held))

    def _kinds(self) -> Iterator[SlotKind]:
        counted = self._candidates()
        for kind in sorted(counted, key=_place):
            candidates = counted[kind]
            empty = [each[kind] for each in self._empty if each[kind]]
            yield SlotKind(
                kind=kind,
                objects=candidates.total(),
                fewest=min(candidates),
                most=max(candidates),
                without=candidates[0],
                short_runs=len(empty),
                most_empty=max(empty, default=0),
                example=self._examples.get(kind),
            )

    def _candidates(self) -> Mapping[Kind, Counter[int]]:
        """Count the objects that may be drawn by their numbers of candidates, for each kind."""
        abilities = Abilities([who for who in self._terms.inspectors if who.cap])
        counted: defaultdict[Kind, Counter[int]] = defaultdict(Counter)
        for category, need in self._drawable():
            for skill, able in dict(zip(need.slots, abilities.eligible(need), strict=True)).items():
                counted[Kind(category, skill)][able.bit_count()] += 1
        return counted

    def _drawable(self) -> Iterator[tuple[str, Need]]:
        listed, take = self._terms.objects, self._terms.take
        rows = zip(listed.ids, listed.strata, listed.categories, listed.tags, strict=True)
        for id_, stratum, category, tags in compress(rows, listed.weights):
            if take.get(stratum):
                yield category, Need(id_, self._terms.slots[category], tuple(tokens(tags)))


def _place(kind: Kind) -> tuple[str, bool, str]:
    """Sort by category; the seat that anybody may take comes last, as it does in a team."""
    return kind.category, kind.skill == ANYBODY, kind.skill
