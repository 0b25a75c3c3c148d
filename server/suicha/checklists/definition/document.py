"""The definition of a checklist (清单)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Definition:
    """What a version of a checklist says; `sections` as definition/shapes.py has them.

    `scheme` is `{standard, class_id, class_name, weight}` of a table that counts in a whole site.
    """

    code: str
    title: str
    standard: str
    source: str
    scored: bool
    split: bool
    sections: Sequence[dict[str, Any]]  # Any: JSON
    scheme: dict[str, Any] | None = None  # Any: JSON

    def with_tables_verified(self) -> Definition:
        """Say that somebody has compared the tables by which lots are sampled (sampling.py)."""
        return replace(self, sections=[_with_tables_verified(one) for one in self.sections])


def _with_tables_verified(section: dict[str, Any]) -> dict[str, Any]:  # Any: JSON
    items = [one | {"tables_verified": True} if one.get("lot") else one for one in section["items"]]
    return section | {"items": items}
