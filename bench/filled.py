"""Months of work of one office, written by plain SQL: what the feed and the queue must not feel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from suicha.db import db

if TYPE_CHECKING:
    from bench.push import Ground

# Rows that one check of months ago left behind: itself, two seats, two sheets, one hazard, two
# photos and their uses: ten.
ROWS = 10

# Ids count up, so that indexes grow at their end as those of UUIDv7 do.
STATEMENTS = (
    """INSERT INTO spot_checks (id, number, jurisdiction_id, site_id, item_list_entry_id,
        checklist_version_ids, due_on, due_provisional, state, flags, assigned_at, submitted_at,
        completed_at, result_category, receipt, commands_received)
    SELECT ('01a00000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'OLD-' || n, :place,
        :site, :entry, ARRAY[CAST(:version AS uuid)], current_date - n % 60, false, 'complete',
        '{}', now() - interval '90 days', now() - interval '80 days', now() - interval '80 days',
        'rectify_by_date', 'OLD-' || n, 5
    FROM generate_series(CAST(:first AS int), :last) n""",
    """INSERT INTO assignments (id, spot_check_id, inspector_id, seat)
    SELECT gen_random_uuid(), ('01a00000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
        (CAST(:people AS uuid[]))[1 + (n + seat) % 8], seat
    FROM generate_series(CAST(:first AS int), :last) n, generate_series(0, 1) seat""",
    """INSERT INTO answer_sheets (id, spot_check_id, checklist_version_id, inspector_id, device_id,
        seq, answers, made_at)
    SELECT gen_random_uuid(), ('01a00000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
        :version, (CAST(:people AS uuid[]))[1 + (n + seat) % 8], :device, 1, '{}',
        now() - interval '80 days'
    FROM generate_series(CAST(:first AS int), :last) n, generate_series(0, 1) seat""",
    """INSERT INTO hazards (id, number, jurisdiction_id, spot_check_id, site_id,
        checklist_version_id, item_id, description, location, clause, grade, due_on, party_id,
        state, reported_by, reported_at, confirmation_note)
    SELECT ('01b00000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'OLD-H' || n, :place,
        ('01a00000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, :site, :version, 'Q1',
        (ARRAY['二级配电箱无门锁', '临边防护缺失', '脚手架连墙件不足', '消防通道堵塞'])[1 + n % 4],
        n % 12 || '# 楼', 'GB 1', CASE WHEN n % 50 = 0 THEN 'major' ELSE 'general' END,
        current_date + n % 120 - 60, :party,
        CASE WHEN n % 3 = 0 THEN 'reported' ELSE 'confirmed' END,
        (CAST(:people AS uuid[]))[1 + n % 8], now() - interval '80 days', ''
    FROM generate_series(CAST(:first AS int), :last) n""",
    """INSERT INTO photos (sha256, size, media_type, state, "offset", width, height, promised_at,
        received_at)
    SELECT encode(sha256((n || '.' || k)::bytea), 'hex'), 300000, 'image/jpeg', 'rendered', 300000,
        2048, 1536, now() - interval '80 days', now() - interval '80 days'
    FROM generate_series(CAST(:first AS int), :last) n, generate_series(1, 2) k""",
    """INSERT INTO photo_uses (id, sha256, jurisdiction_id, spot_check_id, hazard_id, kind,
        promised_by, taken_at, source)
    SELECT gen_random_uuid(), encode(sha256((n || '.' || k)::bytea), 'hex'), :place,
        ('01a00000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
        ('01b00000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'evidence',
        (CAST(:people AS uuid[]))[1 + n % 8], now() - interval '80 days', 'camera'
    FROM generate_series(CAST(:first AS int), :last) n, generate_series(1, 2) k""",
)


def fill(ground: Ground, first: int, last: int) -> None:
    """Write the checks of these numbers with all that belongs to them."""
    party = "SELECT id FROM parties WHERE site_id = :site ORDER BY id LIMIT 1"
    given = {
        "first": first,
        "last": last,
        "place": ground.house.jurisdiction.id,
        "site": ground.site_id,
        "entry": ground.entry_id,
        "version": ground.version.id,
        "people": [person.id for person in ground.people],
        "device": db.session.scalar(text("SELECT id FROM devices LIMIT 1")),
        "party": db.session.scalar(text(party), {"site": ground.site_id}),
    }
    for statement in STATEMENTS:
        db.session.execute(text(statement), given)
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
