"""Checklists that offices write themselves: drafts, versions of their own, and their end."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0023"
down_revision = "0022"

VERSIONS = "checklist_versions"
DRAFTS = "checklist_drafts"
RETIREMENTS = "checklist_retirements"
NAMED_ONCE = ("jurisdiction_id", "code", "version")


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""
    # Facts are never updated: what was published before is the library's, and says no basis.
    op.add_column(VERSIONS, sa.Column("jurisdiction_id", sa.Uuid(), nullable=True))
    op.add_column(
        VERSIONS, sa.Column("legal_basis", sa.String(), nullable=False, server_default="")
    )
    op.add_column(VERSIONS, sa.Column("scheme", JSONB(), nullable=True))
    _refer(VERSIONS, "jurisdiction_id", "jurisdictions.id")
    op.create_index(op.f(f"ix_{VERSIONS}_jurisdiction_id"), VERSIONS, ["jurisdiction_id"])
    op.drop_constraint(op.f(f"uq_{VERSIONS}_code_version"), VERSIONS)
    op.create_unique_constraint(
        op.f(f"uq_{VERSIONS}_{'_'.join(NAMED_ONCE)}"),
        VERSIONS,
        list(NAMED_ONCE),
        postgresql_nulls_not_distinct=True,
    )
    _retirements()
    _drafts()


def _retirements() -> None:
    op.create_table(
        RETIREMENTS,
        sa.Column("jurisdiction_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("retired_by", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{RETIREMENTS}")),
        sa.UniqueConstraint(*NAMED_ONCE, name=op.f(f"uq_{RETIREMENTS}_{'_'.join(NAMED_ONCE)}")),
    )
    _refer(RETIREMENTS, "jurisdiction_id", "jurisdictions.id")
    _refer(RETIREMENTS, "retired_by", "people.id")
    op.execute(
        f"CREATE TRIGGER facts_stay BEFORE UPDATE OR DELETE ON {RETIREMENTS} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def _drafts() -> None:
    op.create_table(
        DRAFTS,
        sa.Column("jurisdiction_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("standard", sa.String(200), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("scored", sa.Boolean(), nullable=False),
        sa.Column("split", sa.Boolean(), nullable=False),
        sa.Column("scheme", JSONB(), nullable=True),
        sa.Column("sections", JSONB(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=True),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_id", sa.Uuid(), nullable=True),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{DRAFTS}")),
        sa.CheckConstraint(
            "num_nonnulls(published_id, discarded_at) <= 1", name=op.f(f"ck_{DRAFTS}_one_end")
        ),
    )
    _refer(DRAFTS, "jurisdiction_id", "jurisdictions.id")
    _refer(DRAFTS, "changed_by", "people.id")
    _refer(DRAFTS, "base_id", f"{VERSIONS}.id")
    _refer(DRAFTS, "published_id", f"{VERSIONS}.id")
    op.create_index(
        op.f(f"uq_{DRAFTS}_open"),
        DRAFTS,
        ["jurisdiction_id", "code"],
        unique=True,
        postgresql_where=sa.text("published_id IS NULL AND discarded_at IS NULL"),
    )


def downgrade() -> None:
    """Take it away again; offices' own versions would have no place, and keep it from going."""
    op.drop_table(DRAFTS)
    op.drop_table(RETIREMENTS)
    op.drop_constraint(op.f(f"uq_{VERSIONS}_{'_'.join(NAMED_ONCE)}"), VERSIONS)
    op.create_unique_constraint(op.f(f"uq_{VERSIONS}_code_version"), VERSIONS, ["code", "version"])
    for column in ("scheme", "legal_basis", "jurisdiction_id"):
        op.drop_column(VERSIONS, column)


def _refer(table: str, column: str, target: str) -> None:
    other, key = target.split(".")
    op.create_foreign_key(op.f(f"fk_{table}_{column}"), table, other, [column], [key])
