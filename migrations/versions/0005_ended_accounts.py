"""Ended accounts and revoked devices, by whom and why; wrong passwords of names nobody has."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""
    op.add_column("people", sa.Column("ended_by", sa.Uuid(), nullable=True))
    op.add_column("people", sa.Column("end_reason", sa.String(), nullable=True))
    op.add_column("people", sa.Column("wrong_at", sa.DateTime(timezone=True), nullable=True))
    op.create_foreign_key(op.f("fk_people_ended_by"), "people", "people", ["ended_by"], ["id"])
    op.add_column("devices", sa.Column("revoked_by", sa.Uuid(), nullable=True))
    op.add_column("devices", sa.Column("revoke_reason", sa.String(), nullable=True))
    op.create_foreign_key(
        op.f("fk_devices_revoked_by"), "devices", "people", ["revoked_by"], ["id"]
    )
    op.create_table(
        "unknown_logins",
        sa.Column("login_sha256", sa.String(length=64), nullable=False),
        sa.Column("wrong_passwords", sa.Integer(), nullable=False),
        sa.Column("wrong_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("login_sha256", name=op.f("pk_unknown_logins")),
    )
    op.create_index(op.f("ix_unknown_logins_wrong_at"), "unknown_logins", ["wrong_at"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("unknown_logins")
    op.drop_constraint(op.f("fk_devices_revoked_by"), "devices", type_="foreignkey")
    op.drop_column("devices", "revoke_reason")
    op.drop_column("devices", "revoked_by")
    op.drop_constraint(op.f("fk_people_ended_by"), "people", type_="foreignkey")
    op.drop_column("people", "wrong_at")
    op.drop_column("people", "end_reason")
    op.drop_column("people", "ended_by")
