"""The verbs of the objects' register: sites and units are entered, corrected and ended."""

from suicha.sites.operations.parties import PartyEntry
from suicha.sites.operations.registering import (
    NewSite,
    SiteDetails,
    correct,
    end,
    readmit,
    register,
)
from suicha.sites.operations.units import (
    NewUnit,
    UnitDetails,
    correct_unit,
    end_unit,
    register_unit,
)

__all__ = [
    "NewSite",
    "NewUnit",
    "PartyEntry",
    "SiteDetails",
    "UnitDetails",
    "correct",
    "correct_unit",
    "end",
    "end_unit",
    "readmit",
    "register",
    "register_unit",
]
