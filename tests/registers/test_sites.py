"""Sheets of sites: tried first, taken over whole or not at all, and given back as they came."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update

from suicha import storage
from suicha.accounts.models import Role
from suicha.db import db, now, today
from suicha.journal import Entry
from suicha.places.models import Jurisdiction
from suicha.registers.models import RegisterImport
from suicha.sites.models import Party, Site, Unit
from suicha.storage import Bucket
from tests.builders import House
from tests.client import Client

from .sending import as_csv, as_workbook, counts, faults, send, taken, tried, versions, worked

TABLES = "sites", "units", "parties"


def line(number: int = 1, **other: object) -> dict[str, object]:
    """A line as an office has it."""
    return {
        "施工许可证号": f"33010620260701{number:04d}",
        "项目名称": f"示范{number}号楼",
        "建设地点": "示范路 1 号",
        "风险等级": "B",
        "项目等级": "A",
        "工程类别": "房屋建筑",
        "纬度": "30.21",
        "经度": "120.12",
        "施工单位": f"示范建设{number}公司",
        "施工单位统一社会信用代码": "91350100M000100Y43",
        "施工单位项目负责人": "张三",
        "风险标签": "超危大、深基坑",
    } | other


@pytest.fixture
def desk(house: House, client: Client) -> Client:
    return client.sign_in(house.person().login)


def all_sites() -> list[Site]:
    db.session.expire_all()
    return list(db.session.scalars(select(Site).order_by(Site.permit_number)))


def is_kept(told: Mapping[str, Any]) -> bool:  # Any: JSON
    found = storage.store().stat(Bucket.INCOMING, f"register-imports/{told['id']}")
    return found is not None


def facts(name: str) -> list[Any]:  # Any: JSON
    query = select(Entry).where(Entry.fact == name).order_by(Entry.id)
    return [one.body for one in db.session.scalars(query)]


@pytest.mark.parametrize(
    "body",
    [
        as_workbook([line(1), line(2)]),
        *(as_csv([line(1), line(2)], code) for code in ("gbk", "utf-8")),
    ],
    ids=["xlsx", "gbk", "utf-8"],
)
def test_a_sheet_is_tried_without_a_change_and_then_taken_over(
    house: House, desk: Client, body: bytes
) -> None:
    told = tried(desk, "sites", body)
    assert (told["state"], counts(told)) == ("checked", (2, 0, 0, 0))
    assert (told["rows_done"], told["rows_total"]) == (2, 2)
    assert all_sites() == []
    desk.post(f"/registers/imports/{told['id']}/confirm", {"sha256": told["sha256"]})
    done = worked(desk, told["id"])
    assert (done["state"], counts(done)) == ("applied", (2, 0, 0, 0))
    first = all_sites()[0]
    assert first.jurisdiction_id == house.jurisdiction.id
    assert (first.name, first.lat, first.risk_tags) == ("示范1号楼", 30.21, ["超危大", "深基坑"])
    assert [(one.role, one.unit.name, one.leader_name) for one in first.parties] == [
        ("builder", "示范建设1公司", "张三")
    ]
    assert db.session.query(Unit).count() == 1
    assert len(facts("site.registered")) == 2
    assert facts("register_import.applied")[0]["new"] == 2
    told = desk.get("/sites").json["items"][0]
    assert (told["permit_number"], told["boundary"]["coordinates"]) == (first.permit_number, [])


def test_the_same_file_again_touches_no_row(desk: Client) -> None:
    body = as_workbook([line(1), line(2)])
    taken(desk, "sites", body)
    before = versions(*TABLES)
    told = taken(desk, "sites", body)
    assert (told["state"], counts(told)) == ("applied", (0, 0, 2, 0))
    assert versions(*TABLES) == before
    assert len(facts("site.registered")) == 2


def test_only_what_differs_is_touched(desk: Client) -> None:
    taken(desk, "sites", as_csv([line(1), line(2)]))
    before = versions(*TABLES)
    told = taken(desk, "sites", as_csv([line(1), line(2, 风险等级="D")]))
    assert counts(told) == (0, 1, 1, 0)
    assert [name for name, *_ in versions(*TABLES) - before] == ["sites"]
    assert facts("site.corrected") == [{"fields": ["risk_class"]}]
    told = taken(desk, "sites", as_csv([line(1), line(2, 风险等级="D", 施工单位项目负责人="李四")]))
    assert counts(told) == (0, 1, 1, 0)
    assert facts("site.corrected")[1] == {"fields": ["parties"]}


def test_columns_that_are_not_there_and_sites_that_are_not_named_stay(desk: Client) -> None:
    taken(desk, "sites", as_csv([line(1), line(2)]))
    short = {"许可证编号": line(1)["施工许可证号"], "工程名称": "新名"}
    assert counts(taken(desk, "sites", as_csv([short]))) == (0, 1, 0, 0)
    first, second = all_sites()
    assert (first.name, first.risk_tags, len(first.parties)) == ("新名", ["超危大", "深基坑"], 1)
    assert second.ended_on is None


def test_every_bad_row_has_its_line_and_nothing_is_taken_over(desk: Client) -> None:
    House("330107").site(permit_number="ELSEWHERE1")
    before = versions(*TABLES)
    body = as_csv(
        [
            line(1),
            line(2, 风险等级="E"),
            line(3, 项目名称=""),
            line(4, 施工许可证号="3.30106E+17"),
            line(5, 纬度="北纬30"),
            line(6, 施工许可证号="ELSEWHERE1"),
            line(1),
            line(8, 项目名称="长" * 300),
            line(9, 施工单位统一社会信用代码=""),
            line(10, 施工单位统一社会信用代码="1" * 19),
        ]
    )
    told = tried(desk, "sites", body)
    assert told["state"] == "refused"
    assert faults(told) == [
        (3, "风险等级", "E", "cell.choice"),
        (4, "项目名称", "", "cell.missing"),
        (5, "施工许可证号", "3.30106E+17", "cell.rounded"),
        (6, "纬度", "北纬30", "cell.number"),
        (7, "施工许可证号", "ELSEWHERE1", "cell.elsewhere"),
        (8, "施工许可证号", line(1)["施工许可证号"], "cell.twice"),
        (9, "项目名称", "长" * 60 + "…", "cell.long"),
        (10, "施工单位统一社会信用代码", "", "cell.parties"),
        (11, "施工单位统一社会信用代码", "1" * 19, "cell.party"),
    ]
    answer = desk.post(f"/registers/imports/{told['id']}/confirm", {"sha256": told["sha256"]})
    assert (answer.status_code, answer.json["code"]) == (409, "import.at_fault")
    assert versions(*TABLES) == before


def test_a_new_site_needs_its_columns(desk: Client) -> None:
    told = tried(desk, "sites", as_csv([{"许可证号": "A1", "项目名称": "楼"}]))
    missing = ["address", "risk_class", "project_grade", "category", "lat", "lon"]
    assert [(row, column, code) for row, column, _, code in faults(told)] == [
        (2, name, "cell.missing") for name in missing
    ]


def test_a_doubtful_code_and_another_name_are_told_and_taken_over(desk: Client) -> None:
    doubtful = line(2, 施工单位统一社会信用代码="91350100M000100Y44")
    told = taken(desk, "sites", as_csv([line(1), doubtful, line(3)]))
    assert told["state"] == "applied"
    assert [(one["row"], one["code"], one["note"]) for one in told["report"]["warnings"]] == [
        (3, "uscc.check_digit", ""),
        (4, "unit.other_name", "示范建设1公司"),
    ]


def test_a_joint_party_stands_in_one_cell(desk: Client) -> None:
    joint = line(
        施工单位="甲公司；乙公司",
        施工单位统一社会信用代码="91350100M000100Y43；91110000101623741K",
        施工单位项目负责人="张三；李四",
    )
    taken(desk, "sites", as_csv([joint]))
    assert {one.leader_name for one in all_sites()[0].parties} == {"张三", "李四"}
    taken(desk, "sites", as_csv([line(施工单位="甲公司")]))
    assert [one.unit.name for one in all_sites()[0].parties] == ["甲公司"]
    assert {one.ended_on for one in db.session.scalars(select(Party))} == {None, today()}


def test_a_site_ends_by_a_sheet_and_does_not_come_back_by_one(desk: Client) -> None:
    taken(desk, "sites", as_csv([line()]))
    ended = line(出库日期=today().isoformat(), 出库原因="竣工")
    told = taken(desk, "sites", as_csv([ended]))
    assert counts(told) == (0, 0, 0, 1)
    assert len(facts("site.ended")) == 1
    assert counts(taken(desk, "sites", as_csv([ended]))) == (0, 0, 1, 0)
    back = tried(desk, "sites", as_csv([line(出库日期="", 出库原因="")]))
    assert faults(back)[0][3] == "cell.ended"
    bare = tried(desk, "sites", as_csv([line(2, 出库日期=today().isoformat(), 出库原因="")]))
    assert faults(bare) == [(2, "出库原因", "", "cell.missing")]
    later = (today() + timedelta(days=1)).isoformat()
    future = tried(desk, "sites", as_csv([line(2, 出库日期=later, 出库原因="竣工")]))
    assert faults(future) == [(2, "出库日期", later, "cell.future")]


def test_an_ended_unit_is_no_party(desk: Client) -> None:
    taken(desk, "sites", as_csv([line()]))
    db.session.execute(update(Unit).values(ended_on=today(), ended_reason="注销"))
    db.session.commit()
    assert faults(tried(desk, "sites", as_csv([line(2)])))[0][3] == "cell.unit_ended"


def test_what_changed_between_the_two_steps_is_seen_and_nothing_is_half_done(
    house: House, desk: Client
) -> None:
    told = tried(desk, "sites", as_csv([line(1), line(2)]))
    House("330107").site(permit_number=str(line(2)["施工许可证号"]))
    desk.post(f"/registers/imports/{told['id']}/confirm", {"sha256": told["sha256"]})
    done = worked(desk, told["id"])
    assert (done["state"], faults(done)[0][3]) == ("refused", "cell.elsewhere")
    assert [one.jurisdiction_id for one in all_sites()] != [house.jurisdiction.id]
    assert db.session.query(Site).count() == 1


def test_a_file_is_taken_over_once_and_is_gone_then(desk: Client) -> None:
    told = taken(desk, "sites", as_csv([line()]))
    path = f"/registers/imports/{told['id']}/confirm"
    answer = desk.post(path, {"sha256": told["sha256"]})
    assert (answer.status_code, answer.json["code"]) == (409, "import.not_checked")
    assert worked(desk, told["id"]) == told
    assert not is_kept(told)


def test_another_file_than_the_one_that_was_tried_is_not_confirmed(desk: Client) -> None:
    told = tried(desk, "sites", as_csv([line()]))
    path = f"/registers/imports/{told['id']}/confirm"
    answer = desk.post(path, {"sha256": "0" * 64})
    assert (answer.status_code, answer.json["code"]) == (409, "import.other_file")


def test_a_file_that_nobody_confirms_expires(desk: Client) -> None:
    told = tried(desk, "sites", as_csv([line()]))
    db.session.execute(update(RegisterImport).values(made_at=now() - timedelta(days=2)))
    db.session.commit()
    assert is_kept(told)
    assert is_kept(tried(desk, "sites", as_csv([line()])))
    assert desk.get(f"/registers/imports/{told['id']}").json["state"] == "expired"
    assert not is_kept(told)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "sheet.empty"),
        (b"PK\x03\x04", "sheet.unreadable"),
        (as_csv([{"项目名称": "楼"}]), "sheet.head_missing"),
        (b"x" * (20 * 1024 * 1024 + 2), "request.too_large"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_once(
    desk: Client, body: bytes, code: str
) -> None:
    assert send(desk, "sites", body).json["code"] == code
    assert db.session.query(RegisterImport).count() == 0


def test_only_keepers_import_and_each_sees_the_own_districts_imports(
    house: House, desk: Client
) -> None:
    told = tried(desk, "sites", as_csv([line()]))
    for role in (Role.INSPECTOR, Role.AUDITOR, Role.WITNESS, Role.CONTRACTOR):
        desk.sign_in(house.person(role).login)
        assert send(desk, "sites", as_csv([line()])).json["code"] == "role.forbidden"
        assert desk.get(f"/registers/imports/{told['id']}").json["code"] == "role.forbidden"
    desk.sign_in(House("330107").person().login)
    answer = desk.get(f"/registers/imports/{told['id']}")
    assert (answer.status_code, answer.json["code"]) == (404, "import.unknown")
    path = f"/registers/imports/{told['id']}/confirm"
    assert desk.post(path, {"sha256": told["sha256"]}).json["code"] == "import.unknown"


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_an_export_comes_back_without_a_change(house: House, desk: Client, form: str) -> None:
    house.site(name="=HYPERLINK(1)", address="-1+1", risk_tags=["@SUM"], stage="'=1")
    house.site(ended_on=today(), ended_reason="+1")
    joint = line(施工单位="甲；乙", 施工单位统一社会信用代码="1；2", 施工单位项目负责人="；丁")
    taken(desk, "sites", as_csv([joint]))
    before = versions(*TABLES)
    answer = desk.get(f"/registers/sites.{form}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="sites.{form}"'
    told = taken(desk, "sites", answer.data)
    assert counts(told) == (0, 0, 3, 0)
    assert told["report"]["unread"] == []
    assert versions(*TABLES) == before


def test_an_export_holds_the_own_districts_and_those_below(house: House, desk: Client) -> None:
    house.site()
    other = House("330107")
    other.site()
    assert desk.get("/registers/sites.csv").text.count("工程,") == 1
    city = House("330100")
    db.session.execute(
        update(Jurisdiction)
        .where(Jurisdiction.id != city.jurisdiction.id)
        .values(parent_id=city.jurisdiction.id)
    )
    db.session.commit()
    desk.sign_in(city.person(Role.AUDITOR).login)
    assert desk.get("/registers/sites.csv").text.count("工程,") == 2
    desk.sign_in(house.person(Role.INSPECTOR).login)
    assert desk.get("/registers/sites.csv").json["code"] == "role.forbidden"


def test_the_worker_is_told_of_a_file(desk: Client) -> None:
    told = send(desk, "sites", as_csv([line()])).json
    jobs = text(
        "SELECT args->>'subject' FROM procrastinate_jobs WHERE task_name = 'registers.work'"
    )
    assert db.session.scalars(jobs).all() == [told["id"]]
