"""The verbs of draws, by when they are done: around a plan, up to its seed, and after the draw."""

from suicha.draws.operations.ceremony import commit, freeze, reveal
from suicha.draws.operations.changing import Redraw, Replacement, redraw, replace
from suicha.draws.operations.drawing import Announced, announce, draw
from suicha.draws.operations.planning import NewPlan, approve, make, void
from suicha.draws.operations.repeating import Repeat, repeat

__all__ = [
    "Announced",
    "NewPlan",
    "Redraw",
    "Repeat",
    "Replacement",
    "announce",
    "approve",
    "commit",
    "draw",
    "freeze",
    "make",
    "redraw",
    "repeat",
    "replace",
    "reveal",
    "void",
]
