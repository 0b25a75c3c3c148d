"""The library of clauses: loaded with every upgrade, the same once and twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from suicha.checklists.definition import Definition
from suicha.checklists.library import jgj59
from suicha.checklists.models import Clause
from suicha.checklists.operations import load_clauses, publish_version
from suicha.db import db, today

if TYPE_CHECKING:
    from flask import Flask

    from suicha.db import Json


def clause(code: str) -> Clause:
    return db.session.scalars(select(Clause).where(Clause.code == code)).one()


def of(clause_code: str, name: str, **given: object) -> Json:
    item = {"id": f"X-{name}", "no": 1, "name": name, "hint": f"看{name}", "clause": clause_code}
    return item | {"unverified": False} | given


def publish(standard: str, *items: Json) -> None:
    sections = [{"id": "s", "title": "项目", "guarantee": False, "items": list(items)}]
    new = Definition("X", "清单", standard, "", scored=False, split=False, sections=sections)
    publish_version(new, today())
    db.session.commit()


def load() -> dict[str, int]:
    load_clauses()
    db.session.commit()
    db.session.expire_all()
    return dict(db.session.execute(select(Clause.code, Clause.changed)).all())


def test_jgj_59_and_the_major_hazards_are_there_without_a_demo(app: Flask) -> None:
    codes = load()
    assert sum(code.startswith("JGJ 59-2011 ") for code in codes) == 189
    assert sum(code.startswith("建质规〔2024〕5号 ") for code in codes) == 53
    major = clause("建质规〔2024〕5号 第十条第二项")
    assert (major.major, major.unverified, major.title) == (True, False, "施工临时用电")
    assert clause("建质规〔2024〕5号 第十七条").text.startswith("其他严重违反")
    known, remembered = clause("JGJ 59-2011 表B.1 第 1 项"), clause("JGJ 59-2011 表B.1 第 7 项")
    assert (known.title, known.unverified, known.major) == ("安全生产责任制", False, False)
    assert remembered.unverified


def test_loading_again_touches_nothing_and_a_new_word_touches_its_clause(app: Flask) -> None:
    first = load()
    assert load() == first
    db.session.execute(update(Clause).where(Clause.major).values(text="旧说法"))
    db.session.commit()
    again = load()
    assert clause("建质规〔2024〕5号 第十条第二项").text != "旧说法"
    assert {code for code in first if first[code] != again[code]} == {
        code for code in first if code.startswith("建质规")
    }


def test_a_published_checklist_brings_the_clauses_of_its_items(app: Flask) -> None:
    publish("GB 1", of("GB 1 3.1", "甲"), of("GB 1 3.1", "乙", unverified=True), of("", "丙"))
    found = clause("GB 1 3.1")
    assert (found.title, found.text, found.unverified) == ("甲、乙", "看甲；看乙", True)
    assert db.session.scalar(select(func.count()).select_from(Clause)) == 1
    publish("GB 1", of("GB 1 3.1", "甲"))
    db.session.expire_all()
    assert clause("GB 1 3.1").unverified is False, "compared in the next version"
    load()
    assert clause("GB 1 3.1").title == "甲"


def test_a_checklists_words_do_not_replace_the_standards_own(app: Flask) -> None:
    load()
    publish("本区清单", of("建质规〔2024〕5号 第十条第二项", "外电线路防护"))
    found = clause("建质规〔2024〕5号 第十条第二项")
    assert (found.major, found.title) == (True, "施工临时用电")


def test_a_table_of_jgj_59_names_the_same_clauses_as_the_library(app: Flask) -> None:
    codes = load()
    publish_version(jgj59.table("B14"), today())
    db.session.commit()
    assert load() == codes
