"""The verbs of writing a list: begin, save, publish, discard; and of retiring one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select

from suicha import journal
from suicha.checklists import queries
from suicha.checklists.definition import Definition
from suicha.checklists.facts import ChecklistDrafted, ChecklistRetired, DraftDiscarded
from suicha.checklists.models import SAID, ChecklistDraft, ChecklistRetirement
from suicha.checklists.operations.versions import Publisher, publish_version
from suicha.db import db, now, today
from suicha.errors import refuse

if TYPE_CHECKING:
    from suicha.accounts.guard import Actor
    from suicha.checklists.models import ChecklistVersion


@dataclass(frozen=True)
class Beginning:
    """What a draft begins as; `base_id` names the version that it was copied from."""

    definition: Definition
    base_id: UUID | None = None


@dataclass(frozen=True)
class Saving:
    """What a draft says from now on; `revision` is that of the draft as the writer read it."""

    revision: int
    definition: Definition


@dataclass(frozen=True)
class PublishingDraft:
    """From which day on a list is in force, and on what legal basis.

    `tables_verified`: the office has compared the tables by which its lots are sampled.
    """

    revision: int
    published_on: date
    legal_basis: str
    tables_verified: bool = False


@dataclass(frozen=True)
class Retiring:
    """From which day on a list is given to no new check, and why."""

    retired_on: date
    reason: str


def begin_draft(actor: Actor, beginning: Beginning) -> ChecklistDraft:
    """Begin to write a list of the actor's own district; raises draft.exists.

    A code of the library's is taken over: what is published takes its place there.
    """
    place, said = actor.person.jurisdiction_id, beginning.definition
    key = func.hashtextextended(f"draft {place} {said.code}", 0)  # of two at once, one is told
    db.session.execute(select(func.pg_advisory_xact_lock(key)))
    if queries.open_draft(place, said.code) is not None:
        raise refuse("draft.exists", field="code")
    draft = ChecklistDraft(
        jurisdiction_id=place, base_id=beginning.base_id, changed_by=actor.id, revision=1
    )
    _say(draft, said)
    db.session.add(draft)
    db.session.flush()
    journal.record(ChecklistDrafted(draft.id, place, actor.id, said.code))
    return draft


def copy_version(actor: Actor, version_id: UUID, code: str) -> ChecklistDraft:
    """Begin a draft that says what a version says; raises not_found, draft.exists."""
    version = queries.version(version_id)
    said = {name: getattr(version, name) for name in SAID} | {"code": code}
    return begin_draft(actor, Beginning(Definition(**said), version.id))


def save_draft(actor: Actor, draft_id: UUID, saving: Saving) -> ChecklistDraft:
    """Let a draft say something else; it may have faults. Its code stays.

    Raises draft.unknown, jurisdiction.other, draft.over, draft.overtaken.
    """
    draft = opened_draft(actor, draft_id, saving.revision)
    _say(draft, saving.definition, keep=("code",))
    draft.revision, draft.changed_by = draft.revision + 1, actor.id
    db.session.flush()
    return draft


def publish_draft(actor: Actor, draft_id: UUID, said: PublishingDraft) -> ChecklistVersion:
    """Publish a draft; what checks began with stays theirs.

    Raises draft.unknown, jurisdiction.other, draft.over, draft.overtaken, checklist.date,
    checklist.faulty.
    """
    draft = opened_draft(actor, draft_id, said.revision)
    if said.published_on < today():
        raise refuse("checklist.date", field="published_on")
    if draft.faults:
        raise refuse("checklist.faulty", faults=[asdict(one) for one in draft.faults])
    publisher = Publisher(draft.jurisdiction_id, actor.id, said.legal_basis)
    whole = draft.definition
    definition = whole.with_tables_verified() if said.tables_verified else whole
    version = publish_version(definition, said.published_on, publisher)
    draft.published_id = version.id
    return version


def discard_draft(actor: Actor, draft_id: UUID) -> ChecklistDraft:
    """Give a draft up; it stays to be read, and is not gone on with.

    Raises draft.unknown, jurisdiction.other, draft.over.
    """
    draft = opened_draft(actor, draft_id)
    draft.discarded_at = now()
    journal.record(DraftDiscarded(draft.id, draft.jurisdiction_id, actor.id, draft.code))
    return draft


def retire_version(actor: Actor, version_id: UUID, said: Retiring) -> ChecklistVersion:
    """Let a list of the actor's own office be given to no new check from a day on.

    Raises not_found, checklist.library, jurisdiction.other, checklist.overtaken,
    checklist.retired, checklist.date, checklist.in_use.
    """
    version = queries.version(version_id)
    if version.jurisdiction_id is None:
        raise refuse("checklist.library")
    actor.act_in(version.jurisdiction_id)
    if queries.last_published(version.jurisdiction_id, version.code) != version.version:
        raise refuse("checklist.overtaken")
    if queries.retirement(version) is not None:
        raise refuse("checklist.retired")
    if said.retired_on < max(today(), version.published_on):
        raise refuse("checklist.date", field="retired_on")
    entries = queries.entries_with(actor.jurisdictions, version.code)
    if entries:
        raise refuse("checklist.in_use", numbers=entries)
    retirement = ChecklistRetirement(
        jurisdiction_id=version.jurisdiction_id,
        code=version.code,
        version=version.version,
        retired_on=said.retired_on,
        reason=said.reason,
        retired_by=actor.id,
    )
    db.session.add(retirement)
    fact = ChecklistRetired(version.id, version.jurisdiction_id, actor.id, said.retired_on)
    journal.record(fact)
    return version


def _say(draft: ChecklistDraft, said: Definition, keep: tuple[str, ...] = ()) -> None:
    for name in SAID:
        if name not in keep:
            setattr(draft, name, getattr(said, name))


def opened_draft(actor: Actor, draft_id: UUID, revision: int | None = None) -> ChecklistDraft:
    """The draft, locked, as its writer read it."""
    draft = queries.draft(actor.jurisdictions, draft_id, for_update=True)
    actor.act_in(draft.jurisdiction_id)
    if draft.published_id is not None or draft.discarded_at is not None:
        raise refuse("draft.over")
    if revision is not None and revision != draft.revision:
        raise refuse("draft.overtaken", revision=draft.revision)
    return draft
