"""The grades and states of a hazard, and the one table of what leads from which to which."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class HazardGrade(StrEnum):
    """一般隐患, 重大隐患: the latter is a legal determination by a person (domain.md D1)."""

    GENERAL = "general"
    MAJOR = "major"


class HazardState(StrEnum):
    """登记, 整改中, 待复查, 待销号, 退回整改, 销号."""

    REPORTED = "reported"
    CONFIRMED = "confirmed"
    REPLIED = "replied"
    VERIFIED = "verified"
    RETURNED = "returned"
    CLOSED = "closed"


class Deed(StrEnum):
    """What can be done with a hazard; `pass` and `fail` are the two results of a re-check."""

    CONFIRM = "confirm"
    ASSIGN = "assign"
    EXTEND = "extend"
    REPLY = "reply"
    VERIFY = "verify"
    RETURN = "return"
    CLOSE = "close"
    PASS = "pass"
    FAIL = "fail"


OPEN = frozenset(HazardState) - {HazardState.CLOSED}
IN_WORK = OPEN - {HazardState.REPORTED}  # confirmed by the office, not yet closed


@dataclass(frozen=True)
class Move:
    """From which states a deed is done, and where it leads; None where the state stays."""

    before: frozenset[HazardState]
    after: HazardState | None = None


def _from(*states: HazardState) -> frozenset[HazardState]:
    return frozenset(states)


MOVES: dict[Deed, Move] = {
    Deed.CONFIRM: Move(_from(HazardState.REPORTED), HazardState.CONFIRMED),
    Deed.ASSIGN: Move(OPEN),
    Deed.EXTEND: Move(IN_WORK),
    Deed.REPLY: Move(_from(HazardState.CONFIRMED, HazardState.RETURNED), HazardState.REPLIED),
    Deed.VERIFY: Move(_from(HazardState.REPLIED), HazardState.VERIFIED),
    Deed.RETURN: Move(_from(HazardState.REPLIED, HazardState.VERIFIED), HazardState.RETURNED),
    Deed.CLOSE: Move(_from(HazardState.VERIFIED), HazardState.CLOSED),
    # On site, what is seen counts, whether the contractor has written a reply or not.
    Deed.PASS: Move(IN_WORK, HazardState.VERIFIED),
    Deed.FAIL: Move(IN_WORK, HazardState.RETURNED),
}
