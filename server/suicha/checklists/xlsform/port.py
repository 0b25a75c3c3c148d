"""What is an XLSForm, and what it says: asked of pyxform, which alone knows.

pyxform is given what `sheets` has read, never the file: so a file passes our guards only, and no
second parser of workbooks. It is imported when it is first asked, for that takes most of a second.
Form and names of its tree: pyxform 4.5, `xls2json.workbook_to_json`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from suicha.checklists.xlsform.book import FormBook

Tree = dict[str, Any]  # Any: JSON

ROW = "suicha_row"  # the head under which a row tells its number to its part of the tree
AT_ROW = re.compile(r"\[row\s*:\s*(\d+|unknown)\]\s*")
QUOTED = re.compile(r"'([^']+)'|\[([^\]]+)\]")
IN_SHEET = re.compile(r"'(\w+)' sheet")


class RefusedError(ValueError):
    """pyxform takes this for no XLSForm: in which sheet, at which row (0: none is named), and why.

    The reason is pyxform's own sentence, in English.
    """

    def __init__(self, sheet: str, row: int, reason: str) -> None:
        """Name the place and the reason."""
        super().__init__(reason)
        self.sheet, self.row, self.reason = sheet, row, reason


def converted(book: FormBook) -> Tree:
    """Give the form as pyxform reads it; each part of the survey has its row under ROW.

    Raises RefusedError.
    """
    from pyxform.errors import PyXFormError  # noqa: PLC0415  # see above
    from pyxform.xls2xform import convert  # noqa: PLC0415  # see above

    try:
        tree: Tree = convert(_as_it_takes_it(book))._pyxform  # noqa: SLF001  # it has no other name
    except PyXFormError as error:
        raise _refused(book, str(error)) from error
    except RecursionError as error:
        raise RefusedError("survey", 0, "The form is nested too deeply.") from error
    except Exception as error:  # what it has no words for: seen with cells at odd places
        raise RefusedError("survey", 0, f"{type(error).__name__}: {error}") from error
    return tree


def columns(sheet: str, heads: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Give what pyxform takes each head of a sheet for: `relevance` is ("bind", "relevant")."""
    from pyxform import aliases  # noqa: PLC0415  # see above
    from pyxform.parsing.sheet_headers import process_header  # noqa: PLC0415  # see above
    from pyxform.question import MultipleChoiceQuestion, Option  # noqa: PLC0415  # see above

    part = MultipleChoiceQuestion if sheet == "survey" else Option
    known = aliases.survey_header if sheet == "survey" else aliases.list_header
    of_settings = sheet == "settings"
    return {
        head: process_header(
            header=head,
            use_double_colon=any("::" in one for one in heads),
            header_aliases=aliases.settings_header if of_settings else known,
            header_columns=set() if of_settings else set(part.get_slot_names()),
        )[1]
        for head in heads
    }


def yes_or_no(value: str) -> bool | None:
    """Say what pyxform takes for yes and for no; nothing of an expression."""
    from pyxform import aliases  # noqa: PLC0415  # see above

    found: bool | None = aliases.yes_no.get(value.strip())
    return found


def _as_it_takes_it(book: FormBook) -> dict[str, Any]:  # Any: pyxform's own form of a workbook
    form: dict[str, Any] = {"sheet_names": list(book.names)}  # Any: see above
    for name, sheet in book.sheets.items():
        marks = [ROW] if name == "survey" else []
        form[name] = [
            dict(cells) | {mark: str(number) for mark in marks} for number, cells in sheet.rows
        ]
        form[f"{name}_header"] = [dict.fromkeys([*sheet.heads, *marks])]
    return form


def _refused(book: FormBook, reason: str) -> RefusedError:
    """Say which row is meant: pyxform counts those that it was given, from 2 on."""
    at, named = AT_ROW.search(reason), IN_SHEET.search(reason)
    sheet = named[1] if named and named[1] in book.sheets else "survey"
    place = int(at[1]) - 2 if at and at[1].isdecimal() else -1
    rows = book.rows(sheet)
    row = rows[place][0] if 0 <= place < len(rows) else _row_of(rows, reason)
    return RefusedError(sheet, row, AT_ROW.sub("", reason).partition("\n{")[0].strip())


def _row_of(rows: Sequence[tuple[int, Mapping[str, str]]], reason: str) -> int:
    """Find the row of a word that a sentence quotes without saying where it stands."""
    quoted = {one.strip() for match in QUOTED.findall(reason) for one in match if one}
    return next((number for number, cells in rows if quoted & set(cells.values())), 0)
