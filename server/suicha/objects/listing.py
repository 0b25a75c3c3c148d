"""The store's listing as a table of this session, where the database compares it with its rows.

A million keys are too many for this process, and no two lists of them would be in one order. Each
batch is committed by itself: a long transaction that writes would hold every phone's pull back.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from suicha.storage import Bucket, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

BATCH: Final = 5000
PROBE: Final = (Bucket.INCOMING, "readyz")  # what FolderStore.check() writes
TABLE: Final = """
    CREATE TEMPORARY TABLE stored (bucket text, key text COLLATE "C", size bigint)
"""
DROP: Final = "DROP TABLE IF EXISTS stored"
INSERT: Final = """
    INSERT INTO stored SELECT * FROM unnest(
        CAST(:buckets AS text[]), CAST(:keys AS text[]), CAST(:sizes AS bigint[]))
"""
INDEX: Final = "CREATE INDEX ON stored (bucket, key)"


def listed(connection: Connection) -> int:
    """Write all that the store names into the table `stored`; give how many there are."""
    done(connection, DROP, TABLE)  # dropped: that of a check which was broken off
    found, count = _stored(), 0
    while batch := list(islice(found, BATCH)):
        buckets, keys, sizes = zip(*batch, strict=True)
        columns = {"buckets": [*map(str, buckets)], "keys": [*keys], "sizes": [*sizes]}
        with connection.begin():
            connection.execute(text(INSERT), columns)
        count += len(batch)
    done(connection, INDEX, "ANALYZE stored")
    return count


def done(connection: Connection, *statements: str) -> None:
    """Do these in a transaction of their own."""
    with connection.begin():
        for statement in statements:
            connection.execute(text(statement))


def _stored() -> Iterator[tuple[Bucket, str, int]]:
    every = ((bucket, stat.key, stat.size) for bucket in Bucket for stat in walk(bucket))
    return (each for each in every if each[:2] != PROBE)
