"""Who may take what: skills and recusals as sets of inspectors (draw.md section 5)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from suicha.dr1.files import Inspector

ANYBODY = "*"


@dataclass(frozen=True, slots=True)
class Need:
    """One object that needs a team: a skill or '*' for each slot, and the tags that recuse."""

    id: str
    slots: tuple[str, ...]
    tags: tuple[str, ...]


class Abilities:
    """Sets are integers as in `ranks`: bit r stands for the inspector at place r."""

    def __init__(self, inspectors: Sequence[Inspector]) -> None:
        """Note each inspector's skills and what each avoids."""
        self.everybody = (1 << len(inspectors)) - 1
        self._skilled: defaultdict[str, int] = defaultdict(int, {ANYBODY: self.everybody})
        self._avoiding: defaultdict[str, int] = defaultdict(int)
        for place, inspector in enumerate(inspectors):
            for skill in inspector.skills:
                self._skilled[skill] |= 1 << place
            for tag in inspector.avoid:
                self._avoiding[tag] |= 1 << place

    def skilled(self, skill: str) -> int:
        """Return everybody who has a skill."""
        return self._skilled.get(skill, 0)

    def recused(self, need: Need) -> int:
        """Return everybody who avoids a tag of the object, or the object by its own id."""
        recused = self._avoiding.get(f"o:{need.id}", 0)
        for tag in need.tags:
            recused |= self._avoiding.get(tag, 0)
        return recused

    def eligible(self, need: Need) -> list[int]:
        """Return for each slot of an object everybody who has its skill and need not recuse."""
        recused = self.recused(need)
        return [self.skilled(skill) & ~recused for skill in need.slots]
