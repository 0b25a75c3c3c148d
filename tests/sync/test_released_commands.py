"""Commands as released apps hold them in their outboxes: each stays acceptable for a year."""

from __future__ import annotations

import hashlib
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

import pytest

from suicha.db import db
from suicha.sites.models import Site
from suicha.sync.commands import COMMANDS
from tests.phone import Phone, loads, sent_to

if TYPE_CHECKING:
    from flask import Flask

    from suicha.db import Json
    from tests.builders import House

# Nobody at the desk confirms the hazard between its report and its re-check.
FLAGGED = {"hazard.recheck": ["hazard.not_confirmed"]}
FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("*.json"))


def filled(fixture: Path, phone: Phone, house: House) -> list[Json]:
    """The commands of a release, with this database's ids in their places."""
    table = house.checklist("B1", scored=True)
    check = sent_to(house, phone.person, lists=(table,))
    site = db.session.get_one(Site, check.site_id)
    places = {
        "check": check.id,
        "number": check.number,
        "site": check.site_id,
        "table": table.id,
        "inspector": phone.person.id,
        "party": site.parties[0].id,
    }
    release = loads(Template(fixture.read_text()).safe_substitute(places))
    record = release["record"]
    digest = hashlib.sha256(record.encode()).hexdigest()
    text = Template(fixture.read_text()).substitute(places | {"digest": digest})
    commands: list[Json] = loads(text)["commands"]
    closing = next(one for one in commands if one["name"] == "spot_check.submit")
    closing["args"]["record"] = record
    return commands


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.stem)
def test_the_commands_of_a_release_are_accepted(app: Flask, house: House, fixture: Path) -> None:
    phone = Phone(app, house.inspector())
    commands = filled(fixture, phone, house)
    verdicts = phone.push(*commands)
    assert [(one["verdict"], one["flags"]) for one in verdicts] == [
        ("accepted", FLAGGED.get(one["name"], [])) for one in commands
    ]


def test_every_known_command_is_held_by_a_release() -> None:
    held = {
        (command["name"], command["v"])
        for fixture in FIXTURES
        for command in loads(fixture.read_text())["commands"]
    }
    assert COMMANDS.keys() <= held
