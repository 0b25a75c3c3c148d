"""What a decided version of a record keeps, and the supplements that come after."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""


def downgrade() -> None:
    """Take it away again."""
