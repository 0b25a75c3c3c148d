"""The verb of checklists: publishing a version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from sqlalchemy import func, select

from suicha import journal
from suicha.checklists.models import ChecklistVersion
from suicha.db import db

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from suicha.db import Json


@dataclass(frozen=True)
class ChecklistPublished(journal.Fact):
    """A version of a checklist was published."""

    name: ClassVar[str] = "checklist.published"
    code: str
    version: int


@dataclass(frozen=True)
class NewVersion:
    """The content of a version; `sections` as ChecklistVersion holds them."""

    code: str
    title: str
    standard: str
    source: str
    scored: bool
    split: bool
    published_on: date
    sections: Sequence[Json]


def publish_version(new: NewVersion, actor_id: UUID | None = None) -> ChecklistVersion:
    """Publish the next version of a checklist; those before stay as they are, checks rest on them.

    Raises ValueError when two items have one id, or when `points` are not on all items of a
    scored list and on none of another.
    """
    _check_items(new)
    query = select(func.max(ChecklistVersion.version)).where(ChecklistVersion.code == new.code)
    version = ChecklistVersion(
        code=new.code,
        version=(db.session.scalar(query) or 0) + 1,
        title=new.title,
        standard=new.standard,
        source=new.source,
        scored=new.scored,
        split=new.split,
        published_on=new.published_on,
        sections=list(new.sections),
    )
    db.session.add(version)
    db.session.flush()
    journal.record(ChecklistPublished(version.id, None, actor_id, new.code, version.version))
    return version


def _check_items(new: NewVersion) -> None:
    items = [item for section in new.sections for item in section["items"]]
    if len({item["id"] for item in items}) != len(items):
        raise ValueError(f"{new.code}: two items have one id")
    if any(("points" in item) != new.scored for item in items):
        raise ValueError(f"{new.code}: points belong to the items of scored lists, to all of them")
