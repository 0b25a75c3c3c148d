"""One row of a survey while it is read: what was taken of it, and what is left is reported."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from suicha.checklists.xlsform import port
from suicha.checklists.xlsform.book import FormBook
from suicha.checklists.xlsform.losses import Loss, Losses

CHINESE = re.compile(r"中文|汉语|汉字|简体|chinese|\bzh\b|\(zh", re.IGNORECASE)
REFERENCE = re.compile(r"\$\{[^}]*\}")
# What says nothing on its own: the name of a row, and what pyxform makes of a type.
SILENT = frozenset({("name",), ("type",)})
SPOKEN = frozenset({"label", "hint"})


class Columns:
    """What the heads of a sheet mean, and in which language they are read.

    Preferred is Chinese, then the language without a name, then the form's default.
    """

    def __init__(self, book: FormBook, sheet: str, default: str, first: Sequence[str] = ()) -> None:
        """Ask what the heads mean; `default` is the form's default language.

        `first` are languages that go before all others.
        """
        self.default, self.of_choices = default, list[str]()
        self.meant = port.columns(sheet, book.heads(sheet))
        spoken = [meant for meant in self.meant.values() if meant[0] in SPOKEN]
        languages = [meant[1] if len(meant) > 1 else "" for meant in spoken]
        chinese = [one for one in languages if CHINESE.search(one)]
        wanted = [*first, *chinese, "", default, *languages]
        self.languages = list(dict.fromkeys(one for one in wanted if one in languages))

    def other_languages(self) -> list[str]:
        """Give the heads of texts in languages that are not read."""
        return [
            head
            for head, meant in self.meant.items()
            if meant[0] in SPOKEN and (*meant, "")[1] not in self.languages[:1]
        ]

    def heads_of(self, name: str) -> list[str]:
        """Give the heads of a text, the preferred language first."""
        of_language = {
            (*meant, "")[1]: head for head, meant in self.meant.items() if meant[0] == name
        }
        return [of_language[one] for one in self.languages if one in of_language]


@dataclass
class SurveyRow:
    """A row: its number, its cells by what pyxform takes them for, and who took them."""

    number: int
    cells: Mapping[str, str]
    columns: Columns
    losses: Losses
    taken: set[str] = field(default_factory=set)
    seen: bool = False  # whether pyxform made anything of it

    def text(self, name: str) -> str:
        """Take a text in the language that is read, or in the first that has one."""
        heads = self.columns.heads_of(name)
        said = [head for head in heads if self.cells.get(head, "").strip()]
        self.taken.update(heads)
        if not said:
            return ""
        value = self.cells[said[0]].strip()
        if REFERENCE.search(value):
            self.lose(said[0], "xlsform.reference")
        return value

    def cell(self, *meant: str) -> tuple[str, str]:
        """Take a cell: its head and what stands there; twice nothing where it is empty."""
        for head, one in self.columns.meant.items():
            if one == meant and self.cells.get(head, "").strip():
                self.taken.add(head)
                return head, self.cells[head].strip()
        return "", ""

    def lose(self, head: str, code: str, note: str = "") -> None:
        """Note that a cell is not taken over as it stands."""
        self.taken.add(head)
        self.losses.add(Loss("survey", self.number, head, self.cells.get(head, ""), code, note))

    def lose_all(self, code: str, note: str = "") -> None:
        """Note that the whole row is not taken over: one line, at its type."""
        heads = [head for head, meant in self.columns.meant.items() if meant == ("type",)]
        shown = [head for head in heads if head in self.cells] or list(self.cells)
        label = next(iter(self.cells.get(head, "") for head in self.columns.heads_of("label")), "")
        self.lose(shown[0], code, note or label or self.cell("name")[1])
        self.taken.update(self.cells)

    def lose_rest(self) -> None:
        """Note each cell that nobody has taken."""
        for head in self.cells:
            if head not in self.taken and self.columns.meant.get(head) not in SILENT:
                self.lose(head, "xlsform.cell")


def rows_of(book: FormBook, columns: Columns, losses: Losses) -> dict[int, SurveyRow]:
    """Give the rows of the survey by number."""
    return {
        number: SurveyRow(number, cells, columns, losses) for number, cells in book.rows("survey")
    }


Element = Mapping[str, Any]  # Any: JSON, a part of pyxform's tree


def children_of(element: Element) -> Sequence[Element]:
    """Give the parts of a part."""
    found: Sequence[Element] = element.get("children") or ()
    return found
