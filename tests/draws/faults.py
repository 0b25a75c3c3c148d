"""Published draws of which one file is wrong: everything that issue and specification forbid."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from suicha.dr1 import canonical

from .folders import DRAWN, Files

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Fault:
    """Files of which one is wrong, and where that is to be found."""

    name: str
    where: str
    files: Files


def tampered(files: Files) -> list[Fault]:
    """Everything that issue and specification forbid, one at a time."""
    return [
        Fault(f"{file} {name}", f"{file}{where}", _resealed(files, file, change(files[file])))
        for file, name, where, change in FAULTS
    ]


def _resealed(files: Files, file: str, data: bytes) -> Files:
    """Change a file and, if it is a list, let the manifest name it as it is now."""
    changed = {**files, file: data}
    manifest = json.loads(files["manifest.json"])
    for name in ("objects", "inspectors"):
        manifest[name] = {"sha256": hashlib.sha256(changed[f"{name}.tsv"]).hexdigest()}
    if file in {"objects.tsv", "inspectors.tsv"}:
        changed["manifest.json"] = canonical.encode(manifest)
    return changed


Faults = list[tuple[str, str, "Callable[[bytes], bytes]"]]


def _swapped(data: bytes) -> bytes:
    first, second, *rest = data.split(b"\n")
    return b"\n".join([second, first, *rest])


def _doubled(data: bytes) -> bytes:
    first, *rest = data.split(b"\n")
    return b"\n".join([first, first, *rest])


def _put(place: int, field: bytes) -> Callable[[bytes], bytes]:
    """Put another field into the third line."""

    def change(data: bytes) -> bytes:
        rows = [line.split(b"\t") for line in data.split(b"\n")]
        rows[2][place] = field
        return b"\n".join(b"\t".join(row) for row in rows)

    return change


def _set(**changes: object) -> Callable[[bytes], bytes]:
    return lambda data: json.dumps(
        json.loads(data) | changes, separators=(",", ":"), sort_keys=True
    ).encode()


ANY_LIST: Faults = [
    ("unsorted", ", line 2: id ", _swapped),
    ("repeated", ", line 2: id ", _doubled),
    ("CR LF", ", line 1: a CR", lambda data: data.replace(b"\n", b"\r\n")),
    ("no last LF", ", line ", lambda data: data[:-1]),
    ("no ASCII", ", line 3: a byte", _put(0, "工地".encode())),
    ("id of a space", ", line 3: id ", _put(0, b"A 1")),
    ("id too long", ", line 3: id ", _put(0, b"x" * 65)),
    ("a field too many", ", line 3: 6 fields", _put(4, b"-\t-")),
    ("tags unsorted", ", line 3: ", _put(4, b"e:2,e:1")),
    ("a tag twice", ", line 3: ", _put(4, b"e:1,e:1")),
    ("an empty line", ", line 1: 1 fields", lambda data: b"\n" + data),
]
OF_OBJECTS: Faults = [
    ("weight 17", ", line 3: weight ", _put(2, b"17")),
    ("weight 01", ", line 3: weight ", _put(2, b"01")),
    ("a category without slots", ", line 3: category ", _put(3, b"zz")),
    ("a control character", ", line 3: tags ", _put(4, b"a\x01")),
]
OF_INSPECTORS: Faults = [
    ("cap of 2^53", ", line 3: cap ", _put(1, b"9007199254740992")),
    ("a base that is no number", ", line 3: base ", _put(2, b"1.0")),
]
OF_MANIFESTS: Faults = [
    ("a float", ": not canonical", _set(x=1.5)),
    ("a whole float", ": not canonical", _set(x=1.0)),
    ("2^53", ": not canonical", _set(x=2**53)),
    ("no number", ": not canonical", _set(x=float("nan"))),
    (
        "a key of another alphabet",
        ": not canonical",
        lambda data: data.replace(b'"plan"', '"计"'.encode()),
    ),
    ("a space", ": not canonical", lambda data: data.replace(b":", b": ", 1)),
    ("a last LF", ": not canonical", lambda data: data + b"\n"),
    ("a key twice", ": not canonical", lambda data: data.replace(b"{", b'{"alg":"dr/1",', 1)),
    ("no JSON", ": not canonical", lambda data: data[:-1]),
    ("no text", ": not canonical", lambda _: b"\xff"),
]
OF_CONTRIBUTIONS: Faults = [
    ("out of order", ", line 1: ", _swapped),
    ("one too few", ", line 3: ", lambda data: b"".join(data.splitlines(keepends=True)[:2])),
    ("one too many", ", line 4: ", lambda data: data + b"dice.9\t1\n"),
    ("none", ", line 1: ", lambda _: b""),
    ("an empty value", ", line 3: value ", _put(1, b"")),
    ("a value of a space", ", line 3: value ", _put(1, b"1 2")),
]
OF_REQUESTS: Faults = [
    ("another kind", ", line 3: ", _put(0, b"team")),
    ("an object that was not drawn", ", line 3: ", _put(1, b"nobody")),
    ("a slot too far", ", line 3: ", _put(2, b"7")),
    ("a slot of two digits", ", line 3: slot ", _put(2, b"01")),
    ("a reason of another alphabet", ", line 3: reason ", _put(3, b"Too late")),
]
OF_RESULTS: Faults = [
    ("of another plan", ", line 2: computed is ", lambda _: DRAWN[0]["result.txt"]),
    ("of nothing", ", line 1: computed is ", lambda _: b""),
    ("with a line more", ", line ", lambda data: data + b"A1\n"),
]
FAULTS = [
    *(("objects.tsv", *fault) for fault in (*ANY_LIST, *OF_OBJECTS)),
    *(("inspectors.tsv", *fault) for fault in (*ANY_LIST, *OF_INSPECTORS)),
    *(("manifest.json", *fault) for fault in OF_MANIFESTS),
    *(("contributions.tsv", *fault) for fault in OF_CONTRIBUTIONS),
    *(("requests.tsv", *fault) for fault in OF_REQUESTS),
    *(("result.txt", *fault) for fault in OF_RESULTS),
    *(("changes.txt", *fault) for fault in OF_RESULTS[1:]),
]
