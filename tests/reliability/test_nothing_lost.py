"""Real processes die, lines are cut, the store fails: nothing is lost and nothing doubled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from . import table
from .all import rows
from .faults import FAULTS
from .ground import LARGE, SMALL

if TYPE_CHECKING:
    from pathlib import Path

    from .proof import Row


def unsound(found: list[Row]) -> str:
    return "\n".join(table.line(row) for row in found if not row.is_sound)


@pytest.mark.timeout(900)
def test_a_few_phones_lose_and_double_nothing_under_any_fault(tmp_path: Path) -> None:
    found = list(rows(tmp_path, SMALL, 3, lambda fault: not fault.is_only_long))
    assert len(found) == 1 + sum(not fault.is_only_long for fault in FAULTS)
    assert unsound(found) == ""
    assert all(row.blows for row in found)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_twenty_phones_lose_and_double_nothing_under_any_fault(tmp_path: Path) -> None:
    found = list(rows(tmp_path, LARGE, rounds=200))
    assert unsound(found) == ""
    assert all(row.unanswered for row in found if row.fault.startswith(("line", "server")))
