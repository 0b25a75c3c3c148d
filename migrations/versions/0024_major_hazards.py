"""重大事故隐患: a legal determination apart from the severity, by one item of the standard."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

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
DETERMINED = ("determined_at", "determined_by", "major_reason", "major_item", "major_edition")
CHECKS = {
    "severity": "severity IN ('general', 'serious')",
    "one_item_of_a_major": "num_nonnulls(major_edition, major_item) <> 1"
    " AND (major_item IS NULL OR is_major)",
    "item_by_a_person": "num_nonnulls(determined_by, determined_at) <> 1"
    " AND (major_item IS NULL OR determined_by IS NOT NULL)",
}
# The release before writes a grade and nothing else; it, and phones of its time, read the grade.
SETTLE = """
CREATE FUNCTION settle_grade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.severity IS NULL THEN
        NEW.severity := CASE NEW.grade WHEN 'major' THEN 'serious' ELSE 'general' END;
        NEW.is_major := NEW.grade = 'major';
    END IF;
    NEW.grade := CASE WHEN NEW.is_major THEN 'major' ELSE 'general' END;
    RETURN NEW;
END $$
"""
TALLY = ("ix_hazards_tally", "hazards")


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""
    _columns()
    op.execute(SETTLE)
    op.execute(
        "CREATE TRIGGER settle_grade BEFORE INSERT OR UPDATE ON hazards "
        "FOR EACH ROW EXECUTE FUNCTION settle_grade()"
    )
    # The trigger writes what is missing. Phones pull hazards in their new shape anyway, and the
    # rows of nobody else are to be told again for it.
    op.execute("ALTER TABLE hazards DISABLE TRIGGER touch_changed")
    op.execute("UPDATE hazards SET severity = NULL")
    op.execute("ALTER TABLE hazards ENABLE TRIGGER touch_changed")
    op.alter_column("hazards", "severity", nullable=False)
    op.alter_column("hazards", "is_major", nullable=False)
    for name, rule in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_hazards_{name}"), "hazards", rule)
    op.create_foreign_key(
        op.f("fk_hazards_determined_by"), "hazards", "people", ["determined_by"], ["id"]
    )
    op.drop_index(TALLY[0])
    op.create_index(*TALLY, ["jurisdiction_id", "state", "is_major", "due_on"])
    _steps((*STEPS, "determined"))


def downgrade() -> None:
    """Take it away again; a determination would have no place, and keeps it from going."""
    _steps(STEPS)
    op.drop_index(TALLY[0])
    op.create_index(*TALLY, ["jurisdiction_id", "state", "grade", "due_on"])
    op.execute("DROP TRIGGER settle_grade ON hazards")
    op.execute("DROP FUNCTION settle_grade()")
    for column in (*DETERMINED, "is_major", "severity"):
        op.drop_column("hazards", column)


def _columns() -> None:
    for column in (
        sa.Column("severity", sa.String(32), nullable=True),
        sa.Column("is_major", sa.Boolean(), nullable=True),
        sa.Column("major_edition", sa.String(8), nullable=True),
        sa.Column("major_item", sa.String(16), nullable=True),
        sa.Column("major_reason", sa.String(500), nullable=False, server_default=""),
        sa.Column("determined_by", sa.Uuid(), nullable=True),
        sa.Column("determined_at", sa.DateTime(timezone=True), nullable=True),
    ):
        op.add_column("hazards", column)


def _steps(values: tuple[str, ...]) -> None:
    """Say which steps there are."""
    name = op.f("ck_hazard_steps_step")
    op.drop_constraint(name, "hazard_steps")
    known = ", ".join(f"'{value}'" for value in values)
    op.create_check_constraint(name, "hazard_steps", f"step IN ({known})")
