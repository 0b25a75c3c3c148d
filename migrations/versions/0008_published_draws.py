"""When the files of a draw were published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""
    op.add_column("plans", sa.Column("published_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("plans", "published_at")
