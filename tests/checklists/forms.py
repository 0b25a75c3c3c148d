"""XLSForms as people write them, for tests: rows under heads, in a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = Mapping[str, object]

YES_NO: list[Row] = [
    {"list_name": "hg", "name": "ok", "label": "合格"},
    {"list_name": "hg", "name": "bad", "label": "不合格"},
    {"list_name": "hg", "name": "none", "label": "无此项"},
]


def workbook(sheets: Mapping[str, Sequence[Row]]) -> bytes:
    """Write each sheet under the heads that its rows have, in the order of their first use."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        heads = list(dict.fromkeys(head for row in rows for head in row))
        sheet.append(heads)
        for row in rows:
            sheet.append([row.get(head) for head in heads])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def form(*survey: Row, choices: Sequence[Row] = (), **sheets: Sequence[Row]) -> bytes:
    """A form of these questions."""
    return workbook({"survey": survey, **({"choices": choices} if choices else {}), **sheets})


def asked(kind: str, name: str, label: str = "", **cells: object) -> Row:
    """A question; `__` in the name of a cell is the :: of a head."""
    said = {head.replace("__", "::"): cell for head, cell in cells.items()}
    return {"type": kind, "name": name, "label": label or f"问 {name}", **said}
