"""The wire of outbox imports."""

from __future__ import annotations

from dataclasses import dataclass

from marshmallow import fields, validate

from suicha.fields import HEX, NOT_BLANK, PRINTABLE
from suicha.outboxes.models import OutboxState
from suicha.outboxes.report import Outcome
from suicha.wire import Loads, Shape


class CountsShape(Shape):
    """How many had which outcome."""

    accepted = fields.Integer(required=True)
    known = fields.Integer(required=True)
    refused = fields.Integer(required=True)
    retry = fields.Integer(required=True)


class OutboxLineShape(Shape):
    """One command or photo of the file and what became of it; `id` is as the file calls it."""

    kind = fields.String(required=True, validate=validate.OneOf(["command", "photo"]))
    id = fields.String(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf([*Outcome]))
    code = fields.String(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)
    made_at = fields.String(required=True, allow_none=True)
    check = fields.String(required=True, allow_none=True)


class AboutShape(Shape):
    """Whose outbox it is, on which device, and when it was written."""

    person_id = fields.UUID(required=True)
    person = fields.String(required=True)
    device_id = fields.UUID(required=True)
    device = fields.String(required=True)
    app = fields.String(required=True)
    exported_at = fields.String(required=True)
    other_epoch = fields.Boolean(required=True)


class OutboxReportShape(Shape):
    """What an import did, or would do; `refused` is why nothing of the file can be taken in."""

    refused = fields.String(required=True, allow_none=True)
    details = fields.Dict(required=True)
    about = fields.Nested(AboutShape, required=True, allow_none=True)
    commands = fields.Nested(CountsShape, required=True)
    photos = fields.Nested(CountsShape, required=True)
    lines = fields.List(fields.Nested(OutboxLineShape), required=True)


class OutboxImportShape(Shape):
    """An import: where it stands and how far it is; who vouched for it and why."""

    id = fields.UUID(required=True)
    state = fields.Enum(OutboxState, by_value=True, required=True)
    made_at = fields.AwareDateTime(required=True)
    made_by = fields.UUID(required=True, allow_none=True)
    person_id = fields.UUID(required=True, allow_none=True)
    sha256 = fields.String(required=True, allow_none=True)
    size = fields.Integer(required=True, allow_none=True)
    vouched_by = fields.UUID(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    done = fields.Integer(required=True)
    total = fields.Integer(required=True, allow_none=True)


class ReportedImportShape(OutboxImportShape):
    """An import with its report, when it has one."""

    report = fields.Nested(OutboxReportShape, required=True, allow_none=True)


@dataclass(frozen=True)
class Vouching:
    """For which file somebody answers, and how they know that it is what it says."""

    sha256: str
    reason: str


class VouchingShape(Loads[Vouching]):
    """The digest of the file whose report was read, and the reason."""

    into = Vouching
    sha256 = fields.String(required=True, validate=HEX)
    reason = fields.String(required=True, validate=[validate.Length(1, 500), PRINTABLE, NOT_BLANK])
