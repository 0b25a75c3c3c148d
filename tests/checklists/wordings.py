"""`python -m tests.checklists.wordings 400`: conditions as texts by chance, for the desk's twin.

Prints JSON: the items that may be asked, and for each text what the server reads in it, or the
part that it does not understand.
"""

from __future__ import annotations

import json
import random
import sys
from typing import Any

from suicha.checklists.definition.grammar import UnreadableError
from suicha.checklists.definition.items import items_of
from suicha.checklists.definition.wording import parse, written

from .lists import every_kind, item, listing, option

Json = dict[str, Any]  # Any: JSON

MORE = item("塔", "choice", options=[option("o1"), option("含"), option("a b"), option("且")])
ITEMS = [*every_kind(), MORE]
BEFORE = {one.id: one for one in items_of(listing(*ITEMS).sections)}
RESULTS = ("符合", "不符合", "不适用", "已记录", "conforming")
PARTS = (
    *("{j}", "｛n｝", "{n2}", "{c}", "{塔}", "{ t }", "{gone}", "{}", "j", "(", ")", "（", "）"),
    *("=", "＝", "==", "!=", "≠", ">=", "≥", "<", ">", "<=", "≤", "!", "含", "包含", "不含"),
    *("且", "并且", "and", "AND", "或", "或者", "Or", "非", "不是", "not", "已答", "answered"),
    *("2", "0", "99999999", "１２", "-1", "1.5", "b", "选项 a", '"选项 b"', "'且'", '"', "o1"),
    *RESULTS,
)


def condition(chance: random.Random, depth: int = 1) -> Json:
    """Make a condition that can be asked, or sometimes one that is too deep."""
    kind = chance.choice(["all", "any", "not", "is", "chosen", "count", "answered"])
    if depth < 6 and kind in {"all", "any"}:
        return {kind: [condition(chance, depth + 1) for _ in range(chance.randint(2, 3))]}
    if depth < 6 and kind == "not":
        return {"not": condition(chance, depth + 1)}
    if kind == "chosen":
        return {"item": "塔", "chosen": chance.choice(["o1", "含", "a b", "且"])}
    if kind == "count":
        return {"item": "n", chance.choice(["at_least", "at_most"]): chance.randint(0, 30)}
    if kind == "answered":
        return {"item": "t", "answered": True}
    return {"item": "j", "is": chance.choice(["nonconforming", "conforming", "recorded"])}


def text(chance: random.Random) -> str:
    """Make a text: one that was written, the same with a part changed, or parts by chance."""
    if chance.random() < 0.2:
        return " ".join(chance.choices(PARTS, k=chance.randint(1, 8)))
    parts = written(condition(chance), BEFORE).split(" ")
    if chance.random() < 0.5:
        parts[chance.randrange(len(parts))] = chance.choice(PARTS)
    return chance.choice([" ", " ", "  "]).join(parts)


def read(said: str) -> Json:
    """Say what the server reads in a text."""
    try:
        found = parse(said, BEFORE)
    except UnreadableError as error:
        return {"text": said, "part": str(error)}
    return {"text": said, "condition": found, "written": written(found, BEFORE)}


def main(number: int) -> None:
    """Print the items and so many texts."""
    texts = [text(random.Random(seed)) for seed in range(number)]  # noqa: S311  # cases
    texts += [
        "",
        " ",
        "{n} >= 2 且 " * 45 + "{n} >= 2",
        "{j} 已答 或 " * 39 + "{j} 已答",
        "(" * 1001,
    ]
    json.dump({"items": ITEMS, "cases": [read(one) for one in texts]}, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
