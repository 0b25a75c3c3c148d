"""Reads of a draw's result, with the names that the published files leave out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from suicha import dr1
from suicha.accounts.models import Card, Person
from suicha.db import db
from suicha.dr1.seed import SEAL
from suicha.sites.models import Site
from suicha.spot_checks.models import SpotCheck

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from uuid import UUID

    from suicha.draws.models import Draw, DrawChange, Plan


@dataclass(frozen=True)
class Seat:
    """Who sits where: null where nobody could be found."""

    card_number: str
    name: str


@dataclass(frozen=True)
class DrawnSite:
    """One line of the result or of a replacement, with the names that the files leave out.

    `replaces` is the object that it came for; what was itself `replaced` has no seats any more.
    """

    order: int
    object_id: str
    stratum: str
    ticket: str
    replaced: bool
    replaces: str | None
    site: Site | None
    spot_check_id: UUID | None
    number: str | None
    due_on: date | None
    due_provisional: bool
    inspectors: list[Seat | None]


@dataclass(frozen=True)
class EmptySeat:
    """A seat that nobody could take: how many inspectors could not, by cause."""

    object_id: str
    slot: int
    skill: str
    seated: int
    unskilled: int
    recused: int
    full: int
    reach: int


@dataclass(frozen=True)
class DrawDetail:
    """A draw with its lines."""

    id: UUID
    hidden: bool
    seed: str | None
    result_sha256: str
    drawn_at: datetime
    drawn_by: UUID
    contributions: list[list[str]]
    drawn: list[DrawnSite]
    unfilled: list[EmptySeat]
    changes: list[ChangeDetail]


@dataclass(frozen=True)
class ChangeDetail:
    """What changed after the draw, with names; null where nobody sat or could be found."""

    row: DrawChange
    note: str | None
    before: Seat | None
    now: Seat | None


def values(draw: Draw) -> list[tuple[str, str]]:
    """Give the contributions of a draw, in manifest order."""
    return [(key, value) for key, value in draw.contributions["values"]]


def requests(draw: Draw) -> list[dr1.Request]:
    """Give what was asked for since the draw, in its order."""
    return [dr1.Request(one.object_id, one.slot, one.reason) for one in draw.changes]


def changes(plan: Plan, draw: Draw, *more: dr1.Request) -> dr1.Changes:
    """Work what was asked for since the draw, and more; raises InputError."""
    inputs = _inputs(plan, draw)
    return dr1.change(inputs, dr1.result_of(inputs), [*requests(draw), *more])


def files(plan: Plan, draw: Draw) -> dict[str, bytes]:
    """Write a draw as its files, by their names in draw.md."""
    found = {
        "contributions.tsv": dr1.write_contributions(values(draw)),
        "result.txt": draw.result.encode(),
    }
    if draw.changes:
        found["requests.tsv"] = dr1.write_requests(requests(draw))
        found["changes.txt"] = changes(plan, draw).text
    return found


def empty_seats(plan: Plan, draw: Draw) -> list[dr1.EmptySeat]:
    """Say why seats stayed empty when it was drawn; computed again, it follows from the files."""
    inputs = _inputs(plan, draw)
    return list(dr1.empty_seats(inputs, dr1.result_of(inputs)))


def candidates(plan: Plan, draw: Draw) -> dict[str, dr1.Range]:
    """Count who could take the seats of a draw, by the skill that they ask for."""
    inputs = _inputs(plan, draw)
    return dr1.candidates(inputs, dr1.result_of(inputs))


def counted(seat: dr1.EmptySeat) -> EmptySeat:
    """Count the inspectors of each cause: thousands of seats may each name a thousand."""
    causes = (seat.seated, seat.unskilled, seat.recused, seat.full, seat.reach)
    return EmptySeat(seat.object_id, seat.slot, seat.skill, *map(len, causes))


def seats_of(numbers: Iterable[str]) -> list[Seat]:
    """Name the holders of these cards, in the same order."""
    order = list(numbers)
    names = _names(set(order))
    return [names.get(number, Seat(number, number)) for number in order]


def _inputs(plan: Plan, draw: Draw) -> dr1.Inputs:
    frozen = plan.frozen[-1]
    files = (frozen.manifest.encode(), frozen.objects.encode(), frozen.inspectors.encode())
    return dr1.read(*files, values(draw))


def detail(plan: Plan, draw: Draw, *, inside: bool) -> DrawDetail:
    """Give the lines, with the causes of empty seats and the changes since."""
    names = _names({number for one in draw.changes for number in (one.left, one.came) if number})
    return DrawDetail(
        id=draw.id,
        hidden=False,
        seed=draw.seed,
        result_sha256=draw.result_sha256,
        drawn_at=draw.drawn_at,
        drawn_by=draw.drawn_by,
        contributions=draw.contributions["values"],
        drawn=drawn_sites(draw),
        unfilled=[counted(seat) for seat in empty_seats(plan, draw)],
        changes=[
            ChangeDetail(
                one,
                note=one.note if inside else None,
                before=names.get(one.left or ""),
                now=names.get(one.came or ""),
            )
            for one in draw.changes
        ],
    )


def hidden(draw: Draw) -> DrawDetail:
    """What is told of a sealed draw to whoever must wait: that it is made, and its digest."""
    return DrawDetail(
        id=draw.id,
        hidden=True,
        seed=None,
        result_sha256=draw.result_sha256,
        drawn_at=draw.drawn_at,
        drawn_by=draw.drawn_by,
        contributions=[[key, value] for key, value in values(draw) if key != SEAL],
        drawn=[],
        unfilled=[],
        changes=[],
    )


def drawn_sites(draw: Draw) -> list[DrawnSite]:
    """Give the result's lines in draw order, then replacements as they came, as they stand now."""
    lines = _lines(draw)
    sites = {
        site.permit_number: (site, check)
        for site, check in db.session.execute(
            select(Site, SpotCheck)
            .join(SpotCheck, SpotCheck.site_id == Site.id)
            .where(SpotCheck.draw_id == draw.id)
        )
    }
    names = _names({number for line in lines for number in line.team})
    return [_drawn_site(order, line, sites, names) for order, line in enumerate(lines, start=1)]


