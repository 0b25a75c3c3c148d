"""What the database names, as questions to it beside the table `stored`.

Each gives bucket, key and reason of what is not as it should be, in the order of keys.
"""

from __future__ import annotations

from typing import Final

# What must be there: bucket, key, the size where it is known, what it is to whom.
NAMED: Final = """
    SELECT 'evidence' AS bucket, sha256 AS key, size::bigint AS size, 'photo' AS what
    FROM photos WHERE state <> 'promised' AND reason IS DISTINCT FROM 'photo.expired'
    UNION ALL SELECT DISTINCT 'evidence', r.key, NULL::bigint, 'rendition'
    FROM renditions r JOIN photos p ON p.sha256 = r.photo_sha256 AND p.state = 'rendered'
    UNION ALL SELECT 'public', substr(path, 9), NULL, 'published page'  -- after /public/
    FROM publications WHERE rendered_at IS NOT NULL
    UNION ALL SELECT 'public', replace(substr(path, 9), '.html', '.en.html'), NULL, 'published page'
    FROM publications WHERE rendered_at IS NOT NULL
    UNION ALL SELECT DISTINCT 'public', 'photos/' || shown.sha256 || '.jpg', NULL::bigint,
        'public copy'
    FROM publications p JOIN renditions r ON r.photo_sha256 = ANY (p.photos) AND r.name = 'view'
    JOIN photo_uses u ON u.sha256 = r.photo_sha256 AND u.spot_check_id = p.spot_check_id
    JOIN hazards h ON h.id = u.hazard_id AND h.state <> 'reported'  -- pages show no others
    LEFT JOIN publication_versions v ON v.publication_id = p.id AND v.version = p.version
    CROSS JOIN LATERAL (  -- the picture painted last for these covers; without any, the view
        SELECT coalesce(
            (SELECT pp.sha256 FROM public_pictures pp WHERE pp.photo_sha256 = r.photo_sha256
                AND pp.covers = coalesce(v.covers -> r.photo_sha256, '[]')
                ORDER BY pp.made_at DESC LIMIT 1),
            CASE WHEN coalesce(v.covers -> r.photo_sha256, '[]') = '[]' THEN r.sha256 END) AS sha256
    ) AS shown
    WHERE p.rendered_at IS NOT NULL AND u.kind = 'evidence' AND shown.sha256 IS NOT NULL
    AND v.kind IS DISTINCT FROM 'withdrawn'
"""

MISSING: Final = f"""
    SELECT n.bucket, n.key, n.what FROM ({NAMED}) n
    LEFT JOIN stored s ON s.bucket = n.bucket AND s.key = n.key
    WHERE s.key IS NULL ORDER BY n.bucket, n.key
"""  # noqa: S608  # our own words

SIZES: Final = f"""
    SELECT n.bucket, n.key, n.what || ' of ' || n.size || ' bytes has ' || s.size
    FROM ({NAMED}) n JOIN stored s ON s.bucket = n.bucket AND s.key = n.key
    WHERE n.size IS NOT NULL AND n.size <> s.size ORDER BY n.bucket, n.key
"""  # noqa: S608  # our own words

# Pieces of uploads under way, and files of imports that nobody has worked yet.
PIECES: Final = """
    SELECT 'incoming', p.sha256, 'pieces of ' || p."offset" || ' bytes, '
        || coalesce(sum(s.size), 0) || ' are there'
    FROM photos p
    LEFT JOIN stored s ON s.bucket = 'incoming' AND split_part(s.key, '/', 1) = p.sha256
    WHERE p.state = 'promised' AND p."offset" > 0
    GROUP BY p.sha256 HAVING coalesce(sum(s.size), 0) < p."offset" ORDER BY p.sha256
"""

# What is written anew from the database whenever it changes, and named by no row: indexes, the
# style, what belongs to all draws, the records of offices, and the files of each frozen draw.
DERIVED: Final = """
    s.bucket = 'public' AND (
        s.key ~ '^(draws/)?index(-[0-9]+)?([.]en)?[.]html$'
        OR s.key IN ('style.css', 'draws/verify.js', 'draws/dates.js', 'draws/suicha_draw.py')
        OR s.key LIKE 'draws/records/%'
        OR split_part(s.key, '/', 1) = 'draws' AND split_part(s.key, '/', 2) IN (
            SELECT number FROM plans JOIN frozen_rosters f ON f.plan_id = plans.id))
    OR s.bucket = 'incoming' AND (
        split_part(s.key, '/', 1) IN (SELECT sha256 FROM photos WHERE state = 'promised')
        OR s.key IN (SELECT 'register-imports/' || id FROM register_imports)
        OR s.key IN (SELECT 'outbox-imports/' || id FROM outbox_imports))
"""

ORPHANED: Final = f"""
    SELECT s.bucket, s.key, 'named by no row' FROM stored s
    WHERE NOT EXISTS (SELECT FROM ({NAMED}) n WHERE n.bucket = s.bucket AND n.key = s.key)
    AND NOT ({DERIVED}) ORDER BY s.bucket, s.key
"""  # noqa: S608  # our own words

# The Chinese page's hash is kept with its publication; the others are named by their own.
HASHES: Final = """
    SELECT s.bucket, s.key, coalesce(p.page_sha256,
        (regexp_match(s.key, '^((renditions|photos)/)?([0-9a-f]{64})([.]jpg)?$'))[3])
    FROM stored s LEFT JOIN publications p ON s.bucket = 'public' AND p.path = '/public/' || s.key
    WHERE (s.bucket, s.key) > (:bucket, :key) ORDER BY s.bucket, s.key LIMIT 1000
"""

# How often each photo that has come is used: what one use needs must stay for all.
USES: Final = """
    SELECT count(*), count(*) FILTER (WHERE uses = 0), count(*) FILTER (WHERE uses > 1),
        coalesce(max(uses), 0)
    FROM (
        SELECT count(u.id) AS uses FROM photos p LEFT JOIN photo_uses u ON u.sha256 = p.sha256
        WHERE p.state <> 'promised' AND p.reason IS DISTINCT FROM 'photo.expired' GROUP BY p.sha256
    ) AS counted
"""
