"""The closed record of a check, as a text that was signed: what the server reads out of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import rfc8785

from suicha.checklists.scoring import read_answers, read_sections, score_table
from suicha.db import Json
from suicha.spot_checks.models import ResultCategory

if TYPE_CHECKING:
    from suicha.checklists.models import ChecklistVersion


@dataclass(frozen=True)
class RecordedSheet:
    """The answers to one checklist as they were signed, and the score that the phone computed."""

    id: UUID
    answers: Mapping[str, Json]
    score: Json | None


@dataclass(frozen=True)
class ClosedRecord:
    """A record that was read; `text` is the very text under which people signed."""

    text: str
    spot_check_id: UUID
    checklists: list[RecordedSheet]
    hazards: list[Json]
    result_category: ResultCategory

    @property
    def score(self) -> str | None:
        """The score for the eye, of the first list that has one."""
        return next((sheet.score["display"] for sheet in self.checklists if sheet.score), None)


def digest_is_right(text: str, digest: str) -> bool:
    """Whether the text is canonical (RFC 8785) and `digest` its hex SHA-256 in UTF-8."""
    if hashlib.sha256(text.encode()).hexdigest() != digest:
        return False
    try:
        return rfc8785.dumps(json.loads(text)) == text.encode()
    except (ValueError, RecursionError):
        return False


def scores_are_right(record: ClosedRecord, versions: Mapping[UUID, ChecklistVersion]) -> bool:
    """Whether every sheet's score is what its answers give (domain.md B1).

    `versions` are the check's checklists by id; a sheet of any other list cannot be judged.
    """
    return all(
        sheet.id in versions and sheet.score == _score(versions[sheet.id], sheet.answers)
        for sheet in record.checklists
    )


def _score(version: ChecklistVersion, answers: Mapping[str, Json]) -> Mapping[str, object] | None:
    # A list that nobody answered was not checked: its untouched points are no result to publish.
    if not version.scored or not answers:
        return None
    return score_table(read_sections(version.sections), read_answers(answers)).wire()
