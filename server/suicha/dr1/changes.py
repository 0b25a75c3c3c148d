"""What changes after the draw: seats drawn anew, objects replaced (draw.md section 5.1)."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from suicha.dr1.assignment import deal
from suicha.dr1.board import Board
from suicha.dr1.files import Inspector
from suicha.dr1.refusal import REQUESTS, InputError, quoted
from suicha.dr1.result import Inputs, Result
from suicha.dr1.seed import key, keyed_hash
from suicha.dr1.tables import IDENTIFIER, Column, read_rows
from suicha.dr1.tickets import Drawn, reserves

SEAT, OBJECT = "seat", "object"
UNAVAILABLE = "unavailable"
NOBODY = "-"
_OBJECT = Column("object", IDENTIFIER)
_SLOT = Column("slot", r"0|[1-9][0-9]{0,3}")
_REASON = Column("reason", r"[a-z-]{1,32}")
_FORMS = {
    SEAT: (Column("kind", SEAT), _OBJECT, _SLOT, _REASON),
    OBJECT: (Column("kind", OBJECT), _OBJECT, _REASON),
}


@dataclass(frozen=True, slots=True)
class Request:
    """One line of requests.tsv: a seat to be drawn anew, or, without `slot`, an object replaced."""

    object_id: str
    slot: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class SeatChange:
    """Who left a seat and who holds it now; None where nobody did or can."""

    request: Request
    before: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class ObjectChange:
    """What an object was replaced by, if its stratum holds another, and that one's team."""

    request: Request
    now: Drawn | None
    team: tuple[str | None, ...]


Change = SeatChange | ObjectChange


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of the requests, in their order, and the text that says so."""

    changes: tuple[Change, ...]
    text: bytes

    @property
    def sha256(self) -> str:
        """Return the digest of the text, in hex."""
        return hashlib.sha256(self.text).hexdigest()


def read_requests(data: bytes) -> list[Request]:
    """Read requests.tsv; InputError names the first line that is no request."""
    rows = read_rows(data, REQUESTS, _FORMS)
    return [Request(row[1], int(row[2]) if row[0] == SEAT else None, row[-1]) for row in rows]


def write_requests(requests: Sequence[Request]) -> bytes:
    """Return requests.tsv for requests in their order."""
    return "".join("\t".join(_words(request)) + "\n" for request in requests).encode("ascii")


def change(inputs: Inputs, result: Result, requests: Sequence[Request]) -> Changes:
    """Work requests in their order on what the draw gave; nobody but those named is moved.

    InputError if a request names what is not drawn, or not any more, or a slot it does not have.
    """
    table = _Table(inputs, result, Counter(_strata(inputs, requests)))
    changes = tuple(table.work(line, request) for line, request in enumerate(requests, start=1))
    text = "".join("\t".join(_line(each)) + "\n" for each in changes)
    return Changes(changes, f"dr/1 changes\n{text}".encode())


class _Table:
    """The draw as it stands, while requests are worked."""

    def __init__(self, inputs: Inputs, result: Result, replaced: Mapping[str, int]) -> None:
        """Seat everybody as the draw did; so many objects of each stratum may be replaced."""
        object_key = key(inputs.seed, "object")
        self._reserves = reserves(inputs.objects, result.drawn, replaced, object_key)
        spare = [one for after in self._reserves.values() for one in after]
        every = (*result.drawn, *spare)
        self._ranked: Sequence[Inspector] = inputs.ranked()
        self._board = Board([inputs.need(one) for one in every], self._ranked)
        self._slots = {
            one.id: slots for one, slots in zip(every, self._board.slots_of, strict=True)
        }
        self._drawn = {one.id: one for one in result.drawn}
        self._hashed = keyed_hash(key(inputs.seed, "pick"))
        self._barred_from: defaultdict[str, int] = defaultdict(int)
        self._barred = 0
        self._redraws: Counter[int] = Counter()
        self._seat_all(result)

    def work(self, line: int, request: Request) -> Change:
        """Do what one request asks for."""
        slots = self._slots[request.object_id] if request.object_id in self._drawn else None
        if slots is None:
            raise InputError(REQUESTS, line, f"{quoted(request.object_id)} is not drawn")
        if request.slot is None:
            return self._replace(request)
        if request.slot >= len(slots):
            reason = f"{quoted(request.object_id)} has no slot {request.slot}"
            raise InputError(REQUESTS, line, reason)
        return self._redraw(request, slots[request.slot])

    def _redraw(self, request: Request, slot: int) -> SeatChange:
        before = self._board.vacate(slot)
        if before is not None and request.reason == UNAVAILABLE:
            self._barred |= 1 << before
        elif before is not None:
            self._barred_from[request.object_id] |= 1 << before
        self._redraws[slot] += 1
        now = self._deal(request.object_id, slot, f"{request.slot}/r{self._redraws[slot]}")
        return SeatChange(request, self._name(before), self._name(now))

    def _replace(self, request: Request) -> ObjectChange:
        for slot in self._slots[request.object_id]:
            self._board.vacate(slot)
        after = self._reserves[self._drawn.pop(request.object_id).stratum]
        if not after:
            return ObjectChange(request, None, ())
        now = after.pop(0)
        self._drawn[now.id] = now
        taken = [self._deal(now.id, slot, str(t)) for t, slot in enumerate(self._slots[now.id])]
        return ObjectChange(request, now, tuple(map(self._name, taken)))

    def _deal(self, object_id: str, slot: int, seat: str) -> int | None:
        barred = self._barred | self._barred_from[object_id]
        return deal(self._board, slot, self._hashed, (object_id, seat), barred)

    def _name(self, rank: int | None) -> str | None:
        return None if rank is None else self._ranked[rank].id

    def _seat_all(self, result: Result) -> None:
        ranks = {who.id: rank for rank, who in enumerate(self._ranked)}
        for one, team in zip(result.drawn, result.teams, strict=True):
            seated = zip(self._slots[one.id], team, strict=True)
            for slot, who in ((slot, who) for slot, who in seated if who is not None):
                self._board.fill(slot, ranks[who])


def _strata(inputs: Inputs, requests: Sequence[Request]) -> Iterator[str]:
    """Yield the stratum of every object that is to be replaced."""
    named = {request.object_id for request in requests if request.slot is None}
    listed = zip(inputs.objects.ids, inputs.objects.strata, strict=True)
    strata = {id_: stratum for id_, stratum in listed if id_ in named}
    for request in requests:
        if request.slot is None and request.object_id in strata:
            yield strata[request.object_id]


def _words(request: Request) -> tuple[str, ...]:
    if request.slot is None:
        return (OBJECT, request.object_id, request.reason)
    return (SEAT, request.object_id, str(request.slot), request.reason)


def _line(change_: Change) -> tuple[str, ...]:
    said = _words(change_.request)
    if isinstance(change_, SeatChange):
        return (*said, change_.before or NOBODY, change_.now or NOBODY)
    if change_.now is None:
        return (*said, NOBODY, NOBODY)
    team = (who or NOBODY for who in change_.team)
    return (*said, change_.now.id, change_.now.ticket.hex(), *team)
