"""The demo's people, the inspectors' cards and their recusals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from suicha.accounts.models import Card, CardState, Person, Recusal, Role
from suicha.accounts.operations import NewPerson, add_person
from suicha.db import db
from suicha.demo.files import read

if TYPE_CHECKING:
    from suicha.db import Json
    from suicha.places.models import Agency
    from suicha.sites.models import Unit


@dataclass(frozen=True)
class Known:
    """What the data files of people refer to: agencies, units and permits, by name."""

    agencies: dict[str, Agency]
    units: dict[str, Unit]
    permits: dict[str, str]


def load_people(known: Known, passwords: dict[str, str]) -> None:
    """Load everybody; `passwords` by login."""
    for row in read("people"):
        person = add_person(_new(row, known, passwords[row["login"]]))
        if "card" in row:
            db.session.add(_card(person, row, known))


def _new(row: Json, known: Known, password: str) -> NewPerson:
    agency = known.agencies[row["agency"]]
    return NewPerson(
        login=row["login"],
        name=row["name"],
        role=Role(row["role"]),
        password=password,
        jurisdiction_id=agency.jurisdiction_id,
        agency_id=agency.id,
        unit_id=known.units[row["unit"]].id if "unit" in row else None,
    )


def _card(person: Person, row: Json, known: Known) -> Card:
    card = row["card"]
    return Card(
        person_id=person.id,
        number=card["number"],
        card_type="行政执法证",
        valid_to=date.fromisoformat(card["valid_to"]),
        areas=[person.jurisdiction.code],
        specialties=card["specialties"],
        state=CardState.AVAILABLE,
        recusals=[_recusal(one, known) for one in row.get("recusals", [])],
    )


def _recusal(row: Json, known: Known) -> Recusal:
    """Write the tag as draw.md §1 does: `e:` an enterprise, `o:` an object."""
    if "unit" in row:
        return Recusal(tag=f"e:{known.units[row['unit']].uscc}", reason=row["reason"])
    return Recusal(tag=f"o:{known.permits[row['site']]}", reason=row["reason"])
