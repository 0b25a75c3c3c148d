"""From contributions to the seed and its keys (draw.md sections 2 and 3)."""

import hashlib
import re
from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Literal, TypeAlias

from suicha.dr1.refusal import CONTRIBUTIONS, InputError, quoted
from suicha.dr1.tables import Column, read_table

Contribution: TypeAlias = tuple[str, str]
"""A contribution's id and its value."""

KeyedHash: TypeAlias = Callable[[str], bytes]
"""SHA-256 of a key followed by an ASCII text."""

NONCE = r"[0-9a-f]{64}"
SEAL = "seal"
"""The contribution of the office that keeps a sealed plan secret until its visits are over."""

MISSING = "-"
"""The value of a party that did not reveal in time."""

CONTRIBUTION = r"[a-z0-9.-]{1,64}"
_VALUE = r"[\x21-\x7e]{1,512}"
_COLUMNS = (
    Column("contribution", CONTRIBUTION),
    Column("value", _VALUE),
)


def commitment(plan: str, party: str, nonce: str) -> str:
    """Return, in hex, what a party publishes before it reveals its nonce of 64 hex digits.

    The party is inside, so that no party can copy another's commitment (draw.md section 2).
    """
    if not re.fullmatch(NONCE, nonce):
        raise InputError(CONTRIBUTIONS, None, f"the nonce of {quoted(party)} is not 64 hex digits")
    text = f"dr/1 commit\n{plan}\n{party}\n{nonce}\n"
    return hashlib.sha256(text.encode()).hexdigest()


def seed(manifest_sha256: str, contributions: Sequence[Contribution]) -> bytes:
    """Return the 32 bytes of the seed for contributions in manifest order."""
    lines = "".join(f"{id_} {value}\n" for id_, value in contributions)
    text = f"dr/1 seed\nmanifest {manifest_sha256}\n{lines}"
    return hashlib.sha256(text.encode("ascii")).digest()


def read_contributions(data: bytes) -> list[Contribution]:
    """Read contributions.tsv, in manifest order; InputError names the first line that is none."""
    ids, values = read_table(data, CONTRIBUTIONS, _COLUMNS)
    return list(zip(ids, values, strict=True))


def write_contributions(contributions: Sequence[Contribution]) -> bytes:
    """Return contributions.tsv for contributions in manifest order."""
    return "".join(f"{id_}\t{value}\n" for id_, value in contributions).encode("ascii")


def check_contributions(
    plan: str,
    expected: Sequence[tuple[str, str | None]],
    contributions: Sequence[Contribution],
) -> None:
    """Refuse contributions that are not those of the manifest, in its order, in their form.

    `expected` names them with what was committed to, if anything was. A party may keep silent.
    """
    pairs = zip_longest(expected, contributions, fillvalue=None)
    for line, (promise, given) in enumerate(pairs, start=1):
        asked, committed = promise or (None, None)
        if given is None:
            raise _refusal(line, str(asked), "is missing")
        id_, value = given
        if id_ != asked:
            raise _refusal(line, id_, "is not the contribution of this place")
        if not re.fullmatch(_VALUE, value):
            raise _refusal(line, id_, f"is not of the form {_VALUE}")
        silent = value == MISSING and id_ != SEAL
        if not silent and not _opens(plan, id_, value, committed):
            raise _refusal(line, id_, "is not the nonce that was committed to")


def _opens(plan: str, party: str, nonce: str, committed: str | None) -> bool:
    if committed is None:
        return True
    return bool(re.fullmatch(NONCE, nonce)) and commitment(plan, party, nonce) == committed


def _refusal(line: int, id_: str, reason: str) -> InputError:
    return InputError(CONTRIBUTIONS, line, f"{quoted(id_)} {reason}")


def key(seed_: bytes, label: Literal["object", "inspector", "pick"]) -> bytes:
    """Return the key for one use of the seed: 64 ASCII bytes, exactly one block of SHA-256."""
    text = f"dr/1 {label}\n{seed_.hex()}\n"
    return hashlib.sha256(text.encode()).hexdigest().encode()


def keyed_hash(key_: bytes) -> KeyedHash:
    """Return the hash of key and text; the key's block is computed once and its state copied."""
    state = hashlib.sha256(key_)

    def digest(text: str) -> bytes:
        copy = state.copy()
        copy.update(text.encode())
        return copy.digest()

    return digest
