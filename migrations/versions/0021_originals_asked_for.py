"""Which originals the office has asked for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

TABLE = "original_requests"
REFERENCES = {
    "use_id": "photo_uses.id",
    "jurisdiction_id": "jurisdictions.id",
    "asked_by": "people.id",
}


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""
    op.create_table(
        TABLE,
        sa.Column("use_id", sa.Uuid(), nullable=False),
        sa.Column("jurisdiction_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{TABLE}_{column}"))
            for column, target in REFERENCES.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("use_id", name=op.f(f"uq_{TABLE}_use_id")),
    )
    op.execute(
        f"CREATE TRIGGER facts_stay BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table(TABLE)
