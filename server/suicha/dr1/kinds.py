"""The kinds of contribution: what the manifest promises about each, and what value keeps it.

Beside kind, encoding and dates (sources.py), a promise names under "draw" what the world must
publish, so that nobody can pick an evening or a round afterwards (draw.md section 2):

    dice     "dice": 20 or more ten-sided dice
    digits   "issue": which drawing, "digits": how many
    kl8      "issue"; 快乐8, 20 numbers of 80
    ssq      "issue"; 双色球, 6 of 33 and 1 of 16
    dlt      "issue"; 大乐透, 5 of 35 and 2 of 12
    drand    "chain": its hash, "round": number
    nist     "chain", "pulse": numbers

The rules of the lotteries are from general knowledge; an office confirms them with the operator
before it offers one.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import comb, prod

from suicha.dr1.canonical import Json
from suicha.dr1.manifest import DIGEST, count, refuse, text
from suicha.dr1.seed import NONCE

_ISSUE = r"[0-9A-Za-z-]{1,32}"
_LEAST_DICE, _MOST_DICE = 20, 512
_MOST_DIGITS = 64
_DRAND_BITS, _NIST_BITS = 256, 512

Promise = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Kind:
    """What sets one kind of source apart; a further lottery or beacon is one more row of KINDS.

    `outcomes` counts the equally likely values, and refuses a promise that is not complete.
    """

    public: bool
    encoding: str
    outcomes: Callable[[Promise], int]
    keeps: Callable[[Promise, str], bool]


@dataclass(frozen=True, slots=True)
class Pool:
    """Numbers drawn without order: `taken` of 1 to `numbers`."""

    taken: int
    numbers: int

    def holds(self, written: str) -> bool:
        """Whether these are such numbers, ascending, of two digits each, joined with `-`."""
        parts = written.split("-")
        known = all(re.fullmatch(r"[0-9]{2}", each) for each in parts)
        if len(parts) != self.taken or not known or sorted(set(parts)) != parts:
            return False
        return int(parts[0]) >= 1 and int(parts[-1]) <= self.numbers


def _dice(promise: Promise) -> int:
    dice = count(promise.get("dice"), "dice")
    if not _LEAST_DICE <= dice <= _MOST_DICE:
        refuse(f"dice is {dice}, not {_LEAST_DICE} to {_MOST_DICE}")
    return int(10**dice)


def _digits(promise: Promise) -> int:
    text(promise.get("issue"), "issue", _ISSUE)
    digits = count(promise.get("digits"), "digits")
    if not 1 <= digits <= _MOST_DIGITS:
        refuse(f"digits is {digits}, not 1 to {_MOST_DIGITS}")
    return int(10**digits)


def _are_digits(promise: Promise, name: str, value: str) -> bool:
    return re.fullmatch(rf"[0-9]{{{count(promise.get(name), name)}}}", value) is not None


def _lottery(*pools: Pool) -> Kind:
    def outcomes(promise: Promise) -> int:
        text(promise.get("issue"), "issue", _ISSUE)
        return prod(comb(pool.numbers, pool.taken) for pool in pools)

    def keeps(_promise: Promise, value: str) -> bool:
        parts = value.split("+")
        pairs = zip(pools, parts, strict=False)
        return len(parts) == len(pools) and all(pool.holds(part) for pool, part in pairs)

    encoding = "numbers ascending, two digits each, joined with -"
    several = "; the second pool after +" if len(pools) > 1 else ""
    return Kind(public=True, encoding=encoding + several, outcomes=outcomes, keeps=keeps)


def _drand(promise: Promise) -> int:
    text(promise.get("chain"), "chain", DIGEST)
    count(promise.get("round"), "round")
    return 1 << _DRAND_BITS


def _is_drand(promise: Promise, value: str) -> bool:
    named = f"{promise['chain']}:{promise['round']}:"
    return value.startswith(named) and bool(re.fullmatch(DIGEST, value[len(named) :]))


def _nist(promise: Promise) -> int:
    count(promise.get("chain"), "chain")
    count(promise.get("pulse"), "pulse")
    return 1 << _NIST_BITS


def _is_nist(promise: Promise, value: str) -> bool:
    named = f"{promise['chain']}:{promise['pulse']}:"
    return value.startswith(named) and bool(re.fullmatch(r"[0-9a-f]{128}", value[len(named) :]))


KINDS = {
    "dice": Kind(
        public=True,
        encoding="digits in the order rolled",
        outcomes=_dice,
        keeps=lambda promise, value: _are_digits(promise, "dice", value),
    ),
    "digits": Kind(
        public=True,
        encoding="digits in the order drawn",
        outcomes=_digits,
        keeps=lambda promise, value: _are_digits(promise, "digits", value),
    ),
    "dlt": _lottery(Pool(5, 35), Pool(2, 12)),
    "drand": Kind(
        public=True,
        encoding="chain hash:round:randomness in hex",
        outcomes=_drand,
        keeps=_is_drand,
    ),
    "kl8": _lottery(Pool(20, 80)),
    "nist": Kind(
        public=True,
        encoding="chain:pulse:output value in hex",
        outcomes=_nist,
        keeps=_is_nist,
    ),
    "party": Kind(
        public=False,
        encoding="hex",
        outcomes=lambda _promise: 1,
        keeps=lambda _promise, value: re.fullmatch(NONCE, value) is not None,
    ),
    "ssq": _lottery(Pool(6, 33), Pool(1, 16)),
}
