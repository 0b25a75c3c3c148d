"""The line between phones and server: it counts what is under way, and cuts where it is told to."""

from __future__ import annotations

import re
import socket
import struct
import threading
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PIECE = 16 * 1024
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
KINDS = {b"POST /api/v1/sync/push": "push", b"PATCH /api/v1/uploads": "photo"}
PATIENCE = 60.0  # seconds that a server may take over an answer


@dataclass(frozen=True)
class Request:
    """What is known of a request once its head has come; sizes in bytes."""

    kind: str
    head: int
    body: int


@dataclass(frozen=True)
class Cut:
    """So many bytes of a request pass, or all of it and so many of its answer."""

    up: int | None = None
    down: int | None = None


class CutError(Exception):
    """The line is cut here."""


class Line:
    """Forwards a free port of 127.0.0.1 to the server's, one request on each connection."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.cutter: Callable[[Request], Cut | None] = lambda _: None
        self.cuts = 0
        self.under_way: Counter[str] = Counter()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self.listener.close()

    @contextmanager
    def cutting(self, cutter: Callable[[Request], Cut | None]) -> Iterator[None]:
        """Cut as told for a while."""
        self.cutter, self.cuts = cutter, 0
        try:
            yield
        finally:
            self.cutter = lambda _: None

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                phone, _ = self.listener.accept()
                threading.Thread(target=self._carry, args=(phone,), daemon=True).start()

    def _carry(self, phone: socket.socket) -> None:
        with phone, suppress(OSError, CutError):
            phone.settimeout(PATIENCE)
            begun = _head(phone)
            request = _read(begun)
            cut = self.cutter(request) or Cut()
            self.under_way[request.kind] += 1
            try:
                self._exchange(phone, begun, request, cut)
            except CutError:
                self.cuts += 1
                _reset(phone)
            finally:
                self.under_way[request.kind] -= 1

    def _exchange(self, phone: socket.socket, begun: bytes, request: Request, cut: Cut) -> None:
        if cut.up == 0:
            raise CutError
        with socket.create_connection(("127.0.0.1", self.target), timeout=PATIENCE) as server:
            # Whoever answers before the body has come may have hung up: the answer is there still.
            with suppress(OSError):
                self._up(phone, server, begun, request, cut.up)
            _down(phone, server, cut.down)

    def _up(
        self,
        phone: socket.socket,
        server: socket.socket,
        begun: bytes,
        request: Request,
        most: int | None,
    ) -> None:
        left = request.head + request.body
        stop = 0 if most is None else max(left - most, 0)
        piece = begun
        while left > stop and piece:
            server.sendall(piece[: left - stop])
            left -= len(piece)
            piece = phone.recv(min(PIECE, left)) if left > stop else b""
        if most is not None:
            raise CutError


def _head(phone: socket.socket) -> bytes:
    begun = b""
    while b"\r\n\r\n" not in begun:
        piece = phone.recv(PIECE)
        if not piece:
            raise CutError
        begun += piece
    return begun


def _read(begun: bytes) -> Request:
    head = begun[: begun.index(b"\r\n\r\n") + 4]
    length = LENGTH.search(head)
    kind = next((name for start, name in KINDS.items() if head.startswith(start)), "other")
    return Request(kind, len(head), int(length[1]) if length else 0)


def _down(phone: socket.socket, server: socket.socket, most: int | None) -> None:
    """Carry the answer; it begins when what was asked is committed."""
    left = most
    while piece := server.recv(PIECE):
        if left is not None and len(piece) > left:
            phone.sendall(piece[:left])
            raise CutError
        phone.sendall(piece)
        left = None if left is None else left - len(piece)


def _reset(end: socket.socket) -> None:
    """Let the other end see a reset, as when a mast is gone, and not a polite good-bye."""
    with suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
