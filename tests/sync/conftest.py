"""A phone and a check of one plain list that its person is sent to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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
