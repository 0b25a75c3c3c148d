"""Which members of a lot are looked at: drawn by tickets of dr/1, and not chosen by hand.

Whoever inspects says how many members the lot has; which of them are its sample follows from the
check, the list and the item, whose names nobody chooses (decision 0021). So anybody can draw them
again, on paper's word alone, and a lot that was counted anew by one member changes little of its
sample.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from suicha.dr1 import in_order

if TYPE_CHECKING:
    from uuid import UUID


def seed_of(spot_check_id: UUID, checklist_version_id: UUID, item_id: str) -> bytes:
    """Give the seed of an item's sample in a check: 32 bytes."""
    text = f"suicha sample/1\n{spot_check_id}\n{checklist_version_id}\n{item_id}\n"
    return hashlib.sha256(text.encode()).digest()


def positions(seed: bytes, capacity: int, size: int, skip: int = 0) -> list[int]:
    """Draw `size` members of a lot, numbered 1 to `capacity`, ascending.

    `skip` leaves out those of a first sample: a second one is drawn from what is left, and may be
    smaller where the lot is.
    """
    return sorted(in_order(seed, capacity)[skip : skip + size])
