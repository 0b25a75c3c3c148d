"""The closed record of a check, as a text that was signed: what the server reads out of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from suicha import canonical_json
from suicha.checklists.definition.answers import missing, wrong
from suicha.checklists.definition.items import Kind, items_of
from suicha.checklists.definition.scored import scored
from suicha.db import Json
from suicha.errors import refuse
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
    if digest_of(text) != digest:
        return False
    try:
        return canonical_json.dumps(json.loads(text)) == text.encode()
    except (ValueError, RecursionError):
        return False


def scores_are_right(record: ClosedRecord, versions: Mapping[UUID, ChecklistVersion]) -> bool:
    """Whether every sheet's score is what its answers give (domain.md B1).

    `versions` are the check's checklists by id; a sheet of any other list cannot be judged.
    """
    return all(
        sheet.id in versions and sheet.score == score_of(versions[sheet.id], sheet.answers)
        for sheet in record.checklists
    )


def answers_are_right(record: ClosedRecord, versions: Mapping[UUID, ChecklistVersion]) -> bool:
    """Whether every answer is one that its item takes."""
    return all(
        sheet.answers.keys() <= versions[sheet.id].items.keys()
        and not wrong(items_of(versions[sheet.id].sections), sheet.answers)
        for sheet in record.checklists
        if sheet.id in versions
    )


def is_complete(record: ClosedRecord, versions: Mapping[UUID, ChecklistVersion]) -> bool:
    """Whether everything that its checklists require was answered in full."""
    answers = {sheet.id: sheet.answers for sheet in record.checklists}
    return not any(
        missing(items_of(version.sections), answers.get(version_id, {}))
        for version_id, version in versions.items()
    )


def photos_named(record: ClosedRecord, versions: Mapping[UUID, ChecklistVersion]) -> set[str]:
    """Name the photos that are answers, by the hashes of their renditions."""
    asked = {
        (version_id, item.id)
        for version_id, version in versions.items()
        for item in items_of(version.sections)
        if item.kind is Kind.PHOTO
    }
    answers = (
        answer.get("given") or {}
        for sheet in record.checklists
        for item_id, answer in sheet.answers.items()
        if (sheet.id, item_id) in asked
    )
    # What is no list of hashes is a wrong answer, and flagged as such.
    lists = (given.get("photos") for given in answers)
    return {
        one for named in lists if isinstance(named, list) for one in named if isinstance(one, str)
    }


def canonical(body: Json) -> str:
    """Write a record as RFC 8785 has it; raises record.not_canonical.

    A text with a number beyond 2^53 or half a surrogate was kept as it was signed, and flagged;
    but nothing can be made from it that another program would read alike.
    """
    try:
        return canonical_json.dumps(body).decode()
    except (ValueError, RecursionError):
        raise refuse("record.not_canonical") from None


def digest_of(text: str) -> str:
    """Give the hex SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def shown_score(body: Json) -> str | None:
    """Give the score for the eye of a record's text, of the first list that has one."""
    sheets = body["checklists"]
    return next((sheet["score"]["display"] for sheet in sheets if sheet["score"]), None)


def score_of(version: ChecklistVersion, answers: Mapping[str, Json]) -> Json | None:
    """Score a sheet as a record states it; None where nothing is to be scored."""
    # A list that nobody answered was not checked: its untouched points are no result to publish.
    if not version.scored or not answers:
        return None
    return scored(version.sections, answers).wire()
