"""One item as the questions of a form: what ODK and Kobo can run of it, and what they cannot."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from suicha.checklists.definition.answers import LARGEST_COUNT, LONGEST_TEXT
from suicha.checklists.definition.items import Acceptance, Counting, Item, Kind, Measure
from suicha.checklists.scoring import Result
from suicha.checklists.xlsform import expressions
from suicha.checklists.xlsform.expressions import Question, UnsayableError

Row = dict[str, str]

JUDGEMENT = "judgement"  # the list of what is said of an item
RESULTS: Final = {
    Result.CONFORMING: "符合",
    Result.NONCONFORMING: "不符合",
    Result.NOT_APPLICABLE: "不适用",
}
NOTES: Final = {
    "condition": (
        "显示条件无法在 ODK 中计算，本题总是显示。",
        "Always shown: ODK cannot compute the condition.",
    ),
    "photo": ("ODK 中只拍一张照片。", "One photo only in ODK."),
    "two_stage": (
        "二次抽样不在 ODK 中判定，请回随查判定。",
        "ODK does not judge two-stage samples.",
    ),
}


@dataclass
class Form:
    """A form while it is written."""

    survey: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)
    notes: list[tuple[str, str, str]] = field(default_factory=list)
    asked: dict[str, Question] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def name(self, stem: str) -> str:
        """Give a name of letters, digits and _ that no other question has, in any case."""
        plain = re.sub(r"[^A-Za-z0-9]+", "_", stem).strip("_") or "item"
        name, number = f"q_{plain}", 1
        while name.lower() in self.names:
            number += 1
            name = f"q_{plain}_{number}"
        self.names.add(name.lower())
        return name

    def add(self, kind: str, name: str, label: str, **cells: str) -> None:
        """Add a row."""
        row = {"type": kind, "name": name, "label": unreferring(label), **cells}
        self.survey.append({head: cell for head, cell in row.items() if cell})

    def note(self, item: Item, code: str) -> None:
        """Say of an item what the form does not do."""
        self.notes.append((item.id, *NOTES[code]))


def unreferring(text: str) -> str:
    """Give a text that names no other question by chance: `${a}` is a reference to ODK."""
    return re.sub(r"\$(?=\{)", "＄", text)


def ask(form: Form, item: Item) -> None:
    """Add an item's questions."""
    name = form.name(item.id)
    cells = {
        "hint": unreferring("\n".join(filter(None, [item.hint, *_rules(item)]))),
        "guidance_hint": unreferring(f"依据：{item.clause}" if item.clause else ""),
        "required": "yes" if item.required else "",
        "relevant": _relevant(form, item),
    }
    form.items[item.id] = item
    form.asked[item.id] = _ASK[item.kind](form, item, name, cells)


def _relevant(form: Form, item: Item) -> str:
    if item.shown_when is None:
        return ""
    try:
        return expressions.said(item.shown_when, form.asked)
    except UnsayableError:
        form.note(item, "condition")
        return ""


def _rules(item: Item) -> Iterator[str]:
    """Say in the hint what a form has no column for."""
    if item.measure and item.measure.judges:
        yield _tolerance(item.measure)
    if item.accept:
        yield f"合格判定：{_acceptance(item.accept)}"


def _tolerance(measure: Measure) -> str:
    design = f"设计值 {measure.design}{measure.unit}；" if measure.design else ""
    limit = f"；最大偏差不超过允许偏差的 {measure.limit} 倍" if measure.limit else ""
    lower, upper = measure.lower or "不限", measure.upper or "不限"
    return f"{design}允许偏差 {lower}～{upper}{measure.unit}{limit}"


def _acceptance(accept: Acceptance) -> str:
    if accept.counting:
        return "一次抽样" if accept.counting is Counting.ONE_STAGE else "二次抽样"
    return f"合格率不低于 {accept.rate}%" if accept.rate else f"不合格不超过 {accept.most}"


def _titled(item: Item) -> str:
    return f"{item.id} {item.name}"


def _judge(form: Form, item: Item, name: str, cells: Row) -> Question:
    form.add(f"select_one {JUDGEMENT}", name, _titled(item), **cells)
    return Question(item, name)


def _score(form: Form, item: Item, name: str, cells: Row) -> Question:
    asked = _judge(form, item, name, cells)
    when = f"${{{name}}} = '{Result.NONCONFORMING.value}'"
    if item.reasons:
        reasons = form.name(f"{item.id}_reasons")
        labels = {one.id: f"{one.text}（扣 {one.least}～{one.most} 分）" for one in item.reasons}
        _list(form, reasons, labels)
        form.add(f"select_multiple {reasons}", reasons, f"{item.id} 扣分理由", relevant=when)
    form.add(
        "integer",
        form.name(f"{item.id}_deduction"),
        f"{item.id} 扣分（0～{item.points}）",
        required="yes",
        relevant=when,
        constraint=f". >= 0 and . <= {item.points}",
        constraint_message=f"扣分应为 0～{item.points} 的整数",
    )
    return asked


def _list(form: Form, name: str, labels: Mapping[str, str]) -> None:
    for value, label in labels.items():
        form.choices.append({"list_name": name, "name": value, "label": unreferring(label)})


def _choice(form: Form, item: Item, name: str, cells: Row) -> Question:
    options = form.name(f"{item.id}_options")
    _list(form, options, {one.value: one.label for one in item.options})
    kind = "select_multiple" if item.many else "select_one"
    form.add(f"{kind} {options}", name, _titled(item), **cells)
    return Question(item, name)


