"""One fault from its first blow to the account; and eight identical posts at once."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.phone import GOOD, record_of

from . import tally
from .faults import Fault, Struck
from .ground import Ground, Size

if TYPE_CHECKING:
    from suicha.db import Json

    from .office import Office
    from .senders import Sender
    from .tally import Account

LONGEST = 600.0  # seconds that phones may take to send everything through one fault


@dataclass(frozen=True)
class Row:
    """A line of the table: how often was struck, how often a phone got no answer, the accounts."""

    fault: str
    blows: int
    unanswered: int
    commands: Account
    photos: Account
    seconds: float

    @property
    def is_sound(self) -> bool:
        return self.commands.is_sound and self.photos.is_sound


def prove(office: Office, ground: Ground, fault: Fault, size: Size) -> Row:
    """Let phones send everything through a fault, and give the account."""
    senders = ground.senders(size)
    began, give_up = time.monotonic(), threading.Event()
    threads = [threading.Thread(target=sender.work, args=(give_up,)) for sender in senders]
    for thread in threads:
        thread.start()

    def is_busy() -> bool:
        return time.monotonic() < began + LONGEST and any(each.is_alive() for each in threads)

    try:
        blows = fault.deed(Struck(office, size, is_busy))
        while is_busy():
            time.sleep(0.01)
    finally:
        give_up.set()
        for thread in threads:
            thread.join()
    return account(fault.name, blows, senders, began)


def account(name: str, blows: int, senders: list[Sender], began: float) -> Row:
    """Wait for the worker, and hold everything against what the phones remember."""
    tally.await_worked(senders)
    return Row(
        fault=name,
        blows=blows,
        unanswered=sum(sender.unanswered for sender in senders),
        commands=tally.commands(senders),
        photos=tally.photos(senders),
        seconds=time.monotonic() - began,
    )


def identical_posts(ground: Ground, rounds: int, at_once: int = 8) -> Row:
    """Post the same from eight connections at the same moment, again and again.

    What is not told the same success eight times counts as changed.
    """
    sender = ground.senders(Size(phones=1, visits=0, blows=0))[0]
    began, otherwise = time.monotonic(), 0
    with ThreadPoolExecutor(at_once) as pool:
        for check in ground.checks(sender.phone.person, rounds):
            phone = sender.phone
            pushed = [
                phone.start(check),
                phone.answer(check, ground.list, {"FAULTS-1": GOOD}),
                phone.submit(record_of(check, ground.list)),
            ]
            sender.commands += pushed
            ready = threading.Barrier(at_once)
            told = list(pool.map(lambda _: _posted(sender, pushed, ready), range(at_once)))  # noqa: B023  # done within this turn
            otherwise += sum(each != told[0] for each in told) + (
                _words(told[0]) != ["accepted"] * 3
            )
            sender.checks.append(check.id)
    row = account(f"{at_once} identical posts at once", rounds, [sender], began)
    return replace(row, commands=replace(row.commands, changed=row.commands.changed + otherwise))


def _posted(sender: Sender, pushed: list[Json], ready: threading.Barrier) -> list[Json]:
    ready.wait(60)
    return sender.push(pushed)


def _words(told: list[Json]) -> list[str]:
    return [verdict["verdict"] for verdict in told]
