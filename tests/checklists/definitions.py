"""Lists by chance, none of them at fault: items of every kind, with conditions on earlier ones."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies
from hypothesis.strategies import DrawFn, SearchStrategy, composite

from suicha.checklists.definition import Definition
from suicha.checklists.definition.items import Kind
from suicha.checklists.definition.shapes import DefinitionShape
from suicha.checklists.scoring import Result

Json = dict[str, Any]  # Any: JSON

# What has tripped programs that read or write forms: references, formulas, marks of XML and of
# spreadsheets, spaces that are none, letters beyond the first plane.
ODD = [
    "${a}",
    "${",
    "}",
    "=1+1",
    "<b>&amp;",
    "_x000D_",
    "\u3000",
    "\n",
    "  ",
    "'",
    '"',
    "围挡",
    "𠮷",
    "*",
    "#",
]
SIGNS = strategies.sampled_from([*ODD, *"abc 123.-，。"])
NAMES = strategies.sampled_from(
    ["a", "A", "1.2", "B1-1", "围挡", "一.1", "q_a", "a_bad", "meta", "#", "="]
)


def said(most: int) -> SearchStrategy[str]:
    """A text with something in it."""
    return may_say(most).map(lambda text: f"x{text}"[:most])


def may_say(most: int) -> SearchStrategy[str]:
    return strategies.lists(SIGNS, max_size=8).map(lambda parts: "".join(parts)[:most])


@composite
def definitions(draw: DrawFn) -> Definition:
    """A list of up to three sections and twelve items."""
    scored = draw(strategies.booleans())
    ids = draw(strategies.lists(_ids(), min_size=1, max_size=12, unique=True))
    items = _items(draw, ids, scored=scored)
    scored = any(one["kind"] == "score" for one in items)
    cuts = sorted(draw(strategies.lists(strategies.integers(0, len(items)), max_size=2)))
    parts = [items[start:end] for start, end in zip([0, *cuts], [*cuts, len(items)], strict=True)]
    sections = [
        {
            "id": f"s{number}",
            "title": draw(said(200)),
            "guarantee": draw(strategies.booleans()),
            "items": part,
        }
        for number, part in enumerate(parts, start=1)
    ]
    head = {"code": draw(_ids()), "title": draw(said(200)), "standard": draw(may_say(200))}
    rest = {"source": draw(may_say(500)), "split": draw(strategies.booleans()), "scored": scored}
    return DefinitionShape.read(head | rest | {"scheme": draw(_schemes()), "sections": sections})


def _ids() -> SearchStrategy[str]:
    numbered = strategies.tuples(NAMES, strategies.integers(0, 30))
    return NAMES | numbered.map(lambda one: f"{one[0]}{one[1]}")


def _schemes() -> SearchStrategy[Json | None]:
    return strategies.sampled_from(
        [None, {"standard": "x", "class_id": "c", "class_name": "类", "weight": 10}]
    )


def _items(draw: DrawFn, ids: list[str], *, scored: bool) -> list[Json]:
    items: list[Json] = []
    kinds = [kind.value for kind in Kind if scored or kind is not Kind.SCORE]
    for item_id in ids:
        item: Json = {
            "id": item_id,
            "name": draw(said(200)),
            "kind": draw(strategies.sampled_from(kinds)),
            "hint": draw(may_say(2000)),
            "clause": draw(may_say(200)),
            **{name: draw(strategies.booleans()) for name in ("required", "unverified")},
        }
        items.append(item | _OF_KIND.get(item["kind"], _nothing)(draw) | _shown(draw, items))
    return items


def _nothing(_: DrawFn) -> Json:
    return {}


def _score(draw: DrawFn) -> Json:
    points = draw(strategies.integers(1, 20))
    reasons = [
        {"id": f"r{number}", "text": draw(said(500)), "least": least, "most": max(least, 1)}
        for number, least in enumerate(
            draw(strategies.lists(strategies.integers(0, points), max_size=3))
        )
    ]
    return {"points": points, "reasons": reasons}


def _choice(draw: DrawFn) -> Json:
    values = draw(strategies.lists(_ids(), min_size=1, max_size=4, unique=True))
    options = [
        {"value": value, "label": draw(said(200)), "fails": draw(strategies.booleans())}
        for value in values
    ]
    return {"options": options, "many": draw(strategies.booleans())}


def _measure(draw: DrawFn) -> Json:
    measure: Json = {"unit": draw(may_say(20)), "readings": draw(strategies.integers(1, 5))}
    lower, upper = draw(
        strategies.tuples(*[strategies.sampled_from([None, "-5", "-0.1", "0", "8"])] * 2)
    )
    if lower and upper and float(lower) > float(upper):
        lower, upper = upper, lower
    measure |= {"lower": lower, "upper": upper}
    measure["design"] = draw(strategies.sampled_from([None, "200", "0.000001"]))
    judges = bool(lower or upper)
    measure["limit"] = draw(strategies.sampled_from([None, "1.5"])) if judges else None
    lot = draw(strategies.booleans())
    rules: list[Json | None] = [None]
    rules += [{"rate": "80"}, {"most": 1}] if judges else []
    rules += [{"counting": one} for one in ("one_stage", "two_stage")] if judges and lot else []
    return {"measure": measure, "lot": lot, "accept": draw(strategies.sampled_from(rules))}


def _count(draw: DrawFn) -> Json:
    lot = draw(strategies.booleans())
    rules: list[Json | None] = [None, {"most": 2}]
    rules += [{"rate": "99.5"}, {"counting": "one_stage"}, {"counting": "two_stage"}] if lot else []
    return {"unit": draw(may_say(20)), "lot": lot, "accept": draw(strategies.sampled_from(rules))}


def _shown(draw: DrawFn, before: list[Json]) -> Json:
    if not before or draw(strategies.booleans()):
        return {}
    return {"shown_when": draw(_conditions(before, 3))}


def _conditions(before: list[Json], depth: int) -> SearchStrategy[Json]:
    question = strategies.sampled_from(before).flatmap(_questions)
    if depth == 0:
        return question
    inner = strategies.deferred(lambda: _conditions(before, depth - 1))
    several = strategies.lists(inner, min_size=1, max_size=3)
    joined = several.map(lambda parts: {"all": parts}) | several.map(lambda parts: {"any": parts})
    return question | joined | inner.map(lambda part: {"not": part})


def _questions(item: Json) -> SearchStrategy[Json]:
    asked: list[Json] = [{"answered": True}, *({"is": one.value} for one in Result)]
    asked += [{"chosen": one["value"]} for one in item.get("options", ())]
    asked += [{"at_least": 2}, {"at_most": 1}] if item["kind"] == "count" else []
    return strategies.sampled_from([{"item": item["id"], **one} for one in asked])


_OF_KIND = {"score": _score, "choice": _choice, "measure": _measure, "count": _count}
