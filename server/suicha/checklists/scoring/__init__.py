"""Pure scoring of JGJ 59-2011, twin of pwa/src/scoring; tests/vectors/scoring.json binds both."""

from suicha.checklists.scoring.table import (
    Answer,
    Result,
    Score,
    ScoredItem,
    ScoredSection,
    ZeroedBecause,
    read_answers,
    read_sections,
    score_table,
)
from suicha.checklists.scoring.total import Grade, SummaryClass, Total, grade_total

__all__ = [
    "Answer",
    "Grade",
    "Result",
    "Score",
    "ScoredItem",
    "ScoredSection",
    "SummaryClass",
    "Total",
    "ZeroedBecause",
    "grade_total",
    "read_answers",
    "read_sections",
    "score_table",
]
