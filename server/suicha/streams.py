"""Bytes in pieces: a stream in pieces, pieces as a stream; never all of it in memory."""

from __future__ import annotations

import os
from io import BufferedReader, RawIOBase
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from pathlib import Path

    Pieces = Generator[bytes, None, None]

PIECE = 256 * 1024


def joined(pieces: Iterable[bytes]) -> BinaryIO:
    """Give pieces as one body for `put`; what they raise interrupts it, and nothing is stored."""
    return BufferedReader(_Joined(pieces), PIECE)


def in_pieces(file: BinaryIO) -> Pieces:
    """Read a file to its end, and close it whenever the reader stops."""
    with file:
        while piece := file.read(PIECE):
            yield piece


def write_down(path: Path, body: BinaryIO) -> None:
    """Write a stream into a new file, and flush it to disk."""
    with path.open("xb") as file:
        while piece := body.read(PIECE):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def write_down_names(root: Path, path: Path) -> None:
    """Flush the folders from a file up to `root`: a power cut could take its name otherwise."""
    depth = len(path.relative_to(root).parts)
    for folder in path.parents[:depth]:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        os.fsync(descriptor)
        os.close(descriptor)


class _Joined(RawIOBase):
    """Reads pieces of any size as one stream, holding one of them at a time."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.pieces, self.rest = iter(pieces), memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # Buffer is 3.12's
        while not self.rest:
            piece = next(self.pieces, None)
            if piece is None:
                return 0
            self.rest = memoryview(piece)
        count = min(len(buffer), len(self.rest))
        buffer[:count], self.rest = self.rest[:count], self.rest[count:]
        return count
