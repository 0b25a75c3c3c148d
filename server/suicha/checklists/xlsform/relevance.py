"""When a question is asked, as ODK writes it, read as a condition: `selected(${a}, 'x') and …`.

Read are comparisons of one question with a text or a number, `selected`, `not`, `and`, `or`,
`count-selected`, `string-length`; what asks anything else cannot be carried.
Source: the ODK XForms specification, "XPath" and "Functions".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from suicha.checklists.definition.conditions import is_well_formed
from suicha.checklists.definition.items import Item, Kind

Json = dict[str, Any]  # Any: JSON

LONGEST = 5000
TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
COUNTED = frozenset({"count-selected", "string-length"})
_TOKEN = re.compile(
    r"\s*(?:(?P<item>\$\{\s*[^{}]+?\s*\})|(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<name>[A-Za-z_][\w-]*)|(?P<sign>!=|<=|>=|[=<>])|(?P<mark>[(),]))"
)


class UnsayableError(ValueError):
    """What no condition of ours says; the text is the part that was not understood."""


@dataclass(frozen=True)
class Asked:
    """A question that was carried: the item that it became, and what its choices became.

    `chosen` gives for the name of a choice the question that a condition asks.
    """

    item: Item
    chosen: Mapping[str, Json]


def condition(text: str, before: Mapping[str, Asked]) -> Json:
    """Read an expression on questions that come before; raises UnsayableError."""
    if len(text) > LONGEST:
        raise UnsayableError(text[:40])
    reader = _Reader(_tokens(text), before)
    found = reader.either(0)
    reader.end()
    if not is_well_formed(found):
        raise UnsayableError(text[:40])
    return found


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None:
            raise UnsayableError(text[at : at + 40].strip())
        kind = match.lastgroup or ""
        found.append((kind, match[kind]))
        at = match.end()
    return found


class _Reader:
    """Reads tokens one after another, the weakest word first."""

    def __init__(self, tokens: list[tuple[str, str]], before: Mapping[str, Asked]) -> None:
        self.tokens, self.before, self.at = tokens, before, 0

    def either(self, depth: int) -> Json:
        return self._several("or", "any", self.both, depth)

    def both(self, depth: int) -> Json:
        return self._several("and", "all", self.one, depth)

    def one(self, depth: int) -> Json:
        if depth > 20:  # noqa: PLR2004  # far beyond what a condition may have
            raise UnsayableError("(" * depth)
        if self._takes("mark", "("):
            return self._closed(self.either(depth + 1))
        if self._follows(("name", "not"), ("mark", "(")):
            self.at += 2
            return {"not": self._closed(self.either(depth + 1))}
        if self._follows(("name", "selected"), ("mark", "(")):
            self.at += 2
            asked = self._asked(self._next("item"))
            self._need("mark", ",")
            return self._closed(_chosen(asked, self._next("text")[1:-1]))
        return self._compared()

    def end(self) -> None:
        if self.at < len(self.tokens):
            raise UnsayableError(self._shown())

    def _several(self, word: str, name: str, part: Callable[[int], Json], depth: int) -> Json:
        parts = [part(depth)]
        while self._takes("name", word):
            parts.append(part(depth))
        return parts[0] if len(parts) == 1 else {name: parts}

    def _compared(self) -> Json:
        """Read `${a} = 'x'`, or the other way round."""
        left = self._operand()
        sign = self._next("sign")
        right = self._operand()
        if isinstance(left, str):
            left, right, sign = right, left, TURNED[sign]
        if isinstance(left, str) or not isinstance(right, str):
            raise UnsayableError(self._shown())
        asked, function = left
        return _of_length(asked, sign, right) if function else _of_value(asked, sign, right)

    def _operand(self) -> str | tuple[Asked, str]:
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        if kind in {"text", "number"}:
            self.at += 1
            return text[1:-1] if kind == "text" else text
        if kind == "name" and text in COUNTED:
            self.at += 1
            self._need("mark", "(")
            asked = self._asked(self._next("item"))
            self._need("mark", ")")
            return asked, text
        return self._asked(self._next("item")), ""

    def _asked(self, text: str) -> Asked:
        asked = self.before.get(text[2:-1].strip())
        if asked is None:
            raise UnsayableError(text)
        return asked

    def _closed(self, inner: Json) -> Json:
        self._need("mark", ")")
        return inner

    def _next(self, kind: str) -> str:
        if self.at >= len(self.tokens) or self.tokens[self.at][0] != kind:
            raise UnsayableError(self._shown(1))
        self.at += 1
        return self.tokens[self.at - 1][1]

    def _need(self, kind: str, text: str) -> None:
        if not self._takes(kind, text):
            raise UnsayableError(self._shown(1))

    def _takes(self, kind: str, text: str) -> bool:
        is_next = self._follows((kind, text))
        self.at += is_next
        return is_next

    def _follows(self, *tokens: tuple[str, str]) -> bool:
        return self.tokens[self.at : self.at + len(tokens)] == list(tokens)

    def _shown(self, more: int = 0) -> str:
        return " ".join(text for _, text in self.tokens[max(0, self.at - 3) : self.at + more])


def _chosen(asked: Asked, value: str) -> Json:
    if value not in asked.chosen:
        raise UnsayableError(value)
    return asked.chosen[value]


def _of_value(asked: Asked, sign: str, value: str) -> Json:
    if sign == "!=":
        return {"not": _of_value(asked, "=", value)}
    if value == "" and sign == "=":
        return {"not": {"item": asked.item.id, "answered": True}}
    if asked.item.kind is Kind.COUNT:
        return _of_number(asked.item.id, sign, value)
    # Of several choices, `= 'x'` asks for that one and no other, which a condition cannot.
    if sign == "=" and asked.chosen and not asked.item.many:
        return _chosen(asked, value)
    raise UnsayableError(f"{asked.item.id} {sign} {value}")


def _of_number(item_id: str, sign: str, value: str) -> Json:
    number = Fraction(value) if re.fullmatch(r"-?\d{1,7}(\.\d{1,6})?", value) else None
    if number is None or number.denominator != 1:
        raise UnsayableError(f"{item_id} {sign} {value}")
    least, most = (
        {"item": item_id, "at_least": int(number)},
        {"item": item_id, "at_most": int(number)},
    )
    questions: dict[str, Json] = {
        ">=": least,
        "<=": most,
        ">": {"item": item_id, "at_least": int(number) + 1},
        "<": {"item": item_id, "at_most": int(number) - 1},
        "=": {"all": [least, most]},
    }
    return questions[sign]


def _of_length(asked: Asked, sign: str, value: str) -> Json:
    """Read `count-selected(${c}) > 0` and the like: whether anything was given."""
    answered = {"item": asked.item.id, "answered": True}
    if (sign, value) in {(">", "0"), (">=", "1"), ("!=", "0")}:
        return answered
    if (sign, value) in {("=", "0"), ("<", "1"), ("<=", "0")}:
        return {"not": answered}
    raise UnsayableError(f"{asked.item.id} {sign} {value}")
