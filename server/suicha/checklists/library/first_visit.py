"""首次检查: a short list for the first visit to a site, fifteen items that are seen in passing."""

from suicha.checklists.definition import Definition
from suicha.checklists.library.plain import written


def definition() -> Definition:
    """Build the list; its clauses are the regulations' and those of JGJ 59-2011."""
    return written("first_visit")
