"""What inspectors find in the history: hazards that fit the stage at which a site is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from suicha.demo.files import read
from suicha.hazards.majors import EDITION

if TYPE_CHECKING:
    from collections.abc import Collection

    from suicha.db import Json
    from suicha.sites.models import Site


def determined(finding: Json) -> Json | None:
    """Give by which item of the standard a finding is a major hazard; None of any other."""
    if "major" not in finding:
        return None
    return {"edition": EDITION, "item_id": finding["major"], "reason": ""}


class Findings:
    """The findings of data/findings.json, each taken as seldom as the others."""

    def __init__(self) -> None:
        """Nothing has been found yet."""
        self._all: list[Json] = read("findings")
        self._taken: Counter[str] = Counter()

    def fitting(self, site: Site, grade: str, items: Collection[str]) -> Json:
        """Give a finding of this grade, for one of the items that are still free at this check."""
        free = [
            finding
            for finding in self._all
            if finding["grade"] == grade and finding["item"] in items and _fits(finding, site)
        ]
        chosen = min(free, key=lambda finding: self._taken[finding["name"]])
        self._taken[chosen["name"]] += 1
        return chosen


def _fits(finding: Json, site: Site) -> bool:
    stages = finding.get("stages")
    return stages is None or any(stage in site.stage for stage in stages)
