"""Computations that were set aside for a wrong transcription, and repeated on the same manifest.

The release before computes one draw for a plan, which stays number 1, and is kept from a second
one as before. Of a plan whose draw was repeated it knows no more than that there are two rows:
it may show the one that was set aside until its servers are exchanged (decision 13).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

WHY = "num_nonnulls(mended_source, mended_text) = CASE WHEN number = 1 THEN 0 ELSE 2 END"


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""
    op.add_column("draws", sa.Column("number", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("draws", sa.Column("mended_source", sa.String(length=64), nullable=True))
    op.add_column("draws", sa.Column("mended_text", sa.String(length=500), nullable=True))
    op.create_check_constraint(op.f("ck_draws_number_from_1"), "draws", "number >= 1")
    op.create_check_constraint(op.f("ck_draws_repeated_with_reason"), "draws", WHY)
    op.create_unique_constraint(op.f("uq_draws_plan_id_number"), "draws", ["plan_id", "number"])
    op.drop_constraint(op.f("uq_draws_plan_id"), "draws")


def downgrade() -> None:
    """Take it away again; refused where a draw was repeated: both of its rows are facts."""
    op.create_unique_constraint(op.f("uq_draws_plan_id"), "draws", ["plan_id"])
    op.drop_constraint(op.f("uq_draws_plan_id_number"), "draws")
    op.drop_constraint(op.f("ck_draws_repeated_with_reason"), "draws")
    op.drop_constraint(op.f("ck_draws_number_from_1"), "draws")
    for name in ("mended_text", "mended_source", "number"):
        op.drop_column("draws", name)
