"""Phones by the rules of the outbox: nothing is dropped before its verdict is read (sync.md)."""

from __future__ import annotations

import json
import random
import threading
import time
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING

from suicha.db import Json, now
from tests.photos.conftest import BYTES, TUS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from http.client import HTTPResponse
    from uuid import UUID

    from tests.phone import Phone

PIECE = 512 * 1024  # as the PWA's uploads.ts
MOST = 20  # commands of one push: fewer than may be, so that there is more to cut
BACK_OFF = 0.1  # seconds; a real phone waits longer
OFFSET = "Upload-Offset"
SERVER_TROUBLE = 500


class Unreachable(Exception):  # the phone's word for it, line.ts
    """No answer, or none that a phone understands: it sends again."""


@dataclass(frozen=True)
class Picture:
    """A JPEG of its own, made longer by zeros: what follows an image's end is not looked at."""

    image: bytes = field(repr=False)
    size: int

    @property
    def data(self) -> bytes:
        return self.image.ljust(self.size, b"\0")

    @cached_property
    def sha256(self) -> str:
        return sha256(self.data).hexdigest()


@dataclass
class Answer:
    """A whole answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Json:
        try:
            read: Json = json.loads(self.body)
        except ValueError:
            raise Unreachable from None
        return read


@dataclass
class Sender:
    """One phone with its outbox, and what it remembers of everything that was said to it."""

    phone: Phone
    port: int
    patience: float
    chance: random.Random
    commands: list[Json] = field(default_factory=list)
    pictures: dict[str, list[Picture]] = field(default_factory=dict)  # by the id of the promise
    checks: list[UUID] = field(default_factory=list)
    told: dict[str, Json] = field(default_factory=dict)
    arrived: set[str] = field(default_factory=set)
    unanswered: int = 0

    @property
    def unsent(self) -> list[Json]:
        return [command for command in self.commands if command["id"] not in self.told]

    @property
    def owed(self) -> list[Picture]:
        """Photos whose promise the server has accepted, and that it has not acknowledged."""
        promised = [
            picture
            for command_id, pictures in self.pictures.items()
            if self.told.get(command_id, {}).get("verdict") == "accepted"
            for picture in pictures
        ]
        return [picture for picture in promised if picture.sha256 not in self.arrived]

    def work(self, give_up: threading.Event) -> None:
        """Send until there is nothing left."""
        while (self.unsent or self.owed) and not give_up.is_set():
            try:
                self._round()
            except Unreachable:
                self.unanswered += 1
                time.sleep(BACK_OFF * (1 + self.chance.random()))

    def _round(self) -> None:
        """Commands first, oldest first; `retry` waits for the next round. Then what is owed."""
        waiting = self.unsent
        while waiting:
            count = self.chance.randint(1, MOST)
            self.push(waiting[:count])
            waiting = waiting[count:]
            self._upload_owed()
        self._upload_owed()

    def _upload_owed(self) -> None:
        for picture in self.owed:
            self._upload(picture)

    def push(self, commands: list[Json]) -> list[Json]:
        """Push commands, and remember and give what was told of each."""
        body = {"device_id": self.phone.client.device_id, "sent_at": now().isoformat()}
        answer = self.call(
            "POST",
            "/sync/push",
            json.dumps(body | {"commands": commands}).encode(),
            {"Content-Type": "application/json"},
        )
        verdicts: list[Json] | None = answer.json.get("verdicts")
        if answer.status != 200 or not isinstance(verdicts, list):
            raise Unreachable
        for verdict in verdicts:
            if verdict["verdict"] != "retry":
                self.told[verdict["id"]] = verdict
        return verdicts

    def _upload(self, picture: Picture) -> None:
        data, path = picture.data, f"/uploads/{picture.sha256}"
        offset = self._offset(self.call("HEAD", path, None, TUS))
        while offset < len(data):
            piece = data[offset : offset + PIECE]
            answer = self.call("PATCH", path, piece, BYTES | {OFFSET: str(offset)})
            if answer.status == 409:
                answer = self.call("HEAD", path, None, TUS)
            offset = self._offset(answer)
        self.arrived.add(picture.sha256)

    def _offset(self, answer: Answer) -> int:
        if OFFSET not in answer.headers:
            raise Unreachable
        return int(answer.headers[OFFSET])

    def call(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        """Call on a connection of its own, so that every request can be cut by itself."""
        own = {"Authorization": self.phone.client.tokens["Authorization"], "Connection": "close"}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        try:
            connection.request(method, f"/api/v1{path}", body, own | headers)
            answer = _whole(connection.getresponse())
        except (OSError, HTTPException):
            raise Unreachable from None
        finally:
            connection.close()
        if answer.status >= SERVER_TROUBLE:
            raise Unreachable
        return answer


def _whole(answer: HTTPResponse) -> Answer:
    return Answer(answer.status, dict(answer.getheaders()), answer.read())
