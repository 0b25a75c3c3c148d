"""Files of lines and columns, ASCII and strict, as dr/1 publishes them (draw.md 1)."""

import operator
import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from suicha.dr1.refusal import InputError, quoted

IDENTIFIER = r"[A-Za-z0-9._-]{1,64}"


class Column(NamedTuple):
    """One column of a list: its name, its pattern, and the pattern in words."""

    name: str
    pattern: str
    words: str


def read_table(data: bytes, file: str, columns: Sequence[Column]) -> list[list[str]]:
    """Return the columns of a file; InputError names the first line that breaks a rule."""
    text = _ascii(data, file)
    line = r"\t".join(f"(?:{column.pattern})" for column in columns)
    # One match over the whole file; the possessive *+ keeps no way back into a million lines.
    if not re.fullmatch(rf"(?:{line}\n)*+", text):
        raise _first_fault(text, file, columns)
    fields = text.replace("\n", "\t").split("\t")
    width = len(columns)
    return [fields[place:-1:width] for place in range(width)]


def read_rows(data: bytes, file: str, forms: Mapping[str, Sequence[Column]]) -> list[list[str]]:
    """Return the lines of a file in which the first field says which fields follow."""
    text = _ascii(data, file)
    *lines, unfinished = text.split("\n")
    for number, line in enumerate(lines, start=1):
        kind = line.partition("\t")[0]
        if kind not in forms:
            raise InputError(file, number, f"{quoted(kind)} is not one of {', '.join(forms)}")
        if reason := _fault(line, (Column("kind", kind, ""), *forms[kind])):
            raise InputError(file, number, reason)
    if unfinished:
        raise InputError(file, len(lines) + 1, f"no LF after {quoted(unfinished)}")
    return [line.split("\t") for line in lines]


def _ascii(data: bytes, file: str) -> str:
    try:
        return data.decode("ascii")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(file, line, "a byte that is not ASCII") from error


def _first_fault(text: str, file: str, columns: Sequence[Column]) -> InputError:
    lines = text.split("\n")
    unfinished = lines.pop()
    for number, line in enumerate(lines, start=1):
        if reason := _fault(line, columns):
            return InputError(file, number, reason)
    return InputError(file, len(lines) + 1, f"no LF after {quoted(unfinished)}")


def _fault(line: str, columns: Sequence[Column]) -> str | None:
    if "\r" in line:
        return "a CR: lines end with LF alone"
    fields = line.split("\t")
    if len(fields) != len(columns):
        return f"{len(fields)} fields, expected {len(columns)} separated by TAB"
    for column, field in zip(columns, fields, strict=True):
        if not re.fullmatch(column.pattern, field):
            return f"{column.name} {quoted(field)} is not {column.words}"
    return None


def check_order(ids: Sequence[str], file: str) -> None:
    """Refuse ids that do not ascend by byte, or come twice."""
    if all(map(operator.lt, ids, islice(ids, 1, None))):
        return
    place = next(n for n in range(1, len(ids)) if ids[n - 1] >= ids[n])
    fault = (
        "is repeated" if ids[place - 1] == ids[place] else f"comes after {quoted(ids[place - 1])}"
    )
    raise InputError(file, place + 1, f"id {quoted(ids[place])} {fault}: ids ascend by byte")
