"""The wire of sites; `sync` sends the same rows to phones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marshmallow import fields

from suicha.paging import PageShape
from suicha.sites.models import Category, PartyRole, ProjectGrade, RiskClass
from suicha.sites.uscc import Doubt
from suicha.wire import Shape

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


class SitePage(PageShape):
    """A page of sites."""

    items = fields.List(fields.Nested(SiteShape), required=True)


def site_row(site: Site) -> Json:
    """Give the row of a site as the pull feed sends it."""
    row: Json = SiteShape().dump(site)
    return row
