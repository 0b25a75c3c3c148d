"""What can be checked of a beacon's value by itself, without asking the beacon (draw.md section 2).

A beacon's relays and chains get retired, so the proof is kept beside the value. Checking a
signature needs the beacon's key and its curve, which dr/1 leaves to the beacon's own programs.
"""

import json
import re
from hashlib import sha256

from suicha.dr1.refusal import CONTRIBUTIONS, InputError, quoted

_DRAND = r"[0-9a-f]{64}:[0-9]+:([0-9a-f]{64})"
_NIST = r"[0-9]+:[0-9]+:[0-9a-f]{128}"
_SIGNATURE = r"([0-9a-f]{2}){32,256}"


def check_proof(contribution: str, value: str, proof: str) -> None:
    """Refuse, with InputError, a beacon's value that its own proof contradicts.

    drand: `proof` is the round's signature in hex, whose SHA-256 is the randomness.
    NIST: `proof` is the pulse as its JSON, which names chain, pulse and output value.
    Values of any other form have no proof that a program could check.
    """
    fits = True
    if drand := re.fullmatch(_DRAND, value):
        fits = _is_signature_of(drand[1], proof)
    elif re.fullmatch(_NIST, value):
        fits = _is_pulse_of(value, proof)
    if not fits:
        raise InputError(CONTRIBUTIONS, None, f"{quoted(contribution)} is not what its proof says")


def _is_signature_of(randomness: str, proof: str) -> bool:
    written = "".join(proof.split()).lower()
    if not re.fullmatch(_SIGNATURE, written):
        return False
    return sha256(bytes.fromhex(written)).hexdigest() == randomness


def _is_pulse_of(value: str, proof: str) -> bool:
    try:
        pulse = json.loads(proof)["pulse"]
        named = (pulse["chainIndex"], pulse["pulseIndex"], str(pulse["outputValue"]).lower())
    except (ValueError, TypeError, KeyError, RecursionError):
        return False
    return value == ":".join(str(each) for each in named)
