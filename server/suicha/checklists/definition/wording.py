"""Conditions as an office writes them: `{1.2} = 不符合 且 ({1.3} >= 2 或 {1.4} 含 塔吊)`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from suicha.checklists.definition.conditions import DEEPEST, Condition
from suicha.checklists.definition.grammar import Reader, Token, UnreadableError
from suicha.checklists.definition.items import Item, Kind
from suicha.checklists.scoring import Result

Json = dict[str, Any]  # Any: JSON

LONGEST = 1000
RESULT_WORDS: Final = {
    "符合": Result.CONFORMING,
    "不符合": Result.NONCONFORMING,
    "不适用": Result.NOT_APPLICABLE,
    "已记录": Result.RECORDED,
    **{one.value: one for one in Result},
}
WORDS: Final = {"且": "and", "并且": "and", "或": "or", "或者": "or", "非": "not", "不是": "not"}
SIGNS: Final = {"＝": "=", "==": "=", "≠": "!=", "≥": ">=", "≤": "<=", "含": "=", "包含": "="}
ANSWERED: Final = ("已答", "answered")
_TOKEN = re.compile(
    r"\s*(?:(?P<item>[{｛][^{}｛｝]{1,32}[}｝])|(?P<sign>==|!=|>=|<=|[=＝≠≥≤<>]|含|包含)"
    r"|(?P<bracket>[()（）])|(?P<text>\"[^\"]*\"|'[^']*'|[^\s(){}（）｛｝=＝≠≥≤<>!]+))"
)


def parse(text: str, before: Mapping[str, Item]) -> Json:
    """Read a condition on items that come before; raises UnreadableError."""
    return _Wording(text, before).read()


def written(condition: Condition, before: Mapping[str, Item]) -> str:
    """Write a condition so that `parse` reads it again."""
    for name, word in (("all", " 且 "), ("any", " 或 ")):
        if name in condition:
            return word.join(_bracketed(part, before) for part in condition[name])
    if "not" in condition:
        return f"非 {_bracketed(condition['not'], before)}"
    item = f"{{{condition['item']}}}"
    if "is" in condition:
        words = {result: word for word, result in reversed(RESULT_WORDS.items())}
        return f"{item} = {words[Result(condition['is'])]}"
    if "chosen" in condition:
        return f"{item} 含 {_quoted(condition['chosen'])}"
    if "answered" in condition:
        return f"{item} 已答"
    sign, name = (">=", "at_least") if "at_least" in condition else ("<=", "at_most")
    return f"{item} {sign} {condition[name]}"


def _bracketed(condition: Condition, before: Mapping[str, Item]) -> str:
    text = written(condition, before)
    return text if "item" in condition else f"({text})"


def _quoted(value: str) -> str:
    return f'"{value}"' if _TOKEN.fullmatch(value) is None or value in WORDS else value


class _Wording(Reader):
    pattern, longest, deepest = _TOKEN, LONGEST, DEEPEST

    def __init__(self, text: str, before: Mapping[str, Item]) -> None:
        super().__init__(text)
        self.before = before

    def word(self, token: Token) -> str:
        return WORDS.get(token.text, token.text.lower()) if token.kind == "text" else ""

    def one(self, depth: int) -> Json:
        if self.takes_word("not"):
            return {"not": self.part(depth + 1)}
        if self.takes("bracket", "(（"):
            inner = self.either(depth + 1)
            if not self.takes("bracket", ")）"):
                raise self.lost()
            return inner
        return self._question()

    def _question(self) -> Json:
        kind, text = self.next()
        if kind != "item":
            raise UnreadableError(text)
        item_id = text[1:-1].strip()
        asked = self.before.get(item_id)
        if asked is None:
            raise UnreadableError(text)
        kind, sign = self.next()
        if kind == "text" and sign in ANSWERED:
            return {"item": item_id, "answered": True}
        if kind != "sign":
            raise UnreadableError(sign)
        value, sign = self.next()[1].strip("\"'"), SIGNS.get(sign, sign)
        if sign == "!=":
            return {"not": self._about(asked, "=", value)}
        return self._about(asked, sign, value)

    def _about(self, asked: Item, sign: str, value: str) -> Json:
        item = {"item": asked.id}
        if asked.kind is Kind.COUNT and sign == "=" and value.isdecimal():
            return {"all": [item | _asked(asked, each, value) for each in (">=", "<=")]}
        return item | _asked(asked, sign, value)


def _asked(item: Item, sign: str, value: str) -> Json:
    """Say what is asked of an item, by its kind."""
    if item.kind is Kind.COUNT and re.fullmatch(r"\d{1,7}", value):
        return _number(sign, int(value))
    options = {option.label: option.value for option in item.options}
    options |= {option.value: option.value for option in item.options}
    if sign == "=" and value in options:
        return {"chosen": options[value]}
    if sign == "=" and value in RESULT_WORDS:
        return {"is": RESULT_WORDS[value].value}
    raise UnreadableError(value)


def _number(sign: str, number: int) -> Json:
    if sign in {">=", ">"}:
        return {"at_least": number + (sign == ">")}
    if sign in {"<=", "<"}:
        return {"at_most": number - (sign == "<")}
    raise UnreadableError(str(number))
