"""A list's own definition inside the XLSForm that Suicha wrote of it, in a sheet that ODK ignores.

It counts only while the form says what it said when it was written, which its digest shows; a form
that was edited since is read as anybody's.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from marshmallow import ValidationError

from suicha.canonical_json import dumps
from suicha.checklists.definition.shapes import DefinitionShape
from suicha.checklists.xlsform.book import FormBook, FormSheet, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from suicha.checklists.definition import Definition
    from suicha.sheets import Tabs

SHEET, NOTES = "_suicha", "_notes"
HEADS = ("definition", "digest")
PIECE = 30_000  # letters; a cell holds 32,767
DIGESTED = ("survey", "choices", "settings")


def written(definition: Definition, form: Mapping[str, FormSheet]) -> Iterator[Sequence[str]]:
    """Give the rows of the sheet. No cell of it has a space, which a spreadsheet might change."""
    text = json.dumps(asdict(definition), separators=(",", ":")).replace(" ", "\\u0020")
    digest = digest_of(form)
    for start in range(0, len(text), PIECE):
        yield text[start : start + PIECE], "" if start else digest


def read(book: FormBook, tabs: Tabs) -> Definition | None:
    """Give the definition of a form that is as Suicha wrote it; nothing of any other."""
    name = next((name for name in tabs.lines if plain(name) == SHEET), None)
    cells = [tuple(line) for _, line in tabs.lines[name][1:]] if name else []
    if not cells or (*cells[0], "")[1] != digest_of(book.sheets):
        return None
    try:
        said = json.loads("".join(line[0] for line in cells))
        return DefinitionShape.read(said)
    except (ValueError, RecursionError, ValidationError):
        return None


def digest_of(form: Mapping[str, FormSheet]) -> str:
    """Digest what a form says, apart from the width of its spaces."""
    said: dict[str, Any] = {  # Any: JSON
        sheet: [
            sorted((head, " ".join(cell.split())) for head, cell in row.items() if cell.strip())
            for _, row in form[sheet].rows
        ]
        for sheet in DIGESTED
        if sheet in form
    }
    return hashlib.sha256(dumps(said)).hexdigest()
