"""All faults, one after the other."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from .faults import FAULTS
from .ground import Ground
from .office import running
from .proof import identical_posts, prove
from .store_line import s3_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from .faults import Fault
    from .ground import Size
    from .proof import Row


def rows(
    data: Path, size: Size, rounds: int, wanted: Callable[[Fault], bool] = lambda _: True
) -> Iterator[Row]:
    """Prove each fault in an office below the folder `data`, those of S3 last."""
    faults = list(filter(wanted, FAULTS))
    with ExitStack() as stack:
        office = stack.enter_context(running(data))
        ground = Ground(office)
        if rounds:
            yield identical_posts(ground, rounds)
        yield from (prove(office, ground, each, size) for each in faults if not each.on_s3)
        if any(each.on_s3 for each in faults):
            office.move_to(stack.enter_context(s3_server()))
        yield from (prove(office, ground, each, size) for each in faults if each.on_s3)
