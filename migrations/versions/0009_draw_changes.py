"""Seats that were drawn anew after a draw."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""
    op.create_table(
        "draw_changes",
        sa.Column("draw_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("object_id", sa.String(length=64), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("left", sa.String(length=64), nullable=True),
        sa.Column("came", sa.String(length=64), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["draw_id"], ["draws.id"], name=op.f("fk_draw_changes_draw_id")),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_draw_changes_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_changes")),
        sa.UniqueConstraint("draw_id", "number", name=op.f("uq_draw_changes_draw_id_number")),
    )
    op.execute(
        "CREATE TRIGGER facts_stay BEFORE UPDATE OR DELETE ON draw_changes "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("draw_changes")
