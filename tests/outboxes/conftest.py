"""An inspector's phone at a check, and the supervisor to whom its file is brought."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from suicha.accounts.models import Role
from tests.client import Client
from tests.phone import Phone, sent_to

if TYPE_CHECKING:
    from flask import Flask

    from suicha.checklists.models import ChecklistVersion
    from suicha.spot_checks.models import SpotCheck
    from tests.builders import House


@pytest.fixture
def plain(house: House) -> ChecklistVersion:
    return house.checklist()


@pytest.fixture
def phone(app: Flask, house: House) -> Phone:
    return Phone(app, house.inspector())


@pytest.fixture
def check(house: House, phone: Phone, plain: ChecklistVersion) -> SpotCheck:
    return sent_to(house, phone.person, lists=(plain,))


@pytest.fixture
def desk(app: Flask, house: House) -> Client:
    return Client(app).sign_in(house.person(Role.SUPERVISOR).login)
