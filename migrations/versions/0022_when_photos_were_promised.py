"""When each use of a photo was promised, by the server's clock."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

# The first 48 bits of an id are its milliseconds (RFC 9562, UUIDv7).
PROMISED = """
UPDATE photo_uses SET promised_at = to_timestamp(
    ('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000.0)
"""


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""
    column = sa.Column(
        "promised_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")
    )
    op.add_column("photo_uses", column)
    # No row is written differently for it: phones must not pull every check again.
    op.execute("ALTER TABLE photo_uses DISABLE TRIGGER touch_changed")
    op.execute(PROMISED)
    op.execute("ALTER TABLE photo_uses ENABLE TRIGGER touch_changed")


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("photo_uses", "promised_at")
