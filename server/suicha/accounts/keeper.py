"""Who takes a sheet over into a register: a person at the desk, or an operator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from suicha.accounts.models import Role

if TYPE_CHECKING:
    from uuid import UUID

Tell = Callable[[int, int], None]  # how many rows of how many are done


@dataclass(frozen=True)
class Keeper:
    """In whose name, and for which district; an operator is nobody in particular."""

    jurisdiction_id: UUID
    person_id: UUID | None = None
    role: Role = Role.ADMINISTRATOR
