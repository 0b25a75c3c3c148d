"""`suicha outbox import`: an operator's way in, through the same ledger."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from suicha import outbox_commands
from suicha.db import db
from suicha.errors import Refusal
from suicha.outboxes.models import OutboxImport
from tests.phone import Phone
from tests.sync.counting import facts, in_ledger

from .files import Outbox

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from suicha.spot_checks.models import SpotCheck


def run(*arguments: object) -> Result:
    """The command as a shell starts it, in this test's application."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox_commands, "deed", nullcontext)
        return CliRunner().invoke(outbox_commands.outbox, ["import", *map(str, arguments)])


def test_an_operator_tries_a_file_then_takes_it_in_and_nothing_is_doubled(
    phone: Phone, check: SpotCheck, tmp_path: Path
) -> None:
    file = tmp_path / "outbox.zip"
    begun = phone.start(check)
    file.write_bytes(Outbox(phone, [begun, phone.command("spot_check.fly", {})]).file())
    trial = run(file, "--dry-run")
    assert (trial.exit_code, in_ledger()) == (0, 0), trial.output
    done = run(file)
    assert trial.output.replace(" (dry run)", "") == done.output
    first, second, commands, _ = done.output.splitlines()
    assert first.split("\t") == [
        *("command", begun["id"], "spot_check.start", check.number, "accepted", "")
    ]
    assert second.endswith("refused\tcommand.unknown")
    assert commands == "commands: 1 accepted, 0 known, 1 refused, 0 retry"
    assert (in_ledger(), facts("spot_check.commands_imported")) == (2, 1)
    assert "commands: 0 accepted, 2 known" in run(file).output
    assert phone.one(begun)["verdict"] == "accepted"
    states = db.session.scalars(select(OutboxImport.state).order_by(OutboxImport.id)).all()
    assert states == ["expired", "applied", "applied"]


def test_a_file_that_is_none_changes_nothing(phone: Phone, tmp_path: Path) -> None:
    file = tmp_path / "outbox.zip"
    assert run(file).exit_code != 0
    file.write_bytes(b"no archive")
    refused = run(file).exception
    assert isinstance(refused, Refusal)
    assert refused.code == "outbox.unreadable"
    assert db.session.scalars(select(OutboxImport)).all() == []
