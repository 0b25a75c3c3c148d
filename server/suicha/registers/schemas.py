"""The wire of imports."""

from __future__ import annotations

from dataclasses import dataclass

from marshmallow import fields

from suicha.fields import HEX
from suicha.registers.models import ImportState, Register
from suicha.wire import Loads, Shape


class LineShape(Shape):
    """A report line: row and column as the sheet has them, what stands there, and what is wrong.

    `row` 0 is the file as a whole; `code` is then a refusal's.
    """

    row = fields.Integer(required=True)
    column = fields.String(required=True)
    value = fields.String(required=True)
    code = fields.String(required=True, metadata={"example": "cell.missing"})
    note = fields.String(required=True)


class ReportShape(Shape):
    """What an import does, or would do; lists are cut, totals are not."""

    new = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    ended = fields.Integer(required=True)
    faults = fields.List(fields.Nested(LineShape), required=True)
    faults_total = fields.Integer(required=True)
    warnings = fields.List(fields.Nested(LineShape), required=True)
    warnings_total = fields.Integer(required=True)
    unread = fields.List(fields.String(), required=True)


class ImportShape(Shape):
    """An import: where it stands, how far it is, its report when it has one."""

    id = fields.UUID(required=True)
    register = fields.Enum(Register, by_value=True, required=True)
    state = fields.Enum(ImportState, by_value=True, required=True)
    sha256 = fields.String(required=True)
    made_at = fields.AwareDateTime(required=True)
    rows_done = fields.Integer(required=True)
    rows_total = fields.Integer(required=True, allow_none=True)
    report = fields.Nested(ReportShape, required=True, allow_none=True)


@dataclass(frozen=True)
class Confirmation:
    """Which file is to be taken over."""

    sha256: str


class ConfirmationShape(Loads[Confirmation]):
    """The digest of the file whose report was read."""

    into = Confirmation
    sha256 = fields.String(required=True, validate=HEX)
