"""What the plain lists of the library rest on: laws, rules and standards, article by article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from suicha.checklists.library.files import read

Json = dict[str, Any]  # Any: JSON

DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Provision:
    """An article in our own words; `code` is what a finding quotes.

    `unverified` where nobody saw its number in a public copy of the text: it is from memory.
    """

    code: str
    standard: str
    title: str
    text: str
    unverified: bool


@cache
def provisions() -> Mapping[str, Provision]:
    """Give every article that the library knows, by its code."""
    return {one.code: one for one in _by_place().values()}


def provision(law: str, at: int | str) -> Provision:
    """Give the article `at` of a law, by the law's id; raises KeyError."""
    return _by_place()[law, at]


def chinese(number: int) -> str:
    """Write a number from 1 to 99 as law does: 四, 十, 十七, 五十七."""
    tens, ones = divmod(number, 10)
    return (
        (DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (DIGITS[ones] if ones else "")
    )


@cache
def _by_place() -> dict[tuple[str, int | str], Provision]:
    return {
        (law["id"], article["at"]): Provision(
            code=f"{law['cited']} {_named(article['at'])}",
            standard=law["standard"],
            title=article["title"],
            text=article["text"],
            unverified=not law["seen"],
        )
        for law in read("provisions")["provisions"]
        for article in law["articles"]
    }


def _named(at: int | str) -> str:
    """Name an article of a law, a clause or an appendix of a standard, as it is quoted."""
    if isinstance(at, int):
        return f"第{chinese(at)}条"
    return at if at.startswith("附录") else f"第 {at} 条"
