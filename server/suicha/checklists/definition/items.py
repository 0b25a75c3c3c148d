"""One item of a checklist as its definition has it: kinds, and what belongs to each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Json = dict[str, Any]  # Any: JSON


class Kind(StrEnum):
    """What an item asks for: 判定, 扣分, 实测, 选择, 文字, 照片, 计数."""

    JUDGE = "judge"  # 符合, 不符合, 不适用
    SCORE = "score"  # the same, and points taken off
    MEASURE = "measure"  # a series of readings against a tolerance
    CHOICE = "choice"
    TEXT = "text"
    PHOTO = "photo"
    COUNT = "count"  # so many


class Counting(StrEnum):
    """抽样判定: how bad members of a sample are judged (GB 50300-2013 appendix D)."""

    ONE_STAGE = "one_stage"
    TWO_STAGE = "two_stage"


@dataclass(frozen=True, slots=True)
class Reason:
    """A ground to take off points; from `least` to `most` of them, as a person chooses."""

    id: str
    text: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers of a choice; `fails` makes the item 不符合."""

    value: str
    label: str
    fails: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured; numbers are decimals as text, for no binary fraction is 0.1.

    A deviation is a reading less `design` (the reading itself where there is none); it is within
    tolerance from `lower` to `upper`, both included, where they are given. None may go beyond
    `limit` times the tolerance.
    """

    unit: str
    design: str | None
    lower: str | None
    upper: str | None
    readings: int
    limit: str | None

    @property
    def judges(self) -> bool:
        """Whether there is a tolerance to judge by."""
        return self.lower is not None or self.upper is not None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """How many bad ones are accepted: a rate of good ones in per cent, so many, or a table's."""

    rate: str | None = None
    most: int | None = None
    counting: Counting | None = None


@dataclass(frozen=True, slots=True)
class Failing:
    """What a hazard of this item begins with: its grade, the days to its due date, who answers."""

    grade: str | None
    days: int | None
    party: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """An item; what does not belong to its kind is empty. `lot` asks for a sample of a lot.

    `tables_verified`: an office has compared how samples are drawn and judged (sampling.py).
    """

    id: str
    name: str
    kind: Kind
    hint: str
    clause: str
    required: bool
    unverified: bool
    shown_when: Json | None
    points: int | None
    reasons: tuple[Reason, ...]
    options: tuple[Option, ...]
    many: bool
    measure: Measure | None
    unit: str
    accept: Acceptance | None
    lot: bool
    tables_verified: bool
    fails: Failing


def kind_of(item: Mapping[str, Any]) -> Kind:  # Any: JSON
    """Give an item's kind; those that were published before there were kinds judge, or score."""
    if "kind" in item:
        return Kind(item["kind"])
    return Kind.SCORE if item.get("points") is not None else Kind.JUDGE


def read_item(item: Mapping[str, Any]) -> Item:  # Any: JSON
    """Read an item of a version's `sections`; it was checked when it was published."""
    measure, fails = item.get("measure"), item.get("fails") or {}
    return Item(
        id=item["id"],
        name=item.get("name", ""),
        kind=kind_of(item),
        hint=item.get("hint", ""),
        clause=item.get("clause", ""),
        required=item.get("required", False),
        unverified=item.get("unverified", False),
        shown_when=item.get("shown_when"),
        points=item.get("points"),
        reasons=tuple(Reason(**one) for one in item.get("reasons") or ()),
        options=tuple(Option(**one) for one in item.get("options") or ()),
        many=item.get("many", False),
        measure=_measure(measure) if measure else None,
        unit=item.get("unit", ""),
        accept=_acceptance(item["accept"]) if item.get("accept") else None,
        lot=item.get("lot", False),
        tables_verified=item.get("tables_verified", False),
        fails=Failing(fails.get("grade"), fails.get("days"), fails.get("party")),
    )


def items_of(sections: Iterable[Mapping[str, Any]]) -> list[Item]:  # Any: JSON
    """Read all items of a checklist in their order."""
    return [read_item(item) for section in sections for item in section["items"]]


def _measure(said: Json) -> Measure:
    return Measure(
        unit=said["unit"],
        design=said.get("design"),
        lower=said.get("lower"),
        upper=said.get("upper"),
        readings=said["readings"],
        limit=said.get("limit"),
    )


def _acceptance(said: Json) -> Acceptance:
    counting = said.get("counting")
    return Acceptance(said.get("rate"), said.get("most"), Counting(counting) if counting else None)
