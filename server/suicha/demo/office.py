"""The demo's places, agencies, dated settings, checklists and item list."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from suicha.checklists.definition import Definition
from suicha.checklists.models import ItemListEntry
from suicha.checklists.operations import load_library, publish_version
from suicha.db import db
from suicha.demo.files import read
from suicha.places.models import Agency, DatedSetting, Jurisdiction

if TYPE_CHECKING:
    from uuid import UUID

IN_FORCE = date(2025, 1, 1)


def load_places() -> dict[str, UUID]:
    """Load the city and its district; give their ids by code."""
    ids: dict[str, UUID] = {}
    for row in read("office")["jurisdictions"]:
        parent = ids.get(row["parent"])
        place = Jurisdiction(code=row["code"], name=row["name"], parent_id=parent)
        db.session.add(place)
        db.session.flush()
        ids[place.code] = place.id
    return ids


def load_agencies(places: dict[str, UUID]) -> dict[str, Agency]:
    """Load the agencies; give them by short name."""
    agencies = [
        Agency(
            jurisdiction_id=places[row["jurisdiction"]],
            name=row["name"],
            short_name=row["short_name"],
        )
        for row in read("office")["agencies"]
    ]
    db.session.add_all(agencies)
    db.session.flush()
    return {agency.short_name: agency for agency in agencies}


def load_settings(district: UUID) -> None:
    """Load the district's numbers with their legal basis."""
    for row in read("office")["settings"]:
        setting = DatedSetting(
            jurisdiction_id=district,
            key=row["key"],
            value={"number": row["number"]},
            valid_from=IN_FORCE,
            legal_basis=row["legal_basis"],
        )
        db.session.add(setting)


def load_lists(station: Agency) -> None:
    """Publish a list beside the library's, and load the station's item list, which uses them."""
    load_library()
    fire_and_power = Definition(**read("fire_and_power"), scored=False, split=False)
    publish_version(fire_and_power, IN_FORCE)
    for row in read("office")["item_list"]:
        entry = ItemListEntry(
            **row,
            jurisdiction_id=station.jurisdiction_id,
            agency_id=station.id,
            valid_from=IN_FORCE,
        )
        db.session.add(entry)
