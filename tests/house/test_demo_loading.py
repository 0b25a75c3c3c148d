"""Loading the demo: once, whole or not at all, and its passwords are printed and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from suicha import demo
from suicha.accounts.models import Person
from suicha.db import Base, db
from suicha.demo.logins import FILE
from suicha.places.models import Jurisdiction
from tests.client import Client

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask


@pytest.fixture
def table(app: Flask, tmp_path: Path) -> str:
    """The demo, loaded; its printed logins."""
    printed = demo.load(tmp_path)
    db.session.commit()
    return printed


def rows_of_every_table() -> dict[str, int]:
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def password(file: Path, login: str) -> str:
    return dict(line.split("\t") for line in file.read_text("utf-8").splitlines())[login]


def test_the_demo_is_loaded_once(table: str, tmp_path: Path) -> None:
    before = rows_of_every_table()
    assert demo.load(tmp_path) == table
    db.session.commit()
    assert rows_of_every_table() == before


def test_everybody_can_sign_in_with_the_printed_password(
    table: str, app: Flask, tmp_path: Path
) -> None:
    for login in db.session.scalars(select(Person.login)).all():
        word = password(tmp_path / FILE, login)
        assert f"  {login} " in table
        assert word in table
        Client(app).sign_in(login, word)
    city = Client(app).sign_in("qianwang", password(tmp_path / FILE, "qianwang"))
    assert city.get("/me").json["jurisdiction"]["code"] == "339900"
    assert city.get("/sites").json["total"] == 24, "the city's supervisor sees the district's sites"


def test_a_load_that_failed_is_repeated_with_the_same_passwords(app: Flask, tmp_path: Path) -> None:
    first = demo.load(tmp_path)
    db.session.rollback()
    assert db.session.scalar(select(Jurisdiction)) is None
    assert demo.load(tmp_path) == first


def test_a_lost_password_file_is_told_and_not_invented(table: str, tmp_path: Path) -> None:
    (tmp_path / FILE).unlink()
    printed = demo.load(tmp_path)
    assert "zhoumin         ?" in printed
    assert not (tmp_path / FILE).exists()
