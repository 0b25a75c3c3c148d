"""How much of a closed check nobody has decided on, kept with the check so that lists find it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from suicha.db import db
from suicha.spot_checks import comparisons, queries
from suicha.spot_checks.models import SpotCheck

if TYPE_CHECKING:
    from collections.abc import Sequence

AT_A_TIME = 200  # records compared in one transaction


@dataclass(frozen=True)
class Looked:
    """Some of the closed checks were looked through: which count wrongly, and which was last."""

    wrong: Sequence[UUID]
    last: UUID | None


def count_differences(check: SpotCheck) -> None:
    """Count what is undecided; nothing else ever writes that number.

    Every verb calls this behind what it changed of a check's sheets, hazards or standing record,
    under the lock of the check. A check that is not closed has nothing to decide.
    """
    if check.state in queries.CLOSED:
        compared = comparisons.of([check.id]).get(check.id)
        check.open_differences = compared.case.undecided if compared else 0


def recount(spot_check_id: UUID) -> None:
    """Count anew what is undecided about a check."""
    count_differences(queries.locked(spot_check_id))


def miscounted(after: UUID | None) -> Looked:
    """Look for counts that are not so: an earlier release closed checks and counted nothing.

    Without locks: whatever is found is counted anew under its own.
    """
    query = select(SpotCheck.id, SpotCheck.open_differences).order_by(SpotCheck.id)
    query = query.where(SpotCheck.state.in_(queries.CLOSED), SpotCheck.id > (after or UUID(int=0)))
    told = dict(db.session.execute(query.limit(AT_A_TIME)).all())
    compared = comparisons.of(told)
    wrong = [key for key, one in compared.items() if one.case.undecided != told[key]]
    return Looked(wrong, last=max(told, default=None))
