"""Published draws as files: those of the vectors, and random ones."""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

from suicha import dr1
from suicha.dr1 import InputError, Inspector, ObjectRow, Request, canonical

if TYPE_CHECKING:
    from collections.abc import Sequence

Files = dict[str, bytes]
VECTORS = Path(__file__).parents[1] / "vectors"
SKILLS, TAGS = ("fj", "sz", "td"), ("d:1", "d:2", "e:1", "e:2", "e:3")
SLOTS = {"fj": ["fj", "*"], "pt": ["*", "*"], "one": ["sz"], "none": [], "td": ["td", "fj", "*"]}
REASONS = ("recusal", "unavailable", "finished")
PLAN, NONCE = "P-1", "5e" * 32
LEFT_OUT = b"S1\tyearly-cap\n"  # published beside the others; no program needs it


def _vectors(name: str) -> dict[str, Any]:  # Any: JSON
    read: dict[str, Any] = json.loads((VECTORS / name).read_text("utf-8"))
    return read


def lines(rows: Sequence[Sequence[str]]) -> bytes:
    return "".join("\t".join(row) + "\n" for row in rows).encode()


def _files(case: dict[str, Any], objects: str, inspectors: str) -> Files:  # Any: JSON
    return {
        "manifest.json": case["manifest"].encode(),
        "objects.tsv": case[objects].encode(),
        "inspectors.tsv": case[inspectors].encode(),
        "contributions.tsv": lines(case["contributions"]),
        "result.txt": case["result"].encode(),
    }


DRAWN = [
    _files(case, "objects_tsv", "inspectors_tsv")
    for case in _vectors("dr1-vectors.json")["end_to_end"]
]
CHANGED = [
    _files(case, "objects", "inspectors")
    | {"requests.tsv": lines(case["requests"]), "changes.txt": case["changes"].encode()}
    for case in _vectors("dr1-change-vectors.json")["cases"]
]


def written(files: Files, folder: Path) -> Path:
    """Write the files into a folder."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def random_draw(number: int) -> Files:
    """A small draw made by chance, with changes on changes: the same one for the same number.

    Strata may be empty or too small, inspectors too few, all recused or at their cap.
    """
    chance = random.Random(number)  # noqa: S311  # test data
    objects = dr1.write_objects(_object(chance, n) for n in range(chance.randrange(40)))
    inspectors = dr1.write_inspectors(_inspector(chance, n) for n in range(chance.randrange(9)))
    contributions = [("party.jw", chance.choice([NONCE, "-"])), ("dice.1", str(number))]
    manifest = canonical.encode(
        {
            "alg": "dr/1",
            "plan": PLAN,
            "objects": {"sha256": hashlib.sha256(objects).hexdigest()},
            "inspectors": {"sha256": hashlib.sha256(inspectors).hexdigest()},
            "exclusions": {"sha256": hashlib.sha256(LEFT_OUT).hexdigest(), "count": 1},
            "take": {stratum: chance.randrange(9) for stratum in ("A", "B", "C", "Z")},
            "slots": SLOTS,
            "seed": [id_ for id_, _ in contributions],
            "sources": {"party.jw": {"commitment": dr1.commitment(PLAN, "party.jw", NONCE)}},
        }
    )
    inputs = dr1.read(manifest, objects, inspectors, contributions)
    return {
        "manifest.json": manifest,
        "objects.tsv": objects,
        "inspectors.tsv": inspectors,
        "exclusions.tsv": LEFT_OUT,
        "contributions.tsv": dr1.write_contributions(contributions),
        "requests.tsv": dr1.write_requests(_requests(chance, inputs)),
    }


def _object(chance: random.Random, number: int) -> ObjectRow:
    weight = chance.choice([0, 1, 1, 1, chance.randrange(17)])
    tags = chance.sample(TAGS, chance.randrange(4))
    return ObjectRow(f"S{number}", chance.choice("ABC"), weight, chance.choice([*SLOTS]), tags)


def _inspector(chance: random.Random, number: int) -> Inspector:
    return Inspector(
        f"Z{number}",
        cap=chance.choice([0, 1, 2, 9]),
        base=chance.randrange(4),
        skills=frozenset(chance.sample(SKILLS, chance.randrange(4))),
        avoid=frozenset(chance.choices([*TAGS, "o:S1", "o:S2"], k=chance.randrange(3))),
    )


def _requests(chance: random.Random, inputs: dr1.Inputs) -> list[Request]:
    """Requests that can be worked, one after the other; replacements are named as well."""
    result, taken = dr1.result_of(inputs), list[Request]()
    for _ in range(20 if result.drawn else 0):
        object_id = chance.choice(inputs.objects.ids)
        slot = chance.choice([None, 0, 1, 2])
        tried = [*taken, Request(object_id, slot, chance.choice(REASONS))]
        if _can_be_worked(inputs, result, tried):
            taken = tried
    return taken


def _can_be_worked(inputs: dr1.Inputs, result: dr1.Result, tried: list[Request]) -> bool:
    try:
        dr1.change(inputs, result, tried)
    except InputError:
        return False
    return True
