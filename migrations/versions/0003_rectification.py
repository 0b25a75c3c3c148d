"""The way of a hazard from its confirmation to its closing."""

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""


def downgrade() -> None:
    """Take it away again."""
