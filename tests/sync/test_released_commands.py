"""Commands as released apps hold them in their outboxes: each stays acceptable for a year."""

from __future__ import annotations

import hashlib
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from suicha import canonical_json
from suicha.db import db
from suicha.hazards.models import Hazard
from suicha.sites.models import Site
from suicha.spot_checks.models import Record
from suicha.sync.commands import COMMANDS
from tests.phone import Phone, loads, sent_to
from tests.visits import BY_ITEM

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


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.stem)
def test_what_a_released_app_calls_major_is_serious_and_major_with_its_item_owed(
    app: Flask, house: House, fixture: Path
) -> None:
    phone = Phone(app, house.inspector())
    commands = filled(fixture, phone, house)
    report = next(one for one in commands if one["name"] == "hazard.report")
    assert "determination" not in report["args"]
    report["args"]["grade"] = "major"
    assert {one["verdict"] for one in phone.push(*commands)} == {"accepted"}
    hazard = db.session.get_one(Hazard, UUID(report["args"]["hazard_id"]))
    assert (hazard.severity, hazard.is_major, hazard.major_item) == ("serious", True, None)


def test_a_record_with_a_determination_is_as_good_as_one_without(app: Flask, house: House) -> None:
    """The signed text carries it; the server keeps the text, and its digest holds."""
    phone = Phone(app, house.inspector())
    commands = filled(FIXTURES[-1], phone, house)
    closing = next(one for one in commands if one["name"] == "spot_check.submit")
    body = loads(closing["args"]["record"])
    assert "determination" not in body["hazards"][0]
    body["hazards"][0]["determination"] = BY_ITEM
    closing["args"]["record"] = canonical_json.dumps(body).decode()
    closing["args"]["digest"] = hashlib.sha256(closing["args"]["record"].encode()).hexdigest()
    report = next(one for one in commands if one["name"] == "hazard.report")
    report["args"]["determination"] = BY_ITEM
    for one in commands:
        if one["name"] == "spot_check.sign":
            one["args"]["digest"] = closing["args"]["digest"]
    verdicts = phone.push(*commands)
    assert {one["verdict"] for one in verdicts} == {"accepted"}
    flags = next(one["flags"] for one in verdicts if one["id"] == closing["id"])
    assert flags == []
    kept = db.session.scalars(db.select(Record).where(Record.version == 1)).one()
    assert loads(kept.text)["hazards"][0]["determination"] == BY_ITEM


def test_every_known_command_is_held_by_a_release() -> None:
    held = {
        (command["name"], command["v"])
        for fixture in FIXTURES
        for command in loads(fixture.read_text())["commands"]
    }
    assert COMMANDS.keys() <= held
