"""Fields of the wire that take only what the database can keep and give back."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

from marshmallow import ValidationError, fields, validate

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)  # what a phone shows whose battery was empty
LATEST = datetime(9999, 1, 1, tzinfo=UTC)

# JSON has U+0000 and halves of surrogates; PostgreSQL can store neither.
UNSTORABLE = re.compile("[\0\ud800-\udfff]")

HEX = validate.Regexp(r"^[0-9a-f]{64}\Z", error="Not a SHA-256 in lower-case hex.")
PRINTABLE = validate.Regexp(r"\A[^\x00-\x08\x0b\x0c\x0e-\x1f]*\Z", error="Control characters.")
NOT_BLANK = validate.Regexp(r"(?s).*\S", error="It says nothing.")


class Instant(fields.AwareDateTime):
    """An instant by somebody's clock, however wrong: any that the database can give back."""

    def _deserialize(self, *args: Any, **rest: Any) -> datetime:  # Any: marshmallow's own
        instant = super()._deserialize(*args, **rest)
        if not EARLIEST <= instant <= LATEST:
            raise ValidationError("No clock shows this.")
        return instant


class Day(fields.Date):
    """A day of a deadline or a period, in years for which days can be counted."""

    def __init__(self, **rest: Any) -> None:  # Any: marshmallow's own
        """Take no day outside of living memory and foresight: it is a slip of the finger."""
        super().__init__(validate=validate.Range(date(1970, 1, 1), date(2199, 12, 31)), **rest)


def storable(text: str) -> None:
    """Refuse a text that the database cannot keep; raises ValidationError."""
    if UNSTORABLE.search(text):
        raise ValidationError("It holds a character that cannot be stored.")
