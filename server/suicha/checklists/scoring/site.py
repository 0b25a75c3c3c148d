"""A whole site under a standard of several tables: tables, classes, total (domain.md B1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from suicha.checklists.scoring.table import Answer, ScoredSection, score_table
from suicha.checklists.scoring.total import SummaryClass, Total, grade_total


@dataclass(frozen=True, slots=True)
class ScoredTable:
    """A table of a standard, and the class of the summary in which it counts."""

    class_id: str
    sections: Sequence[ScoredSection]

    @property
    def points(self) -> dict[str, int]:
        """The full points of each item by its id."""
        return {item.id: item.points for section in self.sections for item in section.items}


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard that scores: its tables by id, the weights of its classes in order."""

    tables: Mapping[str, ScoredTable]
    weights: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SiteScore:
    """What a site was given; tables and classes that do not apply are not in it."""

    tables: Mapping[str, Fraction]
    classes: Mapping[str, Fraction]
    total: Total


def score_site(standard: Standard, answers: Mapping[str, Mapping[str, Answer]]) -> SiteScore:
    """Score the tables that were answered; exact values out of 100.

    `answers` are by table, then by item. A table left out is missing, and so is one of which
    nothing applies (steps 4 and 6). Raises KeyError for a table that the standard does not have.
    """
    values = {
        table_id: score_table(standard.tables[table_id].sections, given).value
        for table_id, given in answers.items()
    }
    tables = {table_id: values[table_id] for table_id in standard.tables if table_id in values}
    present = {table_id: value for table_id, value in tables.items() if value is not None}
    classes = [
        SummaryClass(class_id, weight, _scores_of(standard, class_id, present))
        for class_id, weight in standard.weights.items()
    ]
    means = {one.id: one.mean for one in classes if one.scores}
    return SiteScore(present, means, grade_total(classes))


def _scores_of(
    standard: Standard, class_id: str, values: Mapping[str, Fraction]
) -> Sequence[Fraction]:
    tables = standard.tables
    return [value for table_id, value in values.items() if tables[table_id].class_id == class_id]
