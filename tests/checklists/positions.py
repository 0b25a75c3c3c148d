"""`python -m tests.checklists.positions 60`: samples drawn by chance, for the phone's twin."""

from __future__ import annotations

import json
import random
import sys
from uuid import UUID

from suicha.checklists.definition.positions import positions, seed_of


def main(number: int) -> None:
    """Print so many samples, each with what it is of."""
    cases = []
    for seed in range(number):
        chance = random.Random(seed)  # noqa: S311  # cases
        check, version = (UUID(int=chance.getrandbits(128)) for _ in range(2))
        item, capacity = chance.choice(["B1-1", "柱截面", "m2"]), chance.randint(1, 400)
        size, skip = chance.randint(1, 50), chance.choice([0, 8])
        drawn = positions(seed_of(check, version, item), capacity, size, skip)
        cases.append([str(check), str(version), item, capacity, size, skip, drawn])
    sys.stdout.write(json.dumps(cases))


if __name__ == "__main__":
    main(int(sys.argv[1]))
