"""One question of a form as an item: its kind, what belongs to it, and a line for what is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from suicha.checklists.definition.decimals import is_decimal, millionths
from suicha.checklists.definition.items import Kind, read_item
from suicha.checklists.definition.shapes import LONGEST_ID
from suicha.checklists.scoring import Result
from suicha.checklists.xlsform.port import yes_or_no
from suicha.checklists.xlsform.relevance import Asked
from suicha.checklists.xlsform.rows import Element, SurveyRow

Json = dict[str, Any]  # Any: JSON

LONGEST_NAME, LONGEST_HINT, LONGEST_LABEL = 200, 2000, 200
MOST_OPTIONS = 50
ID = re.compile(r"[^\s{}$'\"]{1,32}")
BOUND = re.compile(r"\.\s*(>=|<=)\s*(-?\d+(?:\.\d+)?)|(-?\d+(?:\.\d+)?)\s*(>=|<=)\s*\.")
OTHER = re.compile(r"\s(or specify other|or_other|or other)$")
TURNED = {">=": "<=", "<=": ">="}

# What inspectors say of an item, in the words that forms have for it.
CONFORMING: Final = {"符合", "符合要求", "合格", "满足", "通过", "正常"}
NONCONFORMING: Final = {"不符合", "不符合要求", "不合格", "不满足", "不通过", "未通过", "不正常"}
ABSENT: Final = {"不适用", "无此项", "不涉及", "不存在", "缺项"}
WORDS: Final = {
    Result.CONFORMING: CONFORMING | {"conforming", "conforms", "compliant", "pass", "passed", "ok"},
    Result.NONCONFORMING: NONCONFORMING
    | {"nonconforming", "non-conforming", "noncompliant", "non-compliant", "fail", "failed"},
    Result.NOT_APPLICABLE: ABSENT | {"not applicable", "not_applicable", "n/a", "na"},
}
# These depend on how the question is put, and somebody has to look at it.
YES_OR_NO: Final = {
    **dict.fromkeys(("是", "yes"), Result.CONFORMING),
    **dict.fromkeys(("否", "no"), Result.NONCONFORMING),
}

TEXTS: Final = {"text", "string", "q string", "add text prompt"}
INTEGERS: Final = {"integer", "int", "q int", "add integer prompt"}
DECIMALS: Final = {"decimal", "q decimal", "add decimal prompt"}
PHOTOS: Final = {"photo", "image", "q image", "q picture", "add image prompt"}
NOTES: Final = {"note", "q note", "add note prompt"}
# Asked on paper too: what they take is written down as text.
AS_TEXT: Final = {
    *("date", "time", "datetime", "dateTime", "date time", "barcode", "rank", "phonenumber"),
    *("q date", "q barcode", "add date prompt", "add barcode prompt", "select one external"),
}


@dataclass
class Found:
    """A question: the item that it becomes, and what conditions may ask of its choices."""

    item: Json
    chosen: dict[str, Json] = field(default_factory=dict)

    def asked(self) -> Asked:
        """Give what conditions on later questions need to know."""
        return Asked(read_item(self.item), self.chosen)


def question(element: Element, row: SurveyRow, item_id: str) -> Found | None:
    """Read a question; nothing, and a line, where an inspector cannot answer such a one."""
    make = _maker(element["type"])
    if make is None:
        row.lose_all("xlsform.type")
        return None
    item: Json = {"id": item_id, "name": "", "hint": "", "clause": "", "unverified": False}
    found = make(element, row, Found(item))
    _say(found.item, row, str(element.get("name", "")))
    head, value = row.cell("bind", "required")
    if value:
        _require(found.item, row, head, value)
    return found


def id_for(name: str, taken: Mapping[str, object], row: SurveyRow) -> str:
    """Give an item the name of its question as a code; another one where that cannot be."""
    if ID.fullmatch(name) and name not in taken:
        return name
    stem = re.sub(r"[\s{}$'\"]", "_", name)[: LONGEST_ID - 5]
    made = next(one for n in range(2, 10**4) if (one := f"{stem}_{n}") not in taken)
    row.lose(row.cell("name")[0], "xlsform.renamed", made)
    return made


def _maker(kind: str) -> Callable[[Element, SurveyRow, Found], Found] | None:
    for kinds, make in _MAKERS:
        if kind in kinds:
            return make
    return None


def _say(item: Json, row: SurveyRow, name: str) -> None:
    """Take over label and hint; what is too long for a name goes on in the hint."""
    label, hint = " ".join(row.text("label").split()) or name, row.text("hint")
    if len(label) > LONGEST_NAME:
        hint = f"{label}\n{hint}".strip()
        row.lose(row.columns.heads_of("label")[0], "xlsform.long", str(LONGEST_NAME))
        label = f"{label[: LONGEST_NAME - 1]}…"
    if len(hint) > LONGEST_HINT:
        row.lose((row.columns.heads_of("hint") or ["label"])[0], "xlsform.cut", str(LONGEST_HINT))
    item["name"], item["hint"] = label, hint[:LONGEST_HINT]


def _require(item: Json, row: SurveyRow, head: str, value: str) -> None:
    is_so = yes_or_no(value)
    if is_so is None:
        row.lose(head, "xlsform.required")
    item["required"] = bool(is_so)


def _text(_: Element, row: SurveyRow, found: Found) -> Found:
    found.item["kind"] = Kind.TEXT.value
    return found


def _as_text(_: Element, row: SurveyRow, found: Found) -> Found:
    row.lose(row.cell("type")[0], "xlsform.as_text")
    found.item["kind"] = Kind.TEXT.value
    return found


def _photo(_: Element, row: SurveyRow, found: Found) -> Found:
    found.item["kind"] = Kind.PHOTO.value
    return found


def _count(_: Element, row: SurveyRow, found: Found) -> Found:
    head, value = row.cell("bind", "constraint")
    # That it is no less than nothing goes without saying.
    if value and re.sub(r"\s", "", value) not in {".>=0", "0<=."}:
        row.lose(head, "xlsform.constraint")
    found.item["kind"] = Kind.COUNT.value
    return found


def _measure(_: Element, row: SurveyRow, found: Found) -> Found:
    head, value = row.cell("bind", "constraint")
    bounds = _bounds(value) if value else {}
    if value:
        row.lose(head, "xlsform.judges" if bounds else "xlsform.constraint")
    found.item |= {"kind": Kind.MEASURE.value, "measure": {"unit": "", "readings": 1} | bounds}
    return found


def _range(element: Element, row: SurveyRow, found: Found) -> Found:
    said = element.get("parameters") or {}
    steps = [str(said.get(name, whole)) for name, whole in (("start", "1"), ("step", "1"))]
    head, _ = row.cell("parameters")
    if head:
        row.lose(head, "xlsform.range")
    is_whole = all(re.fullmatch(r"\d+", one) for one in steps)
    return _count(element, row, found) if is_whole else _measure(element, row, found)


def _choice(element: Element, row: SurveyRow, found: Found) -> Found:
    choices = element.get("choices") or ()
    if not choices or len(choices) > MOST_OPTIONS:
        row.lose(row.cell("type")[0], "xlsform.options", str(MOST_OPTIONS))
        found.item["kind"] = Kind.TEXT.value
        return found
    labels = {one["name"]: _label(one, row) for one in choices}
    head, kind = row.cell("type")
    if OTHER.search(kind):
        row.lose(head, "xlsform.other")
    many = element["type"] == "select all that apply"
    results = None if many else _results(labels)
    if results is None:
        return _options(labels, row, found, many=many)
    found.item["kind"] = Kind.JUDGE.value
    for name, result in results.items():
        found.chosen[name] = {"item": found.item["id"], "is": result.value}
    if any(_word(label) in YES_OR_NO for label in labels.values()):
        row.lose(row.cell("type")[0], "xlsform.yes_no", " / ".join(labels.values()))
    return found


def _options(labels: Mapping[str, str], row: SurveyRow, found: Found, *, many: bool) -> Found:
    options: list[Json] = []
    for number, (name, label) in enumerate(labels.items(), start=1):
        value = name if ID.fullmatch(name) else f"o{number}"
        if len(label) > LONGEST_LABEL or value != name:
            row.lose(row.cell("type")[0], "xlsform.option", label)
        options.append({"value": value, "label": label[:LONGEST_LABEL], "fails": False})
        found.chosen[name] = {"item": found.item["id"], "chosen": value}
    if len({one["value"] for one in options}) < len(options):
        row.lose(row.cell("type")[0], "xlsform.option", "")
    found.item |= {"kind": Kind.CHOICE.value, "options": options, "many": many}
    return found


def _label(choice: Mapping[str, Any], row: SurveyRow) -> str:  # Any: JSON
    """Give the words of a choice, in the language of the survey where it has it."""
    said = choice.get("label")
    if isinstance(said, dict):
        # A label without a language is of the default one.
        default = row.columns.default or "default"
        wanted = [said.get(one or default) for one in row.columns.of_choices]
        said = next((one for one in [*wanted, *said.values()] if one), "")
    return " ".join(str(said or "").split()) or str(choice["name"])


def _word(label: str) -> str:
    return re.sub(r"[\s。.]+$", "", label.strip().lower())


def _results(labels: Mapping[str, str]) -> dict[str, Result] | None:
    """Give what each choice says of an item, where all of them say such a thing, each another."""
    found: dict[str, Result] = {}
    for name, label in labels.items():
        word = _word(label)
        said = next((one for one, words in WORDS.items() if word in words), YES_OR_NO.get(word))
        if said is None:
            return None
        found[name] = said
    both = {Result.CONFORMING, Result.NONCONFORMING}
    return found if both <= set(found.values()) and len(set(found.values())) == len(found) else None


def _bounds(constraint: str) -> Json:
    """Read `. >= a and . <= b`; nothing of what says anything else."""
    bounds: Json = {}
    for part in re.split(r"\band\b", constraint):
        match = BOUND.fullmatch(part.strip().strip("()").strip())
        if match is None:
            return {}
        sign, number = (match[1], match[2]) if match[1] else (TURNED[match[4]], match[3])
        name = "lower" if sign == ">=" else "upper"
        if name in bounds or not is_decimal(number):
            return {}
        bounds[name] = number
    if len(bounds) > 1 and millionths(bounds["lower"]) > millionths(bounds["upper"]):
        return {}
    return bounds


_MAKERS: Final = (
    (TEXTS, _text),
    (INTEGERS, _count),
    (DECIMALS, _measure),
    (PHOTOS, _photo),
    (AS_TEXT, _as_text),
    ({"range"}, _range),
    ({"select one", "select all that apply"}, _choice),
)
