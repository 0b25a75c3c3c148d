"""The house's clock: now, unless the demo lives through its history."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from suicha.db import at, now, today, uuid7

LATE = datetime(2026, 9, 1, 16, 30, tzinfo=UTC)  # 00:30 of the next day in China


def test_the_clock_stands_at_a_moment_and_then_goes_on() -> None:
    with at(LATE):
        assert now() == LATE
        assert today() == date(2026, 9, 2)
    assert abs(now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_keys_made_at_a_past_moment_sort_before_those_of_today() -> None:
    with at(LATE):
        past = uuid7()
    assert past < uuid7()
    assert past.int >> 80 == int(LATE.timestamp() * 1000) // 1000 * 1000 + (past.int >> 80) % 1000
