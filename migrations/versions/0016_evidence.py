"""What cameras write into their files, and how far a phone's clock was off."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""
    op.add_column("photos", sa.Column("exif", JSONB()))
    op.add_column("photos", sa.Column("reading", sa.Integer(), server_default="0", nullable=False))
    op.create_index(
        "ix_photos_reading", "photos", ["reading"], postgresql_where=sa.text("state = 'rendered'")
    )
    op.add_column("photo_uses", sa.Column("clock_offset_ms", sa.BigInteger()))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("photo_uses", "clock_offset_ms")
    op.drop_index("ix_photos_reading", "photos")
    op.drop_column("photos", "reading")
    op.drop_column("photos", "exif")
