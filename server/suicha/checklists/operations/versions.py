"""The verbs of checklists: publishing a version, keeping the library of clauses."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from suicha import journal
from suicha.checklists.clauses import library, of_checklist
from suicha.checklists.definition.faults import faults
from suicha.checklists.definition.items import kind_of
from suicha.checklists.library import HOLDS_FROM, lists
from suicha.checklists.models import SAID, ChecklistVersion, Clause
from suicha.checklists.queries import newest
from suicha.db import db, uuid7
from suicha.errors import refuse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from suicha.checklists.clauses import NewClause
    from suicha.checklists.definition import Definition
    from suicha.db import Json


@dataclass(frozen=True)
class ChecklistPublished(journal.Fact):
    """A version of a checklist was published."""

    name: ClassVar[str] = "checklist.published"
    code: str
    version: int


@dataclass(frozen=True)
class Publisher:
    """Who publishes a version for which district, and on what legal basis."""

    jurisdiction_id: UUID
    person_id: UUID
    legal_basis: str


def publish_version(
    new: Definition, published_on: date, publisher: Publisher | None = None
) -> ChecklistVersion:
    """Publish the next version of a checklist; those before stay as they are, checks rest on them.

    Without a publisher it is the library's. Its items are numbered as they stand. Raises
    checklist.faulty with every fault.
    """
    found = faults(new)
    if found:
        raise refuse("checklist.faulty", faults=[asdict(one) for one in found])
    place = publisher.jurisdiction_id if publisher else None
    version = ChecklistVersion(
        **{name: getattr(new, name) for name in SAID if name != "sections"},
        jurisdiction_id=place,
        version=_last(place, new.code) + 1,
        published_on=published_on,
        legal_basis=publisher.legal_basis if publisher else "",
        sections=_numbered(new),
    )
    db.session.add(version)
    db.session.flush()
    by = publisher.person_id if publisher else None
    journal.record(ChecklistPublished(version.id, place, by, new.code, version.version))
    _keep_clauses(of_checklist(version), may_change=place is None)
    return version


def _last(place: UUID | None, code: str) -> int:
    """Give the number of the last version; of two that publish at once, one waits."""
    key = func.hashtextextended(f"checklist {place} {code}", 0)
    db.session.execute(select(func.pg_advisory_xact_lock(key)))
    query = select(func.max(ChecklistVersion.version)).where(
        ChecklistVersion.jurisdiction_id.is_not_distinct_from(place), ChecklistVersion.code == code
    )
    return db.session.scalar(query) or 0


def load_library() -> None:
    """Publish what the library says and its last version does not: a release corrected it."""
    query = newest().where(ChecklistVersion.jurisdiction_id.is_(None))
    last = {version.code: version.definition for version in db.session.scalars(query)}
    for definition in lists():
        if last.get(definition.code) != replace(definition, sections=_numbered(definition)):
            publish_version(definition, HOLDS_FROM)


def load_clauses() -> None:
    """Bring the library of clauses up to this release; what is the same stays untouched."""
    _keep_clauses(library(), may_change=True)
    for version in db.session.scalars(newest()):
        _keep_clauses(of_checklist(version), may_change=version.jurisdiction_id is None)


def _keep_clauses(clauses: Iterable[NewClause], *, may_change: bool) -> None:
    """Write down clauses; a checklist's own words never replace those of another standard.

    What one office says of a clause changes it for no other. A clause that nobody names any more
    stays: findings rest on it.
    """
    rows = [{"id": uuid7(), **vars(clause)} for clause in clauses]
    if not rows:
        return
    new = insert(Clause).values(rows)
    if not may_change:
        db.session.execute(new.on_conflict_do_nothing(index_elements=[Clause.code]))
        return
    said = ("title", "text", "major", "unverified")
    differs = tuple_(*(getattr(Clause, name) for name in said)).is_distinct_from(
        tuple_(*(new.excluded[name] for name in said))
    )
    db.session.execute(
        new.on_conflict_do_update(
            index_elements=[Clause.code],
            set_={name: new.excluded[name] for name in said},
            where=differs & (Clause.standard == new.excluded.standard),
        )
    )


def _numbered(definition: Definition) -> list[Json]:
    """Give the sections with their items numbered through the whole list, each with its kind."""
    numbers = count(1)
    return [
        dict(section)
        | {
            "items": [
                item | {"no": next(numbers), "kind": kind_of(item).value}
                for item in section["items"]
            ]
        }
        for section in definition.sections
    ]
