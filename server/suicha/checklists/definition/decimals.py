"""Decimals as people type them, computed exactly: text in, millionths as whole numbers."""

from __future__ import annotations

import re

PLACES = 6
_DECIMAL = re.compile(r"-?\d{1,9}(\.\d{1,6})?")


def is_decimal(text: object) -> bool:
    """Say whether this is a decimal: at most nine digits before the point and six after it."""
    return isinstance(text, str) and _DECIMAL.fullmatch(text) is not None


def millionths(text: str) -> int:
    """Give a decimal in millionths; raises ValueError for what is none."""
    if not is_decimal(text):
        raise ValueError(f"{text!r} is no decimal")
    whole, _, part = text.lstrip("-").partition(".")
    size = int(whole + part.ljust(PLACES, "0"))
    return -size if text.startswith("-") else size
