"""Sets of inspectors as integers: bit r stands for the inspector of rank r.

Every step of the assignment asks for "eligible, not barred, not seen, in rank order". On integers
that is two or three operations for a thousand inspectors, and rank order is the order of the bits.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence


def lowest(ranks: int) -> int:
    """Return the best rank of a set that is not empty."""
    return (ranks & -ranks).bit_length() - 1


def ascending(ranks: int) -> Iterator[int]:
    """Yield the ranks of a set, best first."""
    while ranks:
        yield lowest(ranks)
        ranks &= ranks - 1


def nth(ranks: int, place: int) -> int:
    """Return the rank at a place, from 0, in rank order; halves the set until one bit is left."""
    skipped, width = 0, ranks.bit_length()
    while width > 1:
        half = width // 2
        low = ranks & ((1 << half) - 1)
        if place < low.bit_count():
            ranks, width = low, half
        else:
            place -= low.bit_count()
            ranks, skipped, width = ranks >> half, skipped + half, width - half
    return skipped


class Levels:
    """Load and level of every inspector; level = base + load (draw.md section 5)."""

    def __init__(self, caps: Sequence[int], bases: Sequence[int]) -> None:
        """Start everybody, in rank order, at load 0."""
        self.open = sum(1 << rank for rank, cap in enumerate(caps) if cap > 0)
        self.busy = 0
        self._caps = caps
        self._loads = [0] * len(caps)
        self._levels = list(bases)
        self._at: dict[int, int] = {}
        self._order: list[int] = []
        for rank in range(len(bases)):
            self._arrive(rank)

    def of(self, rank: int) -> int:
        """Return the level of one inspector."""
        return self._levels[rank]

    def change(self, rank: int, by: int) -> None:
        """Give an inspector one slot more (by = 1) or less (by = -1)."""
        self._leave(rank)
        self._loads[rank] += by
        self._levels[rank] += by
        self._arrive(rank)
        bit = 1 << rank
        self.busy = self.busy | bit if self._loads[rank] else self.busy & ~bit
        self.open = self.open | bit if self._loads[rank] < self._caps[rank] else self.open & ~bit

    def least(self, ranks: int) -> int:
        """Return those of a set that have its least level."""
        for level in self._order:
            if here := ranks & self._at[level]:
                return here
        return 0

    def highest(self, ranks: int) -> int:
        """Return the best rank among those of a set, not empty, that have its highest level."""
        at = next(self._at[level] for level in reversed(self._order) if ranks & self._at[level])
        return lowest(ranks & at)

    def up_to(self, level: int) -> int:
        """Return all inspectors of this level or lower."""
        # Everybody stands at one level only: adding the disjoint sets joins them.
        return sum(self._at[low] for low in self._order if low <= level)

    def _leave(self, rank: int) -> None:
        level = self._levels[rank]
        self._at[level] ^= 1 << rank
        if not self._at[level]:
            del self._at[level]
            del self._order[bisect_left(self._order, level)]

    def _arrive(self, rank: int) -> None:
        level = self._levels[rank]
        if level not in self._at:
            self._at[level] = 0
            insort(self._order, level)
        self._at[level] |= 1 << rank
