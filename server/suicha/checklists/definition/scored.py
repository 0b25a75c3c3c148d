"""The score of a checklist's answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from suicha.checklists.definition.answers import Answers, shown
from suicha.checklists.definition.items import Kind, items_of, kind_of
from suicha.checklists.scoring import (
    Answer,
    Result,
    Score,
    ScoredItem,
    ScoredSection,
    read_answers,
    score_table,
)

Section = Mapping[str, Any]  # Any: JSON


def scored(sections: Sequence[Section], answers: Answers) -> Score:
    """Score the answers to a list; only items that score count, and only those asked for.

    An item that a condition hides is as one that does not apply.
    """
    asked = {item.id for item in shown(items_of(sections), answers)}
    hidden = {item.id for section in sections_of(sections) for item in section.items} - asked
    gone = dict.fromkeys(hidden, Answer(Result.NOT_APPLICABLE))
    return score_table(sections_of(sections), read_answers(answers) | gone)


def sections_of(sections: Sequence[Section]) -> list[ScoredSection]:
    """Read what scores of a version's `sections`."""
    return [
        ScoredSection(
            section["guarantee"],
            [
                ScoredItem(item["id"], item["points"])
                for item in section["items"]
                if kind_of(item) is Kind.SCORE
            ],
        )
        for section in sections
    ]
