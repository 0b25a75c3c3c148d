"""When a question is asked, as ODK writes it, read as a condition: `selected(${a}, 'x') and …`.

Read are comparisons of one question with a text or a number, `selected`, `not`, `and`, `or`,
`count-selected`, `string-length`; what asks anything else cannot be carried.
Source: the ODK XForms specification, "XPath" and "Functions".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from suicha.checklists.definition.conditions import is_well_formed
from suicha.checklists.definition.grammar import SHOWN, Reader, Token, UnreadableError
from suicha.checklists.definition.items import Item, Kind

Json = dict[str, Any]  # Any: JSON

TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
COUNTED = frozenset({"count-selected", "string-length"})
_TOKEN = re.compile(
    r"\s*(?:(?P<item>\$\{\s*[^{}]+?\s*\})|(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<name>[A-Za-z_][\w-]*)|(?P<sign>!=|<=|>=|[=<>])|(?P<mark>[(),]))"
)


@dataclass(frozen=True)
class Asked:
    """A question that was carried: the item that it became, and what its choices became.

    `chosen` gives for the name of a choice the question that a condition asks.
    """

    item: Item
    chosen: Mapping[str, Json]


def condition(text: str, before: Mapping[str, Asked]) -> Json:
    """Read an expression on questions that come before; raises UnreadableError."""
    found = _Expression(text, before).read()
    if not is_well_formed(found):
        raise UnreadableError(text[:SHOWN])
    return found


class _Expression(Reader):
    # Forms are full of brackets that say nothing; how deep what they say is, is seen afterwards.
    pattern, longest, deepest = _TOKEN, 5000, 21

    def __init__(self, text: str, before: Mapping[str, Asked]) -> None:
        super().__init__(text)
        self.before = before

    def word(self, token: Token) -> str:
        return token.text if token.kind == "name" else ""

    def one(self, depth: int) -> Json:
        if self.takes("mark", "("):
            return self._closed(self.either(depth + 1))
        if self._calls("not"):
            return {"not": self._closed(self.either(depth + 1))}
        if self._calls("selected"):
            asked = self._asked(self._need("item"))
            self._need("mark", ",")
            return self._closed(_chosen(asked, self._need("text")[1:-1]))
        return self._compared()

    def _compared(self) -> Json:
        """Read `${a} = 'x'`, or the other way round."""
        left = self._operand()
        sign = self._need("sign")
        right = self._operand()
        if isinstance(left, str):
            left, right, sign = right, left, TURNED[sign]
        if isinstance(left, str) or not isinstance(right, str):
            raise self.lost()
        asked, function = left
        return _of_length(asked, sign, right) if function else _of_value(asked, sign, right)

    def _operand(self) -> str | tuple[Asked, str]:
        kind, text = self.ahead()
        if kind in {"text", "number"}:
            self.next()
            return text[1:-1] if kind == "text" else text
        if text in COUNTED and self._calls(text):
            asked = self._asked(self._need("item"))
            self._need("mark", ")")
            return asked, text
        return self._asked(self._need("item")), ""

    def _asked(self, text: str) -> Asked:
        asked = self.before.get(text[2:-1].strip())
        if asked is None:
            raise UnreadableError(text)
        return asked

    def _calls(self, function: str) -> bool:
        """Take `function(`, if that comes next."""
        is_called = (self.ahead(), self.ahead(1)) == (("name", function), ("mark", "("))
        self.at += 2 * is_called
        return is_called

    def _closed(self, inner: Json) -> Json:
        self._need("mark", ")")
        return inner

    def _need(self, kind: str, text: str = "") -> str:
        token = self.ahead()
        if token.kind != kind or (text and token.text != text):
            raise self.lost()
        return self.next().text


def _chosen(asked: Asked, value: str) -> Json:
    if value not in asked.chosen:
        raise UnreadableError(value)
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
    raise UnreadableError(f"{asked.item.id} {sign} {value}")


def _of_number(item_id: str, sign: str, value: str) -> Json:
    number = Fraction(value) if re.fullmatch(r"-?\d{1,7}(\.\d{1,6})?", value) else None
    if number is None or number.denominator != 1:
        raise UnreadableError(f"{item_id} {sign} {value}")
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
    raise UnreadableError(f"{asked.item.id} {sign} {value}")
