"""XLSForms as people write them, for tests: rows under heads, in a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
from hypothesis import strategies
from hypothesis.strategies import DrawFn, SearchStrategy, composite
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

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
            sheet.append([_writable(row.get(head)) for head in heads])
        for cell in (cell for line in sheet for cell in line if cell.data_type == "f"):
            cell.data_type = "s"  # text that begins like a formula, as an office types it
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _writable(value: object) -> object:
    """What openpyxl writes down as text: signs that XML has not in their escaped form."""
    if not isinstance(value, str):
        return value
    return ILLEGAL_CHARACTERS_RE.sub(lambda sign: f"_x{ord(sign[0]):04X}_", value)


def form(*survey: Row, choices: Sequence[Row] = (), **sheets: Sequence[Row]) -> bytes:
    """A form of these questions."""
    return workbook({"survey": survey, **({"choices": choices} if choices else {}), **sheets})


def asked(kind: str, name: str, label: str = "", **cells: object) -> Row:
    """A question; `__` in the name of a cell is the :: of a head."""
    said = {head.replace("__", "::"): cell for head, cell in cells.items()}
    return {"type": kind, "name": name, "label": label or f"问 {name}", **said}


KINDS = [
    *("text", "integer", "decimal", "note", "image", "photo", "date", "geopoint", "barcode"),
    *("calculate", "range", "start", "audit", "hidden", "acknowledge", "select_one hg", "string"),
    *(
        "select_one big",
        "select_multiple big",
        "select_one hg or_other",
        "rank big",
        "add note prompt",
    ),
    *("select_one_from_file a.csv", "csv-external", "q picture", "select1 hg"),
]
GROUPS = ["begin_group", "begin group", "begin_repeat", "begin loop over hg"]
EXPRESSIONS = [
    *("${a} = 'ok'", "selected(${b}, 'c1')", "not(${a} != '')", "1", "yes", "no", "true()", "."),
    *("${c} > 2 and ${a} = 'bad'", "today() > ${d}", ". >= 1 and . <= 2", ". > 3", "TRUE"),
    *("count-selected(${b}) > 0", " or ".join(["${a} = 'ok'"] * 50)),
]
TEXTS = ["围挡", "x" * 201, "长" * 2100, "${a}", "<b>", "\x01", "a\nb", "=1", "𠮷", "#"]
CHOICES: list[Row] = [
    *YES_NO,
    *({"list_name": "big", "name": f"c{number}", "label": f"选项 {number}"} for number in range(5)),
    {"list_name": "big", "name": "c'{9}", "label": "长" * 201},
]
MORE = {
    **dict.fromkeys(("relevant", "constraint", "required"), EXPRESSIONS),
    **dict.fromkeys(("hint", "label::English", "remark", "appearance"), TEXTS),
}


@composite
def surveys(draw: DrawFn) -> list[Row]:
    """Rows by chance, nearly all of them a survey; those named a to d are always there."""
    rows: list[Row] = []
    depth: list[str] = []
    for name in "abcd" + draw(strategies.sampled_from(["", "ef", "efghijkl"])):
        group = draw(strategies.sampled_from([*GROUPS, "", "", "", "", "end", "end"]))
        if group == "end" and depth:
            rows.append({"type": depth.pop()})
        elif group.startswith("begin"):
            rows.append({"type": group, "name": f"g{name}", "label": draw(_texts()), **_more(draw)})
            depth.append(f"end_{group[6:].split()[0]}")
        rows.append(_question(draw, name))
    return [*rows, *({"type": end} for end in reversed(depth))]


def _question(draw: DrawFn, name: str) -> Row:
    row = {"type": draw(strategies.sampled_from(KINDS)), "name": name, "label": draw(_texts())}
    if row["type"] == "calculate":
        row["calculation"] = "1 + 1"
    if row["type"] == "range":
        row["parameters"] = draw(
            strategies.sampled_from(["start=0 end=9 step=1", "end=2 step=0.5"])
        )
    if row["type"] == "audit":
        row["name"] = ""
    return row | _more(draw)


def _texts() -> SearchStrategy[str]:
    return strategies.sampled_from(TEXTS)


def _more(draw: DrawFn) -> dict[str, str]:
    heads = draw(strategies.lists(strategies.sampled_from(sorted(MORE)), max_size=2, unique=True))
    return {head: draw(strategies.sampled_from(MORE[head])) for head in heads}
