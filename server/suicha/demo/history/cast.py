"""Who acts in the history, each on a device of their own, and what their phones send."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import select

from suicha import journal
from suicha.accounts.facts import DeviceSignedIn
from suicha.accounts.guard import Actor
from suicha.accounts.models import Device, Person, Role
from suicha.db import Json, db, now, uuid7
from suicha.errors import Refusal
from suicha.photos import operations as photos
from suicha.sync.operations import Push, push

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta
    from uuid import UUID

    from suicha.demo.history.camera import Shot
    from suicha.spot_checks.queries import Inspector

DEVICES = {Role.INSPECTOR: "示范手机 SF-1", Role.CONTRACTOR: "示范手机 SF-2"}
AT_A_DESK = "办公电脑"


class CannotBeLivedError(Exception):
    """A deed of the history was refused: the story and the house do not fit each other."""


class Player:
    """A person with a device; an inspector's counts its commands."""

    def __init__(self, person: Person) -> None:
        """Sign in."""
        self.person = person
        self.seq = 0
        device = Device(id=uuid7(), person_id=person.id, name=DEVICES.get(person.role, AT_A_DESK))
        device.signed_in_at = device.seen_at = now()
        db.session.add(device)
        db.session.flush()
        place = person.jurisdiction_id
        journal.record(DeviceSignedIn(person.id, place, person.id, device.id))
        self.actor = Actor(person, device)

    def say(self, *commands: tuple[str, Json], behind: timedelta | None = None) -> None:
        """Push commands, as a phone does whose clock may be `behind` the server's.

        Raises CannotBeLivedError for a verdict that is not "accepted".
        """
        envelopes = [self._envelope(name, args) for name, args in commands]
        sent_at = now() - behind if behind else now()
        pushed = Push(self.actor.device.id, sent_at, [*envelopes])
        for part in push(self.actor, pushed, size=len(json.dumps(envelopes))):
            wrong = [told for told in part.one_by_one().values() if told.verdict != "accepted"]
            if wrong:
                raise CannotBeLivedError(f"{[name for name, _ in commands]}: {wrong}")
        self.actor.device.seen_at = now()

    def send(self, shots: Sequence[Shot]) -> None:
        """Upload promised photos whole; raises CannotBeLivedError."""
        for shot in shots:
            outcome = photos.append(self.actor, shot.sha256, 0, shot.data)
            if isinstance(outcome, Refusal):
                raise CannotBeLivedError(str(outcome))

    def _envelope(self, name: str, args: Json) -> Json:
        self.seq += 1
        said = {"id": str(uuid7()), "name": name, "v": 1, "args": args}
        return said | {"made_at": now().isoformat(), "seq": self.seq}


class Cast:
    """Everybody of the demo authority; devices are bound when somebody first acts."""

    def __init__(self) -> None:
        """Nobody has come yet."""
        self._players: dict[UUID, Player] = {}

    @cached_property
    def _people(self) -> dict[UUID, Person]:
        return {person.id: person for person in db.session.scalars(select(Person))}

    def player(self, person_id: UUID) -> Player:
        """Give a person with their device."""
        if person_id not in self._players:
            self._players[person_id] = Player(self._people[person_id])
        return self._players[person_id]

    def named(self, login: str) -> Player:
        """Give the person of this login."""
        return self.player(next(p.id for p in self._people.values() if p.login == login))

    def contractor(self, unit_id: UUID) -> Player:
        """Give who answers for a unit."""
        return self.player(next(p.id for p in self._people.values() if p.unit_id == unit_id))

    def other_than(self, team: Sequence[Inspector]) -> Player:
        """Give the inspector who has acted least, and is none of these."""
        sent = {one.id for one in team}
        there = [p for p in self._people.values() if p.role is Role.INSPECTOR and p.id not in sent]
        return self.player(min(there, key=lambda p: (self._seq(p.id), p.login)).id)

    def _seq(self, person_id: UUID) -> int:
        return self._players[person_id].seq if person_id in self._players else 0
