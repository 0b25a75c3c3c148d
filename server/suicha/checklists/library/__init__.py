"""The checklists and clauses that come with Suicha, built from the package's data."""

from suicha.checklists.definition import Definition
from suicha.checklists.library.files import read
from suicha.checklists.library.jgj59 import standard as jgj59_2011
from suicha.checklists.scoring import Standard


def standards() -> dict[str, Standard]:
    """Give the standards under which a whole site is scored, by code."""
    return {"jgj59-2011": jgj59_2011()}


def template() -> Definition:
    """Give a list with an item of most kinds, as an example of how a sheet is filled in."""
    return Definition(**read("template"))