def _text(form: Form, item: Item, name: str, cells: Row) -> Question:
    most = f"string-length(.) <= {LONGEST_TEXT}"
    form.add("text", name, _titled(item), constraint=most, **cells)
    return Question(item, name)


def _photo(form: Form, item: Item, name: str, cells: Row) -> Question:
    form.add("image", name, _titled(item), **cells)
    form.note(item, "photo")
    return Question(item, name)


def _lot(form: Form, item: Item, cells: Row) -> str:
    """Ask how large the lot is; give the name of the size of its sample."""
    lot, size = form.name(f"{item.id}_lot"), form.name(f"{item.id}_sample")
    asked = {"required": cells["required"], "relevant": cells["relevant"]}
    within = expressions.within_lot()
    form.add("integer", lot, f"{_titled(item)}：检验批容量", constraint=within, **asked)
    computed = expressions.sample_size(f"${{{lot}}}", item.accept)
    form.add("calculate", size, "", calculation=f"if(${{{lot}}} = '', 0, {computed})")
    form.add(
        "note",
        form.name(f"{item.id}_sample_note"),
        f"{item.id} 最小抽样数量{'' if item.tables_verified else '（抽样表待核对）'}",
        hint=f"${{{size}}}",
        relevant=f"${{{size}}} > 0",
    )
    return size


def _count(form: Form, item: Item, name: str, cells: Row) -> Question:
    size = f"${{{_lot(form, item, cells)}}}" if item.lot else ""
    title = f"{_titled(item)}（{item.unit}）" if item.unit else _titled(item)
    most = f". >= 0 and . <= {size or LARGEST_COUNT}"
    form.add("integer", name, title, constraint=most, **cells)
    second = ""
    if item.accept and item.accept.counting is Counting.TWO_STAGE:
        second = form.name(f"{item.id}_second")
        when = f"${{{name}}} != ''"
        form.add("integer", second, f"{item.id} 第二次抽样", constraint=most, relevant=when)
        form.note(item, "two_stage")
    accepts = item.accept and expressions.is_accepted(item.accept, f"${{{name}}}", size or "1")
    result = ""
    if accepts:
        judged = f"if({accepts}, 'conforming', 'nonconforming')"
        result = _result(form, item, f"if(${{{name}}} = '', '', {judged})")
    return Question(item, name, second=second, result=result)


def _result(form: Form, item: Item, expression: str) -> str:
    result = form.name(f"{item.id}_result")
    form.add("calculate", result, "", calculation=expression)
    form.add(
        "note",
        form.name(f"{item.id}_result_note"),
        f"▲ {item.id} 不符合",
        relevant=f"${{{result}}} = 'nonconforming'",
    )
    return result


def _measure(form: Form, item: Item, name: str, cells: Row) -> Question:
    """Ask for the readings one by one, and count those that are out of tolerance."""
    measure = item.measure
    if measure is None:  # none is published so
        raise ValueError(f"{item.id} measures nothing")
    is_two_stage = item.accept is not None and item.accept.counting is Counting.TWO_STAGE
    size = f"${{{_lot(form, item, cells)}}}" if item.lot else str(measure.readings)
    series = {"relevant": cells["relevant"], "repeat_count": "" if is_two_stage else size}
    unit = f"（{measure.unit}）" if measure.unit else ""
    form.add("begin_repeat", form.name(f"{item.id}_series"), f"{_titled(item)}{unit}", **series)
    read = {"hint": cells["hint"], "guidance_hint": cells["guidance_hint"]}
    form.add("decimal", name, f"{_titled(item)}{unit}", required=cells["required"], **read)
    bad = _counted(form, item, name, "bad", "1") if measure.judges else ""
    far = _counted(form, item, name, "far", measure.limit) if measure.limit and bad else ""
    form.add("end_repeat", "", "")
    number = form.name(f"{item.id}_number")
    form.add("calculate", number, "", calculation=f"count-non-empty(${{{name}}})")
    if is_two_stage:
        form.note(item, "two_stage")
    result = _of_series(form, item, (f"${{{number}}}", bad, far), size) if bad else ""
    return Question(item, name, number=number, result=result)


def _counted(form: Form, item: Item, name: str, word: str, times: str) -> str:
    """Mark a reading that deviates by more than so many times; give the sum of such."""
    mark = form.name(f"{item.id}_{word}")
    out = expressions.out_of(item.measure, f"${{{name}}}", times) if item.measure else ""
    form.add("calculate", mark, "", calculation=f"if(${{{name}}} != '' and ({out}), 1, 0)")
    return f"sum(${{{mark}}})"


def _of_series(form: Form, item: Item, counts: tuple[str, str, str], size: str) -> str:
    number, bad, far = counts
    accepts = expressions.is_accepted(item.accept, bad, number)
    if accepts is None:
        return ""
    whole = f"if({accepts}, 'conforming', 'nonconforming')"
    judged = f"if({number} < {size}, 'recorded', {whole})"
    if far:
        judged = f"if({far} > 0, 'nonconforming', {judged})"
    return _result(form, item, f"if({number} = 0, '', {judged})")


_ASK: Final[Mapping[Kind, Callable[[Form, Item, str, Row], Question]]] = {
    Kind.JUDGE: _judge,
    Kind.SCORE: _score,
    Kind.MEASURE: _measure,
    Kind.CHOICE: _choice,
    Kind.TEXT: _text,
    Kind.PHOTO: _photo,
    Kind.COUNT: _count,
}
