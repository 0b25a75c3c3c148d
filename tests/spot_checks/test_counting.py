"""The count of open differences is, whatever happens in whatever order, what comparing finds."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from suicha import worker
from suicha.accounts.models import Role
from suicha.checklists.models import ChecklistVersion
from suicha.config import REPOSITORY
from suicha.db import db
from suicha.spot_checks import comparisons
from suicha.spot_checks.models import SpotCheck
from suicha.spot_checks.operations import counting
from tests.client import Client
from tests.phone import BAD, GOOD, Phone, choice, record_of, sent_to
from tests.spot_checks.test_two_inspectors import WORSE, finding

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from suicha.db import Json
    from tests.builders import House

WRITES = re.compile(r"(\.|values\()open_differences\s*=[^=]")
ANSWERS = (GOOD, BAD, WORSE)
ORDERS = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Story:
    """One check, two phones and a desk, and all that they can do to it."""

    def __init__(self, pair: tuple[Phone, Phone], desk: Client, check: SpotCheck) -> None:
        self.lead, self.second = pair
        self.desk = desk
        self.check = check
        self.table = db.session.get_one(ChecklistVersion, check.checklist_version_ids[0])
        self.deeds: dict[str, Callable[[Phone, Json], object]] = {
            "start": lambda by, _: by.push(by.start(check)),
            "answer": lambda by, said: by.push(by.answer(check, self.table, {"B1-1": said})),
            "supplement": lambda by, said: by.push(
                by.supplement(check, self.table, {"B1-2": said})
            ),
            "hazard": lambda by, _: by.push(
                by.command("hazard.report", finding(check, self.table))
            ),
            "named hazard": lambda by, _: self._name_a_hazard(by),
            "submit": lambda *_: self.lead.push(self.lead.submit(record_of(check, self.table))),
            "submit again": lambda *_: self._submit_again(),
            "decide": lambda by, said: self._decide(take=by is self.lead, lead=said is GOOD),
        }

    def _name_a_hazard(self, by: Phone) -> None:
        """Report a hazard that the record names, before or behind the record."""
        hazard = finding(self.check, self.table)
        record = record_of(self.check, self.table, hazards=[{"id": hazard["hazard_id"]}])
        self.lead.push(self.lead.submit(record))
        by.push(by.command("hazard.report", hazard))

    def _submit_again(self) -> None:
        other = record_of(self.check, self.table, result_category="stop_work")
        self.lead.push(self.lead.submit(other))

    def _decide(self, *, take: bool, lead: bool) -> None:
        """Decide on everything that is open, or on the first of it; the lead or the desk."""
        compared = comparisons.of([self.check.id]).get(self.check.id)
        if compared is None or not compared.case.undecided:
            return
        case, people = compared.case, {one.person.id: one for one in (self.lead, self.second)}
        first = {one.item_id: one for one in case.differences if one.decided is None}
        choices = [
            choice(self.table, key, people[one.inspector_id], one.answered, take=take)
            for key, one in first.items()
        ]
        open_hazards = [one for one in case.unrecorded_hazards if one.decided is None]
        hazards = [{"hazard_id": str(one.hazard_id), "take": take} for one in open_hazards]
        base = compared.record.digest
        if lead:
            self.lead.push(self.lead.decide(self.check, base, *choices, hazards=hazards))
            return
        body = {"base_digest": base, "choices": choices, "hazards": hazards, "reason": "核对"}
        path = f"/spot-checks/{self.check.id}/decide"
        assert self.desk.post(path, body).status_code == 200


def told(check: SpotCheck) -> int:
    """What the row says."""
    query = select(SpotCheck.open_differences).where(SpotCheck.id == check.id)
    return db.session.scalars(query).one()


def found(check: SpotCheck) -> int:
    """What comparing finds."""
    compared = comparisons.of([check.id]).get(check.id)
    return compared.case.undecided if compared else 0


@pytest.fixture
def desk(app: Flask, house: House) -> Client:
    return Client(app).sign_in(house.person(Role.SUPERVISOR).login)


DEEDS = (
    *("start", "answer", "supplement", "hazard", "named hazard"),
    *("submit", "submit again", "decide"),
)
does = st.tuples(st.sampled_from(DEEDS), st.booleans(), st.sampled_from(ANSWERS))
EVERY_WRITER_BEHIND_THE_CLOSING = [
    ("submit", True, GOOD),
    ("answer", False, WORSE),
    ("hazard", False, GOOD),
    ("supplement", False, BAD),
    ("decide", True, BAD),  # the desk takes it
    ("supplement", True, WORSE),
    ("decide", False, GOOD),  # the lead leaves it
]
LAST = (("submit", True, GOOD), ("answer", False, WORSE), ("decide", True, GOOD))


def test_in_whatever_order_things_happen_the_count_is_what_comparing_finds(
    lead: Phone, second: Phone, house: House, desk: Client, table: ChecklistVersion
) -> None:
    counts = set()

    @ORDERS
    @example([("hazard", False, GOOD), ("answer", False, WORSE), ("submit", True, GOOD)])
    @example(EVERY_WRITER_BEHIND_THE_CLOSING)
    @given(st.lists(does, max_size=8))
    def holds(steps: list[tuple[str, bool, Json]]) -> None:
        check = sent_to(house, lead.person, second.person, lists=(table,))
        story = Story((lead, second), desk, check)
        for name, by_lead, said in (*steps, *LAST):
            story.deeds[name](lead if by_lead else second, said)
            assert told(check) == found(check), name
            counts.add(told(check))

    holds()
    assert {0, 1, 2} <= counts, "where nothing ever differs the orders prove nothing"


@pytest.mark.parametrize("late", ["answer", "supplement", "hazard"])
def test_two_phones_that_come_back_at_once_are_both_counted(
    lead: Phone, second: Phone, check: SpotCheck, table: ChecklistVersion, late: str
) -> None:
    closing = lead.submit(record_of(check, table))
    behind = {
        "answer": second.answer(check, table, {"B1-1": WORSE}),
        "supplement": second.supplement(check, table, {"B1-1": WORSE}),
        "hazard": second.command("hazard.report", finding(check, table)),
    }
    db.session.remove()
    with ThreadPoolExecutor(2) as threads:
        list(
            threads.map(
                lambda send: send(), (lambda: lead.push(closing), lambda: second.push(behind[late]))
            )
        )
    assert told(check) == found(check) == 1


def test_a_worker_counts_what_an_earlier_release_did_not(
    app: Flask, house: House, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "AT_A_TIME", 2)
    phone, table = Phone(app, house.inspector()), house.checklist("B1", scored=True)
    checks = [sent_to(house, phone.person, lists=(table,)) for _ in range(5)]
    for check in checks:
        phone.push(phone.submit(record_of(check, table)))
    differing = checks[1], checks[4]
    for check in differing:
        phone.push(phone.supplement(check, table, {"B1-1": WORSE}))
    db.session.execute(update(SpotCheck).values(open_differences=0))
    db.session.execute(
        update(SpotCheck).where(SpotCheck.id == checks[0].id).values(open_differences=7)
    )
    db.session.commit()
    db.session.remove()
    worker.run(app.config["SQLALCHEMY_DATABASE_URI"], app.app_context, wait=False)
    assert [told(check) for check in checks] == [0, 1, 0, 0, 1]
    listed = desk.get("/spot-checks", differences="open").json
    assert {one["id"] for one in listed["items"]} == {str(check.id) for check in differing}
    assert {one["open_differences"] for one in listed["items"]} == {1}


def test_only_one_function_writes_the_count() -> None:
    writers = {
        path.relative_to(REPOSITORY / "server" / "suicha").as_posix()
        for path in (REPOSITORY / "server").rglob("*.py")
        if WRITES.search(path.read_text())
    }
    assert writers == {"spot_checks/operations/counting.py"}
