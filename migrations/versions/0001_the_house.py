"""The house: tables, the change feed's trigger, append-only facts, numbers and the queue.

Made by alembic's autogenerate from the models, then triggers, sequences and the queue added.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

# Synced rows: `changed` follows every update (sync.md, Pulling).
CHANGED = (
    "checklist_versions",
    "photos",
    "sites",
    "units",
    "parties",
    "people",
    "cards",
    "plans",
    "spot_checks",
    "answer_sheets",
    "assignments",
    "hazards",
    "publications",
    "photo_uses",
)
# Facts: written once (architecture.md, rule 9); a second line of defence behind the operations.
FACTS = (
    "checklist_versions",
    "draws",
    "frozen_rosters",
    "journal",
    "ledger",
    "records",
    "signatures",
)
SEQUENCES = ("hazard_number", "plan_number", "receipt_number", "spot_check_number")

TOUCH = """
CREATE FUNCTION touch_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed = pg_current_xact_id();
    RETURN NEW;
END $$
"""
REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are facts: they are never changed or deleted', TG_TABLE_NAME;
END $$
"""


class Xid8(sa.types.UserDefinedType):
    """PostgreSQL's 64-bit transaction id, as DDL."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """Return the type's name."""
        return "xid8"


def upgrade() -> None:
    """Build the house."""
    _tables()
    op.execute(TOUCH)
    op.execute(REFUSE)
    for table in CHANGED:
        op.execute(
            f"CREATE TRIGGER touch_changed BEFORE UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION touch_changed()"
        )
    for table in FACTS:
        op.execute(
            f"CREATE TRIGGER facts_stay BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    for sequence in SEQUENCES:
        op.execute(f"CREATE SEQUENCE {sequence}")
    op.execute("INSERT INTO epoch (one, id) VALUES (true, gen_random_uuid())")
    # Through the driver: the queue's DDL holds `%`, which SQLAlchemy would read as a parameter.
    op.get_bind().connection.cursor().execute(SchemaManager.get_schema())


def downgrade() -> None:
    """There is nothing before this: an empty database is made anew instead."""
    raise RuntimeError("0001 is the first migration; drop the database instead")


def _tables() -> None:  # noqa: PLR0915  # generated: one statement for each table and index
    op.create_table(
        "checklist_versions",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("standard", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("scored", sa.Boolean(), nullable=False),
        sa.Column("split", sa.Boolean(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("sections", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "changed", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_versions")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_checklist_versions_code_version")),
    )
    op.create_index(
        op.f("ix_checklist_versions_changed"), "checklist_versions", ["changed"], unique=False
    )
    op.create_table(
        "epoch",
        sa.Column("one", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("one", name=op.f("ck_epoch_one_row")),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_epoch")),
    )
    op.create_table(
        "journal",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fact", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("jurisdiction_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
    )
    op.create_index(op.f("ix_journal_fact"), "journal", ["fact"], unique=False)
    op.create_index(op.f("ix_journal_subject_id"), "journal", ["subject_id"], unique=False)
    op.create_table(
        "jurisdictions",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("code ~ '^[0-9]{6}$'", name=op.f("ck_jurisdictions_code_is_gbt2260")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["jurisdictions.id"], name=op.f("fk_jurisdictions_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jurisdictions")),
        sa.UniqueConstraint("code", name=op.f("uq_jurisdictions_code")),
    )
    op.create_table(
        "photos",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=32), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "promised",
                "received",
                "rendered",
                "set_aside",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("offset", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column(
            "changed", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False
        ),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_photos_sha256_is_hex")),
        sa.CheckConstraint("size BETWEEN 1 AND 25000000", name=op.f("ck_photos_size_within_limit")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_photos")),
    )
    op.create_index(op.f("ix_photos_changed"), "photos", ["changed"], unique=False)
    op.create_table(
        "units",
        sa.Column("uscc", sa.String(length=18), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "changed", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("uscc", name=op.f("uq_units_uscc")),
    )
    op.create_index(op.f("ix_units_changed"), "units", ["changed"], unique=False)
    op.create_table(
        "agencies",
        sa.Column("jurisdiction_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=20), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdictions.id"], name=op.f("fk_agencies_jurisdiction_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agencies")),
    )
    op.create_table(
        "dated_settings",
        sa.Column("jurisdiction_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("value", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"],
            ["jurisdictions.id"],
            name=op.f("fk_dated_settings_jurisdiction_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dated_settings")),
        sa.UniqueConstraint(
            "jurisdiction_id",
            "key",
            "valid_from",
            name=op.f("uq_dated_settings_jurisdiction_id_key_valid_from"),
        ),
    )
    op.create_table(
        "renditions",
        sa.Column("photo_sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["photo_sha256"], ["photos.sha256"], name=op.f("fk_renditions_photo_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renditions")),
        sa.UniqueConstraint("photo_sha256", "name", name=op.f("uq_renditions_photo_sha256_name")),
    )
    op.create_table(
        "sites",
        sa.Column("jurisdiction_id", sa.Uuid(), nullable=False),
        sa.Column("permit_number", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("stage", sa.String(length=100), nullable=False),
        sa.Column(
            "risk_class",
            sa.Enum(
                "A",
                "B",
                "C",
                "D",
                name="risk_class",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "project_grade",
            sa.Enum(
                "A",
                "B",
                "C",
                name="project_grade",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "category",
            sa.Enum(
                "building",
                "municipal",
                name="category",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("boundary", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_reason", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "changed", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False
        ),
        sa.CheckConstraint(
            "permit_number ~ '^[A-Za-z0-9._-]{1,64}$'", name=op.f("ck_sites_permit_is_drawable")
        ),
        sa.CheckConstraint(
            "(ended_on IS NULL) = (ended_reason IS NULL)", name=op.f("ck_sites_ended_with_a_reason")
        ),
        sa.CheckConstraint(
            "lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name=op.f("ck_sites_on_earth")
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdictions.id"], name=op.f("fk_sites_jurisdiction_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
        sa.UniqueConstraint("permit_number", name=op.f("uq_sites_permit_number")),
    )
    op.create_index(op.f("ix_sites_changed"), "sites", ["changed"], unique=False)
    op.create_index(op.f("ix_sites_jurisdiction_id"), "sites", ["jurisdiction_id"], unique=False)
    op.create_table(
        "item_list_entries",
        sa.Column("jurisdiction_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("object", sa.String(length=200), nullable=False),
        sa.Column("ratio", sa.String(length=100), nullable=False),
        sa.Column("frequency", sa.String(length=100), nullable=False),
        sa.Column("method", sa.String(length=100), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("checklist_codes", postgresql.ARRAY(sa.String(length=32)), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_item_list_entries_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"],
            ["jurisdictions.id"],
            name=op.f("fk_item_list_entries_jurisdiction_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_list_entries")),
        sa.UniqueConstraint(
            "jurisdiction_id", "number", name=op.f("uq_item_list_entries_jurisdiction_id_number")
        ),
    )
    op.create_index(
        op.f("ix_item_list_entries_jurisdiction_id"),
        "item_list_entries",
        ["jurisdiction_id"],
        unique=False,
    )
    op.create_table(
        "parties",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "owner",
                "surveyor",
                "designer",
                "builder",
                "supervision",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("leader_name", sa.String(length=100), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "changed", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_parties_site_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_parties_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parties")),
        sa.UniqueConstraint(
            "site_id", "role", "unit_id", name=op.f("uq_parties_site_id_role_unit_id")
        ),
    )
    op.create_index(op.f("ix_parties_changed"), "parties", ["changed"], unique=False)
    op.create_index(op.f("ix_parties_site_id"), "parties", ["site_id"], unique=False)
    op.create_index(op.f("ix_parties_unit_id"), "parties", ["unit_id"], unique=False)
    op.create_table(
        "people",
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "inspector",
                "supervisor",
                "witness",
                "contractor",
                "administrator",
                "auditor",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("jurisdiction_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrong_passwords", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "changed", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_people_agency_id")),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdictions.id"], name=op.f("fk_people_jurisdiction_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_people_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("login", name=op.f("uq_people_login")),
    )
    op.create_index(op.f("ix_people_changed"), "people", ["changed"], unique=False)
    op.create_table(
        "cards",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("specialties", postgresql.ARRAY(sa.String(length=32)), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "available",
                "on_leave",
                "seconded",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "changed", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False
        ),
        sa.CheckConstraint(
            "number ~ '^[A-Za-z0-9._-]{1,64}$'", name=op.f("ck_cards_number_is_drawable")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_cards_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
        sa.UniqueConstraint("number", name=op.f("uq_cards_number")),
        sa.UniqueConstraint("person_id", name=op.f("uq_cards_person_id")),
    )
    op.create_index(op.f("ix_cards_changed"), "cards", ["changed"], unique=False)
    op.create_table(
        "devices",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("current_token", sa.Uuid(), nullable=True),
        sa.Column("previous_token", sa.Uuid(), nullable=True),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_devices_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_devices")),
    )
    op.create_index(op.f("ix_devices_person_id"), "devices", ["person_id"], unique=False)
    op.create_table(
        "plans",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("jurisdiction_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("item_list_entry_id", sa.Uuid(), nullable=False),
        sa.Column("take", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("due_working_days", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "frozen",
                "revealed",
                "drawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "changed", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False
        ),
        sa.CheckConstraint("period_from <= period_to", name=op.f("ck_plans_period_in_order")),
        sa.ForeignKeyConstraint(
            ["item_list_entry_id"],
            ["item_list_entries.id"],
            name=op.f("fk_plans_item_list_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdictions.id"], name=op.f("fk_plans_jurisdiction_id")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_plans_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
        sa.UniqueConstraint("number", name=op.f("uq_plans_number")),
    )
    op.create_index(op.f("ix_plans_changed"), "plans", ["changed"], unique=False)
    op.create_index(op.f("ix_plans_jurisdiction_id"), "plans", ["jurisdiction_id"], unique=False)
    op.create_table(
        "contributions",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=True),
        sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "commitment ~ '^[0-9a-f]{64}$'", name=op.f("ck_contributions_commitment_is_hex")
        ),
        sa.CheckConstraint(
            "nonce IS NULL OR nonce ~ '^([0-9a-f]{64}|-)$'",
            name=op.f("ck_contributions_nonce_is_hex"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_contributions_person_id")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_contributions_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributions")),
        sa.UniqueConstraint("plan_id", name=op.f("uq_contributions_plan_id")),
    )
    op.create_table(
        "frozen_rosters",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by", sa.Uuid(), nullable=False),
        sa.Column("objects", sa.String(), nullable=False),
        sa.Column("inspectors", sa.String(), nullable=False),
        sa.Column("manifest", sa.String(), nullable=False),
        sa.Column("manifest_sha256", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["frozen_by"], ["people.id"], name=op.f("fk_frozen_rosters_frozen_by")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_frozen_rosters_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_rosters")),
    )
    op.create_index(op.f("ix_frozen_rosters_plan_id"), "frozen_rosters", ["plan_id"], unique=False)
    op.create_table(
        "ledger",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("v", sa.Integer(), nullable=False),
        sa.Column("args", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("spot_check_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_offset_ms", sa.BigInteger(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "accepted",
                "refused",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("flags", postgresql.ARRAY(sa.String(length=64)), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("receipt", sa.String(length=40), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_ledger_device_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_ledger_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger")),
    )
    op.create_index(op.f("ix_ledger_person_id"), "ledger", ["person_id"], unique=False)
    op.create_index(op.f("ix_ledger_spot_check_id"), "ledger", ["spot_check_id"], unique=False)
    op.create_table(
        "recusals",
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("tag", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name=op.f("fk_recusals_card_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusals")),
    )
    op.create_index(op.f("ix_recusals_card_id"), "recusals", ["card_id"], unique=False)
    op.create_table(
        "draws",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("frozen_id", sa.Uuid(), nullable=False),
        sa.Column("contributions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("result_sha256", sa.String(length=64), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_by", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["drawn_by"], ["people.id"], name=op.f("fk_draws_drawn_by")),
        sa.ForeignKeyConstraint(
            ["frozen_id"], ["frozen_rosters.id"], name=op.f("fk_draws_frozen_id")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_draws_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draws")),
        sa.UniqueConstraint("plan_id", name=op.f("uq_draws_plan_id")),
    )
    op.create_table(
        "spot_checks",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("jurisdiction_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("draw_id", sa.Uuid(), nullable=True),
        sa.Column("item_list_entry_id", sa.Uuid(), nullable=False),
        sa.Column("checklist_version_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_provisional", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "assigned",
                "started",
                "submitted",
                "complete",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("flags", postgresql.ARRAY(sa.String(length=64)), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "result_category",
            sa.Enum(
                "no_problem",
                "corrected_on_site",
                "rectify_by_date",
                "stop_work",
                "case_filed",
                "transferred",
                "uncooperative",
                "no_construction",
                "unreachable",
                name="result_category",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("receipt", sa.String(length=40), nullable=True),
        sa.Column("commands_received", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "changed", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False
        ),
        sa.ForeignKeyConstraint(["draw_id"], ["draws.id"], name=op.f("fk_spot_checks_draw_id")),
        sa.ForeignKeyConstraint(
            ["item_list_entry_id"],
            ["item_list_entries.id"],
            name=op.f("fk_spot_checks_item_list_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdictions.id"], name=op.f("fk_spot_checks_jurisdiction_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_spot_checks_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spot_checks")),
        sa.UniqueConstraint("number", name=op.f("uq_spot_checks_number")),
        sa.UniqueConstraint("receipt", name=op.f("uq_spot_checks_receipt")),
    )
    op.create_index(op.f("ix_spot_checks_changed"), "spot_checks", ["changed"], unique=False)
    op.create_index(op.f("ix_spot_checks_draw_id"), "spot_checks", ["draw_id"], unique=False)
    op.create_index(
        op.f("ix_spot_checks_jurisdiction_id"), "spot_checks", ["jurisdiction_id"], unique=False
    )
    op.create_index(op.f("ix_spot_checks_site_id"), "spot_checks", ["site_id"], unique=False)
    op.create_index(op.f("ix_spot_checks_state"), "spot_checks", ["state"], unique=False)
    op.create_table(
        "answer_sheets",
        sa.Column("spot_check_id", sa.Uuid(), nullable=False),
        sa.Column("checklist_version_id", sa.Uuid(), nullable=False),
        sa.Column("inspector_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "changed", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["checklist_version_id"],
            ["checklist_versions.id"],
            name=op.f("fk_answer_sheets_checklist_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["devices.id"], name=op.f("fk_answer_sheets_device_id")
        ),
        sa.ForeignKeyConstraint(
            ["inspector_id"], ["people.id"], name=op.f("fk_answer_sheets_inspector_id")
        ),
        sa.ForeignKeyConstraint(
            ["spot_check_id"], ["spot_checks.id"], name=op.f("fk_answer_sheets_spot_check_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_sheets")),
        sa.UniqueConstraint(
            "spot_check_id",
            "checklist_version_id",
            "inspector_id",
            name=op.f("uq_answer_sheets_spot_check_id_checklist_version_id_inspector_id"),
        ),
    )
    op.create_index(op.f("ix_answer_sheets_changed"), "answer_sheets", ["changed"], unique=False)
    op.create_index(
        op.f("ix_answer_sheets_spot_check_id"), "answer_sheets", ["spot_check_id"], unique=False
    )
    op.create_table(
        "assignments",
        sa.Column("spot_check_id", sa.Uuid(), nullable=False),
        sa.Column("inspector_id", sa.Uuid(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "changed", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["inspector_id"], ["people.id"], name=op.f("fk_assignments_inspector_id")
        ),
        sa.ForeignKeyConstraint(
            ["spot_check_id"], ["spot_checks.id"], name=op.f("fk_assignments_spot_check_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    op.create_index(op.f("ix_assignments_changed"), "assignments", ["changed"], unique=False)
    op.create_index(
        op.f("ix_assignments_inspector_id"), "assignments", ["inspector_id"], unique=False
    )
    op.create_index(
        op.f("ix_assignments_spot_check_id"), "assignments", ["spot_check_id"], unique=False
    )
    op.create_index(
        "uq_assignments_seat_held",
        "assignments",
        ["spot_check_id", "seat"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "hazards",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("jurisdiction_id", sa.Uuid(), nullable=False),
        sa.Column("spot_check_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("checklist_version_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.String(length=32), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("location", sa.String(length=200), nullable=False),
        sa.Column("clause", sa.String(length=200), nullable=False),
        sa.Column(
            "grade",
            sa.Enum(
                "general",
                "major",
                name="grade",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "reported",
                "confirmed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reported_by", sa.Uuid(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmation_note", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "changed", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["checklist_version_id"],
            ["checklist_versions.id"],
            name=op.f("fk_hazards_checklist_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["people.id"], name=op.f("fk_hazards_confirmed_by")
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdictions.id"], name=op.f("fk_hazards_jurisdiction_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_hazards_party_id")),
        sa.ForeignKeyConstraint(
            ["reported_by"], ["people.id"], name=op.f("fk_hazards_reported_by")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_hazards_site_id")),
        sa.ForeignKeyConstraint(
            ["spot_check_id"], ["spot_checks.id"], name=op.f("fk_hazards_spot_check_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazards")),
        sa.UniqueConstraint("number", name=op.f("uq_hazards_number")),
    )
    op.create_index(op.f("ix_hazards_changed"), "hazards", ["changed"], unique=False)
    op.create_index(
        op.f("ix_hazards_jurisdiction_id_due_on_id"),
        "hazards",
        ["jurisdiction_id", "due_on", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_hazards_jurisdiction_id_state_due_on_id"),
        "hazards",
        ["jurisdiction_id", "state", "due_on", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_hazards_party_id"), "hazards", ["party_id"], unique=False)
    op.create_index(op.f("ix_hazards_site_id"), "hazards", ["site_id"], unique=False)
    op.create_index(op.f("ix_hazards_spot_check_id"), "hazards", ["spot_check_id"], unique=False)
    op.create_table(
        "publications",
        sa.Column("spot_check_id", sa.Uuid(), nullable=False),
        sa.Column("jurisdiction_id", sa.Uuid(), nullable=False),
        sa.Column("photos", postgresql.ARRAY(sa.String(length=64)), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=True),
        sa.Column("page_sha256", sa.String(length=64), nullable=True),
        sa.Column("rendered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "changed", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdictions.id"], name=op.f("fk_publications_jurisdiction_id")
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["people.id"], name=op.f("fk_publications_published_by")
        ),
        sa.ForeignKeyConstraint(
            ["spot_check_id"], ["spot_checks.id"], name=op.f("fk_publications_spot_check_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
        sa.UniqueConstraint("spot_check_id", name=op.f("uq_publications_spot_check_id")),
    )
    op.create_index(op.f("ix_publications_changed"), "publications", ["changed"], unique=False)
    op.create_index(
        op.f("ix_publications_jurisdiction_id"), "publications", ["jurisdiction_id"], unique=False
    )
    op.create_table(
        "records",
        sa.Column("spot_check_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("score", sa.String(length=8), nullable=True),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("digest ~ '^[0-9a-f]{64}$'", name=op.f("ck_records_digest_is_hex")),
        sa.ForeignKeyConstraint(["closed_by"], ["people.id"], name=op.f("fk_records_closed_by")),
        sa.ForeignKeyConstraint(
            ["spot_check_id"], ["spot_checks.id"], name=op.f("fk_records_spot_check_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records")),
        sa.UniqueConstraint(
            "spot_check_id", "version", name=op.f("uq_records_spot_check_id_version")
        ),
    )
    op.create_index(op.f("ix_records_spot_check_id"), "records", ["spot_check_id"], unique=False)
    op.create_table(
        "signatures",
        sa.Column("spot_check_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column(
            "signer",
            sa.Enum(
                "inspector",
                "party",
                name="signer",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("position_title", sa.String(length=100), nullable=False),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.Column("refusal_reason", sa.String(), nullable=True),
        sa.Column("witness_name", sa.String(length=100), nullable=True),
        sa.Column("image_sha256", sa.String(length=64), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "NOT refused OR (refusal_reason <> '' AND witness_name <> '')",
            name=op.f("ck_signatures_refused_with_reason_and_witness"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_signatures_person_id")),
        sa.ForeignKeyConstraint(
            ["spot_check_id"], ["spot_checks.id"], name=op.f("fk_signatures_spot_check_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatures")),
    )
    op.create_index(
        op.f("ix_signatures_spot_check_id"), "signatures", ["spot_check_id"], unique=False
    )
    op.create_table(
        "photo_uses",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("jurisdiction_id", sa.Uuid(), nullable=False),
        sa.Column("spot_check_id", sa.Uuid(), nullable=False),
        sa.Column("hazard_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "evidence",
                "original",
                "signature",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("original_of", sa.String(length=64), nullable=True),
        sa.Column("promised_by", sa.Uuid(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("position", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "changed", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["hazard_id"], ["hazards.id"], name=op.f("fk_photo_uses_hazard_id")
        ),
        sa.ForeignKeyConstraint(
            ["jurisdiction_id"], ["jurisdictions.id"], name=op.f("fk_photo_uses_jurisdiction_id")
        ),
        sa.ForeignKeyConstraint(
            ["promised_by"], ["people.id"], name=op.f("fk_photo_uses_promised_by")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["photos.sha256"], name=op.f("fk_photo_uses_sha256")),
        sa.ForeignKeyConstraint(
            ["spot_check_id"], ["spot_checks.id"], name=op.f("fk_photo_uses_spot_check_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_uses")),
        sa.UniqueConstraint(
            "sha256",
            "spot_check_id",
            "hazard_id",
            "kind",
            name=op.f("uq_photo_uses_sha256_spot_check_id_hazard_id_kind"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(op.f("ix_photo_uses_changed"), "photo_uses", ["changed"], unique=False)
    op.create_index(op.f("ix_photo_uses_hazard_id"), "photo_uses", ["hazard_id"], unique=False)
    op.create_index(
        op.f("ix_photo_uses_jurisdiction_id"), "photo_uses", ["jurisdiction_id"], unique=False
    )
    op.create_index(op.f("ix_photo_uses_sha256"), "photo_uses", ["sha256"], unique=False)
    op.create_index(
        op.f("ix_photo_uses_spot_check_id"), "photo_uses", ["spot_check_id"], unique=False
    )
