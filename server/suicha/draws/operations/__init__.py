"""The verbs of draws, by when they are done: up to the draw, and after it."""

from suicha.draws.operations.ceremony import Freeze, NewPlan, commit, draw, freeze, make, reveal
from suicha.draws.operations.changing import Redraw, Replacement, redraw, replace

__all__ = [
    "Freeze",
    "NewPlan",
    "Redraw",
    "Replacement",
    "commit",
    "draw",
    "freeze",
    "make",
    "redraw",
    "replace",
    "reveal",
]
