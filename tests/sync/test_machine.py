"""Two phones and one server in every order of faults: nothing lost, nothing doubled (sync.md).

The phones are the app's own outbox and sync under Node, the server is `suicha serve` on real
Postgres. Hypothesis chooses what happens; at the end the line is good, and everything that was
recorded must have been done exactly once, and be the same everywhere.
"""

from __future__ import annotations

import io
import json
import os
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import jwt
import psycopg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PIL import Image
from sqlalchemy import make_url, select

from suicha import storage
from suicha.db import db, uuid7
from suicha.hazards.models import Hazard
from suicha.photos.models import Photo
from suicha.sites.models import Site
from suicha.spot_checks.models import AnswerSheet, SpotCheck
from suicha.storage import Bucket
from suicha.sync.models import LedgerEntry
from tests.builders import House
from tests.phone import BAD, GOOD, Phone, digest_of, record_of, sent_to
from tests.serving import Served, serving
from tests.sync.headless import Headless, built
from tests.sync.yesterday import Yesterday

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from flask import Flask

    from suicha.checklists.models import ChecklistVersion
    from suicha.db import Json

FAULTS = (
    "fine",
    "unsent",
    "unanswered",
    "late",
    "twice",
    "away",
    "killed before",
    "killed after",
)
PHONES = st.integers(0, 1)
LINES: st.SearchStrategy[list[str]] = st.just([]) | st.lists(st.sampled_from(FAULTS), max_size=6)
# After how many commits the app is killed; mostly it is not.
LIVES = st.none() | st.integers(0, 4)
ROUNDS = 30  # in which two phones with a good line must have told each other everything


@dataclass
class World:
    """What one example begins with: a server, two phones that know nothing, and one check."""

    app: Flask
    served: Served
    phones: list[Headless]
    house: House = field(default_factory=House)

    @property
    def yesterday(self) -> Yesterday:
        """What this server kept."""
        return Yesterday(self.app)

    def begin(self) -> Example:
        """Send two inspectors to a new check."""
        plain = self.house.checklist(f"M{self.house.next('machine')}")
        people = [self.house.inspector() for _ in self.phones]
        check = sent_to(self.house, *people, lists=(plain,))
        party = db.session.get_one(Site, check.site_id).parties[0].id
        pens = [Phone(self.app, person) for person in people]
        for pen, phone in zip(pens, self.phones, strict=True):
            token = pen.client.tokens["Authorization"]
            device, person = pen.client.device_id, str(pen.person.id)
            phone("open", base=self.served.url, token=token, device=device, person=person)
        return Example(self, check.id, plain, party, pens)


@dataclass
class Example:
    """One check, and what each phone has recorded of it."""

    world: World
    check_id: UUID
    plain: ChecklistVersion
    party_id: UUID
    pens: list[Phone]
    kept: list[list[str]] = field(default_factory=lambda: [[], []])
    hazards: list[str] = field(default_factory=list)
    pictures: set[str] = field(default_factory=set)
    notes: dict[int, list[str]] = field(default_factory=dict)

    @property
    def item(self) -> str:
        """The item that is answered."""
        return f"{self.plain.code}-1"

    @property
    def check(self) -> SpotCheck:
        """The check as the database has it now."""
        return db.session.get_one(SpotCheck, self.check_id, populate_existing=True)

    def keep(
        self, who: int, *commands: Json, photos: tuple[bytes, ...] = (), writes: int | None = None
    ) -> bool:
        """Record on a phone; a phone that was killed in it has kept all of it or nothing."""
        told = self.world.phones[who].keep(*commands, photos=photos, writes=writes)
        self.kept[who] += told
        return bool(told)

    def token(self, who: int, *, expired: bool = False) -> str:
        """The login of a phone, or that login past its time."""
        word = self.pens[who].client.tokens["Authorization"]
        if not expired:
            return word
        key = self.world.app.config["JWT_SECRET_KEY"]
        said = jwt.decode(word.removeprefix("Bearer "), key, algorithms=["HS256"])
        return f"Bearer {jwt.encode(said | {'iat': 1, 'nbf': 1, 'exp': 2}, key, 'HS256')}"


def picture() -> bytes:
    """A small picture like no other."""
    image = Image.new("RGB", (8, 8))
    image.frombytes(os.urandom(8 * 8 * 3))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


