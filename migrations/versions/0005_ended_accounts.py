"""Ended accounts and revoked devices, with a reason."""

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""


def downgrade() -> None:
    """Take it away again."""
