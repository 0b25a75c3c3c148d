"""Work in a process that may die without harm, under limits of memory and time.

A file can make a decoder ask for all memory there is, never end, or crash; what dies of it is a
child that has nothing else to do.
"""

from __future__ import annotations

import atexit
import multiprocessing
import resource
from concurrent.futures import TimeoutError as OverdueError
from threading import Lock
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from suicha.config import cores

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")

MOST_MEMORY = 2 * 1024**3  # bytes of address space; 60 megapixels of WebP or HEIC take half of it
MOST_SECONDS = 120.0
MOST_TASKS = 200  # then a fresh child takes over, and what the old one hoarded is given back
TRIES = 2  # a child may have been killed for somebody else's hunger

_pools: list[ProcessPool] = []
_making = Lock()


class OverstrainError(Exception):
    """The work took more memory or time than allowed, or killed the process that did it."""


def apart(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do it in a child, and give what it returns or raises; raises OverstrainError.

    `work` is found by its name in its module; what it takes and returns is copied.
    """
    for _ in range(TRIES):
        try:
            done: T = _pool().submit(work, MOST_SECONDS, *args, **kwargs).result()
        except (OverdueError, MemoryError) as error:
            raise OverstrainError from error
        except ProcessExpired:
            continue
        return done
    raise OverstrainError


def _pool() -> ProcessPool:
    """Give the pool of this process; children are started as they are needed."""
    with _making:
        if not _pools:
            fresh = multiprocessing.get_context("spawn")  # nothing of our threads comes along
            pool = ProcessPool(cores(), MOST_TASKS, _limit, context=fresh)
            atexit.register(_end, pool)
            _pools.append(pool)
        return _pools[0]


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble names no type here
    pool.join()
