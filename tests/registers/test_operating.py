"""An operator takes a sheet over and gets it back, and is told what keeps it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from suicha.cli import main
from suicha.db import db
from suicha.sites.models import Site

from .sending import as_csv
from .test_sites import line

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from tests.builders import House


def call(app: Flask, *words: str) -> Result:
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    environment = {"DATABASE_URL": url, "DATA": app.extensions["settings"].data.as_posix()}
    return CliRunner().invoke(main, ["register", *words, "--agency", "示建"], env=environment)


@pytest.fixture
def sheet(house: House, tmp_path: Path) -> Path:
    assert house.agency.short_name == "示建"
    path = tmp_path / "sites.csv"
    path.write_bytes(as_csv([line(1), line(2)], "gbk"))
    return path


def permits() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Site.permit_number)))


def test_a_dry_run_changes_nothing(app: Flask, sheet: Path) -> None:
    told = call(app, "import", "sites", str(sheet), "--dry-run")
    assert told.exit_code == 0, told.output
    assert "2 new, 0 changed, 0 ended, 0 unchanged (dry run)" in told.output
    assert permits() == []


def test_a_sheet_is_taken_over_and_written_again(app: Flask, sheet: Path) -> None:
    assert call(app, "import", "sites", str(sheet)).exit_code == 0
    assert len(permits()) == 2
    for form in ("xlsx", "csv"):
        file = sheet.with_name(f"written.{form}")
        assert call(app, "export", "sites", str(file)).exit_code == 0
        told = call(app, "import", "sites", str(file))
        assert "0 new, 0 changed, 0 ended, 2 unchanged" in told.output


def test_each_fault_has_its_line_and_nothing_is_taken_over(app: Flask, sheet: Path) -> None:
    sheet.write_bytes(as_csv([line(1), line(2, 风险等级="E")]))
    told = call(app, "import", "sites", str(sheet))
    assert told.exit_code == 1
    assert "3\t风险等级\tE\tcell.choice" in told.output
    assert "1 faults; nothing was taken over" in told.output
    assert permits() == []


def test_what_is_no_sheet_is_told_in_a_sentence(app: Flask, sheet: Path) -> None:
    sheet.write_bytes(b"PK\x03\x04")
    told = call(app, "import", "sites", str(sheet))
    assert told.exit_code == 1
    assert "no workbook" in told.output
    assert call(app, "export", "sites", "sites.pdf").exit_code == 2
