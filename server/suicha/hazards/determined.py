"""By which item of the standard a hazard was determined to be major, as its row keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class _Kept(Protocol):
    @property
    def major_edition(self) -> str | None: ...
    @property
    def major_item(self) -> str | None: ...
    @property
    def major_reason(self) -> str: ...


@dataclass(frozen=True)
class Named:
    """The one item; `reason` where the article asks for one."""

    edition: str
    item_id: str
    reason: str


class Determined:
    """Whatever has the columns of a hazard's determination."""

    @property
    def determination(self: _Kept) -> Named | None:
        """The item; None of a major hazard means that it is still owed (条款待补)."""
        if self.major_edition is None or self.major_item is None:
            return None
        return Named(self.major_edition, self.major_item, self.major_reason)
