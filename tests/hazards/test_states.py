"""Whatever anybody tries in whatever order, a hazard moves only as the table of states says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from suicha.accounts.models import Role
from suicha.db import db, now, today, uuid7
from suicha.errors import Refusal
from suicha.hazards import operations
from suicha.hazards.commands import Recheck, RecheckResult, Reply, Ruling
from suicha.hazards.lights import history
from suicha.hazards.models import Hazard, HazardState, HazardStep
from suicha.hazards.states import MOVES, OPEN, Deed
from tests.visits import Visit, actor_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from suicha.accounts.guard import Actor
    from tests.builders import House

EVERY = settings(
    max_examples=25,
    stateful_step_count=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
NOT_MAJOR = Ruling(is_major=False, edition="2024", reason="经复核不属于所列情形")
ON_SITE = {Deed.PASS: RecheckResult.PASSED, Deed.FAIL: RecheckResult.FAILED}


class Office:
    """Who may do what, by the verbs; a new hazard for each run."""

    def __init__(self, house: House) -> None:
        self.visit = Visit(house)
        self.desk: Actor = actor_of(house.person(Role.SUPERVISOR))
        contractor = house.person(Role.CONTRACTOR)
        builder = next(party for party in self.visit.site.parties if party.role == "builder")
        contractor.unit_id = builder.unit_id
        self.unit: Actor = actor_of(contractor)

    def does(self, deed: Deed, hazard: Hazard) -> Any:  # Any: verbs differ in what they give
        reply = Reply("已整改", [])
        desk: dict[Deed, Callable[[UUID], Any]] = {  # Any: likewise
            Deed.CONFIRM: lambda one: operations.confirm(self.desk, one, ""),
            Deed.ASSIGN: lambda one: operations.assign(self.desk, one, []),
            Deed.EXTEND: lambda one: operations.extend(self.desk, one, _later(hazard), "停工"),
            Deed.REPLY: lambda one: operations.reply(self.unit, one, reply),
            Deed.VERIFY: lambda one: operations.verify(self.desk, one, ""),
            Deed.RETURN: lambda one: operations.send_back(self.desk, one, "不合格"),
            Deed.CLOSE: lambda one: operations.close(self.desk, one, ""),
            Deed.DETERMINE: lambda one: operations.determine(self.desk, one, NOT_MAJOR),
        }
        if deed in desk:
            return desk[deed](hazard.id)
        ids = hazard.spot_check_id, hazard.id, uuid7()
        said = Recheck(*ids, ON_SITE[deed], "", [], now())
        return operations.recheck(self.visit.phone, said)


def _later(hazard: Hazard) -> Any:  # Any: a date
    return max(hazard.due_on, today()).replace(year=max(hazard.due_on, today()).year + 1, day=1)


@pytest.mark.usefixtures("app")
def test_a_hazard_moves_only_as_the_table_says(house: House) -> None:
    office = Office(house)

    class Rectification(RuleBasedStateMachine):
        @initialize(grade=st.sampled_from(["general", "major"]))
        def report(self, grade: str) -> None:
            self.hazard = office.visit.report(grade=grade)
            self.state, self.steps = HazardState.REPORTED, 0

        @rule(deed=st.sampled_from(Deed))
        def attempt(self, deed: Deed) -> None:
            allowed = self.state in MOVES[deed].before
            try:
                accepted = office.does(deed, self.hazard)
            except Refusal as refusal:
                db.session.rollback()
                self.refused(deed, refusal)
                return
            db.session.commit()
            assert allowed or (deed in ON_SITE and accepted.flags)
            if allowed:
                self.state = MOVES[deed].after or self.state
            self.steps += deed is not Deed.ASSIGN  # the same inspectors, nobody, each time

        def refused(self, deed: Deed, refusal: Refusal) -> None:
            assert self.state not in MOVES[deed].before
            assert refusal.details["state"] == self.state

        @invariant()
        def everything_is_told(self) -> None:
            db.session.expire_all()
            hazard = db.session.get_one(Hazard, self.hazard.id)
            assert hazard.state is self.state
            steps = db.session.query(HazardStep).filter_by(hazard_id=hazard.id).count()
            assert steps == self.steps
            assert history(hazard.id)[-1].to is hazard.light.colour
            assert (hazard.state in OPEN) == (hazard.light.colour != "none")

    run_state_machine_as_test(Rectification, settings=EVERY)


def test_every_open_state_leads_to_closing_and_closing_to_nothing() -> None:
    reached = {HazardState.CLOSED}
    for _ in HazardState:
        reached |= {
            state for move in MOVES.values() if move.after in reached for state in move.before
        }
    assert reached == set(HazardState)
    assert not any(HazardState.CLOSED in move.before for move in MOVES.values())
