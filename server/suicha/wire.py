"""The wire's shapes that every schema is made of; knows no Flask, so that a verb may load them."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from marshmallow import RAISE, Schema, post_load

T = TypeVar("T")

Claims = dict[str, Any]  # Any: the claims of a JWT are JSON


class Shape(Schema):
    """A wire shape; `Meta` is strict, so that a misspelt field is refused and not dropped."""

    class Meta:
        """Refuse what is not named."""

        unknown = RAISE


class Loads(Shape, Generic[T]):
    """A wire shape that loads into a frozen dataclass, `into`."""

    into: type[T]

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> T:  # Any: loaded JSON
        """Build the dataclass from what was loaded."""
        return self.into(**data)
