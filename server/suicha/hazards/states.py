"""The severity and states of a hazard, and the one table of what leads from which to which."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """一般, 较大: how bad it is. Whether it is a 重大事故隐患 is determined apart from that."""

    GENERAL = "general"
    SERIOUS = "serious"


class SaidGrade(StrEnum):
    """The grade that a report says: a severity; or, by an app of before 0.2.0, 重大.

    That one says two things at once, serious and major, and names no item: the item is still owed.
    """

    GENERAL = "general"
    SERIOUS = "serious"
    MAJOR = "major"

    @property
    def severity(self) -> Severity:
        """How bad it is by this grade."""
        return Severity.GENERAL if self is SaidGrade.GENERAL else Severity.SERIOUS


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
    DETERMINE = "determine"
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
    Deed.DETERMINE: Move(OPEN),
    # On site, what is seen counts, whether the contractor has written a reply or not.
    Deed.PASS: Move(IN_WORK, HazardState.VERIFIED),
    Deed.FAIL: Move(IN_WORK, HazardState.RETURNED),
}
