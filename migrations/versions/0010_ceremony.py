"""Approval, void plans, several witnesses, and the values of any public source."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""
    op.add_column("plans", sa.Column("approved_by", sa.Uuid(), nullable=True))
    op.add_column("plans", sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("plans", sa.Column("voided_by", sa.Uuid(), nullable=True))
    op.add_column("plans", sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("plans", sa.Column("void_reason", sa.String(length=32), nullable=True))
    op.add_column("plans", sa.Column("void_text", sa.String(length=500), nullable=True))
    op.add_column("plans", sa.Column("supersedes_id", sa.Uuid(), nullable=True))
    for column, table in (
        ("approved_by", "people"),
        ("voided_by", "people"),
        ("supersedes_id", "plans"),
    ):
        op.create_foreign_key(op.f(f"fk_plans_{column}"), "plans", table, [column], ["id"])
    for name, rule in (
        ("approved_by_somebody", "(approved_at IS NULL) = (approved_by IS NULL)"),
        ("approved_by_another", "approved_by <> made_by"),
        ("void_with_a_reason", "(voided_at IS NULL) = (void_reason IS NULL)"),
        ("void_reason", "void_reason IN ('lists', 'steps', 'given-up')"),
    ):
        op.create_check_constraint(op.f(f"ck_plans_{name}"), "plans", rule)
    # A plan that the release before has frozen was approved by nobody; it goes on all the same.
    _let_several_witness()
    op.create_table(
        "announcements",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("value", sa.String(length=512), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_announcements_plan_id")),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_announcements_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )
    op.create_index(op.f("ix_announcements_plan_id"), "announcements", ["plan_id"])
    op.execute(
        "CREATE TRIGGER facts_stay BEFORE UPDATE OR DELETE ON announcements "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def _let_several_witness() -> None:
    op.drop_constraint("uq_contributions_plan_id", "contributions")
    for columns in (["plan_id", "key"], ["plan_id", "person_id"]):
        name = op.f(f"uq_contributions_{'_'.join(columns)}")
        op.create_unique_constraint(name, "contributions", columns)


def downgrade() -> None:
    """Take it away again; of several witnesses only one could stay."""
    op.drop_table("announcements")
    for name in ("plan_id_key", "plan_id_person_id"):
        op.drop_constraint(f"uq_contributions_{name}", "contributions")
    op.create_unique_constraint(op.f("uq_contributions_plan_id"), "contributions", ["plan_id"])
    for column in (
        "approved_by",
        "approved_at",
        "voided_by",
        "voided_at",
        "void_reason",
        "void_text",
        "supersedes_id",
    ):
        op.drop_column("plans", column)
