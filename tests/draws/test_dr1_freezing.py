"""An office may commit only to a plan that nobody could bend afterwards."""

import hashlib
from collections.abc import Mapping

import pytest

from suicha.dr1 import InputError, canonical, check_freeze, check_value, commitment
from suicha.dr1.canonical import Json
from suicha.dr1.manifest import read_manifest

OBJECTS = b"A1\tA\t1\tpt\t-\nA2\tA\t0\tpt\t-\nB1\tB\t1\tsz\t-\n"
INSPECTORS = b"Z1\t3\t0\t-\t-\nZ2\t3\t0\tsz\t-\n"
NONCE = "5e" * 32
DICE: Mapping[str, Json] = {
    "kind": "dice",
    "encoding": "digits in the order rolled",
    "dice": 20,
    "not_before": "2026-11-20T02:00:00Z",
    "deadline": "2026-11-20T03:00:00Z",
}
LATER_DICE: Mapping[str, Json] = {
    **DICE,
    "not_before": "2026-11-21T02:00:00Z",
    "deadline": "2026-11-21T03:00:00Z",
}
PARTY: Mapping[str, Json] = {
    "kind": "party",
    "encoding": "hex",
    "commitment": commitment("P-1", "party.jw", NONCE),
    "not_before": "2026-11-20T01:00:00Z",
    "deadline": "2026-11-20T01:59:59Z",
    "fallback": "-",
}
SEAL: Mapping[str, Json] = {
    **PARTY,
    "commitment": commitment("P-1", "seal", NONCE),
    "not_before": "2026-12-20T01:00:00Z",
    "deadline": "2026-12-31T01:00:00Z",
}


def sources(
    dice: Mapping[str, Json] | None = None,
    party: Mapping[str, Json] | None = None,
    **more: Json,
) -> dict[str, Json]:
    return {
        "dice.1": {**DICE, "fallback": LATER_DICE, **(dice or {})},
        "party.jw": {**PARTY, **(party or {})},
        **more,
    }


def manifest(**changes: Json) -> bytes:
    return canonical.encode(
        {
            "alg": "dr/1",
            "plan": "P-1",
            "objects": {"sha256": hashlib.sha256(OBJECTS).hexdigest(), "count": 3},
            "inspectors": {"sha256": hashlib.sha256(INSPECTORS).hexdigest(), "count": 2},
            "take": {"A": 1, "B": 1},
            "slots": {"pt": ["*", "*"], "sz": ["sz", "*"]},
            "seed": ["party.jw", "dice.1"],
            "sources": sources(),
            "mode": "open",
            **changes,
        }
    )


def refusal(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        check_freeze(data, OBJECTS, INSPECTORS)
    return caught.value.reason


def digest_and_count(data: bytes, count: Json) -> dict[str, Json]:
    return {"sha256": hashlib.sha256(data).hexdigest(), "count": count}


def test_a_sound_plan_may_be_frozen() -> None:
    check_freeze(manifest(), OBJECTS, INSPECTORS)


def test_a_sealed_plan_has_a_seal_that_is_opened_after_the_draw() -> None:
    sealed = manifest(
        mode="sealed", seed=["party.jw", "dice.1", "seal"], sources=sources(seal=SEAL)
    )

    check_freeze(sealed, OBJECTS, INSPECTORS)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"objects": digest_and_count(OBJECTS, 2)}, "objects.count is 2, but the list has 3"),
        ({"objects": digest_and_count(OBJECTS, None)}, "objects.count is not a count"),
        ({"inspectors": digest_and_count(INSPECTORS, 3)}, "inspectors.count is 3"),
        ({"objects": digest_and_count(b"", 3)}, "its SHA-256 is not the one in the manifest"),
        ({"take": {"A": 2}}, "take.A is 2, but only 1 can be drawn"),
        ({"take": {"C": 1}}, "take.C is 1, but only 0 can be drawn"),
        ({"take": {"A B": 0}}, "take.A B is not the name of a stratum"),
        ({"slots": {"pt": ["*"]}}, "slots lacks sz"),
        ({"slots": {"PT": ["*"]}}, "slots.PT is not the name of a category"),
        ({"plan": "A B"}, "plan is not 1 to 64"),
        ({"mode": "secret"}, "mode is not one of open, sealed"),
        ({"mode": None}, "mode is not one of open, sealed"),
        ({"supersedes": 1}, "supersedes is not a plan id"),
        ({"seed": ["party.jw"]}, "seed and sources do not name the same"),
        ({"seed": ["party.jw", "dice.1", "dice.1"]}, "seed repeats a contribution"),
        ({"mode": "sealed"}, 'a sealed plan, and no other, has the contribution "seal"'),
        ({"sources": None}, "sources is not an object"),
    ],
)
def test_a_plan_that_leaves_something_open_is_not_frozen(
    changes: dict[str, Json], reason: str
) -> None:
    assert refusal(manifest(**changes)).startswith(reason)


