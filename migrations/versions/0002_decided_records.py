"""What a decided version of a record keeps, what is undecided, and supplements that come after."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"

CHECKS = {
    "base_digest_is_hex": "base_digest ~ '^[0-9a-f]{64}$'",
    "decided_with_reason": "num_nulls(reason, base_digest, choices) IN (0, 3)",
}


class Xid8(sa.types.UserDefinedType):
    """PostgreSQL's 64-bit transaction id, as DDL."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """Return the type's name."""
        return "xid8"


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""
    op.add_column("records", sa.Column("reason", sa.String(500)))
    op.add_column("records", sa.Column("base_digest", sa.String(64)))
    op.add_column("records", sa.Column("choices", postgresql.JSONB()))
    now = sa.text("pg_current_xact_id()")
    op.add_column("records", sa.Column("changed", Xid8(), server_default=now, nullable=False))
    op.create_index("ix_records_changed", "records", ["changed"])
    for name, check in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_records_{name}"), "records", check)
    op.execute(
        "CREATE TRIGGER touch_changed BEFORE UPDATE ON records "
        "FOR EACH ROW EXECUTE FUNCTION touch_changed()"
    )
    _undecided()
    _supplements()


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("supplements")
    op.drop_index("ix_spot_checks_differing", "spot_checks")
    op.drop_column("spot_checks", "open_differences")
    op.execute("DROP TRIGGER touch_changed ON records")
    op.drop_index("ix_records_changed", "records")
    for name in ("changed", "choices", "base_digest", "reason"):
        op.drop_column("records", name)  # and with it the checks that name it


def _undecided() -> None:
    """Add the count of open differences; a worker counts what was closed before (worker.run)."""
    zero = sa.text("0")
    column = sa.Column("open_differences", sa.Integer(), server_default=zero, nullable=False)
    op.add_column("spot_checks", column)
    op.create_index(
        "ix_spot_checks_differing",
        "spot_checks",
        ["id"],
        postgresql_where=sa.text("open_differences > 0"),
    )


def _supplements() -> None:
    op.create_table(
        "supplements",
        sa.Column("spot_check_id", sa.Uuid(), nullable=False),
        sa.Column("checklist_version_id", sa.Uuid(), nullable=False),
        sa.Column("inspector_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("answers", postgresql.JSONB(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_supplements"),
        *_keys(),
    )
    op.create_index("ix_supplements_spot_check_id", "supplements", ["spot_check_id"])
    op.execute(
        "CREATE TRIGGER facts_stay BEFORE UPDATE OR DELETE ON supplements "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def _keys() -> list[sa.ForeignKeyConstraint]:
    tables = {
        "spot_check_id": "spot_checks",
        "checklist_version_id": "checklist_versions",
        "inspector_id": "people",
        "device_id": "devices",
    }
    return [
        sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_supplements_{column}")
        for column, table in tables.items()
    ]
