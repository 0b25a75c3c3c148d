"""Sends sheets as the desk does, with the worker's deeds done at once."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

import xlsxwriter
from sqlalchemy import text

from suicha import worker
from suicha.db import db

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.client import Answer, Client


def as_csv(lines: Sequence[Mapping[str, object]], encoding: str = "utf-8") -> bytes:
    """Lines by head as CSV."""
    file = StringIO()
    writer = csv.DictWriter(file, list(lines[0]))
    writer.writeheader()
    writer.writerows(lines)
    return file.getvalue().encode(encoding)


def as_workbook(lines: Sequence[Mapping[str, object]]) -> bytes:
    """Lines by head as a workbook."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    for number, line in enumerate([dict(zip(lines[0], lines[0], strict=True)), *lines]):
        sheet.write_row(number, 0, list(line.values()))
    book.close()
    return file.getvalue()


def send(desk: Client, register: str, body: bytes) -> Answer:
    """Send a file, not tried yet."""
    path = f"/registers/{register}/imports"
    return desk.call("POST", path, data=body, content_type="application/octet-stream")


def tried(desk: Client, register: str, body: bytes) -> dict[str, Any]:  # Any: JSON
    """Send a file and let it be tried."""
    answer = send(desk, register, body)
    assert answer.status_code == 202, answer.json
    return worked(desk, answer.json["id"])


def worked(desk: Client, import_id: str) -> dict[str, Any]:  # Any: JSON
    """Let the worker do what waits, and look again."""
    worker.DEEDS["registers.work"](import_id)
    db.session.commit()
    told: dict[str, Any] = desk.get(f"/registers/imports/{import_id}").json  # Any: JSON
    return told


def taken(desk: Client, register: str, body: bytes) -> dict[str, Any]:  # Any: JSON
    """Send a file, let it be tried, and take it over."""
    found = tried(desk, register, body)
    assert found["state"] == "checked", found
    path = f"/registers/imports/{found['id']}/confirm"
    answer = desk.post(path, {"sha256": found["sha256"]})
    assert answer.status_code == 202, answer.json
    return worked(desk, found["id"])


def counts(told: Mapping[str, Any]) -> tuple[int, int, int, int]:  # Any: JSON
    """New, changed, unchanged, ended."""
    report = told["report"]
    return report["new"], report["changed"], report["unchanged"], report["ended"]


def faults(told: Mapping[str, Any]) -> list[tuple[int, str, str, str]]:  # Any: JSON
    """The lines of a report."""
    return [
        (line["row"], line["column"], line["value"], line["code"])
        for line in told["report"]["faults"]
    ]


def versions(*tables: str) -> set[tuple[object, ...]]:
    """Every row of these tables with its place in the feed."""
    queries = [f"SELECT '{name}', id, changed::text FROM {name}" for name in tables]  # noqa: S608  # the tests' own
    return {tuple(row) for row in db.session.execute(text(" UNION ALL ".join(queries)))}
