"""A checklist as a sheet: one row an item, under the heads that an office writes by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from suicha.checklists.definition.decimals import is_decimal
from suicha.checklists.definition.grammar import UnreadableError
from suicha.checklists.definition.items import Counting, Item, Kind, items_of, read_item
from suicha.checklists.definition.shapes import LONGEST_ID, MOST_ITEMS
from suicha.checklists.definition.wording import parse, written
from suicha.sheets import Cells, Column, Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from suicha.checklists.definition import Definition
    from suicha.sheets import Sheet

Json = dict[str, Any]  # Any: JSON

KINDS = {
    "判定": Kind.JUDGE,
    "扣分": Kind.SCORE,
    "实测": Kind.MEASURE,
    "选择": Kind.CHOICE,
    "文字": Kind.TEXT,
    "照片": Kind.PHOTO,
    "计数": Kind.COUNT,
    **{each.value: each for each in Kind},
}
KIND_WORDS = {kind: word for word, kind in reversed(KINDS.items())}
YES = {"是": True, "否": False, "√": True, "Y": True, "N": False, "yes": True, "no": False}
GRADE_WORDS = {"general": "一般", "serious": "较大", "major": "重大"}
GRADES = {word: grade for grade, word in GRADE_WORDS.items()} | {one: one for one in GRADE_WORDS}
PARTIES = {
    "建设": "owner",
    "勘察": "surveyor",
    "设计": "designer",
    "施工": "builder",
    "监理": "supervision",
}
PARTIES |= {each: each for each in PARTIES.values()}
STAGES = {"一次抽样": Counting.ONE_STAGE.value, "二次抽样": Counting.TWO_STAGE.value}
COLUMNS = (
    Column("code", "编号", ("项目编号", "序号", "代码"), required=True),
    Column("section", "分部", ("章节", "分类", "类别")),
    Column("guarantee", "保证项目", ("是否保证项目",)),
    Column("name", "检查项目", ("检查项", "检查内容", "项目名称"), required=True),
    Column("kind", "类型", ("检查项类型",)),
    Column("hint", "检查要点", ("要点", "检查标准", "检查要求")),
    Column("clause", "依据条款", ("依据", "条款", "检查依据")),
    Column("required", "必答", ("是否必答",)),
    Column("points", "分值", ("应得分", "标准分", "分数")),
    Column("reasons", "扣分理由", ("扣分标准",)),
    Column("options", "选项"),
    Column("many", "可多选", ("多选",)),
    Column("unit", "单位"),
    Column("design", "设计值"),
    Column("lower", "允许偏差下限", ("偏差下限",)),
    Column("upper", "允许偏差上限", ("偏差上限",)),
    Column("readings", "测点数", ("点数",)),
    Column("limit", "最大偏差倍数"),
    Column("lot", "按检验批抽样", ("抽样",)),
    Column("accept", "合格判定"),
    Column("shown_when", "显示条件"),
    Column("grade", "隐患等级"),
    Column("days", "整改工作日", ("整改天数", "整改期限")),
    Column("party", "责任单位", ("责任主体",)),
    Column("unverified", "待核对"),
)
HEADS = {column.name: column.head for column in COLUMNS}
APART = re.compile(r"[;；\n]+")
REASON = re.compile(
    r"(?P<text>.+?)\s*(?:扣)?\s*(?P<least>\d{1,4})(?:\s*[-~～—–]\s*(?P<most>\d{1,4}))?\s*分?"
)
CODE = r"[^\s{}$'\"]{1,32}"
RATE = re.compile(r"合格率\s*[≥>=不低于]*\s*(\d{1,3}(?:\.\d{1,6})?)\s*%?")
MOST = re.compile(r"(?:不超过|最多|≤|<=)\s*(\d{1,7})")


def read(sheet: Sheet) -> tuple[list[Json], Report]:
    """Read the sections of a list, and a line for each cell that makes no sense."""
    report = Report(unread=sheet.unread)
    sections: dict[str, Json] = {}
    before: dict[str, Item] = {}
    first: dict[str, int] = {}  # the row of each code
    for row in islice(sheet.rows, MOST_ITEMS + 1):
        cells = Cells(row, sheet.heads, report)
        if len(before) >= MOST_ITEMS:
            cells.fault("code", "cell.too_many", str(MOST_ITEMS))
            break
        item = _item(cells, before)
        at = first.setdefault(item["id"], row.number)
        if at != row.number:
            cells.fault("code", "cell.twice", str(at))
        _section(cells, sections)["items"].append(item)
        if cells.is_good:
            before[item["id"]] = read_item(item)
            report.new += 1
    # Of a column that the sheet lacks, the head that it would have.
    report.faults = [
        replace(fault, column=HEADS.get(fault.column, fault.column)) for fault in report.faults
    ]
    return list(sections.values()), report


def lines(definition: Definition) -> Iterator[list[str]]:
    """Write the items as rows that `read` reads again."""
    by_id = {item.id: item for item in items_of(definition.sections)}
    for section in definition.sections:
        for item in section["items"]:
            cells = _cells(section, read_item(item), by_id)
            yield [cells.get(column.name, "") for column in COLUMNS]


def _section(cells: Cells, sections: dict[str, Json]) -> Json:
    """Give the section of a row, by its title; an empty cell goes on with the one before."""
    title = cells.text("section", 200)
    guarantee = cells.choice("guarantee", YES, default=False)
    if not title:
        title = next(reversed(sections.values()))["title"] if sections else "检查项目"
    key = f"{title} {guarantee}" if cells.has("guarantee") else title
    fresh = {"id": f"s{len(sections) + 1}", "title": title, "guarantee": guarantee, "items": []}
    return sections.setdefault(key, fresh)


def _item(cells: Cells, before: Mapping[str, Item]) -> Json:
    points = _whole(cells, "points", 1, 1000)
    kind = cells.choice("kind", KINDS, Kind.JUDGE if points is None else Kind.SCORE)
    item: Json = {
        "id": cells.id("code", CODE)[:LONGEST_ID],
        "name": cells.text("name", 200, needed=True),
        "kind": kind.value,
        "hint": cells.text("hint", 2000),
        "clause": cells.text("clause", 200),
        "unverified": cells.choice("unverified", YES, default=False),
        "required": cells.choice("required", YES, default=False),
        "points": points,
        "shown_when": _condition(cells, before),
        "fails": _failing(cells),
    }
    if kind is Kind.SCORE and points is None:
        cells.fault("points", "cell.missing")
    if kind is Kind.SCORE:
        item["reasons"] = _reasons(cells, points or 0)
    if kind is Kind.CHOICE:
        item |= {"options": _options(cells), "many": cells.choice("many", YES, default=False)}
    if kind in {Kind.MEASURE, Kind.COUNT}:
        item |= {"lot": cells.choice("lot", YES, default=False), "accept": _acceptance(cells)}
    if kind is Kind.MEASURE:
        item["measure"] = _measure(cells)
    if kind is Kind.COUNT:
        item["unit"] = cells.text("unit", 20)
    return {name: value for name, value in item.items() if value not in (None, [], {})}


def _reasons(cells: Cells, points: int) -> list[Json]:
    found = []
    for number, part in enumerate(filter(None, APART.split(cells.text("reasons", 4000))), start=1):
        match = REASON.fullmatch(part.strip())
        least = int(match["least"]) if match else 0
        most = int(match["most"] or least) if match else 0
        if match is None or not least <= most <= points or most == 0:
            cells.fault("reasons", "cell.reason", part.strip()[:40])
            continue
        found.append({"id": f"r{number}", "text": match["text"], "least": least, "most": most})
    return found


def _options(cells: Cells) -> list[Json]:
    """Read options apart by a semicolon; a star after one makes the item 不符合."""
    parts = [part.strip() for part in APART.split(cells.text("options", 4000)) if part.strip()]
    if not parts:
        cells.fault("options", "cell.missing")
    labels = [part.rstrip("*＊").strip() for part in parts]
    if len(set(labels)) < len(labels):
        cells.fault("options", "cell.twice", "")
    return [
        {"value": f"o{number}", "label": label[:200], "fails": part[-1] in "*＊"}
        for number, (part, label) in enumerate(zip(parts, labels, strict=True), start=1)
    ]


def _measure(cells: Cells) -> Json:
    said = {name: _decimal(cells, name) for name in ("design", "lower", "upper", "limit")}
    measure = {"unit": cells.text("unit", 20), "readings": _whole(cells, "readings", 1, 200) or 1}
    return measure | {name: value for name, value in said.items() if value is not None}


def _acceptance(cells: Cells) -> Json | None:
    value = cells.text("accept", 100)
    if not value:
        return None
    if value in STAGES:
        return {"counting": STAGES[value]}
    rate, most = RATE.fullmatch(value), MOST.fullmatch(value)
    if rate:
        return {"rate": rate[1]}
    if most:
        return {"most": int(most[1])}
    cells.fault("accept", "cell.accept")
    return None


def _condition(cells: Cells, before: Mapping[str, Item]) -> Json | None:
    value = cells.text("shown_when", 1000)
    if not value:
        return None
    try:
        return parse(value, before)
    except UnreadableError as error:
        cells.fault("shown_when", "cell.condition", str(error)[:40])
        return None


def _failing(cells: Cells) -> Json:
    said = {
        "grade": cells.choice("grade", GRADES, ""),
        "days": _whole(cells, "days", 0, 365),
        "party": cells.choice("party", PARTIES, ""),
    }
    return {name: value for name, value in said.items() if value not in (None, "")}


def _whole(cells: Cells, name: str, least: int, most: int) -> int | None:
    value = cells.raw(name)
    if not value:
        return None
    if not re.fullmatch(r"\d{1,6}", value) or not least <= int(value) <= most:
        cells.fault(name, "cell.whole", f"{least}～{most}")
        return None
    return int(value)


def _decimal(cells: Cells, name: str) -> str | None:
    value = cells.raw(name).replace("−", "-").replace("－", "-").removeprefix("+")
    if not value:
        return None
    if not is_decimal(value):
        cells.fault(name, "cell.decimal")
        return None
    return value


def _cells(section: Mapping[str, Any], item: Item, by_id: Mapping[str, Item]) -> dict[str, str]:
    parties = {value: word for word, value in reversed(PARTIES.items())}
    cells = {
        "code": item.id,
        "section": section["title"],
        "guarantee": _yes(section["guarantee"]),
        "name": item.name,
        "kind": KIND_WORDS[item.kind],
        "hint": item.hint,
        "clause": item.clause,
        "required": _yes(item.required),
        "points": "" if item.points is None else str(item.points),
        "reasons": "；".join(f"{one.text} {one.least}-{one.most}" for one in item.reasons),
        "options": "；".join(one.label + "*" * one.fails for one in item.options),
        "many": _yes(item.many),
        "unit": item.measure.unit if item.measure else item.unit,
        "lot": _yes(item.lot),
        "accept": _accepted(item),
        "shown_when": written(item.shown_when, by_id) if item.shown_when else "",
        "grade": GRADE_WORDS.get(item.fails.grade or "", ""),
        "days": "" if item.fails.days is None else str(item.fails.days),
        "party": parties.get(item.fails.party or "", ""),
        "unverified": _yes(item.unverified),
    }
    return cells | _measured(item)


def _measured(item: Item) -> dict[str, str]:
    if item.measure is None:
        return {}
    names = ("design", "lower", "upper", "limit")
    said = {name: getattr(item.measure, name) or "" for name in names}
    return said | {"readings": str(item.measure.readings)}


def _accepted(item: Item) -> str:
    if item.accept is None:
        return ""
    if item.accept.counting:
        return {value: word for word, value in STAGES.items()}[item.accept.counting.value]
    if item.accept.rate is not None:
        return f"合格率{item.accept.rate}%"
    return f"不超过{item.accept.most}"


def _yes(value: object) -> str:
    return "是" if value else ""
