"""The tables of JGJ 59-2011 as checklists, built from data/jgj59.json."""

from __future__ import annotations

from typing import TYPE_CHECKING

from suicha.checklists.clauses import jgj59_code, read
from suicha.checklists.operations import NewVersion

if TYPE_CHECKING:
    from datetime import date

    from suicha.db import Json

SOURCE = (
    "JGJ 59-2011 各表项目名称与分值的公开摘录；检查要点为自编短语，非标准原文。"
    "标注未核对的项，正式使用前须对照正版标准。"
)


def table(table_id: str, published_on: date) -> NewVersion:
    """Build the checklist of one table, `B1` to `B19`; raises KeyError for another.

    Items are named `B1-1`; those whose name and points no public source showed stay `unverified`.
    """
    document = read("jgj59")
    found: Json = {each["id"]: each for each in document["tables"]}[table_id]
    return NewVersion(
        code=f"JGJ59-{table_id}",
        title=found["name"].removesuffix("检查评分表"),
        standard=document["standard"],
        source=SOURCE,
        scored=True,
        split=found["has_guarantee_split"],
        published_on=published_on,
        sections=_sections(found),
    )


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
        "clause": jgj59_code(table, item),
        "unverified": item.get("unverified", False),
    }