@dataclass
class _Line:
    """A line while the changes are read: who sits in it by now, in card numbers."""

    object_id: str
    stratum: str
    ticket: str
    team: list[str]
    replaces: str | None = None
    replaced: bool = False


def _lines(draw: Draw) -> list[_Line]:
    parts = (line.split("\t") for line in draw.result.splitlines()[1:])
    lines = [_Line(id_, stratum, ticket, team) for id_, stratum, ticket, *team in parts]
    places = {line.object_id: line for line in lines}
    for one in draw.changes:
        line = places[one.object_id]
        if one.slot is not None:
            line.team[one.slot] = one.came or dr1.NOBODY
            continue
        line.team, line.replaced = [], True
        if came := _came(one, line):
            places[came.object_id] = came
            lines.append(came)
    return lines


def _came(one: DrawChange, before: _Line) -> _Line | None:
    """Give the line of what came for an object; a replacement is of the same stratum."""
    if one.new_object_id is None:
        return None
    team = [number or dr1.NOBODY for number in one.new_team or ()]
    ticket = one.new_ticket or ""
    return _Line(one.new_object_id, before.stratum, ticket, team, replaces=one.object_id)


def _names(numbers: set[str]) -> dict[str, Seat]:
    query = (
        select(Card.number, Person.name)
        .join(Person, Person.id == Card.person_id)
        .where(Card.number.in_(numbers))
    )
    return {number: Seat(number, name) for number, name in db.session.execute(query)}


def _drawn_site(
    order: int,
    line: _Line,
    sites: dict[str, tuple[Site, SpotCheck]],
    names: dict[str, Seat],
) -> DrawnSite:
    site, check = sites.get(line.object_id, (None, None))
    return DrawnSite(
        order=order,
        object_id=line.object_id,
        stratum=line.stratum,
        ticket=line.ticket,
        replaced=line.replaced,
        replaces=line.replaces,
        site=site,
        spot_check_id=check.id if check else None,
        number=check.number if check else None,
        due_on=check.due_on if check else None,
        due_provisional=bool(check and check.due_provisional),
        inspectors=[names.get(number) for number in line.team],
    )
