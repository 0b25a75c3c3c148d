"""Who holds which slot during an assignment, and Search over it (draw.md section 5)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise

from suicha.dr1.abilities import Abilities, Need
from suicha.dr1.files import Inspector
from suicha.dr1.ranks import Levels, ascending, lowest

_NOBODY = -1
_ROOT = -1


@dataclass(frozen=True, slots=True)
class Path:
    """A search that succeeded: from this slot back to its root everybody moves up one step."""

    slot: int
    taker: int
    came_from: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class DeadEnd:
    """A search that failed: the inspectors it reached, and the slots it asked for more."""

    reach: int
    slots: Sequence[int]


class Board:
    """Slots are numbered in slot order (object in draw order, then t), inspectors by rank.

    Every set of inspectors is an integer as in `ranks`.
    """

    def __init__(self, needs: Sequence[Need], ranked: Sequence[Inspector]) -> None:
        """Start with every slot empty."""
        ends = accumulate((len(need.slots) for need in needs), initial=0)
        self.slots_of = [range(start, end) for start, end in pairwise(ends)]
        self.object_of = [place for place, slots in enumerate(self.slots_of) for _ in slots]
        abilities = Abilities(ranked)
        self.eligible = list(chain.from_iterable(map(abilities.eligible, needs)))
        self.levels = Levels([who.cap for who in ranked], [who.base for who in ranked])
        self._holder = [_NOBODY] * len(self.object_of)
        self._held: list[set[int]] = [set() for _ in ranked]
        self._present = [0] * len(needs)

    def holder(self, slot: int) -> int | None:
        """Return the rank of the inspector who holds a slot."""
        rank = self._holder[slot]
        return None if rank == _NOBODY else rank

    def slots_held_by(self, rank: int) -> list[int]:
        """Return the slots of one inspector, ascending."""
        return sorted(self._held[rank])

    def candidates(self, slot: int) -> int:
        """Return the inspectors who may take a slot: eligible and not on its object."""
        return self.eligible[slot] & ~self._present[self.object_of[slot]]

    def vacate(self, slot: int) -> int | None:
        """Let the holder of a slot leave, if it has one; return the rank of who left."""
        leaver = self._holder[slot]
        if leaver == _NOBODY:
            return None
        self._leave(slot)
        self._holder[slot] = _NOBODY
        self.levels.change(leaver, -1)
        return leaver

    def fill(self, slot: int, rank: int) -> None:
        """Give an empty slot to an inspector."""
        self.follow(Path(slot, rank, {slot: _ROOT}))

    def follow(self, path: Path) -> None:
        """Move everybody on a path one step; only the levels of its two ends change."""
        slot, taker = path.slot, path.taker
        while slot != _ROOT:
            leaver = self._holder[slot]
            self._seat(slot, taker)
            slot, taker = path.came_from[slot], leaver
        self.levels.change(path.taker, 1)
        if taker != _NOBODY:
            self.levels.change(taker, -1)

    def search(self, roots: Sequence[int], barred: int, goal: int) -> Path | DeadEnd:
        """Look, breadth first, for exchanges that seat somebody of `goal` and relieve a root."""
        came_from = dict.fromkeys(roots, _ROOT)
        queue = list(roots)
        closed = barred
        for slot in queue:  # grows while it is walked
            fresh = self.candidates(slot) & ~closed
            if hit := fresh & goal:
                return Path(slot, lowest(hit), came_from)
            closed |= fresh
            found = [other for other in self._next(slot, fresh) if other not in came_from]
            came_from.update(dict.fromkeys(found, slot))
            queue += found
        return DeadEnd(closed & ~barred, queue)

    def _next(self, slot: int, fresh: int) -> Iterator[int]:
        """Yield the slots whose holder could move to `slot`: same object first, then by rank."""
        return chain(
            self._trades(slot),
            chain.from_iterable(self.slots_held_by(rank) for rank in ascending(fresh)),
        )

    def _trades(self, slot: int) -> Iterator[int]:
        """Yield the slots of the same object whose holder could as well hold `slot`."""
        # Without these a search misses solutions in which two slots of one object trade places.
        eligible = self.eligible[slot]
        for other in self.slots_of[self.object_of[slot]]:
            rank = self._holder[other]
            if other != slot and rank != _NOBODY and eligible >> rank & 1:
                yield other

    def _seat(self, slot: int, rank: int) -> None:
        self._leave(slot)
        self._holder[slot] = rank
        self._present[self.object_of[slot]] |= 1 << rank
        self._held[rank].add(slot)

    def _leave(self, slot: int) -> None:
        leaver = self._holder[slot]
        if leaver != _NOBODY:
            self._present[self.object_of[slot]] &= ~(1 << leaver)
            self._held[leaver].remove(slot)
