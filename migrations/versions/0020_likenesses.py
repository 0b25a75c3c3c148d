"""What photos are like, and which two of them a person is to look at side by side."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

FINDING = "finding IN ('reused', 'harmless')"
KIND = "kind IN ('same_file', 'alike', 'before_and_after')"


class Xid8(sa.types.UserDefinedType):
    """PostgreSQL's 64-bit transaction id, as DDL."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """Return the type's name."""
        return "xid8"


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""
    op.create_table(
        "likenesses",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("keys", sa.LargeBinary(), nullable=False),
        sa.Column("miniature", sa.LargeBinary(), nullable=False),
        sa.Column("detail", sa.Integer(), nullable=False),
        sa.Column(
            "changed", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False
        ),
        sa.ForeignKeyConstraint(["sha256"], ["photos.sha256"], name=op.f("fk_likenesses_sha256")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_likenesses")),
    )
    op.create_index(op.f("ix_likenesses_changed"), "likenesses", ["changed"])
    op.execute(
        "CREATE TRIGGER touch_changed BEFORE UPDATE ON likenesses "
        "FOR EACH ROW EXECUTE FUNCTION touch_changed()"
    )
    op.execute(
        "CREATE TRIGGER synced_rows_stay BEFORE DELETE ON likenesses "
        "FOR EACH ROW EXECUTE FUNCTION refuse_delete()"
    )
    _create_flags()


def _create_flags() -> None:
    name = "likeness_flags"
    references = {
        "later_use_id": "photo_uses.id",
        "earlier_use_id": "photo_uses.id",
        "jurisdiction_id": "jurisdictions.id",
        "judged_by": "people.id",
    }
    op.create_table(
        name,
        sa.Column("later_use_id", sa.Uuid(), nullable=False),
        sa.Column("earlier_use_id", sa.Uuid(), nullable=False),
        sa.Column("jurisdiction_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("difference", sa.Integer(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finding", sa.String(32)),
        sa.Column("judged_by", sa.Uuid()),
        sa.Column("judged_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.String()),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(KIND, op.f(f"ck_{name}_kind")),
        sa.CheckConstraint(FINDING, op.f(f"ck_{name}_finding")),
        sa.CheckConstraint("later_use_id <> earlier_use_id", op.f(f"ck_{name}_two_uses")),
        sa.CheckConstraint(
            "difference BETWEEN 0 AND 100", op.f(f"ck_{name}_difference_is_per_cent")
        ),
        sa.CheckConstraint(
            "num_nulls(finding, judged_by, judged_at, reason) IN (0, 4)",
            op.f(f"ck_{name}_judged_whole"),
        ),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{name}_{column}"))
            for column, target in references.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint(
            "later_use_id", "earlier_use_id", name=op.f(f"uq_{name}_later_use_id_earlier_use_id")
        ),
    )
    op.create_index(op.f(f"ix_{name}_earlier_use_id"), name, ["earlier_use_id"])
    op.create_index(
        "ix_likeness_flags_open",
        name,
        ["jurisdiction_id", "id"],
        postgresql_where=sa.text("finding IS NULL"),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("likeness_flags")
    op.drop_table("likenesses")
