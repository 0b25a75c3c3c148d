"""The wire of sites and units; `sync` sends the rows of `SiteShape` to phones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from marshmallow import ValidationError, fields, validate

from suicha.fields import NOT_BLANK, Day
from suicha.paging import MOST, PageShape
from suicha.sites.models import (
    Category,
    CreditGrade,
    PartyRole,
    ProjectGrade,
    RiskClass,
    WorkState,
)
from suicha.sites.operations import NewSite, NewUnit, PartyEntry, SiteDetails, UnitDetails
from suicha.sites.queries import InForce, SiteFilters, UnitFilters
from suicha.sites.uscc import Doubt
from suicha.wire import Loads, Shape

if TYPE_CHECKING:
    from suicha.db import Json
    from suicha.sites.models import Site


class PointShape(Shape):
    """A point in WGS-84 degrees."""

    lat = fields.Float(required=True)
    lon = fields.Float(required=True)


class BoundaryShape(Shape):
    """A GeoJSON Polygon, WGS-84: rings of [lon, lat]."""

    type = fields.Constant("Polygon")
    coordinates = fields.List(fields.List(fields.List(fields.Float())), required=True)


class PartyShape(Shape):
    """What a unit is at a site; `uscc_doubt` says why its code may be mistyped."""

    id = fields.UUID(required=True)
    role = fields.Enum(PartyRole, by_value=True, required=True)
    unit_id = fields.UUID(required=True)
    unit_name = fields.String(attribute="unit.name", required=True)
    uscc = fields.String(attribute="unit.uscc", required=True)
    uscc_doubt = fields.Enum(
        Doubt, by_value=True, attribute="unit.uscc_doubt", required=True, allow_none=True
    )
    leader_name = fields.String(required=True)


class SiteShape(Shape):
    """A site with its five parties."""

    id = fields.UUID(required=True)
    permit_number = fields.String(required=True)
    name = fields.String(required=True)
    address = fields.String(required=True)
    stage = fields.String(required=True)
    risk_class = fields.Enum(RiskClass, by_value=True, required=True)
    project_grade = fields.Enum(ProjectGrade, by_value=True, required=True)
    category = fields.Enum(Category, by_value=True, required=True)
    jurisdiction_id = fields.UUID(required=True)
    position = fields.Nested(PointShape, required=True)
    boundary = fields.Nested(BoundaryShape, required=True)
    parties = fields.List(fields.Nested(PartyShape), required=True)
    ended_on = fields.Date(required=True, allow_none=True)


class RegisteredSiteShape(SiteShape):
    """A site as the desk reads it: with what phones do not need."""

    supervising_agency = fields.String(required=True)
    risk_tags = fields.List(fields.String(), required=True)
    work_state = fields.Enum(WorkState, by_value=True, required=True)
    valid_from = fields.Date(required=True, allow_none=True)
    ended_reason = fields.String(required=True, allow_none=True)
    readmitted_reason = fields.String(required=True, allow_none=True)


class SitePage(PageShape):
    """A page of sites."""

    items = fields.List(fields.Nested(RegisteredSiteShape), required=True)


class SiteFiltersShape(Loads[SiteFilters]):
    """Which sites are asked for."""

    into = SiteFilters
    q = fields.String(validate=validate.Length(0, 64))
    risk_class = fields.Enum(RiskClass, by_value=True)
    show = fields.Enum(InForce, by_value=True)
    after = fields.UUID()
    limit = fields.Integer(validate=validate.Range(1, MOST))


class UnitFiltersShape(Loads[UnitFilters]):
    """Which units are asked for."""

    into = UnitFilters
    q = fields.String(validate=validate.Length(0, 64))
    show = fields.Enum(InForce, by_value=True)
    after = fields.UUID()
    limit = fields.Integer(validate=validate.Range(1, MOST))


def _named(most: int) -> fields.String:
    return fields.String(required=True, validate=[validate.Length(1, most), NOT_BLANK])


def _code() -> fields.String:
    """Take a 统一社会信用代码; what looks mistyped is told in the answer, not refused."""
    return fields.String(required=True, validate=validate.Regexp(r"\A[0-9A-Za-z]{1,18}\Z"))


class PartyEntryShape(Loads[PartyEntry]):
    """A party as the office enters it."""

    into = PartyEntry
    role = fields.Enum(PartyRole, by_value=True, required=True)
    uscc = _code()
    unit_name = _named(200)
    leader_name = fields.String(required=True, validate=validate.Length(0, 100))


MOST_CORNERS = 2000


def closed_rings(boundary: dict[str, Any]) -> None:  # Any: JSON
    """See that every ring is closed and lies on the earth (RFC 7946 §3.1.6)."""
    rings = boundary["coordinates"]
    if sum(map(len, rings)) > MOST_CORNERS:
        raise ValidationError("It has too many corners.")
    for ring in rings:
        on_earth = all(
            len(corner) == len(("lon", "lat")) and abs(corner[0]) <= 180 and abs(corner[1]) <= 90  # noqa: PLR2004  # degrees
            for corner in ring
        )
        edges = sum(start != end for start, end in pairwise(ring))
        if not on_earth or edges < len("abc") or ring[0] != ring[-1]:
            raise ValidationError("A ring is not closed, or not on the earth.")


class SiteDetailsFields(Shape):
    """The fields of a site; a boundary that is left out stays as it is."""

    name = _named(200)
    address = _named(300)
    stage = fields.String(required=True, validate=validate.Length(0, 100))
    risk_class = fields.Enum(RiskClass, by_value=True, required=True)
    project_grade = fields.Enum(ProjectGrade, by_value=True, required=True)
    category = fields.Enum(Category, by_value=True, required=True)
    lat = fields.Float(required=True, validate=validate.Range(-90, 90))
    lon = fields.Float(required=True, validate=validate.Range(-180, 180))
    boundary = fields.Nested(
        BoundaryShape, allow_none=True, load_default=None, validate=closed_rings
    )
    supervising_agency = fields.String(required=True, validate=validate.Length(0, 200))
    risk_tags = fields.List(
        fields.String(validate=[validate.Length(1, 32), NOT_BLANK]),
        required=True,
        validate=validate.Length(0, 20),
    )
    work_state = fields.Enum(WorkState, by_value=True, required=True)
    parties = fields.List(
        fields.Nested(PartyEntryShape), required=True, validate=validate.Length(0, 40)
    )


class SiteDetailsShape(SiteDetailsFields, Loads[SiteDetails]):
    """What may be corrected of a site; a boundary that is left out stays as it is."""

    into = SiteDetails


class NewSiteShape(SiteDetailsFields, Loads[NewSite]):
    """A new site; its permit number is an id of draws (draw.md §0)."""

    into = NewSite
    permit_number = fields.String(
        required=True, validate=validate.Regexp(r"\A[A-Za-z0-9._-]{1,64}\Z")
    )
    valid_from = Day(allow_none=True, load_default=None)


@dataclass(frozen=True)
class Because:
    """Why a row of the register ends or comes back, and on which day where that is not today."""

    reason: str
    ended_on: date | None = None


class WithReasonShape(Loads[Because]):
    """The reason of a deed."""

    into = Because
    reason = _named(500)


class SiteEndingShape(WithReasonShape):
    """The end of a site."""

    ended_on = Day(allow_none=True, load_default=None)


class UnitRowShape(Shape):
    """A unit of the register."""

    id = fields.UUID(required=True)
    uscc = fields.String(required=True)
    uscc_doubt = fields.Enum(Doubt, by_value=True, required=True, allow_none=True)
    name = fields.String(required=True)
    credit_grade = fields.Enum(CreditGrade, by_value=True, required=True, allow_none=True)
    ended_on = fields.Date(required=True, allow_none=True)
    ended_reason = fields.String(required=True, allow_none=True)


class UnitPage(PageShape):
    """A page of units."""

    items = fields.List(fields.Nested(UnitRowShape), required=True)


class UnitDetailsFields(Shape):
    """The fields of a unit."""

    name = _named(200)
    credit_grade = fields.Enum(CreditGrade, by_value=True, required=True, allow_none=True)


class UnitDetailsShape(UnitDetailsFields, Loads[UnitDetails]):
    """What may be corrected of a unit."""

    into = UnitDetails


class NewUnitShape(UnitDetailsFields, Loads[NewUnit]):
    """A new unit."""

    into = NewUnit
    uscc = _code()


def site_row(site: Site) -> Json:
    """Give the row of a site as the pull feed sends it."""
    row: Json = SiteShape().dump(site)
    return row
