"""Which sites a freezing excluded, and dated settings that stay."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""
    op.add_column("frozen_rosters", sa.Column("exclusions", sa.String(), nullable=True))
    op.execute(
        "CREATE TRIGGER facts_stay BEFORE UPDATE OR DELETE ON dated_settings "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """Take it away again."""
    op.execute("DROP TRIGGER facts_stay ON dated_settings")
    op.drop_column("frozen_rosters", "exclusions")
