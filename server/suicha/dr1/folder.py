"""A published draw as a folder of files: computed, changed, verified (draw.md section 9, step 4).

manifest.json  objects.tsv  inspectors.tsv  contributions.tsv    what the draw is computed from
result.txt                                                       what the office published
requests.tsv  changes.txt                                        where something changed since
"""

from itertools import count, zip_longest
from pathlib import Path

from suicha.dr1.changes import Changes, change, read_requests
from suicha.dr1.refusal import (
    CHANGES,
    CONTRIBUTIONS,
    INSPECTORS,
    MANIFEST,
    OBJECTS,
    REQUESTS,
    RESULT,
    InputError,
    quoted,
)
from suicha.dr1.result import Inputs, Result, read, result_of
from suicha.dr1.seed import read_contributions


def compute_folder(folder: Path) -> Result:
    """Compute the draw of a folder; InputError as `read` raises it, or if a file is missing."""
    return result_of(_inputs(folder))


def change_folder(folder: Path) -> Changes:
    """Work the requests of a folder on its draw; raises as `compute_folder` and `change` do."""
    inputs = _inputs(folder)
    return change(inputs, result_of(inputs), read_requests(_bytes(folder, REQUESTS)))


def verify_folder(folder: Path) -> Result:
    """Compute all that is published in a folder; InputError at the first line that differs."""
    inputs = _inputs(folder)
    result = result_of(inputs)
    _compare(RESULT, result.text, _bytes(folder, RESULT))
    if (folder / REQUESTS).exists() or (folder / CHANGES).exists():
        requests = read_requests(_bytes(folder, REQUESTS))
        changes = change(inputs, result, requests)
        _compare(CHANGES, changes.text, _bytes(folder, CHANGES))
    return result


def _inputs(folder: Path) -> Inputs:
    manifest, objects, inspectors, contributions = (
        _bytes(folder, file) for file in (MANIFEST, OBJECTS, INSPECTORS, CONTRIBUTIONS)
    )
    return read(manifest, objects, inspectors, read_contributions(contributions))


def _bytes(folder: Path, file: str) -> bytes:
    try:
        return (folder / file).read_bytes()
    except OSError:
        raise InputError(file, None, "cannot be read") from None


def _compare(file: str, computed: bytes, published: bytes) -> None:
    pairs = zip_longest(computed.split(b"\n"), published.split(b"\n"))
    for line, (ours, theirs) in zip(count(1), pairs, strict=False):
        if ours != theirs:
            expected = "the end" if ours is None else quoted(ours.decode())
            raise InputError(file, line, f"computed is {expected}")
