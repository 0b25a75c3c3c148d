"""The verbs of checklists: publishing a version, keeping the library of clauses."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import count
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from suicha import journal
from suicha.checklists.clauses import library, of_checklist
from suicha.checklists.definition.faults import faults
from suicha.checklists.definition.items import kind_of
from suicha.checklists.models import ChecklistVersion, Clause
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


def publish_version(
    new: Definition, published_on: date, actor_id: UUID | None = None
) -> ChecklistVersion:
    """Publish the next version of a checklist; those before stay as they are, checks rest on them.

    Its items are numbered as they stand. Raises checklist.faulty with every fault.
    """
    found = faults(new)
    if found:
        raise refuse("checklist.faulty", faults=[asdict(one) for one in found])
    query = select(func.max(ChecklistVersion.version)).where(ChecklistVersion.code == new.code)
    version = ChecklistVersion(
        code=new.code,
        version=(db.session.scalar(query) or 0) + 1,
        title=new.title,
        standard=new.standard,
        source=new.source,
        scored=new.scored,
        split=new.split,
        published_on=published_on,
        sections=_numbered(new),
    )
    db.session.add(version)
    db.session.flush()
    journal.record(ChecklistPublished(version.id, None, actor_id, new.code, version.version))
    _keep_clauses(of_checklist(version))
    return version


def load_clauses() -> None:
    """Bring the library of clauses up to this release; what is the same stays untouched."""
    _keep_clauses(library())
    for version in db.session.scalars(newest()):
        _keep_clauses(of_checklist(version))


def _keep_clauses(clauses: Iterable[NewClause]) -> None:
    """Write down clauses; a checklist's own words never replace those of another standard.

    A clause that nobody names any more stays: findings rest on it.
    """
    rows = [{"id": uuid7(), **vars(clause)} for clause in clauses]
    if not rows:
        return
    new = insert(Clause).values(rows)
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
