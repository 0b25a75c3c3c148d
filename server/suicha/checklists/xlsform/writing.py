"""A list as an XLSForm, so that ODK Collect and Kobo run it: what they cannot is said in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from suicha.checklists.definition import Definition
from suicha.checklists.definition.items import read_item
from suicha.checklists.xlsform import embedded
from suicha.checklists.xlsform.asking import JUDGEMENT, RESULTS, Form, Row, ask, unreferring
from suicha.checklists.xlsform.book import FormSheet
from suicha.sheets import Tab

ASKED = ("type", "name", "label", "hint", "guidance_hint", "required", "relevant")
COMPUTED = ("constraint", "constraint_message", "calculation", "repeat_count")
CHOICES = ("list_name", "name", "label")
SETTINGS = ("form_title", "form_id", "version")
NOTES = ("编号 / item", "说明", "note")
SCORED = (
    "",
    "得分和等级不在 ODK 中计算，只记录扣分。",
    "ODK records deductions; score and grade are not computed.",
)
GUARANTEE = "（保证项目）"


def tabs_of(definition: Definition, edition: str) -> list[Tab]:
    """Write a list without faults as the sheets of a form; `edition` tells its versions apart.

    A list with faults may have no form: ValueError.
    """
    form = _form(definition)
    settings = {
        "form_title": unreferring(definition.title),
        "form_id": definition.code,
        "version": edition,
    }
    sheets = {
        "survey": _sheet((*ASKED, *COMPUTED), form.survey),
        "choices": _sheet(CHOICES, form.choices),
        "settings": _sheet(SETTINGS, [settings]),
    }
    tabs = [Tab(name, sheet.heads, list(_cells(sheet))) for name, sheet in sheets.items()]
    notes = [*form.notes, *([SCORED] if definition.scored else [])]
    own = embedded.written(definition, sheets)
    return [
        *tabs,
        Tab(embedded.NOTES, NOTES, notes),
        Tab(embedded.SHEET, embedded.HEADS, own, hidden=True),
    ]


def _form(definition: Definition) -> Form:
    form = Form()
    for section in definition.sections:
        if not section["items"]:
            continue
        title = section["title"] + (GUARANTEE if section["guarantee"] else "")
        form.add("begin_group", form.name(f"section_{section['id']}"), title)
        for item in section["items"]:
            ask(form, read_item(item))
        form.add("end_group", "", "")
    for result, word in RESULTS.items():
        form.choices.append({"list_name": JUDGEMENT, "name": result.value, "label": word})
    return form


def _sheet(heads: tuple[str, ...], rows: Sequence[Row]) -> FormSheet:
    return FormSheet(heads, tuple(enumerate(rows, start=2)))


def _cells(sheet: FormSheet) -> Iterator[list[str]]:
    for _, row in sheet.rows:
        yield [row.get(head, "") for head in sheet.heads]
