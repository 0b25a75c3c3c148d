"""An XLSForm read as a list: sections and items, and a line for all that is not taken over.

How pyxform's tree becomes a list: a group is a section, a group in a group goes on in it, a
question is an item, what a note says is put before the hint of the item that follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from suicha.checklists.definition.conditions import is_well_formed
from suicha.checklists.definition.grammar import UnreadableError
from suicha.checklists.definition.shapes import MOST_ITEMS, MOST_SECTIONS
from suicha.checklists.xlsform import embedded, port
from suicha.checklists.xlsform.book import SHEETS, FormBook, book_of, plain
from suicha.checklists.xlsform.losses import Loss, Losses
from suicha.checklists.xlsform.questions import LONGEST_HINT, NOTES, Found, id_for, question
from suicha.checklists.xlsform.relevance import Asked, condition
from suicha.checklists.xlsform.rows import Columns, Element, SurveyRow, children_of, rows_of
from suicha.sheets import MOST_LINES, read_tabs, tab_names

if TYPE_CHECKING:
    from suicha.checklists.definition import Definition

Json = dict[str, Any]  # Any: JSON

SECTION = "检查项目"  # of questions outside any group
LONGEST_TITLE = 200
GROUPS = frozenset({"group", "repeat", "loop"})


@dataclass
class Reading:
    """What a form says: sections, or the whole definition of a list that Suicha wrote itself.

    `faults` keep it out; `losses` are for a person to see first. `losses_total` counts those
    that are too many to be told, too.
    """

    sections: list[Json] = field(default_factory=list)
    own: Definition | None = None
    faults: list[Loss] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    losses_total: int = 0


def is_xlsform(body: bytes) -> bool:
    """Tell an XLSForm from a sheet of items: it has a sheet named survey.

    Raises what `sheets.opened` raises of a file as a whole.
    """
    return any(plain(name) == "survey" for name in tab_names(body))


def read(body: bytes) -> Reading:
    """Read a form. Raises what `sheets.opened` raises of a file."""
    names = tab_names(body)
    wanted = [name for name in names if plain(name) in (*SHEETS, embedded.SHEET)]
    tabs = read_tabs(body, wanted)
    if tabs.too_much is not None:
        sheet, row = tabs.too_much
        return Reading(faults=[Loss(sheet, row, "", "", "xlsform.too_much", str(MOST_LINES))])
    book = book_of(tabs, names)
    own = embedded.read(book, tabs)
    if own is not None:
        return Reading([dict(section) for section in own.sections], own)
    twice = [(sheet, head) for sheet, one in book.sheets.items() for head in one.twice]
    if twice:
        return Reading(
            faults=[Loss(sheet, 1, head, head, "xlsform.twice") for sheet, head in twice]
        )
    try:
        tree = port.converted(book)
    except port.RefusedError as error:
        loss = Loss(error.sheet, error.row, "", "", "xlsform.refused", error.reason)
        return Reading(faults=[loss])
    return _Reader(book).read(tree)


class _Reader:
    """Goes through the tree once; `before` holds the questions that later ones may ask for."""

    def __init__(self, book: FormBook) -> None:
        settings = next((cells for _, cells in book.rows("settings")), {})
        self.book, self.losses = book, Losses()
        default = settings.get("default_language", "")
        self.columns = Columns(book, "survey", default)
        self.choices = Columns(book, "choices", default, self.columns.languages)
        self.columns.of_choices = self.choices.languages
        self.rows = rows_of(book, self.columns, self.losses)
        self.before: dict[str, Asked] = {}
        self.ids: dict[str, SurveyRow] = {}
        self.sections: list[Json] = []
        self.lists: set[str] = set()
        self.told: list[tuple[SurveyRow, str]] = []  # notes that wait for an item

    def read(self, tree: Element) -> Reading:
        self._questions(children_of(tree), None, ())
        self._untold()
        for row in self.rows.values():
            self._leave(row)
        self._sheets()
        sections = [section for section in self.sections if section["items"]]
        for number, section in enumerate(sections, start=1):
            section["id"] = f"s{number}"
        lines = self.losses.in_order()
        return Reading(sections, None, self._too_many(sections), lines, self.losses.total)

    def _questions(
        self, elements: Sequence[Element], section: Json | None, when: tuple[Json, ...]
    ) -> None:
        """Read what stands in one group, or in none (no section); `when` are its conditions."""
        current = section
        for element in elements:
            row = self.rows.get(int(element.get(port.ROW, 0)))
            if row is None:  # pyxform's own: meta, the count of a repeat
                continue
            row.seen = True
            if element["type"] in GROUPS:
                self._group(element, row, section, when)
                current = section
                continue
            current = current or self._section(SECTION)
            self._question(element, row, current, when)

    def _section(self, title: str) -> Json:
        section = {"id": "", "title": title, "guarantee": False, "items": []}
        self.sections.append(section)
        return section

    def _group(
        self, element: Element, row: SurveyRow, section: Json | None, when: tuple[Json, ...]
    ) -> None:
        title = " ".join(row.text("label").split()) or str(element.get("name", ""))
        if element["type"] != "group":
            row.lose(row.cell("type")[0], "xlsform.repeat")
        if len(title) > LONGEST_TITLE:
            row.lose(row.columns.heads_of("label")[0], "xlsform.cut", str(LONGEST_TITLE))
        if section is not None:
            row.lose(row.cell("type")[0], "xlsform.nested", title)
        own = self._condition(row)
        row.lose_rest()
        inner = section or self._section(title[:LONGEST_TITLE])
        self._questions(children_of(element), inner, (*when, own) if own else when)
        self._untold()

    def _question(
        self, element: Element, row: SurveyRow, section: Json, when: tuple[Json, ...]
    ) -> None:
        if element["type"] in NOTES:
            self.told.append((row, row.text("label")))
            return
        if isinstance(element.get("list_name"), str):
            self.lists.add(element["list_name"])
        name = str(element.get("name", ""))
        item_id = id_for(name, self.ids, row)
        found = question(element, row, item_id)
        if found is not None:
            self.ids[item_id] = row
            self._shown(found, row, when)
            self._tell(found.item)
            section["items"].append(found.item)
            self.before.setdefault(name, found.asked())
        row.lose_rest()

    def _shown(self, found: Found, row: SurveyRow, when: tuple[Json, ...]) -> None:
        own = self._condition(row)
        parts = [*when, *([own] if own else [])]
        joined = parts[0] if len(parts) == 1 else {"all": parts}
        if parts and is_well_formed(joined):
            found.item["shown_when"] = joined
        elif parts:
            row.lose(row.cell("type")[0], "xlsform.relevant", found.item["name"])

    def _condition(self, row: SurveyRow) -> Json | None:
        head, value = row.cell("bind", "relevant")
        if not value:
            return None
        try:
            return condition(value, self.before)
        except UnreadableError as error:
            row.lose(head, "xlsform.relevant", str(error))
            return None

    def _tell(self, item: Json) -> None:
        """Put the notes that came before an item before its hint, where they have room."""
        for row, text in self.told:
            hint = f"{text}\n{item['hint']}".strip()
            if not text or len(hint) > LONGEST_HINT:
                row.lose_all("xlsform.note")
                continue
            item["hint"] = hint
            row.lose(row.cell("type")[0], "xlsform.to_hint", item["name"])
            row.lose_rest()
        self.told.clear()

    def _untold(self) -> None:
        for row, _ in self.told:
            row.lose_all("xlsform.note")
        self.told.clear()

    def _leave(self, row: SurveyRow) -> None:
        """Name a row that pyxform made nothing of, unless it only ends a group."""
        kind = row.cell("type")[1].lower().replace("_", " ")
        if not row.seen and not kind.startswith("end "):
            row.lose_all("xlsform.row")

    def _sheets(self) -> None:
        """Name what other sheets say that no item does."""
        others = {plain(name): name for name in self.book.names}
        if embedded.SHEET in others:  # of this list, before somebody edited the form
            self.losses.add(Loss(others[embedded.SHEET], 0, "", "", "xlsform.edited"))
        for sheet, name in others.items():
            if sheet not in {"survey", "choices", "settings", embedded.SHEET, embedded.NOTES}:
                self.losses.add(Loss(name, 0, "", "", "xlsform.sheet"))
        for row, cells in self.book.rows("settings"):
            for head in cells.keys() - {"default_language"}:
                self.losses.add(Loss("settings", row, head, cells[head], "xlsform.setting"))
        for sheet, columns in (("survey", self.columns), ("choices", self.choices)):
            for head in columns.other_languages():
                self.losses.add(Loss(sheet, 1, head, head, "xlsform.language"))
        self._choices()

    def _choices(self) -> None:
        meant = self.choices.meant
        known = {("list name",), ("name",), ("label",)}
        for head, one in meant.items():
            number = sum(head in cells for _, cells in self.book.rows("choices"))
            if one[:1] not in known and number:
                loss = Loss("choices", 1, head, head, "xlsform.column", str(number))
                self.losses.add(loss)
        list_head = next((head for head, one in meant.items() if one == ("list name",)), "")
        seen: set[str] = set()
        for row, cells in self.book.rows("choices"):
            name = cells.get(list_head, "")
            if name not in self.lists | seen:
                self.losses.add(Loss("choices", row, list_head, name, "xlsform.list"))
            seen.add(name)

    def _too_many(self, sections: list[Json]) -> list[Loss]:
        items = sum(len(section["items"]) for section in sections)
        if items > MOST_ITEMS:
            beyond = list(self.ids.values())[MOST_ITEMS]
            return [Loss("survey", beyond.number, "", "", "cell.too_many", str(MOST_ITEMS))]
        if len(sections) > MOST_SECTIONS:
            return [Loss("survey", 0, "", "", "xlsform.sections", str(MOST_SECTIONS))]
        if not items:
            return [Loss("survey", 0, "", "", "xlsform.nothing")]
        return []
