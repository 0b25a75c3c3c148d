"""An S3 server, and the line to it, which can refuse, be slow, or say that the disk is full."""

from __future__ import annotations

import logging
import random
import socket
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from moto.server import ThreadedMotoServer

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE = 64 * 1024
SLOWEST = 3.0  # seconds before a piece of an answer
WORDS = b"<Error><Code>XMinioStorageFull</Code><Message>The disk is full.</Message></Error>"
FULL = (
    b"HTTP/1.1 507 Insufficient Storage\r\nContent-Type: application/xml\r\n"
    b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(WORDS)
) + WORDS


class StoreLine:
    """Forwards a free port of 127.0.0.1 to an S3 server's, in trouble or not."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.now = ""
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self.listener.getsockname()[1]
        self.chance = random.Random(3)  # noqa: S311  # the same each time
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def settings(self) -> dict[str, str]:
        """What server and worker are told of this store."""
        keys = {"S3_ACCESS_KEY": "testing", "S3_SECRET_KEY": "testing", "S3_SECURE": "no"}
        return {"S3_ENDPOINT": f"127.0.0.1:{self.port}"} | keys

    @contextmanager
    def trouble(self, kind: str) -> Iterator[None]:
        """Be in trouble for a while."""
        self.now = kind
        try:
            yield
        finally:
            self.now = ""

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                pair = (client, socket.create_connection(("127.0.0.1", self.target)))
                threading.Thread(target=self._up, args=pair, daemon=True).start()
                threading.Thread(target=self._down, args=pair, daemon=True).start()

    def _up(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while (piece := client.recv(PIECE)) and self.now != "refusing":
                is_ours = self.now == "full" and piece.startswith((b"PUT ", b"POST "))
                (client if is_ours else server).sendall(FULL if is_ours else piece)
        _end(client, server)

    def _down(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while (piece := server.recv(PIECE)) and self.now != "refusing":
                time.sleep(self.chance.uniform(0.0, SLOWEST) if self.now == "slow" else 0.0)
                client.sendall(piece)
        _end(client, server)


def _end(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


@contextmanager
def s3_server() -> Iterator[StoreLine]:
    """Run an S3 server of moto's behind such a line."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    line = StoreLine(server.get_host_and_port()[1])
    try:
        yield line
    finally:
        line.listener.close()
        server.stop()
