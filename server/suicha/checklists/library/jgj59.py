"""JGJ 59-2011: its 19 tables as checklists, and how they add up to a site's grade."""

from __future__ import annotations

from functools import cache
from typing import Any

from suicha.checklists.definition import Definition
from suicha.checklists.library.files import read
from suicha.checklists.library.provisions import Provision
from suicha.checklists.scoring import ScoredItem, ScoredSection, ScoredTable, Standard

Json = dict[str, Any]  # Any: JSON

CODE = "jgj59-2011"
SOURCE = (
    "JGJ 59-2011 各表项目名称与分值的公开摘录；检查要点为自编短语，非标准原文。"
    "标注未核对的项，正式使用前须对照正版标准。"
)


def table(table_id: str) -> Definition:
    """Build the checklist of one table, `B1` to `B19`; raises KeyError for another.

    Items are named `B1-1`; those whose name and points no public source showed stay `unverified`.
    """
    document = read("jgj59")
    found = _tables()[table_id]
    return Definition(
        code=f"JGJ59-{table_id}",
        title=found["name"].removesuffix("检查评分表"),
        standard=document["standard"],
        source=SOURCE,
        scored=True,
        split=found["has_guarantee_split"],
        sections=_sections(found),
        scheme=_scheme(document, found),
    )


@cache
def standard() -> Standard:
    """Give the tables `B1` to `B19` with items by their number, and the weights of the classes."""
    document = read("jgj59")
    return Standard(
        tables={
            one["id"]: ScoredTable(one["summary_class"], _scored(one)) for one in document["tables"]
        },
        weights={one["id"]: one["weight"] for one in document["summary_classes"]},
    )


def provision(table_id: str, no: int) -> Provision:
    """Give an item of a table as what an item of another list rests on; raises KeyError."""
    table = _tables()[table_id]
    item = {each["no"]: each for each in table["items"]}[no]
    return Provision(
        code=clause_code(table, item),
        standard=read("jgj59")["standard"],
        title=item["name"],
        text=item["focus_hint"],
        unverified=item.get("unverified", False),
    )


def clause_code(table: Json, item: Json) -> str:
    """Name an item as a finding quotes it."""
    return f"JGJ 59-2011 {table['table_no']} 第 {item['no']} 项"


def _tables() -> dict[str, Json]:
    return {each["id"]: each for each in read("jgj59")["tables"]}


def _scheme(document: Json, table: Json) -> Json:
    """Say in which class of the summary a table counts, and what the class weighs there."""
    classes = {one["id"]: one for one in document["summary_classes"]}
    found = classes[table["summary_class"]]
    said = {"class_id": found["id"], "class_name": found["name"], "weight": found["weight"]}
    return {"standard": CODE} | said


def _scored(table: Json) -> list[ScoredSection]:
    return [
        ScoredSection(
            guarantee,
            [
                ScoredItem(str(item["no"]), item["points"])
                for item in table["items"]
                if item["guarantee"] is guarantee
            ],
        )
        for guarantee in (True, False)
    ]


def _sections(table: Json) -> list[Json]:
    """Tell 保证项目 and 一般项目 apart, where the table does."""
    if not table["has_guarantee_split"]:
        return [_section(table, "检查项目", guarantee=False)]
    return [
        _section(table, "保证项目", guarantee=True),
        _section(table, "一般项目", guarantee=False),
    ]


def _section(table: Json, title: str, *, guarantee: bool) -> Json:
    items = [item for item in table["items"] if item["guarantee"] is guarantee]
    return {
        "id": f"{table['id']}-{'guarantee' if guarantee else 'general'}",
        "title": title,
        "guarantee": guarantee,
        "items": [_item(table, item) for item in items],
    }


def _item(table: Json, item: Json) -> Json:
    return {
        "id": f"{table['id']}-{item['no']}",
        "no": item["no"],
        "name": item["name"],
        "points": item["points"],
        "hint": item["focus_hint"],
        "clause": clause_code(table, item),
        "unverified": item.get("unverified", False),
    }
