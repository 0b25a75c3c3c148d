"""Conditions as an office writes them: `{1.2} = 不符合 且 ({1.3} >= 2 或 {1.4} 含 塔吊)`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from suicha.checklists.definition.conditions import DEEPEST, MOST_PARTS, Condition
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


class WordingError(ValueError):
    """What is no condition; the text is the part that was not understood."""


def parse(text: str, before: Mapping[str, Item]) -> Json:
    """Read a condition on items that come before; raises WordingError."""
    if len(text) > LONGEST:
        raise WordingError(text[:20])
    parser = _Parser(_tokens(text), before)
    condition = parser.either(1)
    parser.end()
    return condition


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


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None:
            raise WordingError(text[at : at + 20].strip())
        kind = match.lastgroup or ""
        found.append((kind, match[kind]))
        at = match.end()
    return found


class _Parser:
    """Reads tokens one after another, the weakest word first."""

    def __init__(self, tokens: list[tuple[str, str]], before: Mapping[str, Item]) -> None:
        self.tokens, self.before, self.at = tokens, before, 0

    def either(self, depth: int) -> Json:
        return self._several("or", "any", self.both, depth)

    def both(self, depth: int) -> Json:
        return self._several("and", "all", self.one, depth)

    def one(self, depth: int) -> Json:
        if depth > DEEPEST:
            raise WordingError("(" * depth)
        if self._takes_word("not"):
            return {"not": self.one(depth + 1)}
        if self._takes("bracket", "(（"):
            inner = self.either(depth + 1)
            if not self._takes("bracket", ")）"):
                raise WordingError(self._shown())
            return inner
        return self._question()

    def end(self) -> None:
        if self.at < len(self.tokens):
            raise WordingError(self._shown())

    def _several(self, word: str, name: str, part: Callable[[int], Json], depth: int) -> Json:
        parts = [part(depth)]
        while self._takes_word(word):
            parts.append(part(depth))
        if len(parts) > MOST_PARTS:
            raise WordingError(word)
        return parts[0] if len(parts) == 1 else {name: parts}

    def _question(self) -> Json:
        kind, text = self._next()
        if kind != "item":
            raise WordingError(text)
        item_id = text[1:-1].strip()
        asked = self.before.get(item_id)
        if asked is None:
            raise WordingError(text)
        kind, sign = self._next()
        if kind == "text" and sign in ANSWERED:
            return {"item": item_id, "answered": True}
        if kind != "sign":
            raise WordingError(sign)
        value, sign = self._next()[1].strip("\"'"), SIGNS.get(sign, sign)
        if sign == "!=":
            return {"not": self._about(asked, "=", value)}
        return self._about(asked, sign, value)

    def _about(self, asked: Item, sign: str, value: str) -> Json:
        item = {"item": asked.id}
        if asked.kind is Kind.COUNT and sign == "=" and value.isdecimal():
            return {"all": [item | _asked(asked, each, value) for each in (">=", "<=")]}
        return item | _asked(asked, sign, value)

    def _next(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise WordingError(self._shown())
        self.at += 1
        return self.tokens[self.at - 1]

    def _takes(self, kind: str, among: str) -> bool:
        is_next = self.at < len(self.tokens) and self.tokens[self.at][0] == kind
        is_taken = is_next and self.tokens[self.at][1] in among
        self.at += is_taken
        return is_taken

    def _takes_word(self, word: str) -> bool:
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        is_taken = kind == "text" and WORDS.get(text, text.lower()) == word
        self.at += is_taken
        return is_taken

    def _shown(self) -> str:
        return "".join(text for _, text in self.tokens[max(0, self.at - 2) : self.at + 2])


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
    raise WordingError(value)


def _number(sign: str, number: int) -> Json:
    if sign in {">=", ">"}:
        return {"at_least": number + (sign == ">")}
    if sign in {"<=", "<"}:
        return {"at_most": number - (sign == "<")}
    raise WordingError(str(number))
