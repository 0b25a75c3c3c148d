"""统一社会信用代码: what looks wrong with a code (GB 32100-2015)."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from stdnum.cn import uscc

LENGTH = 18
ALPHABET = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")  # no I, O, Z, S, V


class Doubt(StrEnum):
    """Why a code may be mistyped."""

    LENGTH = "length"
    SIGN = "sign"
    CHECK_DIGIT = "check_digit"


@lru_cache(maxsize=100_000)  # a sheet names one builder at many sites
def doubt(code: str) -> Doubt | None:
    """Say what looks wrong with a code: a warning, never a refusal.

    Codes that break the rule were really issued (domain.md F3). And stdnum's own `validate`
    doubts the letters of A1, N1 and Y1, which are real prefixes.
    """
    if len(code) != LENGTH:
        return Doubt.LENGTH
    if not ALPHABET.issuperset(code):
        return Doubt.SIGN
    return None if code[-1] == uscc.calc_check_digit(code[:-1]) else Doubt.CHECK_DIGIT
