"""Who is drawn: tickets, strata and the draw order (draw.md section 4)."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from suicha.dr1.files import Objects
from suicha.dr1.seed import KeyedHash, key, keyed_hash
from suicha.dr1.tables import tokens


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawn object with the ticket that drew it."""

    id: str
    stratum: str
    ticket: bytes
    category: str
    tags: tuple[str, ...]


def ticket(hashed: KeyedHash, id_: str, weight: int) -> bytes:
    """Return the ticket of one object: the least of `weight` hashes, for weight 1..16."""
    first = hashed(id_)
    if weight == 1:
        return first
    return min(first, *(hashed(f"{id_}#{extra}") for extra in range(1, weight)))


def draw(objects: Objects, take: Mapping[str, int], object_key: bytes) -> list[Drawn]:
    """Return the drawn objects of all strata in draw order.

    Total: a count above its stratum takes all of it, an unknown stratum has nothing to take.
    """
    hashed = keyed_hash(object_key)
    members = _members(objects)
    drawn = [
        pair
        for stratum, count in take.items()
        for pair in _least(objects, members[stratum], count, hashed)
    ]
    # Rows ascend by id, so (ticket, row) sorts exactly as (ticket, id) does.
    return [_drawn(objects, row, ticket_) for ticket_, row in sorted(drawn)]


def reserves(
    objects: Objects, drawn: Sequence[Drawn], wanted: Mapping[str, int], object_key: bytes
) -> dict[str, list[Drawn]]:
    """Return by stratum the objects that come after those drawn, so many as wanted or all."""
    taken = Counter(one.stratum for one in drawn)
    take = {stratum: taken[stratum] + count for stratum, count in wanted.items()}
    gone = {one.id for one in drawn}
    after: dict[str, list[Drawn]] = {stratum: [] for stratum in wanted}
    for one in draw(objects, take, object_key):
        if one.id not in gone:
            after[one.stratum].append(one)
    return after


def in_order(seed: bytes, count: int) -> list[int]:
    """Return the numbers 1 to `count` in the order of their tickets as objects of this seed.

    Whoever takes the first n of them has drawn n; one number more moves no other.
    """
    hashed = keyed_hash(key(seed, "object"))
    return sorted(range(1, count + 1), key=lambda number: (ticket(hashed, str(number), 1), number))


def _members(objects: Objects) -> Mapping[str, Sequence[int]]:
    members: defaultdict[str, list[int]] = defaultdict(list)
    for row, (stratum, weight) in enumerate(zip(objects.strata, objects.weights, strict=True)):
        if weight:
            members[stratum].append(row)
    return members


def _least(
    objects: Objects,
    rows: Sequence[int],
    count: int,
    hashed: KeyedHash,
) -> list[tuple[bytes, int]]:
    ids, weights = objects.ids, objects.weights
    tickets = (ticket(hashed, ids[row], weights[row]) for row in rows)
    return heapq.nsmallest(count, zip(tickets, rows, strict=True))


def _drawn(objects: Objects, row: int, ticket_: bytes) -> Drawn:
    return Drawn(
        id=objects.ids[row],
        stratum=objects.strata[row],
        ticket=ticket_,
        category=objects.categories[row],
        tags=tuple(tokens(objects.tags[row])),
    )
