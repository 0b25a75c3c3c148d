"""The verbs of checklists: versions and clauses, and the item list (抽查事项清单)."""

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
    publish_version,
)

__all__ = [
    "ChecklistPublished",
    "Correction",
    "NewEntry",
    "add_entry",
    "correct_entry",
    "end_entry",
    "load_clauses",
    "publish_version",
]
