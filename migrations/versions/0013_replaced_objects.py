"""Checks that were called off, and objects that were replaced after a draw."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0009"


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


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("spot_checks", "cancelled_reason")
    op.drop_column("spot_checks", "cancelled_at")
