"""The registers (一单两库) with all their fields: ended with a reason, corrected by versions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0012"
down_revision = "0011"

WORK_STATES = ("not_started", "in_progress", "suspended")
KINDS = ("general", "key")
IMPORT_STATES = ("checking", "checked", "applying", "applied", "refused", "expired")


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""
    _sites()
    _inspectors()
    _item_list()
    _imports()


def _sites() -> None:
    _add("units", sa.Column("credit_grade", _choice("credit_grade", ("A", "B", "C", "D"))))
    _add("units", sa.Column("ended_on", sa.Date()))
    _add("units", sa.Column("ended_reason", sa.String()))
    _check("units", "ended_with_a_reason", "(ended_on IS NULL) = (ended_reason IS NULL)")
    _add("parties", sa.Column("ended_on", sa.Date()))
    _add("sites", _text("supervising_agency", 200))
    _add("sites", _list("risk_tags", 32))
    state = _choice("work_state", WORK_STATES)
    _add("sites", sa.Column("work_state", state, server_default="in_progress", nullable=False))
    _add("sites", sa.Column("valid_from", sa.Date()))
    _add("sites", sa.Column("readmitted_reason", sa.String()))


def _inspectors() -> None:
    _add("cards", _text("card_type", 64))
    _add("cards", _list("areas", 6))
    _add("cards", sa.Column("state_reason", sa.String()))
    _add("cards", sa.Column("ended_on", sa.Date()))
    _check("cards", "ended_when_cancelled", "ended_on IS NULL OR state = 'cancelled'")
    for deed in ("added", "ended"):
        _add("recusals", sa.Column(f"{deed}_by", sa.Uuid()))
        _add("recusals", sa.Column(f"{deed}_at", sa.DateTime(timezone=True)))
        name = op.f(f"fk_recusals_{deed}_by")
        op.create_foreign_key(name, "recusals", "people", [f"{deed}_by"], ["id"])
    _add("recusals", sa.Column("end_reason", sa.String()))
    _check("recusals", "ended_with_a_reason", "(ended_at IS NULL) = (end_reason IS NULL)")


def _item_list() -> None:
    table = "item_list_entries"
    _add(table, sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    kind = sa.Column("kind", _choice("kind", KINDS), server_default="general", nullable=False)
    _add(table, kind)
    _add(table, sa.Column("published_on", sa.Date()))
    _add(table, sa.Column("ended_reason", sa.String()))
    _check(table, "ended_on_a_day", "ended_reason IS NULL OR valid_to IS NOT NULL")
    op.drop_constraint(op.f("uq_item_list_entries_jurisdiction_id_number"), table)
    columns = ["jurisdiction_id", "number", "version"]
    op.create_unique_constraint(op.f(f"uq_{table}_{'_'.join(columns)}"), table, columns)


def _imports() -> None:
    op.create_table(
        "register_imports",
        sa.Column(
            "register", _choice("register", ("sites", "inspectors", "items")), nullable=False
        ),
        sa.Column("jurisdiction_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", _choice("state", IMPORT_STATES), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=True),
        sa.Column("report", JSONB(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"],
            ["jurisdictions.id"],
            name=op.f("fk_register_imports_jurisdiction_id"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["people.id"], name=op.f("fk_register_imports_made_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_imports")),
    )
    op.create_index(
        op.f("ix_register_imports_jurisdiction_id"), "register_imports", ["jurisdiction_id"]
    )


def _add(table: str, column: sa.Column[object]) -> None:
    op.add_column(table, column)


def _check(table: str, name: str, rule: str) -> None:
    op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, rule)


def _text(name: str, length: int) -> sa.Column[object]:
    return sa.Column(name, sa.String(length=length), server_default="", nullable=False)


def _list(name: str, length: int) -> sa.Column[object]:
    kind = ARRAY(sa.String(length=length))
    return sa.Column(name, kind, server_default=sa.text("'{}'"), nullable=False)


def _choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("register_imports")
    table = "item_list_entries"
    op.drop_constraint(op.f("uq_item_list_entries_jurisdiction_id_number_version"), table)
    name = op.f("uq_item_list_entries_jurisdiction_id_number")
    op.create_unique_constraint(name, table, ["jurisdiction_id", "number"])
    added = {
        table: ("ended_reason", "published_on", "kind", "version"),
        "recusals": ("end_reason", "ended_at", "ended_by", "added_at", "added_by"),
        "cards": ("ended_on", "state_reason", "areas", "card_type"),
        "sites": (
            "readmitted_reason",
            "valid_from",
            "work_state",
            "risk_tags",
            "supervising_agency",
        ),
        "parties": ("ended_on",),
        "units": ("ended_reason", "ended_on", "credit_grade"),
    }
    for each, columns in added.items():
        for column in columns:
            op.drop_column(each, column)
