"""Who checks what: the three phases of the assignment (draw.md section 5)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from suicha.dr1.abilities import Need
from suicha.dr1.board import Board, DeadEnd, Path
from suicha.dr1.files import Inspector
from suicha.dr1.ranks import ascending, nth
from suicha.dr1.seed import KeyedHash, keyed_hash

_PICK_BYTES = 6
_PICK_RANGE = 1 << 8 * _PICK_BYTES


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A slot that nobody can fill, and why: the reach, inspectors who are all at their cap.

    They and nobody else may serve this slot and the slots they hold, so no exchange helps.
    An empty reach says that nobody is eligible at all.
    """

    object_id: str
    slot: int
    reach: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """One team for each object in draw order: an inspector id or None per slot.

    `fills` and `shifts` count what phases 2 and 3 achieved.
    """

    teams: tuple[tuple[str | None, ...], ...]
    unfilled: tuple[Unfilled, ...]
    fills: int
    shifts: int


def rank(inspectors: Sequence[Inspector], inspector_key: bytes) -> list[Inspector]:
    """Return the inspectors in rank order, which settles every tie."""
    hashed = keyed_hash(inspector_key)
    return sorted(inspectors, key=lambda who: (hashed(who.id), who.id))


def pick(hashed: KeyedHash, object_id: str, slot: str, candidates: int) -> int:
    """Return an unbiased number in [0, candidates), for `slot` in decimal."""
    # Numbers from the limit up would favour the first candidates: try again instead.
    limit = _PICK_RANGE - _PICK_RANGE % candidates
    numbers = (
        int.from_bytes(hashed(f"{object_id}/{slot}/{attempt}")[:_PICK_BYTES]) for attempt in count()
    )
    return next(number for number in numbers if number < limit) % candidates


def assign(needs: Sequence[Need], ranked: Sequence[Inspector], pick_key: bytes) -> Assignment:
    """Fill as many slots as any method can, with levels as even as the constraints allow.

    `needs` come in draw order and `ranked` from `rank`; draw.md section 5.2 says why it is right.
    """
    board = Board(needs, ranked)
    empty = list(_deal(board, needs, keyed_hash(pick_key)))
    failures = _fill(board, empty)
    shifts = _level(board)
    return Assignment(
        teams=tuple(
            tuple(_name(board, ranked, slot) for slot in slots) for slots in board.slots_of
        ),
        unfilled=tuple(_unfilled(board, needs, ranked, failures)),
        fills=len(empty) - len(failures),
        shifts=shifts,
    )


def deal(
    board: Board, slot: int, hashed: KeyedHash, seat: tuple[str, str], barred: int = 0
) -> int | None:
    """Give an empty slot to one of the least loaded, by lot among equals; None if nobody can.

    `seat` is the object's id and the slot as the lot names it; `barred` a set of ranks.
    """
    equals = board.levels.least(board.candidates(slot) & board.levels.open & ~barred)
    if not equals:
        return None
    taker = nth(equals, pick(hashed, *seat, equals.bit_count()))
    board.fill(slot, taker)
    return taker


def _deal(board: Board, needs: Sequence[Need], hashed: KeyedHash) -> Iterator[int]:
    """Phase 1: deal to the least loaded, drawn by lot among equals; yield the slots left empty."""
    teams = zip(needs, board.slots_of, strict=True)
    seats = ((need, t, slot) for need, slots in teams for t, slot in enumerate(slots))
    for need, t, slot in seats:
        if deal(board, slot, hashed, (need.id, str(t))) is None:
            yield slot


def _fill(board: Board, empty: Sequence[int]) -> dict[int, int]:
    """Phase 2: fill empty slots by exchanges; return the reach of each slot that stays empty.

    What a failed search reached can never help later, so later searches leave it out. A reach
    that borders on earlier ones takes them in whole: all of it is at its cap, and closed.
    """
    failures: dict[int, int] = {}
    dead: list[int] = []
    barred = 0
    for slot in empty:
        outcome = board.search([slot], barred, board.levels.open)
        if isinstance(outcome, Path):
            board.follow(outcome)
            continue
        failures[slot] = _whole_reach(board, outcome, dead)
        if outcome.reach:
            dead.append(failures[slot])
            barred |= outcome.reach
    return failures


def _whole_reach(board: Board, dead_end: DeadEnd, dead: Sequence[int]) -> int:
    asked = 0
    for slot in dead_end.slots:
        asked |= board.candidates(slot)
    reach = dead_end.reach
    for earlier in dead:
        if earlier & asked:
            reach |= earlier
    return reach


def _level(board: Board) -> int:
    """Phase 3: move work from the highest level to one at least two lower; return the moves."""
    levels = board.levels
    closed = shifts = 0
    while busy := levels.busy & ~closed:
        giver = levels.highest(busy)
        closed_here = closed | 1 << giver
        goal = levels.open & levels.up_to(levels.of(giver) - 2)
        outcome = board.search(board.slots_held_by(giver), closed_here, goal)
        if isinstance(outcome, Path):
            board.follow(outcome)
            shifts += 1
        else:
            closed = closed_here | outcome.reach
    return shifts


def _unfilled(
    board: Board, needs: Sequence[Need], ranked: Sequence[Inspector], failures: Mapping[int, int]
) -> Iterator[Unfilled]:
    # Thousands of empty slots may share one reach of a thousand names: write each out once.
    names = {
        reach: tuple(ranked[who].id for who in ascending(reach)) for reach in set(failures.values())
    }
    for slot, reach in failures.items():
        place = board.object_of[slot]
        yield Unfilled(needs[place].id, slot - board.slots_of[place].start, names[reach])


def _name(board: Board, ranked: Sequence[Inspector], slot: int) -> str | None:
    holder = board.holder(slot)
    return None if holder is None else ranked[holder].id
