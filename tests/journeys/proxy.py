"""A proxy that can cut a connection in the middle, as a tunnel or a lift does."""

from __future__ import annotations

import re
import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

PIECE = 16 * 1024
UPLOAD = re.compile(rb"PATCH /api/v1/uploads/.*?content-length: (\d+)", re.DOTALL | re.IGNORECASE)


class CuttingProxy:
    """Forwards a free port of 127.0.0.1 to a server; can cut one upload after some bytes.

    A request that begins as a key of `instead` never gets there: its value is the answer, if it is
    not empty, and the connection ends.
    One that begins as `unheard` gets there, and its answer is lost; `lost` is set then.
    """

    def __init__(self, target: int) -> None:
        self.target = target
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.cut_after: int | None = None
        self.cuts = 0
        self.is_down = False
        self.instead: dict[bytes, bytes] = {}
        self.unheard: bytes | None = None
        self.lost = threading.Event()

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.listener.close()

    def cut_next_upload(self, after: int) -> None:
        """Let `after` bytes of the next upload that is longer pass, then end its connection."""
        self.cut_after = after

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                self._join(self.listener.accept()[0])

    def _join(self, phone: socket.socket) -> None:
        if self.is_down:
            phone.close()
            return
        asked = threading.Event()  # for something whose answer is to be lost
        pair = (phone, socket.create_connection(("127.0.0.1", self.target)), asked)
        threading.Thread(target=self._up, args=pair, daemon=True).start()
        threading.Thread(target=self._down, args=pair, daemon=True).start()

    def _up(self, phone: socket.socket, server: socket.socket, asked: threading.Event) -> None:
        left: int | None = None
        with suppress(OSError):
            while (left is None or left > 0) and (piece := phone.recv(PIECE)):
                self._refuse(piece, phone)
                self._note(piece, asked)
                left = self._cut_here(piece) if left is None else left
                server.sendall(piece[:left])
                left = None if left is None else left - len(piece)
        if left is not None and left <= 0:
            self.cuts += 1
        _end(phone, server)

    def _note(self, piece: bytes, asked: threading.Event) -> None:
        if self.unheard is not None and piece.startswith(self.unheard):
            asked.set()

    def _refuse(self, piece: bytes, phone: socket.socket) -> None:
        for ours in (ours for begun, ours in self.instead.items() if piece.startswith(begun)):
            phone.sendall(ours)
            raise ConnectionAbortedError

    def _cut_here(self, piece: bytes) -> int | None:
        """Say how many bytes may still pass if the wanted upload begins in this piece."""
        begun, after = UPLOAD.search(piece), self.cut_after
        if begun is None or after is None or int(begun[1]) <= after:
            return None
        self.cut_after = None
        return after

    def _down(self, phone: socket.socket, server: socket.socket, asked: threading.Event) -> None:
        with suppress(OSError):
            while (piece := server.recv(PIECE)) and not asked.is_set():
                phone.sendall(piece)
        # The server answers after its commit: what it was asked for is done.
        if asked.is_set():
            self.lost.set()
        _end(phone, server)


def _end(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
