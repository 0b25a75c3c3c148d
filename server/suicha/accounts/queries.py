"""Reads of accounts: whom an administrator may see, and what a form may choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Uuid, column, or_, select, table
from sqlalchemy.orm import joinedload, selectinload

from suicha.accounts.models import Card, CardState, Device, Person, Recusal, Role
from suicha.db import db
from suicha.errors import refuse
from suicha.paging import Page, Paging, page
from suicha.places.models import Agency, Jurisdiction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Row, Select

    from suicha.accounts.guard import Actor

# The objects' register lies above accounts (sites); only keys and codes are read here.
UNITS = table("units", column("id", Uuid()), column("uscc"), column("name"))
SITES = table("sites", column("permit_number"))


@dataclass(frozen=True)
class PeopleFilters:
    """Who is asked for: part of a login or name, a role."""

    q: str = ""
    role: Role | None = None
    after: UUID | None = None
    limit: int = 50


@dataclass(frozen=True)
class CardFilters:
    """Whose cards are asked for: part of a name, login or number; a state."""

    q: str = ""
    state: CardState | None = None
    after: UUID | None = None
    limit: int = 50


@dataclass(frozen=True)
class DeviceDetail:
    """A device, and the name of whoever signed it out."""

    device: Device
    revoked_by: str | None


@dataclass(frozen=True)
class PersonDetail:
    """A person with their devices, and the name of whoever ended the account."""

    person: Person
    unit: Row[tuple[UUID, str, str]] | None
    devices: list[DeviceDetail]
    ended_by: str | None


def people(actor: Actor, filters: PeopleFilters) -> Page[Person]:
    """List the people of one's districts, in the order in which they were added."""
    query = _visible(actor)
    if filters.q:
        part = filters.q
        named = Person.name.icontains(part, autoescape=True)
        query = query.where(or_(named, Person.login.icontains(part, autoescape=True)))
    if filters.role is not None:
        query = query.where(Person.role == filters.role)
    return page(query, Person, Paging(filters.after, filters.limit))


def person(actor: Actor, person_id: UUID, *, for_update: bool = False) -> Person:
    """One person of one's districts; raises person.unknown."""
    query = _visible(actor).where(Person.id == person_id)
    if for_update:
        query = query.with_for_update(of=Person).execution_options(populate_existing=True)
    found = db.session.scalar(query)
    if found is None:
        raise refuse("person.unknown", field="person_id")
    return found


def detail(actor: Actor, person_id: UUID) -> PersonDetail:
    """One person as the page shows them; raises person.unknown."""
    one = person(actor, person_id)
    query = select(Device).where(Device.person_id == one.id)
    order = Device.revoked_at.desc().nulls_first(), Device.seen_at.desc()
    devices = db.session.scalars(query.order_by(*order)).all()
    by = {one.ended_by, *(device.revoked_by for device in devices)}
    named = select(Person.id, Person.name).where(Person.id.in_(by))
    names = {None: None} | dict(db.session.execute(named).all())
    unit = select(UNITS).where(UNITS.c.id == one.unit_id)
    return PersonDetail(
        person=one,
        unit=db.session.execute(unit).one_or_none(),
        devices=[DeviceDetail(each, names.get(each.revoked_by)) for each in devices],
        ended_by=names.get(one.ended_by),
    )


def device(actor: Actor, device_id: UUID) -> tuple[Person, Device]:
    """One device of somebody in one's districts, locked; raises device.unknown."""
    query = select(Device).join(Person, Person.id == Device.person_id)
    query = query.where(Device.id == device_id, Person.jurisdiction_id.in_(actor.jurisdictions))
    query = query.with_for_update(of=Device).execution_options(populate_existing=True)
    found = db.session.scalar(query)
    if found is None:
        raise refuse("device.unknown", field="device_id")
    return db.session.get_one(Person, found.person_id), found


def signed_in_devices(person_id: UUID) -> Sequence[Device]:
    """Give the devices on which somebody is signed in, locked."""
    query = select(Device).where(Device.person_id == person_id, Device.revoked_at.is_(None))
    return db.session.scalars(query.order_by(Device.id).with_for_update()).all()


