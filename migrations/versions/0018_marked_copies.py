"""Copies of photos that somebody drew on: each names the picture under it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""
    op.add_column("photo_uses", sa.Column("marked_of", sa.String(64), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("photo_uses", "marked_of")
