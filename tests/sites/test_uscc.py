"""A 统一社会信用代码 that looks mistyped is doubted, never refused (vectors: domain.md F3)."""

from __future__ import annotations

import pytest

from suicha.sites.uscc import Doubt, doubt


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y43",
        "91110000101623741K",
        "911101066976941872",
        "91512081MA62K0260E",
        "9131000063159284XQ",
    ],
)
def test_a_right_code_is_not_doubted(code: str) -> None:
    assert doubt(code) is None


def test_a_check_value_of_31_is_written_0() -> None:
    assert doubt("913399060000000120") is None


@pytest.mark.parametrize("code", ["91350211M0000XUF46", "91350100M0001TGQXM"])
def test_early_codes_that_break_the_rule_are_only_doubted(code: str) -> None:
    assert doubt(code) is Doubt.CHECK_DIGIT


@pytest.mark.parametrize("code", ["", "9135010", "91350100M000100Y431"])
def test_a_code_of_another_length_is_doubted(code: str) -> None:
    assert doubt(code) is Doubt.LENGTH


@pytest.mark.parametrize("sign", "IOZSVi-码")
def test_a_sign_outside_the_alphabet_is_doubted(sign: str) -> None:
    assert doubt(f"9135010{sign}M000100Y43") is Doubt.SIGN


def test_a_prefix_with_a_letter_is_as_good_as_another() -> None:
    assert doubt("N2350100M000100Y4J") is None
