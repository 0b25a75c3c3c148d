"""One row of a sheet of sites, read as what the office wants the register to say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from suicha.db import today
from suicha.sites import sheet
from suicha.sites.models import PartyRole
from suicha.sites.uscc import doubt

if TYPE_CHECKING:
    from datetime import date

    from suicha.sheets import Cells

MOST_JOINT = 8  # units of a joint party


@dataclass(frozen=True)
class WantedParty:
    """A party as a sheet names it."""

    role: PartyRole
    uscc: str
    unit_name: str
    leader_name: str


@dataclass(frozen=True)
class Wanted:
    """A site as a sheet has it: the fields that it has columns for."""

    cells: Cells
    permit_number: str
    values: dict[str, Any]  # Any: what each field holds
    ended_on: date | None
    ended_reason: str | None
    parties: tuple[WantedParty, ...]


def wanted(cells: Cells) -> Wanted:
    """Read a row; what makes no sense is in the report."""
    ended_on, reason = cells.day("ended_on"), cells.text("ended_reason", 500)
    if ended_on is not None and not reason:
        cells.fault("ended_reason", "cell.missing")
    if ended_on is not None and ended_on > today():
        cells.fault("ended_on", "cell.future")
    return Wanted(
        cells=cells,
        permit_number=cells.id("permit_number", sheet.PERMIT),
        values={name: one.read(cells) for name, one in sheet.FIELDS.items() if cells.has(name)},
        ended_on=ended_on,
        ended_reason=reason if ended_on else None,
        parties=tuple(
            one for role in PartyRole if cells.has(role) for one in _parties(cells, role)
        ),
    )


def _parties(cells: Cells, role: PartyRole) -> list[WantedParty]:
    """Read the parties of a role: names, codes and leaders in one order, apart by a semicolon."""
    cells.text(role, 2000)
    names, codes = cells.parts(role), cells.parts(f"{role}_uscc")
    leaders = cells.parts(f"{role}_leader")
    if len(codes) != len(names) or len(leaders) > max(len(names), 1):
        cells.fault(f"{role}_uscc", "cell.parties", str(len(names)))
        return []
    if len(names) > MOST_JOINT or len(set(codes)) < len(codes):
        cells.fault(f"{role}_uscc", "cell.twice" if len(names) <= MOST_JOINT else "cell.parties")
        return []
    leaders += [""] * (len(names) - len(leaders))
    found = zip(codes, names, leaders, strict=True)
    return [one for each in found if (one := _party(cells, role, *each))]


def _party(cells: Cells, role: PartyRole, code: str, name: str, leader: str) -> WantedParty | None:
    if not re.fullmatch(sheet.USCC, code) or not name or len(name) > 200 or len(leader) > 100:  # noqa: PLR2004  # as the columns are
        cells.fault(f"{role}_uscc", "cell.party")
        return None
    if (why := doubt(code)) is not None:
        cells.warn(f"{role}_uscc", f"uscc.{why}")
    return WantedParty(role, code, name, leader)
