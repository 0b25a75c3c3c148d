"""Checks that were called off, and objects that were replaced after a draw."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"

RULES = {
    "objects_no_holder": 'slot IS NOT NULL OR num_nonnulls("left", came) = 0',
    "seats_no_object": "slot IS NULL OR num_nonnulls(new_object_id, new_ticket, new_team) = 0",
    "new_object_whole": "num_nulls(new_object_id, new_ticket, new_team) IN (0, 3)",
}


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""
    op.add_column("spot_checks", sa.Column("cancelled_at", sa.DateTime(timezone=True)))
    op.add_column("spot_checks", sa.Column("cancelled_reason", sa.String(length=32)))
    op.create_check_constraint(
        op.f("ck_spot_checks_cancelled_with_reason"),
        "spot_checks",
        "num_nulls(cancelled_at, cancelled_reason) <> 1",
    )
    op.create_check_constraint(
        op.f("ck_spot_checks_cancelled_reason_is_code"),
        "spot_checks",
        "cancelled_reason ~ '^[a-z-]{1,32}$'",
    )
    op.alter_column("draw_changes", "slot", nullable=True)
    op.add_column("draw_changes", sa.Column("new_object_id", sa.String(length=64)))
    op.add_column("draw_changes", sa.Column("new_ticket", sa.String(length=64)))
    op.add_column("draw_changes", sa.Column("new_team", postgresql.ARRAY(sa.String(length=64))))
    op.create_unique_constraint(
        op.f("uq_draw_changes_draw_id_new_object_id"), "draw_changes", ["draw_id", "new_object_id"]
    )
    op.create_index(
        "uq_draw_changes_object_replaced",
        "draw_changes",
        ["draw_id", "object_id"],
        unique=True,
        postgresql_where=sa.text("slot IS NULL"),
    )
    for name, rule in RULES.items():
        op.create_check_constraint(op.f(f"ck_draw_changes_{name}"), "draw_changes", rule)


def downgrade() -> None:
    """Take it away again; where objects were replaced, the release before could not tell of it."""
    for name in RULES:
        op.drop_constraint(op.f(f"ck_draw_changes_{name}"), "draw_changes")
    op.drop_index("uq_draw_changes_object_replaced", "draw_changes")
    for name in ("new_team", "new_ticket", "new_object_id"):
        op.drop_column("draw_changes", name)
    op.alter_column("draw_changes", "slot", nullable=False)
    op.drop_column("spot_checks", "cancelled_reason")
    op.drop_column("spot_checks", "cancelled_at")
