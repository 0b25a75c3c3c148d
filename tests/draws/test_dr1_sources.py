"""Lotteries and beacons: what they promise, what value keeps it, how many outcomes they count."""

from __future__ import annotations

import hashlib
import json
from math import log2

import pytest

from suicha.dr1 import InputError, check_freeze, check_value
from suicha.dr1.canonical import Json
from suicha.dr1.kinds import KINDS
from suicha.dr1.manifest import read_manifest
from suicha.dr1.proofs import check_proof

from .test_dr1_freezing import DICE, INSPECTORS, LATER_DICE, OBJECTS, PARTY, manifest

CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
PROMISES: dict[str, dict[str, Json]] = {
    "dice": {"dice": 20},
    "digits": {"issue": "2026-11", "digits": 6},
    "dlt": {"issue": "26130"},
    "drand": {"chain": CHAIN, "round": 4_000_000},
    "kl8": {"issue": "2026310"},
    "nist": {"chain": 2, "pulse": 1_234_567},
    "ssq": {"issue": "2026130"},
}
GOOD = {
    "dice": "01234567890123456789",
    "digits": "004711",
    "dlt": "01-02-03-34-35+01-12",
    "drand": f"{CHAIN}:4000000:{'ab' * 32}",
    "kl8": "-".join(f"{number:02d}" for number in range(61, 81)),
    "nist": f"2:1234567:{'cd' * 64}",
    "ssq": "01-05-11-22-28-33+16",
}
BITS = {"dice": 66.4, "digits": 19.9, "dlt": 24.4, "drand": 256, "kl8": 61.6, "nist": 512}


def source(kind: str, **given: Json) -> dict[str, Json]:
    """A source of this kind, with dice where it keeps silent."""
    dates = {name: DICE[name] for name in ("not_before", "deadline")}
    encoding = KINDS[kind].encoding
    return {
        "kind": kind,
        "encoding": encoding,
        **PROMISES[kind],
        **dates,
        "fallback": LATER_DICE,
        **given,
    }


def with_sources(**public: Json) -> bytes:
    return manifest(seed=["party.jw", *public], sources={"party.jw": PARTY, **public})


@pytest.mark.parametrize("kind", ["dice", "drand", "nist"])
def test_a_source_of_many_outcomes_carries_a_draw_alone(kind: str) -> None:
    check_freeze(with_sources(**{kind: source(kind)}), OBJECTS, INSPECTORS)


@pytest.mark.parametrize("kind", ["digits", "dlt", "kl8", "ssq"])
def test_a_lottery_carries_a_draw_only_beside_another(kind: str) -> None:
    with pytest.raises(InputError, match="fewer than 64 bits"):
        check_freeze(with_sources(**{kind: source(kind)}), OBJECTS, INSPECTORS)
    check_freeze(with_sources(**{kind: source(kind), "dice": source("dice")}), OBJECTS, INSPECTORS)


def test_two_lotteries_whose_outcomes_multiply_to_64_bits_are_enough() -> None:
    check_freeze(with_sources(kl8=source("kl8"), ssq=source("ssq")), OBJECTS, INSPECTORS)


@pytest.mark.parametrize(("kind", "bits"), BITS.items())
def test_the_bits_are_those_of_the_specification(kind: str, bits: float) -> None:
    assert round(log2(KINDS[kind].outcomes(PROMISES[kind])), 1) == bits


@pytest.mark.parametrize("kind", GOOD)
def test_a_value_in_its_form_is_taken_and_so_are_the_dice_in_its_place(kind: str) -> None:
    plan = read_manifest(with_sources(**{kind: source(kind)}))
    check_value(plan, kind, GOOD[kind])
    check_value(plan, kind, GOOD["dice"])


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("digits", "04711"),
        ("digits", "00471x"),
        ("dlt", "01-02-03-34-36+01-12"),
        ("dlt", "01-02-03-34-35"),
        ("dlt", "01-02-03-34-35+12-01"),
        ("drand", f"{CHAIN}:4000001:{'ab' * 32}"),
        ("drand", f"{CHAIN}:4000000:{'AB' * 32}"),
        ("kl8", "-".join(f"{number:02d}" for number in range(62, 82))),
        ("kl8", "-".join(f"{number:02d}" for number in range(62, 81))),
        ("nist", f"2:1234568:{'cd' * 64}"),
        ("nist", f"2:1234567:{'cd' * 32}"),
        ("ssq", "00-05-11-22-28-33+16"),
        ("ssq", "01-05-11-22-28-28+16"),
        ("ssq", "05-01-11-22-28-33+16"),
        ("ssq", "1-05-11-22-28-33+16"),
        ("ssq", "01-05-11-22-28-33+17"),
        ("ssq", "01-05-11-22-28-33+1٦"),
        ("ssq", ""),
    ],
)
def test_a_value_out_of_its_form_is_refused(kind: str, value: str) -> None:
    plan = read_manifest(with_sources(**{kind: source(kind)}))
    with pytest.raises(InputError, match=f'"{kind}" is not a {kind} value'):
        check_value(plan, kind, value)


@pytest.mark.parametrize(
    ("kind", "given", "reason"),
    [
        ("digits", {"digits": 0}, "digits is 0, not 1 to 64"),
        ("digits", {"issue": None}, "issue is not text"),
        ("kl8", {"issue": "a b"}, "issue is not text"),
        ("drand", {"chain": "52db"}, "chain is not text"),
        ("drand", {"round": "latest"}, "round is not a count"),
        ("nist", {"pulse": None}, "pulse is not a count"),
    ],
)
def test_a_promise_that_leaves_the_drawing_open_is_not_frozen(
    kind: str, given: dict[str, Json], reason: str
) -> None:
    data = with_sources(**{kind: source(kind, **given)})
    with pytest.raises(InputError, match=reason):
        check_freeze(data, OBJECTS, INSPECTORS)


def test_a_drand_value_is_the_digest_of_its_signature() -> None:
    signature = "b0" * 48
    randomness = hashlib.sha256(bytes.fromhex(signature)).hexdigest()
    value = f"{CHAIN}:7:{randomness}"
    check_proof("drand", value, f" {signature.upper()}\n")
    for wrong in ("b1" * 48, "", "none", signature[:-1]):
        with pytest.raises(InputError, match='"drand" is not what its proof says'):
            check_proof("drand", value, wrong)


def test_a_nist_value_is_what_its_pulse_says() -> None:
    pulse = {"chainIndex": 2, "pulseIndex": 7, "outputValue": "CD" * 64}
    value = f"2:7:{'cd' * 64}"
    check_proof("nist", value, json.dumps({"pulse": pulse}))
    for wrong in (
        "",
        "{}",
        "[]",
        "7",
        "[" * 100_000,
        json.dumps({"pulse": pulse | {"pulseIndex": 8}}),
    ):
        with pytest.raises(InputError, match='"nist" is not what its proof says'):
            check_proof("nist", value, wrong)


def test_dice_in_a_beacons_place_need_no_proof() -> None:
    check_proof("drand", GOOD["dice"], "")