def agencies(actor: Actor) -> Sequence[Agency]:
    """List the agencies of one's districts."""
    query = select(Agency).where(Agency.jurisdiction_id.in_(actor.jurisdictions))
    return db.session.scalars(query.order_by(Agency.id)).all()


def agency(actor: Actor, agency_id: UUID) -> Agency:
    """One agency of one's districts; raises agency.unknown."""
    found = db.session.get(Agency, agency_id)
    if found is None or found.jurisdiction_id not in actor.jurisdictions:
        raise refuse("agency.unknown", field="agency_id")
    return found


def unit_id(uscc: str | None) -> UUID:
    """Give the unit of this 统一社会信用代码; raises unit.unknown."""
    found: UUID | None = db.session.scalar(select(UNITS.c.id).where(UNITS.c.uscc == uscc))
    if found is None:
        raise refuse("unit.unknown", field="uscc")
    return found


def inspectors(actor: Actor) -> Sequence[Person]:
    """List who may be sent: the inspectors of one's own district, by name."""
    at_work = Person.role == Role.INSPECTOR, Person.ended_at.is_(None)
    query = select(Person).join(Card, Card.person_id == Person.id, isouter=True)
    query = query.where(*at_work, Person.jurisdiction_id == actor.person.jurisdiction_id)
    query = query.where(or_(Card.id.is_(None), Card.state != CardState.CANCELLED))
    return db.session.scalars(query.order_by(Person.name, Person.id)).all()


def cards(actor: Actor, filters: CardFilters) -> Page[Card]:
    """List the inspectors' register of one's districts, in the order in which cards were given."""
    query = _cards(actor)
    if filters.q:
        columns = (Person.name, Person.login, Card.number)
        query = query.where(or_(*(one.icontains(filters.q, autoescape=True) for one in columns)))
    if filters.state is not None:
        query = query.where(Card.state == filters.state)
    return page(query, Card, Paging(filters.after, filters.limit))


def card(actor: Actor, card_id: UUID, *, for_update: bool = False) -> Card:
    """One card of one's districts; raises card.unknown."""
    query = _cards(actor).where(Card.id == card_id)
    if for_update:
        query = query.with_for_update(of=Card).execution_options(populate_existing=True)
    found = db.session.scalar(query)
    if found is None:
        raise refuse("card.unknown", field="card_id")
    return found


def card_numbers(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Give the card numbers of those of these people who hold a card, also one that has ended."""
    query = select(Card.person_id, Card.number).where(Card.person_id.in_(set(person_ids)))
    return dict(db.session.execute(query).all())


def own_card(actor: Actor, card_id: UUID) -> Card:
    """One card of one's own district, whose reasons one may read.

    Raises card.unknown, jurisdiction.other.
    """
    found = card(actor, card_id)
    actor.act_in(found.person.jurisdiction_id)
    return found


def recusal(actor: Actor, recusal_id: UUID) -> tuple[Card, Recusal]:
    """One recusal of one's districts with its card, locked; raises recusal.unknown."""
    found = db.session.get(Recusal, recusal_id, with_for_update=True)
    if found is None:
        raise refuse("recusal.unknown", field="recusal_id")
    of = db.session.scalar(_cards(actor).where(Card.id == found.card_id))
    if of is None:
        raise refuse("recusal.unknown", field="recusal_id")
    return of, found


def tag_names_something(tag: str) -> bool:
    """Whether there is what a tag of draw.md §1 names: an enterprise, a district, a site."""
    kind, _, name = tag.partition(":")
    column = {"e": UNITS.c.uscc, "d": Jurisdiction.code, "o": SITES.c.permit_number}.get(kind)
    return (
        column is not None and db.session.scalar(select(column).where(column == name)) is not None
    )


def _cards(actor: Actor) -> Select[Card]:
    query = select(Card).join(Person, Person.id == Card.person_id)
    query = query.options(joinedload(Card.person), selectinload(Card.recusals))
    return query.where(Person.jurisdiction_id.in_(actor.jurisdictions))


def _visible(actor: Actor) -> Select[Person]:
    return select(Person).where(Person.jurisdiction_id.in_(actor.jurisdictions))
