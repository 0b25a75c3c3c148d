"""The report of an import: a line for each command and photo, as it is stored and sent."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from suicha.db import Json


class Outcome(StrEnum):
    """What became of a line, or would become of it. `retry`: the server's trouble, import again."""

    ACCEPTED = "accepted"
    KNOWN = "known"
    REFUSED = "refused"
    RETRY = "retry"


@dataclass(frozen=True)
class Line:
    """One command or photo; `id` is as the file calls it, `code` a refusal's."""

    kind: str  # command, photo
    id: str
    outcome: Outcome
    code: str | None = None
    name: str | None = None
    made_at: str | None = None
    check: str | None = None  # its number, where it is one of this district


@dataclass
class Report:
    """What was found; `refused` is why the whole file was, its code and details."""

    refused: str | None = None
    details: Json = field(default_factory=dict)
    about: Json = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    def count(self, kind: str) -> dict[str, int]:
        """How many lines of a kind had which outcome."""
        found = Counter(line.outcome for line in self.lines if line.kind == kind)
        return {str(outcome): found[outcome] for outcome in Outcome}

    def as_json(self) -> Json:
        """The report as it is stored."""
        whole = {"refused": self.refused, "details": self.details, "about": self.about or None}
        counts = {f"{kind}s": self.count(kind) for kind in ("command", "photo")}
        return whole | counts | {"lines": [asdict(line) for line in self.lines]}
