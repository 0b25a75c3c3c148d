"""What the public sees of photos, and what of them is covered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0017"
down_revision = "0016"

TABLE = "public_pictures"


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""
    op.create_table(
        TABLE,
        sa.Column("photo_sha256", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("covers", JSONB(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", op.f(f"ck_{TABLE}_sha256_is_hex")),
        sa.ForeignKeyConstraint(
            ["photo_sha256"], ["photos.sha256"], name=op.f(f"fk_{TABLE}_photo_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("photo_sha256", "sha256", name=op.f(f"uq_{TABLE}_photo_sha256_sha256")),
    )
    op.create_index(op.f(f"ix_{TABLE}_sha256"), TABLE, ["sha256"])
    op.execute(
        f"CREATE TRIGGER facts_stay BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    covers = sa.Column("covers", JSONB(), server_default=sa.text("'{}'"), nullable=False)
    op.add_column("publication_versions", covers)


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("publication_versions", "covers")
    op.drop_table(TABLE)
