"""The library of clauses."""

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""


def downgrade() -> None:
    """Take it away again."""
