"""`python -m tests.reliability`: print the table; `--small` tries it out.

`--visits=25` sends 10,000 commands and 1,000 photos through each fault, and takes hours.
With words, only the faults whose names hold one of them: `python -m tests.reliability Postgres`.
With `--write`, the table also goes to docs/RELIABILITY.md.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from . import table
from .all import rows
from .ground import LARGE, SMALL

if TYPE_CHECKING:
    from .faults import Fault
    from .ground import Size

ROUNDS = 200


def main(words: list[str]) -> int:
    """Prove, print line by line, and say by the exit code whether all is sound."""
    only = [word for word in words if not word.startswith("--")]

    def wanted(fault: Fault) -> bool:
        return not only or any(word in fault.name for word in only)

    rounds = 0 if only else ROUNDS
    size = SMALL if "--small" in words else LARGE
    found = []
    sys.stdout.write("\n".join([*table.HEAD, ""]))
    with TemporaryDirectory(prefix="suicha-faults-") as data:
        for row in rows(Path(data), _sized(size, words), rounds, wanted):
            found.append(row)
            sys.stdout.write(f"{table.line(row)}\n")
            sys.stdout.flush()
    if "--write" in words:
        table.write(found)
    return 0 if all(row.is_sound for row in found) else 1


def _sized(size: Size, words: list[str]) -> Size:
    asked = [int(word.partition("=")[2]) for word in words if word.startswith("--visits=")]
    return replace(size, visits=asked[0]) if asked else size


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
