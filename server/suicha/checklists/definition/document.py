"""The definition of a checklist (清单)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Definition:
    """What a version of a checklist says; `sections` as ChecklistVersion holds them."""

    code: str
    title: str
    standard: str
    source: str
    scored: bool
    split: bool
    sections: Sequence[dict[str, Any]]  # Any: JSON
