"""What a checklist says, apart from where it is kept: pure, no database and no Flask."""

from suicha.checklists.definition.document import Definition

__all__ = ["Definition"]
