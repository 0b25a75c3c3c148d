"""The checklists and clauses that come with Suicha, built from the package's data."""

from suicha.checklists.library.jgj59 import standard as jgj59_2011
from suicha.checklists.scoring import Standard


def standards() -> dict[str, Standard]:
    """Give the standards under which a whole site is scored, by code."""
    return {"jgj59-2011": jgj59_2011()}
