"""The frozen lists objects.tsv and inspectors.tsv, read and written strictly (draw.md 1)."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from suicha.dr1.refusal import INSPECTORS, OBJECTS, InputError, quoted
from suicha.dr1.tables import (
    IDENTIFIER,
    LISTED,
    NOTHING,
    NUMBER,
    WORD,
    Column,
    read_table,
    tokens,
)

STRATUM = r"[A-Za-z0-9._-]{1,16}"
CATEGORY = r"[a-z0-9-]{1,16}"
_ID = Column("id", IDENTIFIER)
_OBJECT_COLUMNS = (
    _ID,
    Column("stratum", STRATUM),
    Column("weight", r"[0-9]|1[0-6]"),
    Column("category", CATEGORY),
    Column("tags", LISTED),
)
_INSPECTOR_COLUMNS = (
    _ID,
    Column("cap", NUMBER),
    Column("base", NUMBER),
    Column("skills", LISTED),
    Column("avoid", LISTED),
)


class ObjectRow(NamedTuple):
    """One object to write: weight 0..16 (0 is listed but excluded), tags in any order."""

    id: str
    stratum: str
    weight: int
    category: str
    tags: Collection[str]


@dataclass(frozen=True, slots=True)
class Objects:
    """The object list, ascending by id, as parallel columns; tags stay as written.

    Columns of strings and not a million rows: CPython's cyclic collector walks every row again and
    again, which was measured to cost 5 to 10 s (draw.md section 10).
    """

    ids: Sequence[str]
    strata: Sequence[str]
    weights: Sequence[int]
    categories: Sequence[str]
    tags: Sequence[str]


@dataclass(frozen=True, slots=True)
class Inspector:
    """One inspector: most slots in this draw, slots already held, skills, and tags that recuse."""

    id: str
    cap: int
    base: int
    skills: frozenset[str]
    avoid: frozenset[str]


def read_objects(data: bytes) -> Objects:
    """Read objects.tsv; InputError names the first line that breaks a rule of section 1."""
    ids, strata, weights, categories, tags = read_table(data, OBJECTS, _OBJECT_COLUMNS)
    return Objects(ids, strata, [int(weight) for weight in weights], categories, tags)


def read_inspectors(data: bytes) -> list[Inspector]:
    """Read inspectors.tsv, ascending by id; InputError names the first line that breaks a rule."""
    ids, caps, bases, skills, avoid = read_table(data, INSPECTORS, _INSPECTOR_COLUMNS)
    return [
        Inspector(id_, int(cap), int(base), frozenset(tokens(can)), frozenset(tokens(shuns)))
        for id_, cap, base, can, shuns in zip(ids, caps, bases, skills, avoid, strict=True)
    ]


def write_objects(rows: Iterable[ObjectRow]) -> bytes:
    """Return objects.tsv for rows in any order; InputError if a reader would refuse the result."""
    lines = (
        (row.id, row.stratum, str(row.weight), row.category, _join(row.tags, OBJECTS))
        for row in sorted(rows, key=lambda row: row.id)
    )
    data = _write(lines)
    read_objects(data)
    return data


def write_inspectors(inspectors: Iterable[Inspector]) -> bytes:
    """Return inspectors.tsv for inspectors in any order; InputError as for `write_objects`."""
    file = INSPECTORS
    lines = (
        (who.id, f"{who.cap}", f"{who.base}", _join(who.skills, file), _join(who.avoid, file))
        for who in sorted(inspectors, key=lambda who: who.id)
    )
    data = _write(lines)
    read_inspectors(data)
    return data


def _join(listed: Collection[str], file: str) -> str:
    for token in listed:
        # A comma would silently make two tokens of one, and a lone '-' would mean none.
        if token == NOTHING or not re.fullmatch(WORD, token):
            raise InputError(file, None, f"{quoted(token)} cannot be a tag or a skill")
    return ",".join(sorted(listed)) or NOTHING


def _write(lines: Iterable[Sequence[str]]) -> bytes:
    return "".join("\t".join(line) + "\n" for line in lines).encode()
