"""The frozen manifest.json: as much of it as the computation needs (draw.md sections 1 and 4)."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from suicha.dr1 import canonical
from suicha.dr1.canonical import Json
from suicha.dr1.refusal import MANIFEST, InputError, quoted
from suicha.dr1.seed import CONTRIBUTION

ALGORITHM = "dr/1"
DIGEST = r"[0-9a-f]{64}"
PRINTABLE = r"[\x20-\x7e]+"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one plan fixed before its seed existed; digests in hex, `document` is all of it."""

    sha256: str
    plan: str
    objects_sha256: str
    inspectors_sha256: str
    take: Mapping[str, int]
    slots: Mapping[str, tuple[str, ...]]
    seed: tuple[str, ...]
    commitments: Mapping[str, str]
    document: Mapping[str, Json]


def read_manifest(data: bytes) -> Manifest:
    """Read manifest.json; InputError unless it is canonical and has every part the draw needs."""
    document = mapping(canonical.decode(data, MANIFEST), "the manifest")
    if document.get("alg") != ALGORITHM:
        refuse(f"alg is not {quoted(ALGORITHM)}")
    take = mapping(document.get("take"), "take")
    slots = mapping(document.get("slots"), "slots")
    return Manifest(
        sha256=hashlib.sha256(data).hexdigest(),
        plan=text(document.get("plan"), "plan"),
        objects_sha256=_list_digest(document, "objects"),
        inspectors_sha256=_list_digest(document, "inspectors"),
        take={stratum: count(number, f"take.{stratum}") for stratum, number in take.items()},
        slots={category: texts(skills, f"slots.{category}") for category, skills in slots.items()},
        seed=_contribution_ids(document.get("seed")),
        commitments=_commitments(document.get("sources", {})),
        document=document,
    )


def refuse(reason: str) -> NoReturn:
    """Refuse the manifest; its one line needs no number."""
    raise InputError(MANIFEST, None, reason)


def mapping(value: Json, name: str) -> Mapping[str, Json]:
    """Return a JSON object as such, or refuse it by its name in the manifest."""
    if not isinstance(value, Mapping):
        refuse(f"{name} is not an object")
    return value


def text(value: Json, name: str, pattern: str = PRINTABLE) -> str:
    """Return a string that matches the pattern, or refuse it by its name in the manifest."""
    if not (isinstance(value, str) and re.fullmatch(pattern, value)):
        refuse(f"{name} is not text of the form {pattern}")
    return value


def texts(value: Json, name: str) -> tuple[str, ...]:
    """Return an array of strings, or refuse it by its name in the manifest."""
    if not isinstance(value, list):
        refuse(f"{name} is not an array")
    return tuple(text(item, f"{name}[{place}]") for place, item in enumerate(value))


def count(value: Json, name: str) -> int:
    """Return an integer that is not negative, or refuse it by its name in the manifest."""
    # bool is an int in Python, but `true` is no count.
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        refuse(f"{name} is not a count")
    return value


def _list_digest(document: Mapping[str, Json], name: str) -> str:
    return text(mapping(document.get(name), name).get("sha256"), f"{name}.sha256", DIGEST)


def _commitments(value: Json) -> Mapping[str, str]:
    """Return what parties committed to, by contribution; a manifest may promise nothing at all."""
    promises = {id_: mapping(each, id_) for id_, each in mapping(value, "sources").items()}
    return {
        id_: text(promise["commitment"], f"{id_}.commitment", DIGEST)
        for id_, promise in promises.items()
        if "commitment" in promise
    }


def _contribution_ids(value: Json) -> tuple[str, ...]:
    ids = texts(value, "seed")
    for contribution in ids:
        text(contribution, "a contribution id in seed", CONTRIBUTION)
    return ids