class Machine(RuleBasedStateMachine):
    """What may happen between an inspector's hand and the record."""

    world: World

    def __init__(self) -> None:
        """Begin an example."""
        super().__init__()
        self.example = self.world.begin()
        self.has_backup = self.is_closed = False

    @initialize()
    def pull(self) -> None:
        """Both phones have been told of the check."""
        for phone in self.world.phones:
            assert phone.sync() == "done"

    @rule(who=PHONES, writes=LIVES)
    def start(self, who: int, writes: int | None) -> None:
        """Say that one begins."""
        self.example.keep(who, self.example.pens[who].start(self.example.check), writes=writes)

    @rule(who=PHONES, answer=st.sampled_from((GOOD, BAD)), writes=LIVES)
    def answer(self, who: int, answer: Json, writes: int | None) -> None:
        """Answer the list; the last answer of a person stands."""
        note = str(uuid7())
        given = {self.example.item: answer | {"note": note}}
        command = self.example.pens[who].answer(self.example.check, self.example.plain, given)
        if self.example.keep(who, command, writes=writes):
            self.example.notes.setdefault(who, []).append(note)

    @rule(who=PHONES, count=st.integers(0, 2), writes=LIVES)
    def report(self, who: int, count: int, writes: int | None) -> None:
        """Report a hazard with photos."""
        hazard = str(uuid7())
        args = {
            "hazard_id": hazard,
            "spot_check_id": str(self.example.check_id),
            "checklist_version_id": str(self.example.plain.id),
            "item_id": self.example.item,
            "description": "临边防护缺失",
            "location": "3# 楼东侧",
            "clause": "GB 1",
            "grade": "general",
            "due_on": "2099-01-31",
            "party_id": str(self.example.party_id),
            "photos": [],
        }
        photos = tuple(picture() for _ in range(count))
        command = self.example.pens[who].command("hazard.report", args)
        if self.example.keep(who, command, photos=photos, writes=writes):
            self.example.hazards.append(hazard)

    @precondition(lambda self: not self.is_closed)
    @rule()
    def close(self) -> None:
        """The lead signs and closes the record, in one."""
        check, pen = self.example.check, self.example.pens[0]
        submit = pen.submit(record_of(check, self.example.plain))
        signature = pen.sign(check, digest_of(submit))
        self.is_closed = self.example.keep(0, signature, photos=(picture(),))
        self.example.keep(0, submit)

    @rule(who=PHONES, faults=LINES, writes=LIVES)
    def sync(self, who: int, faults: list[str], writes: int | None) -> None:
        """Send and fetch over a bad line, with a phone that may be killed."""
        self.world.phones[who].sync(*faults, writes=writes)

    @rule(who=PHONES)
    def deliver(self, who: int) -> None:
        """What was under way arrives, behind what was sent after it."""
        self.world.phones[who]("deliver")

    @rule(who=PHONES)
    def kill_phone(self, who: int) -> None:
        """The app is ended between two deeds."""
        self.world.phones[who]("kill")

    @rule(who=PHONES)
    def expire(self, who: int) -> None:
        """The login expires, and is renewed after one round."""
        phone = self.world.phones[who]
        phone("login", token=self.example.token(who, expired=True))
        assert phone.sync() == "login"
        phone("login", token=self.example.token(who))

    @rule(who=PHONES)
    def kill_server(self, who: int) -> None:
        """The server is killed in the middle of whatever the phone makes it write."""
        phone, url = self.world.phones[who], self.world.app.config["SQLALCHEMY_DATABASE_URI"]
        plain = make_url(url).set(drivername="postgresql")
        db.session.rollback()
        with psycopg.connect(plain.render_as_string(hide_password=False)) as holder:
            holder.execute("SELECT 1 FROM spot_checks FOR UPDATE")
            with phone.busy("sync", faults=[], writes=None):
                _wait_for_a_waiter(holder)
                self.world.served.kill_what_serves()

    @precondition(lambda self: not self.has_backup)
    @rule()
    def back_up(self) -> None:
        """Keep database and objects as they are."""
        self.world.yesterday.keep()
        self.has_backup = True

    @precondition(lambda self: self.has_backup)
    @rule()
    def restore(self) -> None:
        """Bring yesterday back: what came since then is only on the phones."""
        self.world.yesterday.restore()
        self.has_backup = False

    @rule(who=PHONES)
    def lose_a_day(self, who: int) -> None:
        """What a phone was told is done is gone with the day that the backup does not know."""
        self.world.yesterday.keep()
        self.report(who=who, count=1, writes=None)
        self.sync(who=who, faults=[], writes=None)
        self.world.yesterday.restore()
        self.has_backup = False

    @invariant()
    def the_phones_have_what_they_kept(self) -> None:
        """At every moment, whatever happens: what was recorded is on the phone."""
        for phone, kept in zip(self.world.phones, self.example.kept, strict=True):
            assert {one["id"] for one in phone("look")["outbox"]} == set(kept)

    def teardown(self) -> None:
        """With a good line, everything arrives, once, and is the same everywhere."""
        # A step that ran out of time in the midst of a restore holds what the server waits for.
        db.session.rollback()
        for who, phone in enumerate(self.world.phones):
            phone("deliver")
            phone("login", token=self.example.token(who))
        self._settle()
        looks = [phone("look") for phone in self.world.phones]
        self._all_done_once(looks)
        self._all_photos_here(looks)
        for pen, look in zip(self.example.pens, looks, strict=True):
            changes, _ = pen.pull_all()
            told = {(one["kind"], one["id"]): one["row"] for one in changes if one["row"]}
            mirror = {(one["kind"], one["id"]): one["row"] for one in look["rows"]}
            assert _plain(mirror) == _plain(told)

    def _settle(self) -> None:
        for _ in range(ROUNDS):
            ended = [phone.sync() for phone in self.world.phones]
            if ended == ["done", "done"] and not any(map(self._owes, self.world.phones)):
                break
        for phone in self.world.phones:
            assert phone.sync() == "done"

    @staticmethod
    def _owes(phone: Headless) -> bool:
        return any(one["state"] == "unsent" for one in phone("look")["outbox"])

    def _all_done_once(self, looks: list[Json]) -> None:
        kept = [id_ for ids in self.example.kept for id_ in ids]
        states = Counter(one["state"] for look in looks for one in look["outbox"])
        assert states == Counter(accepted=len(kept)) - Counter(accepted=0)
        here = LedgerEntry.spot_check_id == self.example.check_id
        ledger = db.session.scalars(select(LedgerEntry).where(here)).all()
        assert Counter(str(one.id) for one in ledger) == Counter(kept)
        assert self.example.check.commands_received == len(kept)
        hazards = select(Hazard.id).where(Hazard.spot_check_id == self.example.check_id)
        assert Counter(map(str, db.session.scalars(hazards))) == Counter(self.example.hazards)
        told = {one["id"]: one["receipt"] for look in looks for one in look["outbox"]}
        assert {str(one.id): one.receipt for one in ledger} == told
        self._last_answers_stand()

    def _last_answers_stand(self) -> None:
        for who, notes in self.example.notes.items():
            inspector = self.example.pens[who].person.id
            mine = AnswerSheet.spot_check_id == self.example.check_id
            sheets = select(AnswerSheet).where(mine, AnswerSheet.inspector_id == inspector)
            sheet = db.session.scalars(sheets).one()
            # Where the record was closed, it depends on the line what came before that.
            assert sheet.answers[self.example.item]["note"] in notes[-1:] or self.is_closed

    def _all_photos_here(self, looks: list[Json]) -> None:
        owed = [
            one["rendition"]
            for look in looks
            for one in look["photos"]
            if one["promisedBy"] is not None
        ]
        assert {file["state"] for file in owed} <= {"sent"}
        for file in owed:
            photo = db.session.get_one(Photo, file["sha256"], populate_existing=True)
            assert photo.came
            stat = storage.store().stat(Bucket.EVIDENCE, file["sha256"])
            assert stat is not None
            assert stat.size == file["size"]


