"""Sheets of the item list: what says something else is a further version."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from suicha.checklists.models import ItemListEntry
from suicha.db import db, today
from suicha.journal import Entry
from tests.builders import House
from tests.client import Client

from .sending import as_csv, as_workbook, counts, faults, taken, tried


def line(number: int = 1, **other: object) -> dict[str, object]:
    return {
        "编号": f"{number:02}",
        "抽查事项名称": "施工现场安全检查",
        "事项类别": "重点",
        "抽查依据": "建设工程安全生产管理条例 第四十条",
        "抽查主体": "示范区住建局",
        "抽查对象": "在建工程",
        "抽查比例": "10%",
        "抽查频次": "每年不超过 2 次",
        "抽查方式": "现场检查",
        "抽查内容及要求": "安全生产责任制",
        "检查清单代码": "SAFE",
        "失效日期": "",
        "失效原因": "",
    } | other


@pytest.fixture
def desk(house: House, client: Client) -> Client:
    house.checklist("SAFE")
    assert house.agency.name == "示范区住建局"
    return client.sign_in(house.person().login)


def entries() -> list[ItemListEntry]:
    db.session.expire_all()
    order = ItemListEntry.number, ItemListEntry.version
    return list(db.session.scalars(select(ItemListEntry).order_by(*order)))


@pytest.mark.parametrize(
    "body", [as_csv([line(1), line(2)], "gbk"), as_workbook([line(1), line(2)])]
)
def test_a_list_is_tried_and_taken_over(house: House, desk: Client, body: bytes) -> None:
    assert counts(tried(desk, "items", body)) == (2, 0, 0, 0)
    assert entries() == []
    assert counts(taken(desk, "items", body)) == (2, 0, 0, 0)
    first = entries()[0]
    assert (first.kind, first.agency_id, first.checklist_codes) == (
        "key",
        house.agency.id,
        ["SAFE"],
    )
    assert desk.get("/item-list").json["total"] == 2
    assert counts(taken(desk, "items", body)) == (0, 0, 2, 0)
    assert len(entries()) == 2


def test_what_says_something_else_is_a_further_version(desk: Client) -> None:
    taken(desk, "items", as_csv([line(1), line(2)]))
    told = taken(desk, "items", as_csv([line(1, 抽查比例="20%"), line(2)]))
    assert counts(told) == (0, 1, 1, 0)
    first, second, _ = entries()
    assert (first.ratio, first.valid_to) == ("10%", today() - timedelta(days=1))
    assert (second.ratio, second.version, second.valid_to) == ("20%", 2, None)
    fact = db.session.scalars(select(Entry).where(Entry.fact == "item.corrected")).one()
    assert fact.body == {"version": 2, "fields": ["ratio"]}


def test_an_entry_ends_by_a_sheet(desk: Client) -> None:
    taken(desk, "items", as_csv([line(1), line(2)]))
    ended = line(1, 失效日期=today().isoformat(), 失效原因="依据废止")
    assert counts(taken(desk, "items", as_csv([ended]))) == (0, 0, 0, 1)
    assert entries()[0].ended_reason == "依据废止"
    assert counts(taken(desk, "items", as_csv([ended]))) == (0, 0, 1, 0)
    assert faults(tried(desk, "items", as_csv([line(1)])))[0][3] == "cell.ended"


def test_every_bad_row_has_its_line_and_nothing_is_taken_over(desk: Client) -> None:
    sheet = [
        line(1),
        line(1),
        line(3, 抽查依据=""),
        line(4, 抽查主体="别家"),
        line(5, 检查清单代码="NONE"),
        line(6, 事项类别="特别"),
        line(7, 失效日期="2020-01-01", 失效原因="x"),
        line(8, 失效日期="2199-01-01"),
    ]
    told = tried(desk, "items", as_csv(sheet))
    assert [(row, code) for row, _, _, code in faults(told)] == [
        (3, "cell.twice"),
        (4, "cell.missing"),
        (5, "cell.agency"),
        (6, "cell.checklist"),
        (7, "cell.choice"),
        (8, "cell.order"),
        (9, "cell.missing"),
    ]
    assert entries() == []


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_an_export_comes_back_without_a_change(desk: Client, form: str) -> None:
    ended = line(2, 失效日期=today().isoformat(), 失效原因="依据废止")
    taken(desk, "items", as_csv([line(1, 抽查内容及要求="=1\n第二行"), ended]))
    taken(desk, "items", as_csv([line(1, 抽查内容及要求="=2\n第二行")]))
    answer = desk.get(f"/registers/items.{form}")
    assert counts(taken(desk, "items", answer.data)) == (0, 0, 2, 0)
    assert len(entries()) == 3
