"""Weeks without a network: 500 commands and 2,000 photos wait, and the phone is still of use.

What it takes is printed, as `python -m bench.full_phone` prints it; asserted is what depends on
no machine: order, completeness, and that nothing is ever held whole.
"""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from bench import full_phone, office, phone, push
from suicha.db import db
from tests.builders import House

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from playwright.sync_api import Browser

    from bench.full_phone import Loaded

ROWS = 60  # of a list at most on the page, however long it is
HEAP = 100.0  # MB: a quarter of the photos, and many times what is needed

SENT = """SELECT id::text, verdict::text FROM ledger WHERE person_id = :person
    ORDER BY received_at, seq"""
CAME = """SELECT photo.sha256, photo.size, photo."offset" FROM photos photo
    JOIN photo_uses used USING (sha256)
    WHERE used.promised_by = :person AND photo.state IN ('received', 'rendered')
        AND used.taken_at > now() - interval '1 day'
    ORDER BY photo.received_at"""


@pytest.mark.long
@pytest.mark.timeout(5400)
def test_a_full_phone_stays_of_use_and_sends_everything_once_oldest_first(
    browser: Browser, tmp_path: Path
) -> None:
    with office.running() as where, phone.in_hand(where, browser.browser_type) as one:
        ground = push.prepare(House(), 1)
        loaded = full_phone.load(one, ground, full_phone.FULL)
        scrolls = full_phone.look(loaded, ground)
        assert {scrolls[name].rows <= ROWS for name in ("tasks", "hazards", "unsent")} == {True}
        full_phone.export(loaded, tmp_path / "outbox.zip")
        assert_holds(tmp_path / "outbox.zip", loaded)
        sent = full_phone.send(loaded)
        assert sent.memory.heap < HEAP
        assert_came(loaded)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_long_past_is_not_held_on_the_page(browser: Browser) -> None:
    with office.running() as where, phone.in_hand(where, browser.browser_type) as one:
        past = full_phone.FULL.past
        scrolls = full_phone.look_back(one, push.prepare(House(), 1), past)
        assert scrolls["tasks"].rows <= ROWS


def assert_holds(file: Path, loaded: Loaded) -> None:
    """See that the way out has every command and every photo, whole."""
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        lines = archive.read("commands.jsonl").splitlines()
        names = archive.namelist()
    assert len(lines) == len(loaded.commands)
    assert sorted(names[2:]) == sorted(f"photos/{sha256}" for sha256 in loaded.photos)


def assert_came(loaded: Loaded) -> None:
    """See that the server has each command and photo once, in the order of their making."""
    ledger = asked(SENT, loaded)
    assert [row[0] for row in ledger] == loaded.commands
    assert {row[1] for row in ledger} == {"accepted"}
    came = asked(CAME, loaded)
    assert [row[0] for row in came] == loaded.photos
    assert all(size == offset for _, size, offset in came)


def asked(statement: str, loaded: Loaded) -> Sequence[Sequence[object]]:
    found = db.session.execute(text(statement), {"person": loaded.person.id}).all()
    db.session.rollback()
    return found
