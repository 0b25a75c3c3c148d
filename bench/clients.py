"""Clients on the same machine: keep-alive connections, one thread each, every call timed."""

from __future__ import annotations

import json
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any

from tests.client import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bench.office import Office

GOOD = 400  # a status from here on ends the bench: a figure of refusals is no figure


class Client:
    """One signed-in device on one connection."""

    def __init__(self, office: Office, login: str) -> None:
        """Sign in."""
        self.connection = HTTPConnection("127.0.0.1", office.port, timeout=120)
        self.headers: dict[str, str] = {}
        body = {"login": login, "password": PASSWORD, "device_name": "bench", "transport": "bearer"}
        session = self.json("POST", "/session", body)
        self.device_id: str = session["device_id"]
        self.headers = {"Authorization": f"Bearer {session['access_token']}"}

    def json(self, method: str, path: str, body: object = None) -> Any:  # Any: JSON
        """Call with JSON and read JSON."""
        sent = None if body is None else json.dumps(body).encode()
        kind = {"Content-Type": "application/json"} if sent else {}
        return json.loads(self.call(method, path, sent, kind))

    def call(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> bytes:
        """Call anything below /api/v1."""
        self.connection.request(method, f"/api/v1{path}", body, {**self.headers, **headers})
        answer = self.connection.getresponse()
        read = answer.read()
        if answer.status >= GOOD:
            raise RuntimeError(f"{method} {path}: {answer.status} {read[:300]!r}")
        return read


@dataclass
class Timed:
    """What a run of calls took: `things` were done by them, within `seconds` in all."""

    things: int
    seconds: float = 0.0
    calls: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Things per second."""
        return self.things / self.seconds

    def percentile(self, percent: int) -> float:
        """Milliseconds within which so many of the calls ended."""
        ordered = sorted(self.calls)
        return 1000 * ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]

    @property
    def p50(self) -> float:
        """The median in milliseconds."""
        return 1000 * statistics.median(self.calls)

    @property
    def p95(self) -> float:
        """The 95th percentile in milliseconds."""
        return self.percentile(95)


Job = Callable[["Client"], None]


def run(work: Sequence[tuple[Client, Sequence[Job]]], things: int) -> Timed:
    """Let every client do its own jobs, one after the other, all clients at once."""
    timed, faults = Timed(things), list[Exception]()
    for client, _ in work:
        client.connection.close()  # the server may have, since; the first call opens it again
    timed.seconds = at_once(
        [partial(_do, client, jobs, timed.calls, faults) for client, jobs in work]
    )
    if faults:
        raise faults[0]
    return timed


def at_once(deeds: Sequence[Callable[[], None]]) -> float:
    """Do all of it at the same time, each in a thread; give the seconds until the last ended."""
    threads = [threading.Thread(target=deed) for deed in deeds]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def shared(clients: Sequence[Client], jobs: Sequence[Job]) -> list[tuple[Client, Sequence[Job]]]:
    """Deal out jobs that any client may do."""
    return [(client, jobs[place :: len(clients)]) for place, client in enumerate(clients)]


def _do(client: Client, jobs: Sequence[Job], calls: list[float], faults: list[Exception]) -> None:
    try:
        for job in jobs:
            began = time.perf_counter()
            job(client)
            calls.append(time.perf_counter() - began)
    except Exception as fault:  # noqa: BLE001  # told by the main thread
        faults.append(fault)
