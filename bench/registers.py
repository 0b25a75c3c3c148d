"""A register of 50,000 sites by sheet: tried, taken over, sent again, given back.

Target (issue 4): 50,000 rows in under 60 s, with progress.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from stdnum.cn import uscc

from bench import report
from suicha import sheets
from suicha.accounts.keeper import Keeper
from suicha.db import db
from suicha.registers.models import Register
from suicha.registers.operations import SHELVES, exported, take_over
from suicha.sheets import Format, Report
from suicha.sites.sheet import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.push import Ground

SITES, UNITS = 50_000, 5_000
BARE = [f"9133010600{unit:07}" for unit in range(UNITS)]
CODES = [f"{code}{uscc.calc_check_digit(code)}" for code in BARE]


def measure(ground: Ground, sites: int = SITES) -> None:
    """Print the lines of this part; the sheet is worked as the worker works it, fsync on."""
    report.head(f"register of {sites:,} sites with their five parties (target: < 60 s)")
    keeper = Keeper(ground.supervisor.jurisdiction_id)
    with _timed("a workbook is written"):
        body = _workbook(sites)
    for what, write in (("tried", False), ("taken over", True), ("taken over again", True)):
        signs: list[int] = []
        with _timed(f"workbook of {len(body) // 1024:,} KiB {what}"):
            found = _work(keeper, body, signs, write=write)
        counts = f"new {found.new:,}, unchanged {found.unchanged:,}, at fault {found.faults_total}"
        report.line(f"  {counts}", f"{len(signs):8} signs of progress")
    for form in Format:
        with _timed(f"given back as {form}"):
            exported(Register.SITES, form, [keeper.jurisdiction_id]).close()


def _work(keeper: Keeper, body: bytes, signs: list[int], *, write: bool) -> Report:
    found = take_over(keeper, Register.SITES, body, lambda done, _: signs.append(done), write=write)
    db.session.commit()  # as a worker would
    return found


@contextmanager
def _timed(what: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    report.line(what, f"{time.perf_counter() - began:8.2f} s")


def _workbook(sites: int) -> bytes:
    columns = SHELVES[Register.SITES].columns
    file = BytesIO()
    sheets.write(file, Format.XLSX, columns, (_line(number) for number in range(sites)))
    return file.getvalue()


def _line(number: int) -> list[str]:
    said = {
        "permit_number": f"3399992026{number:08}",
        "name": f"示范区 {number} 号地块商品住宅工程",
        "address": f"示范区示范路 {number} 号",
        "stage": "主体结构",
        "risk_class": "ABCD"[number % 4],
        "project_grade": "ABC"[number % 3],
        "category": "房屋建筑",
        "lat": f"{30 + number / 100_000:.5f}",
        "lon": f"{120 + number / 100_000:.5f}",
        "work_state": "在建",
    }
    for place, role in enumerate(ROLES):
        unit = (number * 5 + place) % UNITS
        said[role] = f"示范建设第 {unit} 有限公司"
        said[f"{role}_uscc"] = CODES[unit]
        said[f"{role}_leader"] = f"负责人{number % 997}"
    return [said.get(column.name, "") for column in SHELVES[Register.SITES].columns]
