"""A long list asks the database no more questions than a short one."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from suicha.accounts.models import Role
from suicha.db import db
from tests.client import Client
from tests.visits import Visit, picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from tests.builders import House

LISTS = (
    "/hazards",
    "/hazards/facets",
    "/spot-checks",
    "/sites",
    "/item-list",
    "/publications",
    "/sync/pull",
)


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements that are sent to the database."""
    sent: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("path", LISTS)
def test_a_list_of_eight_costs_as_many_statements_as_one_of_two(
    house: House, app: Flask, path: str
) -> None:
    desk = Client(app).sign_in(house.person(Role.SUPERVISOR).login)
    costs = []
    for number in (2, 6):
        for shade in range(number):
            Visit(house).complete(picture(shade), picture(shade + 100))
        db.session.remove()
        with counted() as sent:
            assert desk.get(path).status_code == 200
        costs.append(len(sent))
    assert costs[0] == costs[1], sent
