"""The wire of receipts, for programs that compare many files."""

from __future__ import annotations

from marshmallow import fields

from suicha.receipts.queries import Kind
from suicha.wire import Shape


class ReceiptShape(Shape):
    """What was received under a number."""

    number = fields.String(required=True)
    kind = fields.Enum(Kind, by_value=True, required=True)
    sha256 = fields.String(required=True)
    size = fields.Integer(required=True)
    received_at = fields.AwareDateTime(required=True)
