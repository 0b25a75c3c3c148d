"""The demo authority: an invented district with its sites, people, lists and two past months."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from suicha.db import db
from suicha.demo import history, logins, office, people, sites
from suicha.demo.files import read
from suicha.draws.models import Plan
from suicha.places.models import Jurisdiction

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DISTRICT = "339906"  # 示范区: GB/T 2260 knows no such place


def load(data: Path) -> str:
    """Load the demo authority where it is not there yet, and give its logins as a table.

    The passwords are made at the first load. They are kept in the data folder, readable by its
    owner only, so that each start can show them; the database holds their hashes.
    """
    everyone = read("people")
    file = data / logins.FILE
    if not _is_loaded():
        # The file comes first: if this transaction fails, the next load takes the same passwords.
        passwords = logins.keep(file, [person["login"] for person in everyone])
        _load(passwords)
    return logins.table(everyone, file)


def live(tell: Callable[[str], object]) -> None:
    """Live two past months through, where no plan was made yet; `tell` shows how far it is.

    All of it is one transaction: a start that was interrupted finds the office as it was before.
    """
    if db.session.scalar(select(Plan.id).limit(1)) is None:
        history.live(tell)


def _is_loaded() -> bool:
    return db.session.scalar(select(Jurisdiction).where(Jurisdiction.code == DISTRICT)) is not None


def _load(passwords: dict[str, str]) -> None:
    places = office.load_places()
    agencies = office.load_agencies(places)
    office.load_settings(places[DISTRICT])
    office.load_lists(agencies["示建"])
    units = sites.load_units()
    permits = sites.load_sites(places[DISTRICT], units)
    people.load_people(people.Known(agencies, units, permits), passwords)
