"""Sheets of inspectors: accounts without a password, cards, and no word of what stays inside."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from suicha.accounts.models import Card, Person, Role
from suicha.db import db, today
from suicha.journal import Entry
from tests.builders import House
from tests.client import PASSWORD, Client

from .sending import as_csv, as_workbook, counts, faults, taken, tried, versions

TABLES = "people", "cards"


def line(number: int = 1, **other: object) -> dict[str, object]:
    return {
        "登录名": f"zhang{number}",
        "姓名": f"张{number}",
        "执法证号": f"ZF{number:05}",
        "证件类型": "行政执法证",
        "有效期至": "2030-12-31",
        "专业": "土建、安全",
        "区域": "330106",
        "状态": "可抽",
    } | other


@pytest.fixture
def desk(house: House, client: Client) -> Client:
    return client.sign_in(house.person(Role.ADMINISTRATOR).login)


def cards() -> list[Card]:
    db.session.expire_all()
    return list(db.session.scalars(select(Card).order_by(Card.number)))


def facts() -> list[str]:
    query = select(Entry.fact).where(Entry.fact.like("card.%") | Entry.fact.like("person.%"))
    return list(db.session.scalars(query.order_by(Entry.id)))


@pytest.mark.parametrize(
    "body", [as_csv([line(1), line(2)], "gbk"), as_workbook([line(1), line(2)])]
)
def test_new_people_get_cards_and_cannot_sign_in_yet(
    house: House, desk: Client, body: bytes
) -> None:
    assert counts(tried(desk, "inspectors", body)) == (2, 0, 0, 0)
    assert cards() == []
    assert counts(taken(desk, "inspectors", body)) == (2, 0, 0, 0)
    first = cards()[0]
    assert (first.person.name, first.person.role) == ("张1", Role.INSPECTOR)
    assert (first.specialties, first.areas) == (["civil", "safety"], ["330106"])
    assert facts() == ["person.added", "card.given"] * 2
    sign_in = {"login": "zhang1", "password": PASSWORD, "device_name": "x", "transport": "bearer"}
    assert desk.post("/session", sign_in).json["code"] == "login.wrong"
    desk.post(f"/people/{first.person_id}/password", {"password": PASSWORD})
    assert desk.post("/session", sign_in).status_code == 200


def test_the_same_file_again_touches_no_row(desk: Client) -> None:
    body = as_csv([line(1), line(2)])
    taken(desk, "inspectors", body)
    before, told = versions(*TABLES), facts()
    assert counts(taken(desk, "inspectors", body)) == (0, 0, 2, 0)
    assert (versions(*TABLES), facts()) == (before, told)


def test_what_differs_is_changed_and_told_by_its_name(desk: Client) -> None:
    taken(desk, "inspectors", as_csv([line(1), line(2), line(3)]))
    sheet = [
        line(1, 有效期至="2032-01-01", 专业="电气"),
        line(2, 状态="休假", 状态变更原因="病假"),
        line(3, 状态="注销"),
    ]
    assert counts(taken(desk, "inspectors", as_csv([*sheet[:1], line(2), line(3)]))) == (0, 1, 2, 0)
    wide = [{"状态变更原因": ""} | one for one in sheet]
    assert counts(taken(desk, "inspectors", as_csv(wide))) == (0, 2, 1, 0)
    first, second, third = cards()
    assert (first.valid_to.year, first.specialties) == (2032, ["electrical"])
    assert (second.state, second.state_reason) == ("on_leave", "病假")
    assert (third.state, third.ended_on) == ("cancelled", today())
    assert facts()[6:] == [
        "card.corrected",
        "card.renewed",
        "card.state_changed",
        "card.state_changed",
    ]
    assert faults(tried(desk, "inspectors", as_csv([line(3)])))[0][3] == "cell.ended"


def test_every_bad_row_has_its_line_and_nothing_is_taken_over(house: House, desk: Client) -> None:
    House("330107").person(Role.INSPECTOR, "neighbour")
    house.person(Role.SUPERVISOR, "boss")
    house.inspector(card="TAKEN")
    before = versions(*TABLES)
    sheet = [
        line(1),
        line(1, 执法证号="ZF9"),
        line(2, 有效期至="永久"),
        line(3, 专业="绘画"),
        line(4, 区域="杭州"),
        line(5, 状态="退休"),
        line(6, 登录名="neighbour"),
        line(7, 登录名="boss"),
        line(8, 执法证号="TAKEN"),
        line(9, 登录名="张三"),
        line(10, 执法证号="ZF00001"),
    ]
    told = tried(desk, "inspectors", as_csv(sheet))
    assert {(row, code) for row, _, _, code in faults(told)} == {
        (3, "cell.twice"),
        (4, "cell.day"),
        (5, "cell.choice"),
        (6, "cell.area"),
        (7, "cell.choice"),
        (8, "cell.elsewhere"),
        (9, "cell.not_inspector"),
        (10, "cell.taken"),
        (11, "cell.id"),
        (12, "cell.twice"),
    }
    assert versions(*TABLES) == before


def test_a_supervisor_takes_nobody_on_by_a_sheet(house: House, desk: Client) -> None:
    taken(desk, "inspectors", as_csv([line(1)]))
    desk.sign_in(house.person(Role.SUPERVISOR).login)
    told = tried(desk, "inspectors", as_csv([line(1, 专业="电气"), line(2)]))
    assert faults(told) == [(3, "登录名", "zhang2", "cell.new_person")]
    assert counts(taken(desk, "inspectors", as_csv([line(1, 专业="电气")]))) == (0, 1, 0, 0)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_an_export_comes_back_without_a_change_and_tells_no_reason(
    house: House, desk: Client, form: str
) -> None:
    taken(desk, "inspectors", as_csv([line(1, 证件类型="=1"), line(2)]))
    card: dict[str, Any] = desk.get("/cards").json["items"][0]  # Any: JSON
    desk.post(f"/cards/{card['id']}/recusals", {"tag": "d:330106", "reason": "亲属任职"})
    desk.post(f"/cards/{card['id']}/state", {"state": "on_leave", "reason": "病假"})
    before = versions(*TABLES)
    answer = desk.get(f"/registers/inspectors.{form}")
    assert counts(taken(desk, "inspectors", answer.data)) == (0, 0, 2, 0)
    assert versions(*TABLES) == before
    if form == "csv":
        assert "病假" not in answer.text
        assert "亲属" not in answer.text
        assert "d:330106" not in answer.text
    assert db.session.query(Person).count() == 3
