"""No synced row is deleted: a phone would keep it for ever, as no feed tells of what is gone."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"

SYNCED = (
    "answer_sheets",
    "assignments",
    "cards",
    "checklist_versions",
    "clauses",
    "hazards",
    "parties",
    "people",
    "photo_uses",
    "photos",
    "plans",
    "publications",
    "recheck_assignments",
    "records",
    "sites",
    "spot_checks",
    "units",
)
REFUSE = """
CREATE FUNCTION refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are on phones: they end, and are never deleted', TG_TABLE_NAME;
END $$
"""


def upgrade() -> None:
    """Refuse what no release ever did; the release before runs on it too."""
    op.execute(REFUSE)
    for table in SYNCED:
        op.execute(
            f"CREATE TRIGGER synced_rows_stay BEFORE DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_delete()"
        )


def downgrade() -> None:
    """Take it away again."""
    for table in SYNCED:
        op.execute(f"DROP TRIGGER synced_rows_stay ON {table}")
    op.execute("DROP FUNCTION refuse_delete()")
