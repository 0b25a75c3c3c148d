"""The library of clauses that a finding may name, from the package's data and from checklists.

`code` is what a finding quotes; `text` is in our own words, never a standard's, so that an
official text has still to be read. `unverified` until somebody has compared it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from suicha.checklists.library.files import read
from suicha.checklists.library.jgj59 import clause_code
from suicha.checklists.library.provisions import chinese, provisions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from suicha.checklists.models import ChecklistVersion
    from suicha.db import Json

LONGEST_TITLE = 200


@dataclass(frozen=True)
class NewClause:
    """One clause; `major` where what it names is a major hazard (重大事故隐患)."""

    code: str
    standard: str
    title: str
    text: str
    major: bool
    unverified: bool


def library() -> list[NewClause]:
    """Read what the package brings: the tables of JGJ 59, major hazards, laws and standards."""
    return [*_jgj59(), *_major_hazards(), *map(_known, provisions())]


def of_checklist(version: ChecklistVersion) -> list[NewClause]:
    """Read the clauses that a checklist's items name; several items may rest on one.

    An article that the library knows is told in the library's words, whichever list names it.
    """
    by_code: dict[str, list[Json]] = {}
    for item in version.items.values():
        by_code.setdefault(item["clause"], []).append(item)
    return [
        _known(code) if code in provisions() else _of_items(version.standard, code, items)
        for code, items in by_code.items()
        if code
    ]


def _known(code: str) -> NewClause:
    said = provisions()[code]
    return NewClause(
        code, said.standard, said.title, said.text, major=False, unverified=said.unverified
    )


def _of_items(standard: str, code: str, items: list[Json]) -> NewClause:
    return NewClause(
        code=code,
        standard=standard,
        title="、".join(item["name"] for item in items)[:LONGEST_TITLE],
        text="；".join(item["hint"] for item in items if item["hint"]),
        major=False,
        unverified=any(item["unverified"] for item in items),
    )


def _jgj59() -> Iterator[NewClause]:
    document = read("jgj59")
    for table in document["tables"]:
        for item in table["items"]:
            yield NewClause(
                code=clause_code(table, item),
                standard=document["standard"],
                title=item["name"],
                text=item["focus_hint"],
                major=False,
                unverified=item.get("unverified", False),
            )


def _major_hazards() -> Iterator[NewClause]:
    document = read("major_hazards")
    for article in document["articles"]:
        for item in article["items"]:
            yield NewClause(
                code=article_code(document["document_no"], article, item),
                standard=document["standard"],
                title=article["category_zh"],
                text=item["short_zh"],
                major=True,
                unverified=not document["verified"],
            )


def article_code(document: str, article: Json, item: Json) -> str:
    """Name an article as law is quoted; the only item of an article is the article itself."""
    named = f"{document} 第{chinese(article['article'])}条"
    alone = len(article["items"]) == 1
    return named if alone else f"{named}第{chinese(item['item_no'])}项"
