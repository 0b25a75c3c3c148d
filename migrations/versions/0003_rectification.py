"""The way of a hazard from its confirmation to its closing.

Steps, light changes and re-check assignments; more states of a hazard and kinds of photo; what
the queue is read and searched by. The release before runs on it: it knows fewer values, and what
it writes is allowed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

STATES = ("reported", "confirmed", "replied", "verified", "returned", "closed")
STEPS = (
    "confirmed",
    "assigned",
    "extended",
    "replied",
    "rechecked",
    "verified",
    "returned",
    "closed",
)
COLOURS = ("green", "amber", "yellow", "red", "none")
REASONS = (
    "in_time",
    "due_soon",
    "overdue",
    "overdue_two_weeks",
    "overdue_one_month",
    "major",
    "closed",
)
KINDS = ("evidence", "original", "signature", "reply", "recheck")
FACTS = ("hazard_steps", "hazard_lights")

# The signs of a text (where `shortest` is 1) and its pairs of signs, in lower case: what a word is
# found by. Chinese words are mostly of two signs, which pg_trgm could not look up; and it is not
# everywhere. The bodies are bound when they are made: an index is built under no search path. Dear,
# so that no plan computes them for many rows; and not parallel: the index gives ten thousand rows
# in less time than it takes to start workers, which the planner would not believe at such a price.
TEXT_GRAMS = """
CREATE FUNCTION text_grams(said text, shortest int) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL RESTRICTED COST 5000
BEGIN ATOMIC
    WITH signs AS (
        SELECT sign, lead(sign) OVER (ORDER BY place) AS following
        FROM unnest(string_to_array(lower(said), NULL)) WITH ORDINALITY AS each (sign, place)
    )
    SELECT coalesce(array_agg(DISTINCT gram), '{}') FROM (
        SELECT sign FROM signs WHERE shortest = 1 AND sign > ' '
        UNION ALL
        SELECT sign || following FROM signs WHERE sign > ' ' AND following > ' '
    ) AS found (gram);
END
"""
HAZARD_GRAMS = r"""
CREATE FUNCTION hazard_grams(description text, location text, clause text, number text)
RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL RESTRICTED COST 5000
RETURN text_grams(
    description || E'\n' || location || E'\n' || clause || E'\n' || number, 1
)
"""


class Xid8(sa.types.UserDefinedType):
    """PostgreSQL's 64-bit transaction id, as DDL."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """Return the type's name."""
        return "xid8"


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""
    _widen("hazards", "state", STATES)
    _widen("photo_uses", "kind", KINDS)
    op.add_column("hazards", sa.Column("original_due_on", sa.Date(), nullable=True))
    _rechecks()
    _steps()
    _lights()
    _queue()
    for table in FACTS:
        op.execute(
            f"CREATE TRIGGER facts_stay BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    """Take it away again; fails where a hazard has come further than the release before knows."""
    for table in ("hazard_lights", "hazard_steps", "recheck_assignments"):
        op.drop_table(table)
    for index in ("ix_hazards_grams", "ix_hazards_tally", "ix_hazards_open"):
        op.drop_index(index, table_name="hazards")
    op.execute("DROP FUNCTION hazard_grams, text_grams")
    op.drop_column("hazards", "original_due_on")
    _widen("photo_uses", "kind", KINDS[:3])
    _widen("hazards", "state", STATES[:2])


def _widen(table: str, column: str, values: tuple[str, ...]) -> None:
    op.drop_constraint(op.f(f"ck_{table}_{column}"), table)
    listed = ", ".join(f"'{value}'" for value in values)
    op.create_check_constraint(op.f(f"ck_{table}_{column}"), table, f"{column} IN ({listed})")


def _choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _rechecks() -> None:
    op.create_table(
        "recheck_assignments",
        sa.Column("hazard_id", sa.Uuid(), nullable=False),
        sa.Column("inspector_id", sa.Uuid(), nullable=False),
        sa.Column("assigned_by", sa.Uuid(), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "changed", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["hazard_id"], ["hazards.id"], name=op.f("fk_recheck_assignments_hazard_id")
        ),
        sa.ForeignKeyConstraint(
            ["inspector_id"], ["people.id"], name=op.f("fk_recheck_assignments_inspector_id")
        ),
        sa.ForeignKeyConstraint(
            ["assigned_by"], ["people.id"], name=op.f("fk_recheck_assignments_assigned_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recheck_assignments")),
    )
    for column in ("changed", "hazard_id", "inspector_id"):
        op.create_index(op.f(f"ix_recheck_assignments_{column}"), "recheck_assignments", [column])
    op.create_index(
        "uq_recheck_assignments_held",
        "recheck_assignments",
        ["hazard_id", "inspector_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.execute(
        "CREATE TRIGGER touch_changed BEFORE UPDATE ON recheck_assignments "
        "FOR EACH ROW EXECUTE FUNCTION touch_changed()"
    )


def _steps() -> None:
    op.create_table(
        "hazard_steps",
        sa.Column("hazard_id", sa.Uuid(), nullable=False),
        sa.Column("step", _choice("step", STEPS), nullable=False),
        sa.Column("state", _choice("state", STATES), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hazard_id"], ["hazards.id"], name=op.f("fk_hazard_steps_hazard_id")
        ),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_hazard_steps_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazard_steps")),
    )
    op.create_index(op.f("ix_hazard_steps_hazard_id"), "hazard_steps", ["hazard_id"])


def _lights() -> None:
    op.create_table(
        "hazard_lights",
        sa.Column("hazard_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("colour", _choice("colour", COLOURS), nullable=False),
        sa.Column("reason", _choice("reason", REASONS), nullable=False),
        sa.Column("rule", sa.String(length=16), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["hazard_id"], ["hazards.id"], name=op.f("fk_hazard_lights_hazard_id")
        ),
        sa.PrimaryKeyConstraint("hazard_id", "n", name=op.f("pk_hazard_lights")),
    )


def _queue() -> None:
    """Let the queue be read by due date, counted by light, and searched by words."""
    still_open = sa.text("state <> 'closed'")
    op.create_index("ix_hazards_open", "hazards", ["due_on", "id"], postgresql_where=still_open)
    op.create_index("ix_hazards_tally", "hazards", ["jurisdiction_id", "state", "grade", "due_on"])
    op.execute(TEXT_GRAMS)
    op.execute(HAZARD_GRAMS)
    op.create_index(
        "ix_hazards_grams",
        "hazards",
        [sa.text("hazard_grams(description, location, clause, number)")],
        postgresql_using="gin",
    )
