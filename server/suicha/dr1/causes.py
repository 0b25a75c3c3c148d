"""Why a seat stays empty, inspector by inspector (draw.md section 5.2)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from suicha.dr1.abilities import Abilities, Need
from suicha.dr1.assignment import Unfilled
from suicha.dr1.files import Inspector
from suicha.dr1.ranks import ascending
from suicha.dr1.result import Inputs, Result


class Range(NamedTuple):
    """The fewest and the most."""

    fewest: int
    most: int


@dataclass(frozen=True, slots=True)
class EmptySeat:
    """A slot that nobody can take, with every inspector of the list under one cause, by id.

    `seated` sit at this object already, `unskilled` lack its skill, `recused` avoid it, and `full`
    are all others: they may take it and are at their cap. `reach` are those whom any exchange could
    draw on, who are at their cap too: nobody's moving helps.
    """

    object_id: str
    slot: int
    skill: str
    seated: tuple[str, ...]
    unskilled: tuple[str, ...]
    recused: tuple[str, ...]
    full: tuple[str, ...]
    reach: tuple[str, ...]


class Causes:
    """Finds causes for one list of inspectors."""

    def __init__(self, inspectors: Sequence[Inspector]) -> None:
        """Take the list as it is frozen, ascending by id."""
        self._ids = [inspector.id for inspector in inspectors]
        self._places = {id_: place for place, id_ in enumerate(self._ids)}
        self._abilities = Abilities(inspectors)

    def of(self, empty: Unfilled, need: Need, team: Sequence[str | None]) -> EmptySeat:
        """Return who cannot take an empty slot, and why, beside those who sit on its object."""
        skill = need.slots[empty.slot]
        seated = sum(1 << self._places[who] for who in team if who is not None)
        others = self._abilities.everybody & ~seated
        able = others & self._abilities.skilled(skill)
        recused = able & self._abilities.recused(need)
        return EmptySeat(
            object_id=empty.object_id,
            slot=empty.slot,
            skill=skill,
            seated=self._names(seated),
            unskilled=self._names(others & ~able),
            recused=self._names(recused),
            full=self._names(able & ~recused),
            reach=tuple(sorted(empty.reach)),
        )

    def _names(self, places: int) -> tuple[str, ...]:
        return tuple(self._ids[place] for place in ascending(places))


def empty_seats(inputs: Inputs, result: Result) -> Iterator[EmptySeat]:
    """Yield the seats that the draw left empty, with their causes: as it was when it was drawn."""
    causes = Causes(inputs.inspectors)
    lines = {
        one.id: (inputs.need(one), team)
        for one, team in zip(result.drawn, result.teams, strict=True)
    }
    return (causes.of(empty, *lines[empty.object_id]) for empty in result.unfilled)


def candidates(inputs: Inputs, result: Result) -> dict[str, Range]:
    """Count for each skill asked for who could sit at the drawn objects, before anybody does.

    With few candidates there is little chance, whatever the algorithm (draw.md 5.3).
    """
    abilities = Abilities(inputs.inspectors)
    counts: defaultdict[str, list[int]] = defaultdict(list)
    for one in result.drawn:
        need = inputs.need(one)
        for skill, able in zip(need.slots, abilities.eligible(need), strict=True):
            counts[skill].append(able.bit_count())
    return {skill: Range(min(each), max(each)) for skill, each in sorted(counts.items())}
