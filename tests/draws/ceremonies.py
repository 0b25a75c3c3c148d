"""A district that can draw, and the steps of a ceremony as its people take them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import time_machine

from suicha import dr1
from suicha.accounts.models import Role
from suicha.db import now
from suicha.dr1 import canonical
from suicha.dr1.canonical import Json
from suicha.draws import seeding
from suicha.sites.models import RiskClass
from tests.client import Client

if TYPE_CHECKING:
    from flask import Flask

    from tests.builders import House

NONCE = "5f" * 32
SEAL = "7e" * 32
DICE = "31415 92653 58979 32384"
ROLLED: dict[str, Json] = {
    "kind": "dice",
    "encoding": "digits in the order rolled",
    "dice": 20,
    "not_before": "2026-03-02T02:00:00Z",
    "deadline": "2026-03-03T02:00:00Z",
}
# For a plan that a test writes into the past: as much of a manifest as every page reads.
MANIFEST = canonical.encode(
    {
        "alg": "dr/1",
        "plan": "past",
        "objects": {"sha256": "0" * 64, "count": 0},
        "inspectors": {"sha256": "0" * 64, "count": 0},
        "take": {},
        "slots": {},
        "seed": ["dice"],
        "sources": {"dice": ROLLED | {"fallback": ROLLED}},
    }
).decode()


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def done(answer: Any, status: int = 200) -> Any:  # Any: JSON
    assert answer.status_code == status, answer.json
    return answer.json


class Ceremony:
    """A district that can draw, and the steps of the ceremony as its people take them."""

    def __init__(self, house: House, app: Flask) -> None:
        self.house = house
        self.sites = [house.site(RiskClass.A) for _ in range(3)]
        self.sites += [house.site(RiskClass.B) for _ in range(2)]
        self.inspectors = [house.inspector("civil") for _ in range(3)]
        self.entry = house.entry(house.checklist("B1", scored=True), house.checklist("PLAIN"))
        self.made_by = house.person(Role.SUPERVISOR).login
        self.office = Client(app).sign_in(self.made_by)
        self.other = Client(app).sign_in(house.person(Role.SUPERVISOR).login)
        self.witness = Client(app).sign_in(house.person(Role.WITNESS).login)

    @property
    def people(self) -> tuple[Client, Client, Client]:
        """Whoever made the plan, a second supervisor, the witness."""
        return self.office, self.other, self.witness

    def plan(self, **given: Any) -> Any:  # Any: JSON both ways
        body = {
            "title": "第四季度第 1 次抽查",
            "period_from": "2026-11-20",
            "period_to": "2026-12-31",
            "item_list_entry_id": str(self.entry.id),
            "take": {"A": 2, "B": 1},
            "due_working_days": 10,
        }
        return self.office.post("/plans", body | given)

    def committed(self, **given: Any) -> Any:
        plan = done(self.plan(**given), 201)
        return self.commit(done(self.other.post(f"/plans/{plan['id']}/approval", {})))

    def commit(self, plan: Any) -> Any:
        commitment = dr1.commitment(plan["number"], seeding.PARTY, NONCE)
        path = f"/plans/{plan['id']}/commitment"
        return done(self.witness.post(path, {"commitment": commitment}))

    def frozen(self, body: Any = None, **given: Any) -> Any:
        plan = self.committed(**given)
        return done(self.office.post(f"/plans/{plan['id']}/freeze", body or {}))

    def sealed(self, **given: Any) -> Any:
        """A frozen plan whose outcome is published in thirty days."""
        plan = self.committed(**given)
        body = {
            "seal": dr1.commitment(plan["number"], "seal", SEAL),
            "publish_at": (now() + timedelta(days=30)).isoformat(),
        }
        return done(self.office.post(f"/plans/{plan['id']}/freeze", body))

    def revealed(self, plan: Any = None) -> Any:
        plan = plan or self.frozen()
        return done(self.witness.post(f"/plans/{plan['id']}/reveal", {"nonce": NONCE}))

    def announce(self, plan: Any, value: str = DICE, source: str = "dice", **more: str) -> Any:
        body = {"source": source, "value": value} | more
        return self.office.post(f"/plans/{plan['id']}/announced", body)

    def dice(self, plan: Any, dice: str = DICE, seal: str | None = None) -> Any:
        """Let the dice fall and compute; the answer of the first of both that is refused."""
        with time_machine.travel(now() + timedelta(minutes=4), tick=False):
            answer = self.announce(plan, dice)
            if answer.status_code != 200:
                return answer
            return self.office.post(f"/plans/{plan['id']}/draw", {"seal": seal})

    def drawn(self) -> Any:
        answer = self.dice(self.revealed())
        assert answer.status_code == 200, answer.json
        return answer.json
