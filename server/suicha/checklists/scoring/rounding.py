"""The one place where a score is rounded: for the eye, never for a comparison."""

from __future__ import annotations

from fractions import Fraction

_HALF = Fraction(1, 2)


def display(value: Fraction) -> str:
    """Write a value of at least 0 with one decimal, halves up.

    Two values that look alike may fall on either side of a limit: compare the fractions.
    """
    tenths = int(value * 10 + _HALF)
    return f"{tenths // 10}.{tenths % 10}"


def decimals(value: Fraction, places: int) -> float:
    """Round a value of at least 0 to some decimals, halves up, as a number for JSON."""
    unit: int = 10**places
    return int(value * unit + _HALF) / unit
