"""Definitions of checklists for tests: one with an item of every kind."""

from __future__ import annotations

from typing import Any

from suicha.checklists.definition import Definition

Json = dict[str, Any]  # Any: JSON

REBAR = {"unit": "mm", "design": "200", "lower": "-5", "upper": "8", "readings": 3, "limit": "1.5"}


def item(item_id: str, kind: str = "judge", **rest: Any) -> Json:  # Any: parts of an item
    """An item as it is kept."""
    said = {"name": f"检查项 {item_id}", "hint": "", "clause": "", "unverified": False}
    return {"id": item_id, "kind": kind} | said | rest


def every_kind() -> list[Json]:
    """An item of every kind, and the lots that a sample is taken of."""
    return [
        item("j", required=True),
        item("s", "score", points=10, reasons=[reason("r1", 3, 5), reason("r2", 2, 8)]),
        item("m", "measure", measure=REBAR, accept={"rate": "80"}),
        item("c", "choice", options=[option("a"), option("b", fails=True)], many=True),
        item("t", "text", shown_when={"item": "j", "is": "nonconforming"}),
        item("p", "photo", shown_when={"item": "t", "answered": True}),
        item("n", "count", unit="人", accept={"most": 2}),
        item("m2", "measure", measure=REBAR, lot=True, accept={"counting": "one_stage"}),
        item("n2", "count", unit="根", lot=True, accept={"counting": "two_stage"}),
    ]


def reason(reason_id: str, least: int, most: int) -> Json:
    return {"id": reason_id, "text": f"理由 {reason_id}", "least": least, "most": most}


def option(value: str, *, fails: bool = False) -> Json:
    return {"value": value, "label": f"选项 {value}", "fails": fails}


def listing(*items: Json, scored: bool = True) -> Definition:
    """A list of one section."""
    sections = [{"id": "s1", "title": "检查项目", "guarantee": False, "items": list(items)}]
    return Definition("X", "清单", "", "", scored=scored, split=False, sections=sections)
