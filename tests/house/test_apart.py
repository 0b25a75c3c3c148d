"""Work in a process that may die."""

from __future__ import annotations

import os
import time

import pytest

from suicha import apart as limits
from suicha.apart import MOST_MEMORY, OverstrainError, apart


def test_it_gives_what_the_work_returns_and_raises() -> None:
    assert apart(divmod, 7, 2) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        apart(divmod, 1, 0)


def test_the_work_is_done_in_another_process() -> None:
    assert apart(os.getpid) != os.getpid()


def test_work_that_kills_its_process_harms_nobody() -> None:
    with pytest.raises(OverstrainError):
        apart(os._exit, 1)
    assert apart(divmod, 7, 2) == (3, 1)


def test_work_that_wants_too_much_memory_is_refused_it() -> None:
    with pytest.raises(OverstrainError):
        apart(bytes, MOST_MEMORY)
    assert apart(divmod, 7, 2) == (3, 1)


def test_work_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    apart(divmod, 7, 2)  # the child is there, and its start counts for nothing
    monkeypatch.setattr(limits, "MOST_SECONDS", 0.2)
    with pytest.raises(OverstrainError):
        apart(time.sleep, 600)
    monkeypatch.undo()
    assert apart(divmod, 7, 2) == (3, 1)
