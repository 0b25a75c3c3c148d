"""The verbs of draws, by when they are done: around a plan, up to its seed, and after the draw."""

from suicha.draws.operations.ceremony import commit, freeze, reveal
from suicha.draws.operations.drawing import Announced, announce, draw
from suicha.draws.operations.planning import NewPlan, approve, make, void
from suicha.draws.operations.redrawing import Redraw, redraw

__all__ = [
    "Announced",
    "NewPlan",
    "Redraw",
    "announce",
    "approve",
    "commit",
    "draw",
    "freeze",
    "make",
    "redraw",
    "reveal",
    "void",
]