def _plain(rows: dict[tuple[str, str], Any]) -> str:
    """Rows in one order, to compare; JSON so that a difference can be read."""
    return json.dumps(sorted(rows.items()), ensure_ascii=False, sort_keys=True, indent=1)


def _wait_for_a_waiter(holder: psycopg.Connection[Any]) -> None:
    """Until somebody waits for our lock; not for long: there may be nothing to write."""
    for _ in range(20):
        found = holder.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
        if found and found[0]:
            return
        holder.execute("SELECT pg_sleep(0.02)")


@pytest.fixture
def world(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A served authority and two phones."""
    program = built(tmp_path_factory.mktemp("phone"))
    with ExitStack() as stack:
        served = stack.enter_context(serving(app))
        phones = [stack.enter_context(Headless.running(program)) for _ in range(2)]
        yield World(app, served, phones)


def run(world: World, examples: int, steps: int) -> None:
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        # Each step is real work of processes: shrinking an example would take an hour.
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
    )
    machine = type("Machine", (Machine,), {"world": world})
    run_state_machine_as_test(machine, settings=chosen)


def test_two_phones_and_a_server_end_with_everything_once(world: World) -> None:
    run(world, examples=3, steps=15)


@pytest.mark.long
@pytest.mark.timeout(3600)  # 28 minutes on two quiet cores
def test_two_phones_and_a_server_end_with_everything_once_at_length(world: World) -> None:
    run(world, examples=150, steps=40)
