"""Corrected and withdrawn publications: each version of a page is a fact with its reason."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"

# What is out already becomes version 1; version 1 of the record stood then.
FIRST_VERSIONS = """
INSERT INTO publication_versions (
    id, publication_id, version, kind, photos, record_digest, result_category, reason, made_by, at
)
SELECT
    gen_random_uuid(), p.id, 1, 'published', p.photos, r.digest, c.result_category, '',
    p.published_by, p.published_at
FROM publications p
JOIN spot_checks c ON c.id = p.spot_check_id
LEFT JOIN records r ON r.spot_check_id = c.id AND r.version = 1
"""


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""
    op.add_column(
        "publications", sa.Column("version", sa.Integer(), server_default="1", nullable=False)
    )
    op.create_table(
        "publication_versions",
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("photos", postgresql.ARRAY(sa.String(length=64)), nullable=False),
        sa.Column("record_digest", sa.String(length=64), nullable=True),
        sa.Column("result_category", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('published', 'corrected', 'withdrawn')",
            name=op.f("ck_publication_versions_kind"),
        ),
        sa.CheckConstraint(
            "kind = 'published' OR reason <> ''",
            name=op.f("ck_publication_versions_changed_with_a_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publications.id"],
            name=op.f("fk_publication_versions_publication_id"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["people.id"], name=op.f("fk_publication_versions_made_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication_versions")),
        sa.UniqueConstraint(
            "publication_id", "version", name=op.f("uq_publication_versions_publication_id_version")
        ),
    )
    op.execute(FIRST_VERSIONS)
    op.execute(
        "CREATE TRIGGER facts_stay BEFORE UPDATE OR DELETE ON publication_versions "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("publication_versions")
    op.drop_column("publications", "version")
