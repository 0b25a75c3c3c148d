"""Files of lines and columns, ASCII and strict, as dr/1 publishes them (draw.md 1)."""

import operator
import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from suicha.dr1.canonical import INTEGER_LIMIT
from suicha.dr1.refusal import InputError, quoted

NOTHING = "-"
WORD = r"[\x20-\x2b\x2d-\x7e]+"  # printable ASCII without comma
IDENTIFIER = r"[A-Za-z0-9._-]{1,64}"
LISTED = rf"{WORD}(?:,{WORD})*"
NUMBER = r"0|[1-9][0-9]{0,15}"
_KEY = "id"
_ANY = ""


class Column(NamedTuple):
    """One column of a file: its name and its pattern.

    Ids ascend down the file, the words of a list in their field; a number is below 2^53.
    """

    name: str
    pattern: str


def read_table(data: bytes, file: str, columns: Sequence[Column]) -> list[list[str]]:
    """Return the columns of a file; InputError names the first line that breaks a rule."""
    text = _ascii(data, file)
    line = r"\t".join(f"(?:{column.pattern})" for column in columns)
    # One match over the whole file; the possessive *+ keeps no way back into a million lines.
    if not re.fullmatch(rf"(?:{line}\n)*+", text):
        _check_lines(text, file, {_ANY: columns})
    fields = text.replace("\n", "\t").split("\t")
    width = len(columns)
    table = [fields[place:-1:width] for place in range(width)]
    if not all(map(_is_orderly, columns, table)):
        _check_lines(text, file, {_ANY: columns})
    return table


def read_rows(data: bytes, file: str, forms: Mapping[str, Sequence[Column]]) -> list[list[str]]:
    """Return the lines of a file in which the first field says which fields follow.

    InputError as for `read_table`.
    """
    text = _ascii(data, file)
    _check_lines(text, file, forms)
    return [line.split("\t") for line in text.splitlines()]


def tokens(text: str) -> list[str]:
    """Return the words of a list; none for '-'."""
    return [] if text == NOTHING else text.split(",")


def _ascii(data: bytes, file: str) -> str:
    try:
        return data.decode("ascii")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(file, line, "a byte that is not ASCII") from error


def _is_orderly(column: Column, fields: Sequence[str]) -> bool:
    if column.name == _KEY:
        return all(map(operator.lt, fields, islice(fields, 1, None)))
    return not any(_disorder(column, field, "") for field in dict.fromkeys(fields))


def _check_lines(text: str, file: str, forms: Mapping[str, Sequence[Column]]) -> None:
    """Refuse the first line that breaks a rule; `forms` by the first field, or '' for any."""
    *lines, unfinished = text.split("\n")
    for number, (line, before) in enumerate(zip(lines, ["", *lines], strict=False), start=1):
        if reason := _fault(line, forms, before.partition("\t")[0]):
            raise InputError(file, number, reason)
    if unfinished:
        raise InputError(file, len(lines) + 1, f"no LF after {quoted(unfinished)}")


def _fault(line: str, forms: Mapping[str, Sequence[Column]], before: str) -> str | None:
    fields = line.split("\t")
    columns = forms.get(fields[0], forms.get(_ANY))
    if "\r" in line:
        return "a CR: lines end with LF alone"
    if columns is None:
        return f"{quoted(fields[0])} is not one of {', '.join(forms)}"
    if len(fields) != len(columns):
        return f"{len(fields)} fields, expected {len(columns)} separated by TAB"
    for column, field in zip(columns, fields, strict=True):
        if not re.fullmatch(column.pattern, field):
            return f"{column.name} {quoted(field)} is not of the form {column.pattern}"
        if reason := _disorder(column, field, before):
            return f"{column.name} {quoted(field)} {reason}"
    return None


def _disorder(column: Column, field: str, before: str) -> str | None:
    """Say what is wrong with a field that has its column's form, if anything is."""
    listed = field.split(",") if column.pattern == LISTED else []
    words = [before, field] if column.name == _KEY else listed
    if not all(map(operator.lt, words, words[1:])):
        return "does not ascend"
    if column.pattern == NUMBER and int(field) >= INTEGER_LIMIT:
        return "is not below 2^53"
    return None
