"""The demo's objects' register: units, sites and who is what at which site."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from suicha.db import db
from suicha.demo.files import read
from suicha.sites.models import Category, Party, PartyRole, ProjectGrade, RiskClass, Site, Unit

if TYPE_CHECKING:
    from uuid import UUID

    from suicha.db import Json


STATION = "示范区建设工程质量安全监督站"


def load_units() -> dict[str, Unit]:
    """Load the units; give them by their key in the data files."""
    units = {row["key"]: Unit(uscc=row["uscc"], name=row["name"]) for row in read("units")}
    db.session.add_all(units.values())
    db.session.flush()
    return units


def load_sites(district: UUID, units: dict[str, Unit]) -> dict[str, str]:
    """Load the sites with their five parties; give permit numbers by site name."""
    sites = [_site(row, district, units) for row in read("sites")]
    db.session.add_all(sites)
    db.session.flush()
    return {site.name: site.permit_number for site in sites}


def _site(row: Json, district: UUID, units: dict[str, Unit]) -> Site:
    permit, dangerous = row["permit_number"], row["risk_class"] == RiskClass.D
    return Site(
        jurisdiction_id=district,
        permit_number=permit,
        supervising_agency=STATION,
        risk_tags=["超危大"] if dangerous else [],
        valid_from=date.fromisoformat(permit[6:14]),  # a permit's number holds its day
        name=row["name"],
        address=row["address"],
        stage=row["stage"],
        risk_class=RiskClass(row["risk_class"]),
        project_grade=ProjectGrade(row["project_grade"]),
        category=Category(row["category"]),
        lat=row["lat"],
        lon=row["lon"],
        boundary={"type": "Polygon", "coordinates": [row["boundary"]]},
        parties=[
            Party(unit_id=units[key].id, role=PartyRole(role), leader_name=leader)
            for role, (key, leader) in row["parties"].items()
        ],
    )
