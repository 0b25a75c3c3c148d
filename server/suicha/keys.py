"""Keys of objects, by one rule for every store.

What S3 would take but a folder would not (`..`, a name that begins with a dot, one that is too long
for a file) must not work here and fail elsewhere.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}"
KEY = re.compile(rf"{NAME}(/{NAME}){{0,7}}")


class BadKeyError(FileNotFoundError):
    """No object can have this key, so whoever reads by it is told that nothing is there."""


def lawful(key: str) -> str:
    """Give a key back; raises BadKeyError."""
    if KEY.fullmatch(key) is None:
        raise BadKeyError(key)
    return key


def files_below(folder: Path, inside: str = "") -> Iterator[tuple[str, int]]:
    """Give key and size of the files below a folder, one by one; none of what is being written.

    That has a name which begins with a dot. Of a folder of millions only the place is kept.
    """
    for entry in _entries(folder):
        if entry.is_dir():
            yield from files_below(folder / entry.name, f"{inside}{entry.name}/")
        elif not entry.name.startswith("."):
            yield from _sized(entry, inside)


def _sized(entry: os.DirEntry[str], inside: str) -> Iterator[tuple[str, int]]:
    with suppress(FileNotFoundError):  # it went just now
        yield f"{inside}{entry.name}", entry.stat().st_size


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        yield from entries
