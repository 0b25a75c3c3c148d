"""Who deals with a hazard: the office, the unit responsible, an inspector sent to look again."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from suicha.accounts.models import Role
from suicha.db import db, now, today, uuid7
from suicha.hazards.models import Hazard, HazardState
from tests.client import Client
from tests.phone import Phone
from tests.visits import Visit

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from flask import Flask

    from suicha.accounts.models import Person
    from suicha.db import Json
    from tests.builders import House
    from tests.client import Answer


class Cast:
    """One visit with its hazards, and the people around them, signed in."""

    def __init__(self, house: House, app: Flask) -> None:
        self.house, self.app = house, app
        self.visit = Visit(house)

    @cached_property
    def desk(self) -> Client:
        """A supervisor of the district."""
        return self.sign_in(self.house.person(Role.SUPERVISOR, name="段科长"))

    @cached_property
    def unit(self) -> Client:
        """A contractor of the unit responsible."""
        person = self.house.person(Role.CONTRACTOR, name="承包")
        builder = next(party for party in self.visit.site.parties if party.role == "builder")
        person.unit_id = builder.unit_id
        db.session.commit()
        return self.sign_in(person)

    @cached_property
    def phone(self) -> Phone:
        """The lead of the check."""
        return Phone(self.app, self.visit.lead)

    def sign_in(self, person: Person) -> Client:
        return Client(self.app).sign_in(person.login)

    def hazard(
        self, state: HazardState = HazardState.REPORTED, due_on: date | None = None, **given: Any
    ) -> Hazard:  # Any: arguments of hazard.report
        """A hazard that has come as far as this state, by the verbs alone."""
        hazard = self.visit.report(due_on=str(due_on or today()), **given)
        for deed in WAY[state]:
            answer = self.do(deed, hazard.id)
            assert answer.status_code == 200, answer.json
        return hazard

    def do(self, deed: str, hazard_id: UUID, **given: Any) -> Answer:  # Any: fields of a body
        """Do a deed with words that fit it, by whoever it is for."""
        who = self.unit if deed == "reply" else self.desk
        return who.post(f"/hazards/{hazard_id}/{deed}", SAID.get(deed, {"note": ""}) | given)

    def recheck(self, hazard: Hazard, result: str = "passed", **given: Any) -> Json:  # Any: args
        """The verdict on a re-check by the lead's phone."""
        return recheck(self.phone, hazard, result, **given)


def recheck(phone: Phone, hazard: Hazard, result: str = "passed", **given: Any) -> Json:  # Any
    """The verdict on a re-check by a phone."""
    return phone.one(phone.command("hazard.recheck", recheck_args(hazard, result, **given)))


def recheck_args(hazard: Hazard, result: str = "passed", **given: Any) -> Json:  # Any: arguments
    args = {
        "spot_check_id": str(hazard.spot_check_id),
        "hazard_id": str(hazard.id),
        "recheck_id": str(uuid7()),
        "result": result,
        "note": "现场查看",
        "photos": [],
        "rechecked_at": now().isoformat(),
    }
    return args | given


def fresh(hazard: Hazard) -> Hazard:
    """The hazard as the database has it now."""
    db.session.expire_all()
    return db.session.get_one(Hazard, hazard.id)


WAY: dict[HazardState, tuple[str, ...]] = {
    HazardState.REPORTED: (),
    HazardState.CONFIRMED: ("confirm",),
    HazardState.REPLIED: ("confirm", "reply"),
    HazardState.VERIFIED: ("confirm", "reply", "verify"),
    HazardState.RETURNED: ("confirm", "reply", "return"),
    HazardState.CLOSED: ("confirm", "reply", "verify", "close"),
}
SAID: dict[str, Json] = {
    "assign": {"inspector_ids": []},
    "extend": {"due_on": "2190-01-05", "reason": "台风停工"},
    "return": {"reason": "照片与部位不符"},
    "determine": {"is_major": False, "reason": "经复核不属于判定标准所列情形"},
    "reply": {"note": "已更换门锁", "photos": []},
}
