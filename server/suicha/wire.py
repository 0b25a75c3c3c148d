"""The wire's shapes that every schema is made of; knows no Flask, so that a verb may load them."""

from __future__ import annotations

from functools import cache
from typing import Any, Generic, TypeVar

from marshmallow import RAISE, Schema, fields, post_load

from suicha.fields import storable

T = TypeVar("T")

Claims = dict[str, Any]  # Any: the claims of a JWT are JSON


class Shape(Schema):
    """A wire shape; `Meta` is strict, so that a misspelt field is refused and not dropped."""

    class Meta:
        """Refuse what is not named."""

        unknown = RAISE

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:  # Any: any
        """Let no text pass that the database would choke on, in whatever field it comes."""
        if type(field_obj) is fields.String:  # those derived from it load something else
            field_obj.validators = [storable, *field_obj.validators]


class Loads(Shape, Generic[T]):
    """A wire shape that loads into a frozen dataclass, `into`."""

    into: type[T]

    @classmethod
    def read(cls, raw: Any) -> T:  # Any: JSON as it came
        """Load with the one instance of this shape; raises ValidationError.

        To make a schema costs more than to load a command by it.
        """
        loaded: T = _reader(cls).load(raw)
        return loaded

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> T:  # Any: loaded JSON
        """Build the dataclass from what was loaded."""
        return self.into(**data)


@cache
def _reader(shape: type[Loads[Any]]) -> Loads[Any]:  # Any: shapes differ in what they load
    return shape()
