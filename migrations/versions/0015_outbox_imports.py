"""Outboxes that come by file, and by which of them a command came."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0015"
down_revision = "0014"

TABLE = "outbox_imports"
STATES = ("receiving", "checking", "checked", "applying", "applied", "refused", "expired")
PEOPLE = ("made_by", "person_id", "vouched_by")


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""
    state = sa.Enum(
        *STATES,
        name=op.f("ck_outbox_imports_state"),
        native_enum=False,
        create_constraint=True,
        length=32,
    )
    op.create_table(
        TABLE,
        sa.Column("jurisdiction_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Uuid()) for name in PEOPLE),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.String(64)),
        sa.Column("size", sa.BigInteger()),
        sa.Column("state", state, nullable=False),
        sa.Column("reason", sa.String(500)),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer()),
        sa.Column("report", JSONB()),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(vouched_by IS NULL) = (reason IS NULL)", op.f(f"ck_{TABLE}_vouched_with_a_reason")
        ),
        _key("jurisdiction_id", "jurisdictions"),
        *(_key(name, "people") for name in PEOPLE),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    index = op.f(f"ix_{TABLE}_jurisdiction_id")
    op.create_index(index, TABLE, ["jurisdiction_id"])
    op.add_column("ledger", sa.Column("import_id", sa.Uuid(), nullable=True))
    key = op.f("fk_ledger_import_id")
    op.create_foreign_key(key, "ledger", TABLE, ["import_id"], ["id"])
    op.create_index(op.f("ix_ledger_import_id"), "ledger", ["import_id"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_index(op.f("ix_ledger_import_id"), table_name="ledger")
    op.drop_constraint(op.f("fk_ledger_import_id"), "ledger")
    op.drop_column("ledger", "import_id")
    op.drop_table(TABLE)


def _key(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{TABLE}_{column}"))
