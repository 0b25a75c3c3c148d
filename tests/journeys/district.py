"""A district of its own in the running office, and what its database and store hold of a check.

Whoever proves that nothing is lost counts everything; so nobody else may work here.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from sqlalchemy import select

from suicha import storage
from suicha.accounts.models import Device, Person, Role
from suicha.checklists.definition import Definition
from suicha.checklists.models import ChecklistVersion
from suicha.checklists.operations.versions import Publisher, publish_version
from suicha.checklists.queries import current_versions
from suicha.db import Json, db, today
from suicha.hazards.models import Hazard
from suicha.journal import Entry
from suicha.photos.models import PhotoState, PhotoUse
from suicha.sites.models import Party
from suicha.spot_checks.models import AnswerSheet, Record, Signature, SpotCheck
from suicha.storage import Bucket
from suicha.sync.models import LedgerEntry
from tests.builders import House
from tests.client import PASSWORD, Client
from tests.phone import sent_to
from tests.serving import await_that

if TYPE_CHECKING:
    from flask import Flask

    from .conftest import Office

CODE = "330198"
T = TypeVar("T", LedgerEntry, PhotoUse, Hazard, Signature, Record, AnswerSheet)
A_DAY = timedelta(days=1)
ONCE = ("spot_check.started", "spot_check.submitted", "hazard.reported")
COME = (PhotoState.RECEIVED, PhotoState.RENDERED)


@dataclass(frozen=True)
class Sent:
    """A check of a scored and a plain list, two items each, and who is sent: the first leads."""

    id: str
    number: str
    lists: tuple[str, str]
    lead: str
    partner: str


@dataclass(frozen=True)
class Kept:
    """What the server holds of a check."""

    commands: dict[str, str]  # the name of each accepted command by its id
    refused: list[str]
    flags: set[str]
    days_off: set[int]  # how far the phone's clock was behind or ahead, in whole days
    senders: set[str]  # the names of those in whose name it came
    answers: dict[str, Json]  # by item
    hazards: dict[str, int]  # by description, how many photos each has
    signatures: int
    records: list[str]  # their texts
    pictures: Counter[str]  # whole in the store, by kind
    hashes: set[str]  # of these
    doubled: list[str]  # what is in the journal more than once, or counted and not there

    def named(self, name: str) -> int:
        """Count the accepted commands of this name."""
        return Counter(self.commands.values())[name]


class District:
    """Sends inspectors out, and reads what came of it: not by the API, but where it is kept."""

    def __init__(self, office: Office, app: Flask) -> None:
        self.app = app
        self.house = House(code=CODE)
        self.office = replace(office, passwords={}, logins={})
        with app.app_context():
            self.house.agency.id  # noqa: B018  # made now, in this context
            self.keeper = self._person("管理员", Role.ADMINISTRATOR)

    def send(self) -> Sent:
        """Send two inspectors who have nothing else to do."""
        with self.app.app_context():
            n = self.house.next("visit")
            pair = [self._inspector(f"{name}{n}") for name in ("柳青", "白杨")]
            lists = (
                self.house.checklist(f"F{self.house.code}.{n}", scored=True),
                self.house.checklist(f"G{self.house.code}.{n}"),
            )
            check = sent_to(self.house, *pair, lists=lists)
            ids = [str(one) for one in check.checklist_version_ids]
            return Sent(str(check.id), check.number, (ids[0], ids[1]), pair[0].name, pair[1].name)

    def send_with(self, *codes: str) -> Sent:
        """Send two inspectors with the lists of these codes that are in force in the district."""
        with self.app.app_context():
            n = self.house.next("visit")
            pair = [self._inspector(f"{name}{n}") for name in ("柳青", "白杨")]
            lists = current_versions(codes, self.house.jurisdiction.id)
            check = sent_to(self.house, *pair, lists=tuple(lists))
            ids = [str(one.id) for one in lists]
            return Sent(str(check.id), check.number, (ids[0], ids[-1]), pair[0].name, pair[1].name)

    def publish(self, code: str, title: str, items: list[Json]) -> None:
        """Publish a plain list of one section for the district."""
        sections = [{"id": "s", "title": title, "guarantee": False, "items": items}]
        said = Definition(code, title, "", "", scored=False, split=False, sections=sections)
        with self.app.app_context():
            writer = self.house.person(Role.SUPERVISOR)
            by = Publisher(self.house.jurisdiction.id, writer.id, "局务会纪要")
            publish_version(said, today(), by)
            db.session.commit()

    def supervisor(self, name: str) -> str:
        """Add a supervisor of the district; give the login."""
        with self.app.app_context():
            return self._person(name, Role.SUPERVISOR)

    def names(self, check: Sent) -> Json:
        """By what names a phone calls the lists of a check, an item of each, and a party."""
        with self.app.app_context():
            found = db.session.get_one(SpotCheck, UUID(check.id))
            lists = [db.session.get_one(ChecklistVersion, UUID(one)) for one in check.lists]
            party = db.session.scalars(select(Party.id).where(Party.site_id == found.site_id))
            items = [min(one.items) for one in lists]
            return {"lists": check.lists, "items": items, "party": str(party.first())}

    def sign_out(self, name: str) -> None:
        """Let the administrator revoke every device of a person, as one that is lost."""
        with self.app.app_context():
            query = select(Device.id).join(Person, Device.person_id == Person.id)
            login = self.office.logins[name]
            devices = db.session.scalars(query.where(Person.login == login)).all()
        keeper = Client(self.app).sign_in(self.keeper)
        for device in devices:
            answer = keeper.post(f"/devices/{device}/revoke", {"reason": "手机遗失"})
            assert answer.status_code == 200, answer.json

    def kept(self, check: Sent) -> Kept:
        """Read all of a check, once everything that was promised has come."""
        with self.app.app_context():
            await_that(lambda: _all_has_come(UUID(check.id)), "a promised picture has not come")
            return _kept(UUID(check.id))

    def _inspector(self, name: str) -> Person:
        person = self.house.inspector()
        return self._known(person, name)

    def _person(self, name: str, role: Role) -> str:
        return self._known(self.house.person(role), name).login

    def _known(self, person: Person, name: str) -> Person:
        person.name = name
        db.session.commit()
        self.office.passwords[person.login] = PASSWORD
        self.office.logins[name] = person.login
        return person


def _all_has_come(check: UUID) -> bool:
    db.session.rollback()
    uses = db.session.scalars(select(PhotoUse).where(PhotoUse.spot_check_id == check))
    return all(use.photo.state in COME for use in uses)


def _kept(check: UUID) -> Kept:
    entries = _of(LedgerEntry, check)
    uses = [use for use in _of(PhotoUse, check) if _is_whole(use)]
    hazards = _of(Hazard, check)
    accepted = {str(one.id): one.name for one in entries if one.verdict == "accepted"}
    return Kept(
        commands=accepted,
        refused=[f"{one.name}: {one.code}" for one in entries if one.verdict != "accepted"],
        flags={flag for one in entries for flag in one.flags},
        days_off={round((one.made_at - one.received_at) / A_DAY) for one in entries},
        senders={_name(one.person_id) for one in entries},
        answers=_answers(check),
        hazards={
            one.description: sum(use.hazard_id == one.id and use.kind == "evidence" for use in uses)
            for one in hazards
        },
        signatures=len(_of(Signature, check)),
        records=[one.text for one in _of(Record, check)],
        pictures=Counter(use.kind.value for use in uses),
        hashes={use.sha256 for use in uses},
        doubled=_doubled(check, hazards, len(accepted)),
    )


def _of(table: type[T], check: UUID) -> list[T]:
    return list(db.session.scalars(select(table).where(table.spot_check_id == check)))


def _name(person: UUID) -> str:
    return db.session.get_one(Person, person).name


def _answers(check: UUID) -> dict[str, Json]:
    sheets = _of(AnswerSheet, check)
    return {item: said for sheet in sheets for item, said in sheet.answers.items()}


def _is_whole(use: PhotoUse) -> bool:
    bytes_ = storage.read(Bucket.EVIDENCE, use.sha256)
    is_same = hashlib.sha256(bytes_).hexdigest() == use.sha256
    return is_same and len(bytes_) == use.photo.size


def _doubled(check: UUID, hazards: list[Hazard], accepted: int) -> list[str]:
    subjects = [check, *(one.id for one in hazards)]
    query = select(Entry.fact, Entry.subject_id, Entry.actor_id).where(
        Entry.subject_id.in_(subjects), Entry.fact.in_(ONCE)
    )
    told = Counter(tuple(row) for row in db.session.execute(query))
    received = db.session.get_one(SpotCheck, check).commands_received
    counted = [] if received == accepted else [f"{received} counted, {accepted} accepted"]
    return [*counted, *(str(fact) for fact, times in told.items() if times > 1)]
