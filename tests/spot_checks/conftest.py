"""A check of a scored and a plain list, and the phones of its two inspectors."""

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
def table(house: House) -> ChecklistVersion:
    return house.checklist("B1", scored=True)


@pytest.fixture
def plain(house: House) -> ChecklistVersion:
    return house.checklist()


@pytest.fixture
def lead(app: Flask, house: House) -> Phone:
    return Phone(app, house.inspector())


@pytest.fixture
def second(app: Flask, house: House) -> Phone:
    return Phone(app, house.inspector())


@pytest.fixture
def check(
    house: House, lead: Phone, second: Phone, table: ChecklistVersion, plain: ChecklistVersion
) -> SpotCheck:
    return sent_to(house, lead.person, second.person, lists=(table, plain))
