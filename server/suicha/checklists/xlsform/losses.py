"""What a form says and a list cannot: one line for each, so that nothing is dropped silently."""

from __future__ import annotations

from dataclasses import dataclass, field

from suicha.fields import UNSTORABLE

MOST_LINES = 2000  # of a report; what is beyond is counted
SHOWN = 60  # characters of a cell in a report
LONGEST_NOTE = 300


@dataclass(frozen=True)
class Loss:
    """A cell, a row or a sheet that is not taken over as it stands: where, and what (by code).

    `row` is the number that the office sees, 0 for a whole sheet; `column` the head as the sheet
    writes it; `value` is cut in length.
    """

    sheet: str
    row: int
    column: str
    value: str
    code: str
    note: str = ""


@dataclass
class Losses:
    """The lines of one form."""

    lines: list[Loss] = field(default_factory=list)
    total: int = 0

    def add(self, loss: Loss) -> None:
        """Note a line; beyond MOST_LINES it is only counted."""
        self.total += 1
        if len(self.lines) < MOST_LINES:
            value = loss.value if len(loss.value) <= SHOWN else f"{loss.value[:SHOWN]}…"
            self.lines.append(
                Loss(
                    loss.sheet,
                    loss.row,
                    storable(loss.column[:SHOWN]),
                    storable(value),
                    loss.code,
                    storable(loss.note[:LONGEST_NOTE]),
                )
            )

    def in_order(self) -> list[Loss]:
        """Give the lines as a person goes through the form: sheet by sheet, row by row."""
        sheets = {"survey": 0, "choices": 1, "settings": 2}
        return sorted(self.lines, key=lambda one: (sheets.get(one.sheet, 3), one.sheet, one.row))


def storable(text: str) -> str:
    """Give a text with a mark where a sign stood that cannot be sent or kept."""
    return UNSTORABLE.sub("\ufffd", text)