@pytest.mark.parametrize(
    ("dice", "reason"),
    [
        ({"dice": 19}, "dice is 19, not 20 to 512"),
        ({"dice": 513}, "dice is 513, not 20 to 512"),
        ({"dice": None}, "dice is not a count"),
        ({"kind": "stock"}, "dice.1.kind is not one of dice, digits, dlt, drand, kl8, nist, party"),
        ({"encoding": "sorted"}, "dice.1.encoding is not"),
        ({"not_before": "tomorrow"}, "dice.1.not_before is not text"),
        ({"not_before": "2026-02-30T00:00:00Z"}, 'dice.1.not_before "2026-02-30T00:00:00Z" is'),
        ({"deadline": DICE["not_before"]}, "dice.1.not_before is not before its deadline"),
        ({"fallback": None}, "dice.1.fallback is not an object"),
        ({"fallback": PARTY}, "dice.1.fallback is not a public source"),
        ({"fallback": {**LATER_DICE, "dice": 9}}, "dice is 9"),
        ({"fallback": DICE}, "dice.1.fallback may begin before the source's deadline"),
    ],
)
def test_a_public_source_that_promises_too_little_is_not_frozen(
    dice: dict[str, Json], reason: str
) -> None:
    assert refusal(manifest(sources=sources(dice=dice))).startswith(reason)


@pytest.mark.parametrize(
    ("party", "reason"),
    [
        ({"commitment": "00"}, "party.jw.commitment is not text"),
        ({"deadline": DICE["not_before"]}, "party.jw.deadline is not before the first public"),
        ({"fallback": LATER_DICE}, 'party.jw.fallback is not "-"'),
    ],
)
def test_a_party_that_could_choose_after_the_dice_is_not_frozen(
    party: dict[str, Json], reason: str
) -> None:
    assert refusal(manifest(sources=sources(party=party))).startswith(reason)


def test_parties_alone_do_not_make_a_seed() -> None:
    alone = manifest(seed=["party.jw"], sources={"party.jw": PARTY})

    assert refusal(alone) == "the public sources have fewer than 64 bits"


@pytest.mark.parametrize(
    ("seal", "reason"),
    [
        ({**SEAL, "not_before": "2026-11-21T02:59:59Z"}, "the seal could be revealed before"),
        ({**DICE, "fallback": LATER_DICE}, '"seal" is not a committed nonce'),
    ],
)
def test_a_seal_that_does_not_seal_is_not_frozen(seal: Json, reason: str) -> None:
    sealed = manifest(
        mode="sealed", seed=["party.jw", "dice.1", "seal"], sources=sources(seal=seal)
    )

    assert refusal(sealed).startswith(reason)


@pytest.mark.parametrize(
    ("contribution", "value"),
    [("dice.1", "01234567890123456789"), ("party.jw", NONCE), ("party.jw", "-")],
)
def test_a_value_as_promised_is_taken(contribution: str, value: str) -> None:
    check_value(read_manifest(manifest()), contribution, value)


@pytest.mark.parametrize(
    ("contribution", "value", "reason"),
    [
        ("dice.1", "0123456789012345678", '"dice.1" is not a dice value'),
        ("dice.1", "012345678901234567890", '"dice.1" is not a dice value'),
        ("dice.1", "0123456789012345678x", '"dice.1" is not a dice value'),
        ("dice.1", "-", '"dice.1" is not a dice value'),
        ("party.jw", "5E" * 32, '"party.jw" is not a party value'),
        ("party.jw", "5f" * 32, '"party.jw" is not the nonce that was committed to'),
        ("party.xh", NONCE, '"party.xh" is not a source of the plan'),
    ],
)
def test_a_value_that_was_not_promised_is_refused(
    contribution: str, value: str, reason: str
) -> None:
    with pytest.raises(InputError) as caught:
        check_value(read_manifest(manifest()), contribution, value)

    assert caught.value.reason == reason


def test_a_seal_cannot_be_skipped() -> None:
    sealed = read_manifest(manifest(sources=sources(seal=SEAL)))

    with pytest.raises(InputError):
        check_value(sealed, "seal", "-")
    check_value(sealed, "seal", NONCE)
