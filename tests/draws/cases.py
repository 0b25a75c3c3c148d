"""`python -m tests.draws.cases 60`: random draws and draws with faults, for other languages.

Prints JSON: files in base64 by their names, and what the office's program says of them.
"""

from __future__ import annotations

import json
import sys
import tempfile
from base64 import b64encode
from pathlib import Path

from suicha import dr1
from suicha.dr1 import InputError

from .faults import tampered
from .folders import CHANGED, Files, random_draw, written


def _in_base64(files: Files) -> dict[str, str]:
    return {name: b64encode(data).decode() for name, data in files.items()}


def _drawn(files: Files, folder: Path) -> dict[str, object]:
    written(files, folder)
    result, changes = dr1.compute_folder(folder), dr1.change_folder(folder)
    return {
        "files": _in_base64(files),
        "result": result.text.decode(),
        "changes": changes.text.decode(),
    }


def _refused(files: Files, folder: Path) -> str:
    try:
        dr1.verify_folder(written(files, folder))
    except InputError as refusal:
        return str(refusal)
    raise AssertionError("a fault was not found")


def main(number: int) -> None:
    """Print so many random draws, and every fault."""
    with tempfile.TemporaryDirectory() as folder:
        draws = [_drawn(random_draw(seed), Path(folder)) for seed in range(number)]
        faults = [
            {
                "name": fault.name,
                "files": _in_base64(fault.files),
                "said": _refused(fault.files, Path(folder)),
            }
            for fault in tampered(CHANGED[5])
        ]
    json.dump({"draws": draws, "faults": faults}, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
