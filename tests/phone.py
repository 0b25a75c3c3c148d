"""An inspector's phone as the server sees it: commands in, changes out, through the API."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import rfc8785

from suicha.checklists.definition.scored import scored
from suicha.db import Json, db, now, today, uuid7
from suicha.spot_checks.operations import NewSpotCheck, assign

from .client import Client

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Flask

    from suicha.accounts.models import Person
    from suicha.checklists.models import ChecklistVersion
    from suicha.sites.models import Site
    from suicha.spot_checks.models import SpotCheck

    from .builders import House
    from .client import Answer

GOOD = {"result": "conforming", "deduction": 0, "note": ""}
BAD = {"result": "nonconforming", "deduction": 4, "note": "未见责任书"}


def sent_to(
    house: House,
    *inspectors: Person,
    site: Site | None = None,
    lists: tuple[ChecklistVersion, ...] = (),
) -> SpotCheck:
    """A check that these inspectors are sent to, the first leading; of one list by default."""
    lists = lists or (house.checklist(f"P{house.code}.{house.next('list')}"),)
    check = assign(
        NewSpotCheck(
            jurisdiction_id=house.jurisdiction.id,
            site_id=(site or house.site()).id,
            draw_id=None,
            item_list_entry_id=house.entry(*lists).id,
            checklist_version_ids=tuple(version.id for version in lists),
            due_on=today(),
            due_provisional=False,
            inspector_ids=tuple(person.id for person in inspectors),
            number_prefix=house.code,
        )
    )
    db.session.commit()
    return check


def revoke(check: SpotCheck, inspector: Person) -> None:
    """Take an inspector off a check."""
    for seat in check.assignments:
        if seat.inspector_id == inspector.id:
            seat.revoked_at = now()
    db.session.commit()


def image(content: bytes = b"a signature", **given: Any) -> Json:  # Any: fields of a promise
    """A promise of a picture with this content."""
    promise = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "media_type": "image/png",
        "original": None,
        "taken_at": now().isoformat(),
        "source": "camera",
        "position": None,
    }
    return promise | given


def record_of(check: SpotCheck, *lists: ChecklistVersion, **given: Any) -> Json:  # Any: its fields
    """A record that answers every item of these lists, the first item of each as bad."""
    record = {
        "v": 1,
        "spot_check_id": str(check.id),
        "number": check.number,
        "site_id": str(check.site_id),
        "started_at": "2026-11-20T02:00:00Z",
        "inspectors": [],
        "checklists": [_sheet(version) for version in lists],
        "hazards": [],
        "result_category": "no_problem",
        "party_note": "",
    }
    return record | given


def _sheet(version: ChecklistVersion) -> Json:
    answers = {
        item: BAD if item.endswith("-1") and version.scored else GOOD for item in version.items
    }
    score = None
    if version.scored:
        score = scored(version.sections, answers).wire()
    return {"id": str(version.id), "answers": answers, "score": score}


class Phone:
    """One signed-in device with its own count of commands."""

    def __init__(self, app: Flask, person: Person) -> None:
        self.person = person
        self.client = Client(app).sign_in(person.login)
        self.seq = 0

    def command(self, name: str, args: object, **given: Any) -> Json:  # Any: parts of an envelope
        """A command as the outbox keeps it."""
        self.seq += 1
        envelope = {"id": str(uuid7()), "name": name, "v": 1, "args": args}
        return envelope | {"made_at": now().isoformat(), "seq": self.seq} | given

    def send(self, *commands: object, **given: Any) -> Answer:  # Any: parts of a push
        """Push these commands."""
        body = {"device_id": self.client.device_id, "sent_at": now().isoformat()}
        return self.client.post("/sync/push", body | {"commands": list(commands)} | given)

    def push(self, *commands: object) -> list[Json]:
        """Push these commands and give their verdicts."""
        answer = self.send(*commands)
        assert answer.status_code == 200, answer.json
        verdicts: list[Json] = answer.json["verdicts"]
        return verdicts

    def one(self, command: object) -> Json:
        """Push one command and give its verdict."""
        return self.push(command)[0]

    def pull(self, cursor: str | None = None, limit: int = 500) -> Json:
        """Pull one page."""
        answer = self.client.get(
            "/sync/pull", limit=limit, **({"cursor": cursor} if cursor else {})
        )
        assert answer.status_code == 200, answer.json
        page: Json = answer.json
        return page

    def pull_all(self, cursor: str | None = None, limit: int = 500) -> tuple[list[Json], str]:
        """Pull until there is no more; give all changes in their order, and the cursor."""
        changes, more = [], True
        while more:
            page = self.pull(cursor, limit)
            changes += page["changes"]
            cursor, more = page["cursor"], page["more"]
        assert cursor is not None
        return changes, cursor

    def start(self, check: SpotCheck, **given: Any) -> Json:  # Any: parts of an envelope
        """Begin on site."""
        args = {"spot_check_id": str(check.id), "started_at": now().isoformat(), "position": None}
        return self.command("spot_check.start", args, **given)

    def answer(
        self,
        check: SpotCheck,
        version: ChecklistVersion | UUID,
        answers: Json,
        *photos: Json,
        **given: Any,
    ) -> Json:
        """Answer a checklist, and promise photos that its answers name."""
        version_id = str(getattr(version, "id", version))
        args: Json = {"spot_check_id": str(check.id), "checklist_version_id": version_id}
        said = args | {"answers": answers} | ({"photos": [*photos]} if photos else {})
        return self.command("spot_check.answer", said, **given)

    def supplement(
        self, check: SpotCheck, version: ChecklistVersion, answers: Json, **given: Any
    ) -> Json:
        """Hand answers in after the closing."""
        args = {
            "spot_check_id": str(check.id),
            "supplement_id": str(uuid7()),
            "checklist_version_id": str(version.id),
            "answers": answers,
            "reason": "手机当时无网络",
        }
        return self.command("spot_check.supplement", args | given)

    def decide(self, check: SpotCheck, base: str, *choices: Json, **given: Any) -> Json:
        """Decide on differences from the record with this digest."""
        args = {
            "spot_check_id": str(check.id),
            "base_digest": base,
            "choices": list(choices),
            "hazards": [],
            "reason": "现场复核属实",
            "decided_at": now().isoformat(),
        }
        return self.command("spot_check.decide", args | given)

    def sign(self, check: SpotCheck, digest: str, **given: Any) -> Json:  # Any: arguments
        """Sign as the phone's own person."""
        args = {
            "spot_check_id": str(check.id),
            "signature_id": str(uuid7()),
            "digest": digest,
            "signer": "inspector",
            "person_id": str(self.person.id),
            "name": self.person.name,
            "position_title": "",
            "refused": False,
            "refusal_reason": None,
            "witness_name": None,
            "image": image(),
            "signed_at": now().isoformat(),
        }
        return self.command("spot_check.sign", args | given)

    def submit(self, record: Json, /, **given: Any) -> Json:  # Any: arguments
        """Close a record."""
        text = rfc8785.dumps(record).decode()
        args = {
            "spot_check_id": record["spot_check_id"],
            "digest": hashlib.sha256(text.encode()).hexdigest(),
            "record": text,
            "result_category": record["result_category"],
            "submitted_at": now().isoformat(),
        }
        return self.command("spot_check.submit", args | given)


def choice(
    version: ChecklistVersion, item_id: str, by: Phone, answer: Json | None, *, take: bool = True
) -> Json:
    """A word on one inspector's answer."""
    return {
        "checklist_version_id": str(version.id),
        "item_id": item_id,
        "inspector_id": str(by.person.id),
        "take": take,
        "answer": answer,
    }


def digest_of(command: Json) -> str:
    """The digest under which people sign for a submission."""
    return str(command["args"]["digest"])


def verdict_words(verdicts: list[Json]) -> list[str]:
    """What was said of each command, in short."""
    return [verdict["code"] or verdict["verdict"] for verdict in verdicts]


def loads(text: str) -> Json:
    """Read a JSON text."""
    read: Json = json.loads(text)
    return read
