"""Corrected and withdrawn publications."""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""


def downgrade() -> None:
    """Take it away again."""
