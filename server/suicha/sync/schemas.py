"""The wire of sync: a push and its verdicts, a pull and its changes."""

from __future__ import annotations

from marshmallow import fields, validate

from suicha.fields import Instant
from suicha.sync.feed import Asked
from suicha.sync.operations import Push
from suicha.sync.restoring import Known
from suicha.wire import Loads, Shape

MOST_CHANGES = 500


class PushShape(Loads[Push]):
    """Commands, each read by itself: a malformed one is answered beside its neighbours."""

    into = Push
    device_id = fields.UUID(required=True)
    sent_at = Instant(required=True)
    commands = fields.List(fields.Raw(allow_none=True), required=True)


class PushQuery(Loads[Known]):
    """Beside the body, where a server of an earlier release does not mind what it does not know."""

    into = Known
    epoch = fields.UUID(load_default=None)


class VerdictShape(Shape):
    """The server's word on one command."""

    id = fields.String(required=True, allow_none=True)
    verdict = fields.String(
        required=True, validate=validate.OneOf(["accepted", "refused", "retry"])
    )
    code = fields.String(required=True, allow_none=True)
    flags = fields.List(fields.String(), required=True)
    details = fields.Dict(required=True)
    receipt = fields.String(required=True, allow_none=True)


class PushAnswer(Shape):
    """One verdict for each command, in their order."""

    verdicts = fields.List(fields.Nested(VerdictShape), required=True)
    server_time = fields.AwareDateTime(required=True)


class PullQuery(Loads[Asked]):
    """Where a pull begins, and how many rows it may bring."""

    into = Asked
    cursor = fields.String(load_default=None, validate=validate.Length(max=1000))
    limit = fields.Integer(load_default=MOST_CHANGES, validate=validate.Range(1, MOST_CHANGES))


class ChangeShape(Shape):
    """A row as it is now; null where it is no longer this person's to see."""

    kind = fields.String(required=True, metadata={"example": "spot_check"})
    id = fields.UUID(required=True)
    row = fields.Dict(required=True, allow_none=True)


class CalendarYearShape(Shape):
    """A year's exceptions from Monday to Friday."""

    year = fields.Integer(required=True)
    provisional = fields.Boolean(required=True)
    days_off = fields.List(fields.Date(), required=True)
    days_on = fields.List(fields.Date(), required=True)


class CalendarShape(Shape):
    """Last year, this year and the next, as the house counts working days."""

    years = fields.List(fields.Nested(CalendarYearShape), required=True)


class PullAnswer(Shape):
    """A page of changes; `more` says that the next page is there already."""

    changes = fields.List(fields.Nested(ChangeShape), required=True)
    cursor = fields.String(required=True)
    more = fields.Boolean(required=True)
    epoch = fields.UUID(required=True)
    server_time = fields.AwareDateTime(required=True)
