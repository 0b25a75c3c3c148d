"""A site's deductions as a file says them: `{"B1": {"1": 3, "5": "na"}}`, table by table."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from suicha.checklists.scoring.site import ScoredTable, Standard
from suicha.checklists.scoring.table import Answer, Result

NOT_APPLICABLE = "na"
LONGEST = 1_000_000  # letters; 189 items take a few thousand
MOST_QUOTED = 60  # letters of a wrong answer; the rest of it says no more


class BadAnswerError(ValueError):
    """What a file says is no answer; the text names the table and the item."""


def read_deductions(standard: Standard, text: str) -> dict[str, dict[str, Answer]]:
    """Read answers by table and item; an item that is not named loses nothing.

    Raises BadAnswerError for what is no JSON object of objects, says a name twice, names a table
    or an item that is not in the standard, or deducts what is no whole number from 0 to the
    item's points.
    """
    return {
        table_id: _table(standard, table_id, said) for table_id, said in read_object(text).items()
    }


def read_object(text: str) -> Mapping[str, object]:
    """Read the file's JSON object; raises BadAnswerError, also where it says a name twice."""
    if len(text) > LONGEST:
        raise BadAnswerError(f"the file is longer than {LONGEST} letters")
    try:
        document: object = json.loads(text, object_pairs_hook=_once)
    except BadAnswerError:
        raise
    except (ValueError, RecursionError) as error:  # a number of too many digits is one too
        raise BadAnswerError(f"the file is not JSON: {error}") from None
    return _object(document)


def read_deduction(value: object, points: int) -> Answer:
    """Read what is taken off an item; raises BadAnswerError for what is none."""
    if value == NOT_APPLICABLE:
        return Answer(Result.NOT_APPLICABLE)
    if type(value) is not int or not 0 <= value <= points:
        allowed = f'a whole number from 0 to its {points} points or "{NOT_APPLICABLE}"'
        raise BadAnswerError(f"{_short(value)} is not {allowed}")
    return Answer(Result.NONCONFORMING if value else Result.CONFORMING, value)


def _short(value: object) -> str:
    said = repr(value)
    return said if len(said) <= MOST_QUOTED else f"{said[:MOST_QUOTED]}…"


def _once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    """Of two answers to one item JSON would silently keep the last."""
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise BadAnswerError(f"{name!r} is said twice")
        found[name] = value
    return found


def _object(document: object, where: str = "the file") -> Mapping[str, object]:
    if not isinstance(document, dict):
        raise BadAnswerError(f"{where} is no JSON object")
    return document


def _table(standard: Standard, table_id: str, said: object) -> dict[str, Answer]:
    table = standard.tables.get(table_id)
    if table is None:
        raise BadAnswerError(f"there is no table {table_id!r}")
    items = _object(said, f"table {table_id}")
    return {item_id: _answer(table, table_id, item_id, value) for item_id, value in items.items()}


def _answer(table: ScoredTable, table_id: str, item_id: str, value: object) -> Answer:
    points = table.points.get(item_id)
    if points is None:
        raise BadAnswerError(f"table {table_id} has no item {item_id!r}")
    try:
        return read_deduction(value, points)
    except BadAnswerError as error:
        raise BadAnswerError(f"table {table_id}, item {item_id}: {error}") from None
