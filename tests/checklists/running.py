"""A form filled in as ODK Collect does: what is relevant, and what is computed, row by row.

The few parts of XPath that Suicha writes, after the ODK XForms specification: what is empty is no
number and compares with none; what is not relevant is empty.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Rows = Sequence[Mapping[str, str]]

WORDS = {"if": "IF", "not": "NOT", "selected": "SELECTED", "sum": "SUM", "min": "min"}
WORDS |= {"count-non-empty": "COUNT", "coalesce": "COALESCE", "false": "bool"}
TOKEN = re.compile(
    r"(?P<item>\$\{\w+\})|(?P<text>'[^']*')|(?P<word>[a-z][a-z-]*(?=\())|(?P<same>(?<![!<>])=)"
)


@dataclass(frozen=True, eq=False)
class Value:
    """What a question holds: compared with a text as text, with a number as a number."""

    text: str

    @property
    def number(self) -> float:
        return float(self.text) if self.text else math.nan

    def __eq__(self, other: object) -> bool:
        return self.text == other if isinstance(other, str) else self.number == _number(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self.text)

    def __lt__(self, other: object) -> bool:
        return self.number < _number(other)

    def __le__(self, other: object) -> bool:
        return self.number <= _number(other)

    def __gt__(self, other: object) -> bool:
        return self.number > _number(other)

    def __ge__(self, other: object) -> bool:
        return self.number >= _number(other)

    def __add__(self, other: object) -> float:
        return self.number + _number(other)

    def __rsub__(self, other: object) -> float:
        return _number(other) - self.number

    def __sub__(self, other: object) -> float:
        return self.number - _number(other)

    def __rmul__(self, other: object) -> float:
        return _number(other) * self.number


def _number(value: object) -> float:
    return value.number if isinstance(value, Value) else float(str(value) or "nan")


class Answered:
    """A form that is being filled in: a question holds a text, one in a repeat several."""

    def __init__(self, survey: Rows, given: Mapping[str, str | Sequence[str]]) -> None:
        """Fill the form in, from its first row to its last."""
        self.held: dict[str, str | Sequence[str]] = {}
        self.relevant: set[str] = set()
        self.series: str | None = None  # the readings of the repeat that is open
        is_asked = True
        for row in survey:
            kind, name = row["type"], row.get("name", "")
            if kind == "begin_repeat":
                is_asked = self._is_relevant(row)
            elif kind == "end_repeat":
                is_asked, self.series = True, None
            elif is_asked and self._is_relevant(row):
                self.relevant.add(name)
                self._fill(row, given)
            else:
                self.held[name] = ""

    def of(self, expression: str, at: int | None = None) -> object:
        """Compute an expression, in a repeat at one of its readings."""
        names = {**FUNCTIONS, "V": lambda name: self._value(name, at)}
        return eval(_as_python(expression), names)  # noqa: S307  # of our own writing

    def _fill(self, row: Mapping[str, str], given: Mapping[str, str | Sequence[str]]) -> None:
        name = row["name"]
        if row["type"] == "decimal":
            self.series = name
        if row["type"] != "calculate":
            self.held[name] = given.get(name, "")
        elif self.series is None:
            self.held[name] = _text(self.of(row["calculation"]))
        else:
            number = range(len(self.held[self.series]))
            self.held[name] = [_text(self.of(row["calculation"], at)) for at in number]

    def _is_relevant(self, row: Mapping[str, str]) -> bool:
        return "relevant" not in row or bool(self.of(row["relevant"]))

    def _value(self, name: str, at: int | None) -> object:
        held = self.held[name]
        if isinstance(held, str):
            return Value(held)
        return [Value(one) for one in held] if at is None else Value(held[at])


def _text(value: object) -> str:
    if isinstance(value, Value):
        return value.text
    return f"{value:g}" if isinstance(value, float) else str(value)


def _as_python(expression: str) -> str:
    def part(match: re.Match[str]) -> str:
        if match["item"]:
            return f"V({match['item'][2:-1]!r})"
        if match["same"]:
            return "=="
        return WORDS[match["word"]] if match["word"] else match[0]

    return TOKEN.sub(part, expression)


def _values(several: object) -> Iterable[Value]:
    return several if isinstance(several, list) else []  # of what is not relevant there is none


FUNCTIONS = {
    "IF": lambda is_so, one, other: one if is_so else other,
    "NOT": lambda is_so: not is_so,
    "SELECTED": lambda value, choice: choice in value.text.split(" "),
    "SUM": lambda several: sum(one.number for one in _values(several)),
    "COUNT": lambda several: sum(one.text != "" for one in _values(several)),
    "COALESCE": lambda value, other: value if value.text else other,
}
