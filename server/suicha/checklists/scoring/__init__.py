"""Pure scoring of JGJ 59-2011, twin of pwa/src/scoring; tests/vectors/scoring.json binds both."""

from suicha.checklists.scoring.deductions import (
    LONGEST,
    BadAnswerError,
    read_deduction,
    read_deductions,
    read_object,
)
from suicha.checklists.scoring.rounding import decimals
from suicha.checklists.scoring.site import ScoredTable, SiteScore, Standard, score_site
from suicha.checklists.scoring.table import (
    Answer,
    Result,
    Score,
    ScoredItem,
    ScoredSection,
    ZeroedBecause,
    read_answers,
    score_table,
)
from suicha.checklists.scoring.total import GRADE_WORDS, Grade, SummaryClass, Total, grade_total

__all__ = [
    "GRADE_WORDS",
    "LONGEST",
    "Answer",
    "BadAnswerError",
    "Grade",
    "Result",
    "Score",
    "ScoredItem",
    "ScoredSection",
    "ScoredTable",
    "SiteScore",
    "Standard",
    "SummaryClass",
    "Total",
    "ZeroedBecause",
    "decimals",
    "grade_total",
    "read_answers",
    "read_deduction",
    "read_deductions",
    "read_object",
    "score_site",
    "score_table",
]
