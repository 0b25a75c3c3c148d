"""The lists that come with Suicha beside JGJ 59: well formed, honest, published once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from suicha.checklists import item_sheet
from suicha.checklists.definition import Definition
from suicha.checklists.definition.answers import shown
from suicha.checklists.definition.faults import faults
from suicha.checklists.definition.items import Item, Kind, items_of
from suicha.checklists.definition.judging import result_of, sample_size
from suicha.checklists.definition.shapes import SectionShape
from suicha.checklists.library import HOLDS_FROM, duties, first_visit, gb50300, jgj59, lists
from suicha.checklists.library.provisions import chinese, provision, provisions
from suicha.checklists.models import ChecklistVersion, Clause
from suicha.checklists.operations import load_clauses, load_library, publish_version, versions
from suicha.checklists.queries import current_versions
from suicha.checklists.scoring import Result
from suicha.db import db
from suicha.sheets import opened
from suicha.sites.models import PartyRole
from tests.builders import House

OURS = {
    "duties": duties.definition(),
    "first-visit": first_visit.definition(),
    "gb50300-lot": gb50300.definition(),
}
SAID = {"result": Result.RECORDED, "deduction": 0}


def items(said: Definition) -> dict[str, Item]:
    return {item.id: item for item in items_of(said.sections)}


def chosen(value: str) -> dict[str, object]:
    return SAID | {"given": {"chosen": [value]}}


def codes() -> dict[str, int]:
    query = select(ChecklistVersion.code, func.max(ChecklistVersion.version))
    return dict(db.session.execute(query.group_by(ChecklistVersion.code)).all())


def changes() -> dict[str, int]:
    db.session.commit()
    return dict(db.session.execute(select(Clause.code, Clause.changed)).all())


@pytest.mark.parametrize("code", OURS)
def test_a_list_of_the_library_has_the_form_of_any_other(code: str) -> None:
    said = OURS[code]
    assert said.code == code
    assert faults(said) == []
    assert SectionShape(many=True).validate(said.sections) == {}
    assert max(map(len, (said.title, said.standard))) <= 200


@pytest.mark.parametrize("code", OURS)
def test_a_list_of_the_library_goes_through_a_sheet_and_back(code: str) -> None:
    said = OURS[code]
    heads = ",".join(column.head for column in item_sheet.COLUMNS)
    quoted = [
        ",".join('"' + cell.replace('"', '""') + '"' for cell in line)
        for line in item_sheet.lines(said)
    ]
    sheet = opened("\n".join([heads, *quoted]).encode(), item_sheet.COLUMNS)
    sections, report = item_sheet.read(sheet)
    assert report.faults == []
    assert items_of(sections) == items_of(said.sections)


def test_an_installation_that_has_the_tables_gets_the_new_lists_alone(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = [one for one in lists() if one.code.startswith("JGJ59-")]
    with monkeypatch.context() as earlier:
        earlier.setattr(versions, "lists", lambda: iter(tables))
        load_library()
    publish_version(replace(jgj59.table("B14"), title="勘误"), HOLDS_FROM)
    publish_version(jgj59.table("B14"), HOLDS_FROM)
    assert (len(codes()), codes()["JGJ59-B14"]) == (19, 3)
    for _ in range(2):
        load_library()
        load_clauses()
        db.session.commit()
        assert codes() == dict.fromkeys(codes(), 1) | {"JGJ59-B14": 3}
        assert set(codes()) == {*(one.code for one in tables), *OURS}
    newest = select(ChecklistVersion.code).order_by(ChecklistVersion.id.desc()).limit(3)
    assert set(db.session.scalars(newest)) == set(OURS), "after those that were there"
    assert len(current_versions(list(OURS), house.jurisdiction.id)) == 3


def test_lists_that_name_the_same_article_do_not_rewrite_it_in_turn(house: House) -> None:
    load_library()
    load_clauses()
    before = changes()
    load_library()
    load_clauses()
    assert changes() == before
    article = db.session.scalars(
        select(Clause).where(Clause.code == "建设工程安全生产管理条例 第三十五条")
    ).one()
    named = (article.standard, article.title, article.unverified)
    standard = "建设工程安全生产管理条例（国务院令第393号）"
    assert named == (standard, "起重机械验收与登记", False)


def test_every_party_has_its_duties_and_answers_for_its_own() -> None:
    parties = {
        title.split("：")[0]: {item.fails.party for item in items_of([section])}
        for section in OURS["duties"].sections
        if (title := section["title"]) != "现场情况"
    }
    assert parties == {
        "建设单位": {PartyRole.OWNER},
        "勘察单位": {PartyRole.SURVEYOR},
        "设计单位": {PartyRole.DESIGNER},
        "施工单位": {PartyRole.BUILDER},
        "监理单位": {PartyRole.SUPERVISION},
    }
    known = {role.value for role in PartyRole}
    named = {item.fails.party for code in OURS for item in items(OURS[code]).values()}
    assert {party for party in named if party} <= known


def test_duties_of_dangerous_works_are_asked_for_where_there_are_some() -> None:
    every = list(items(OURS["duties"]).values())

    def asked(works: str, cranes: str) -> set[str]:
        answers = {"D0-1": chosen(works), "D0-2": chosen(cranes)}
        return {item.id for item in shown(every, answers)}

    none, some, large = asked("o1", "o1"), asked("o2", "o1"), asked("o3", "o2")
    assert not any(one.startswith(("D6-", "D7-", "D9-")) for one in none)
    assert {"D2-7", "D3-10", "D6-1", "D8-9", "D9-1"} <= some - none
    assert "D6-3" not in some
    assert large == {item.id for item in every}
    assert asked("o1", "o2") - none == {"D7-1", "D7-2", "D7-3"}
    assert [item.id for item in every if item.required] == ["D0-1", "D0-2"]


def test_what_was_seen_in_a_public_text_is_told_from_what_is_remembered() -> None:
    known = provisions()
    for item in [*items(OURS["duties"]).values(), *items(OURS["first-visit"]).values()]:
        assert item.clause not in known or item.unverified is known[item.clause].unverified
    by_law = {one.standard: one.unverified for one in provisions().values()}
    seen = {standard for standard, unverified in by_law.items() if not unverified}
    assert {standard.split("（")[0] for standard in seen} == {
        "建设工程质量管理条例",
        "建设工程安全生产管理条例",
        "保障农民工工资支付条例",
    }
    assert sum(item.unverified for item in items(OURS["duties"]).values()) == 20
    assert sum(item.unverified for item in items(OURS["first-visit"]).values()) == 4
    assert all(item.unverified for item in items(OURS["gb50300-lot"]).values())
    assert all("待核对" in OURS[code].source for code in OURS)


def test_a_first_visit_is_short_and_each_item_rests_on_something() -> None:
    found = items(OURS["first-visit"]).values()
    assert 10 <= len(found) <= 15
    assert {item.kind for item in found} == {Kind.JUDGE}
    tables = {
        item["clause"]
        for number in range(1, 20)
        for section in jgj59.table(f"B{number}").sections
        for item in section["items"]
    }
    assert all(item.clause in tables | set(provisions()) for item in found)
    assert all(len(item.hint) <= 60 for item in found)


def test_every_article_of_the_library_is_named_by_a_list() -> None:
    named = {item.clause for code in OURS for item in items(OURS[code]).values()}
    assert set(provisions()) <= named


def test_a_lot_is_told_in_the_words_of_its_form() -> None:
    found = items(OURS["gb50300-lot"])
    assert [section["title"] for section in OURS["gb50300-lot"].sections][1:3] == [
        "主控项目",
        "一般项目",
    ]
    form = provisions()["GB 50300-2013 附录E"].text
    assert all(word in form for word in ("检验批部位", "样本总数", "最小和实际抽样数量"))
    assert {found[f"G0-{n}"].kind for n in (1, 2, 3, 4)} == {Kind.TEXT}
    lots = {item.id for item in found.values() if item.lot}
    assert lots == {"G1-2", "G1-3", "G2-1", "G2-2", "G2-3", "G2-4"}


def test_an_article_that_is_not_there_is_not_made_up() -> None:
    with pytest.raises(KeyError):
        provision("quality", 99)
    with pytest.raises(KeyError):
        jgj59.provision("B2", 11)


@pytest.mark.parametrize(
    ("number", "said"), [(4, "四"), (10, "十"), (17, "十七"), (20, "二十"), (57, "五十七")]
)
def test_articles_are_numbered_as_law_numbers_them(number: int, said: str) -> None:
    assert chinese(number) == said


def test_one_bad_member_fails_a_dominant_item_of_a_lot_and_not_a_general_one() -> None:
    found = items(OURS["gb50300-lot"])
    one_of_a_hundred = {"lot": 100, "counts": [1]}
    assert sample_size(found["G1-2"], one_of_a_hundred) == 8
    assert result_of(found["G1-2"], one_of_a_hundred) is Result.NONCONFORMING
    assert result_of(found["G2-1"], one_of_a_hundred) is Result.CONFORMING
    assert result_of(found["G2-1"], {"lot": 100, "counts": [3]}) is Result.NONCONFORMING


@pytest.mark.parametrize(
    ("readings", "result"),
    [
        (["10", "-5", "0", "3", "11"], Result.CONFORMING),  # 4 of 5: just 80 %
        (["10", "-6", "0", "3", "11"], Result.NONCONFORMING),
        (["10", "-5", "0", "3"], Result.RECORDED),
    ],
)
def test_a_series_of_a_lot_is_judged_by_its_rate(readings: list[str], result: Result) -> None:
    section = items(OURS["gb50300-lot"])["G2-3"]
    assert result_of(section, {"lot": 60, "readings": readings}) is result


def test_what_fails_in_a_lot_asks_what_becomes_of_it() -> None:
    every = list(items(OURS["gb50300-lot"]).values())
    judged = {item.id for item in every if item.id.startswith(("G1-", "G2-"))}
    for item_id in judged:
        failed = {item_id: {"result": Result.NONCONFORMING, "deduction": 0, "given": {}}}
        assert "G3-2" in {item.id for item in shown(every, failed)}
    assert "G3-2" not in {item.id for item in shown(every, {})}
