"""The library of clauses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


class Xid8(sa.types.UserDefinedType):
    """PostgreSQL's 64-bit transaction id, as DDL."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """Return the type's name."""
        return "xid8"


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""
    op.create_table(
        "clauses",
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("standard", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("major", sa.Boolean(), nullable=False),
        sa.Column("unverified", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "changed", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clauses")),
        sa.UniqueConstraint("code", name=op.f("uq_clauses_code")),
    )
    op.create_index(op.f("ix_clauses_changed"), "clauses", ["changed"])
    op.execute(
        "CREATE TRIGGER touch_changed BEFORE UPDATE ON clauses "
        "FOR EACH ROW EXECUTE FUNCTION touch_changed()"
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("clauses")
