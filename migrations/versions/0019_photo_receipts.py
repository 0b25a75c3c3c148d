"""Receipt numbers of photos: allotted by the database when the bytes have come, once for all."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

# Here and not in a verb: servers of the release before go on taking photos in beside ours, and a
# number that was given out must not change whoever writes. A sequence, so that no upload waits for
# another's commit. The year is that of the arrival in China; more than seven digits stay whole.
NUMBER = """
CREATE FUNCTION number_photo() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    place text;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.receipt IS NOT NULL
            AND (NEW.receipt, NEW.received_at) IS DISTINCT FROM (OLD.receipt, OLD.received_at) THEN
        RAISE EXCEPTION 'the receipt of a photo never changes';
    END IF;
    IF NEW.receipt IS NULL AND NEW.received_at IS NOT NULL THEN
        place = nextval('photo_receipt_number')::text;
        NEW.receipt = 'ZP-' || to_char(NEW.received_at AT TIME ZONE 'Asia/Shanghai', 'YYYY')
            || '-' || lpad(place, greatest(7, length(place)), '0');
    END IF;
    RETURN NEW;
END $$
"""
# In the order in which they came.
EARLIER = """
UPDATE photos SET receipt = 'ZP-' || to_char(received_at AT TIME ZONE 'Asia/Shanghai', 'YYYY')
    || '-' || lpad(place::text, greatest(7, length(place::text)), '0')
FROM (
    SELECT sha256 AS numbered, row_number() OVER (ORDER BY received_at, sha256) AS place
    FROM photos WHERE received_at IS NOT NULL
) AS came WHERE sha256 = numbered
"""
GO_ON = """
SELECT setval('photo_receipt_number', count(*)) FROM photos WHERE receipt IS NOT NULL
HAVING count(*) > 0
"""


def upgrade() -> None:
    """Add what is new; the release before runs on it too."""
    op.execute("CREATE SEQUENCE photo_receipt_number")
    op.add_column("photos", sa.Column("receipt", sa.String(40), nullable=True))
    # Phones pull checks afresh because their rows are written differently now (sync/kinds.py);
    # to touch every photo as well would send them twice.
    op.execute("ALTER TABLE photos DISABLE TRIGGER touch_changed")
    op.execute(EARLIER)
    op.execute("ALTER TABLE photos ENABLE TRIGGER touch_changed")
    op.execute(GO_ON)
    op.create_unique_constraint(op.f("uq_photos_receipt"), "photos", ["receipt"])
    op.execute(NUMBER)
    op.execute(
        "CREATE TRIGGER number_photo BEFORE INSERT OR UPDATE ON photos "
        "FOR EACH ROW EXECUTE FUNCTION number_photo()"
    )


def downgrade() -> None:
    """Take it away again."""
    op.execute("DROP TRIGGER number_photo ON photos")
    op.execute("DROP FUNCTION number_photo()")
    op.drop_constraint(op.f("uq_photos_receipt"), "photos")
    op.drop_column("photos", "receipt")
    op.execute("DROP SEQUENCE photo_receipt_number")
