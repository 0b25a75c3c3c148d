"""The checklists and clauses that come with Suicha, built from the package's data."""

from collections.abc import Iterator
from datetime import date

from suicha.checklists.definition import Definition
from suicha.checklists.library import duties, first_visit, gb50300, jgj59
from suicha.checklists.library.files import read
from suicha.checklists.scoring import Standard

HOLDS_FROM = date(2025, 1, 1)  # a list of the library is older than any plan that uses it


def standards() -> dict[str, Standard]:
    """Give the standards under which a whole site is scored, by code."""
    return {jgj59.CODE: jgj59.standard()}


def template() -> Definition:
    """Give a list with an item of most kinds, as an example of how a sheet is filled in."""
    return Definition(**read("template"))


def lists() -> Iterator[Definition]:
    """Give the checklists that come with Suicha: the 19 tables of JGJ 59-2011 and three more.

    What came later stands last, so that a desk's lists keep their order.
    """
    for table_id in jgj59.standard().tables:
        yield jgj59.table(table_id)
    yield duties.definition()
    yield first_visit.definition()
    yield gb50300.definition()
