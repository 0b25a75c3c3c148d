"""All tables of the house, so that migrations and tests see them without the application."""

from __future__ import annotations

import importlib

ROOMS = (
    "journal",
    "places.models",
    "accounts.models",
    "sites.models",
    "checklists.models",
    "registers.models",
    "photos.models",
    "hazards.models",
    "spot_checks.models",
    "draws.models",
    "publications.models",
    "sync.models",
    "outboxes.models",
)
ALL = tuple(importlib.import_module(f"suicha.{room}") for room in ROOMS)
