"""The one route of maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app

from suicha.accounts.guard import Actor, signed_in
from suicha.http import Blueprint
from suicha.maps import schemas

if TYPE_CHECKING:
    from suicha.map_tiles import MapTiles

maps = Blueprint("maps")


@maps.get("/map-tiles", guard=signed_in, answer=schemas.MapTilesShape)
def map_tiles(actor: Actor) -> MapTiles:
    """Tell which tiles lie under what is drawn; nobody outside learns the key of the service."""
    tiles: MapTiles = current_app.extensions["settings"].map_tiles
    return tiles
