"""The grades and states of a hazard."""

from __future__ import annotations

from enum import StrEnum


class HazardGrade(StrEnum):
    """一般隐患, 重大隐患: the latter is a legal determination by a person (domain.md D1)."""

    GENERAL = "general"
    MAJOR = "major"


class HazardState(StrEnum):
    """登记, then confirmed and being rectified (整改中)."""

    REPORTED = "reported"
    CONFIRMED = "confirmed"
