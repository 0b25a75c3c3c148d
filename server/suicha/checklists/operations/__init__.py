"""The verbs of checklists: versions and clauses, and the item list (抽查事项清单)."""

from suicha.checklists.operations.drafts import (
    Beginning,
    PublishingDraft,
    Retiring,
    Saving,
    begin_draft,
    copy_version,
    discard_draft,
    publish_draft,
    retire_version,
    save_draft,
)
from suicha.checklists.operations.filling import (
    Filled,
    Filling,
    fill_draft,
    written_form,
    written_sheet,
)
from suicha.checklists.operations.item_list import (
    Correction,
    NewEntry,
    add_entry,
    correct_entry,
    end_entry,
)
from suicha.checklists.operations.versions import (
    ChecklistPublished,
    load_clauses,
    load_library,
    publish_version,
)

__all__ = [
    "Beginning",
    "ChecklistPublished",
    "Correction",
    "Filled",
    "Filling",
    "NewEntry",
    "PublishingDraft",
    "Retiring",
    "Saving",
    "add_entry",
    "begin_draft",
    "copy_version",
    "correct_entry",
    "discard_draft",
    "end_entry",
    "fill_draft",
    "load_clauses",
    "load_library",
    "publish_draft",
    "publish_version",
    "retire_version",
    "save_draft",
    "written_form",
    "written_sheet",
]
