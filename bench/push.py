"""Push: checks of 20 answers, one by one and in batches of 20; then the same again.

What is compared with a submission of ODK Central is the command that carries all answers of a
check. Beside it stands a whole check: started, answered, signed record submitted.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import TYPE_CHECKING

import rfc8785

from bench import report
from bench.clients import Client, run
from suicha.checklists.models import ChecklistVersion
from suicha.db import db, uuid7
from suicha.spot_checks.operations import NewSpotCheck, assign

if TYPE_CHECKING:
    from uuid import UUID

    from bench.clients import Job
    from bench.office import Office
    from suicha.accounts.models import Person
    from suicha.db import Json
    from tests.builders import House

ITEMS = 20
BATCH = 20
# ODK Central, one form of 20 questions by REST or multipart, the faster of the two (figures.md).
THEIRS = {1: 224, 8: 291}
THEIRS_AGAIN = {1: 292, 8: 480}
_seq = count(1)
GOOD = {"result": "conforming", "deduction": 0, "note": ""}


@dataclass(frozen=True)
class Ground:
    """What the checks are made of: one site, one list, eight inspectors, each its own checks."""

    house: House
    site_id: UUID
    version: ChecklistVersion
    entry_id: UUID
    people: list[Person]
    supervisor: Person
    party_id: UUID


def prepare(house: House, clients: int) -> Ground:
    """Make the list of 20 items, a site and inspectors."""
    items = [
        {
            "id": f"Q{no}",
            "no": no,
            "name": f"检查项 {no}",
            "points": None,
            "hint": "",
            "clause": "GB 1",
            "unverified": False,
        }
        for no in range(ITEMS)
    ]
    version = ChecklistVersion(
        code="BENCH",
        version=1,
        title="清单",
        standard="GB 1",
        source="bench",
        scored=False,
        split=False,
        published_on=date(2026, 1, 1),
        sections=[{"id": "s1", "title": "项目", "guarantee": False, "items": items}],
    )
    house.keep(version)
    people = [house.inspector() for _ in range(clients)]
    site, entry = house.site(), house.entry(version)
    return Ground(house, site.id, version, entry.id, people, house.person(), site.parties[0].id)


def checks(ground: Ground, person: Person, number: int) -> list[UUID]:
    """Send an inspector to so many checks."""
    made = [
        assign(
            NewSpotCheck(
                jurisdiction_id=ground.house.jurisdiction.id,
                site_id=ground.site_id,
                draw_id=None,
                item_list_entry_id=ground.entry_id,
                checklist_version_ids=(ground.version.id,),
                due_on=date(2026, 12, 31),
                due_provisional=False,
                inspector_ids=(person.id,),
                number_prefix=ground.house.code,
            )
        ).id
        for _ in range(number)
    ]
    db.session.commit()
    return made


def at_work(ground: Ground, number: int) -> Person:
    """Give an inspector who has just so many checks to do."""
    person = ground.house.inspector()
    checks(ground, person, number)
    return person


def measure(office: Office, ground: Ground, number: int) -> None:
    """Print the lines of this part."""
    report.head(f"push: {number} checks of {ITEMS} answers")
    for clients in (1, 8):
        for size in (1, BATCH):
            _answers(office, ground, number, (clients, size))
    for clients in (1, 8):
        _whole_checks(office, ground, number, clients)


def _answers(office: Office, ground: Ground, number: int, shape: tuple[int, int]) -> None:
    clients, size = shape
    each = number // clients
    work: list[tuple[Client, list[Job]]] = []
    for person in ground.people[:clients]:
        commands = [_answer(ground, check) for check in checks(ground, person, each)]
        batches = [commands[place : place + size] for place in range(0, each, size)]
        work.append((Client(office, person.login), [push(batch) for batch in batches]))
    how = f"{'one by one' if size == 1 else f'by {size}'}, {clients} at once"
    report.timed(f"answers {how}", run(work, number), "checks", THEIRS[clients])
    again = run(work, number)  # the same commands: a phone whose answers were lost
    report.timed(f"the same again {how}", again, "checks", THEIRS_AGAIN[clients])


def _whole_checks(office: Office, ground: Ground, number: int, clients: int) -> None:
    each = number // clients
    work: list[tuple[Client, list[Job]]] = []
    for person in ground.people[:clients]:
        found = checks(ground, person, each)
        work.append((Client(office, person.login), [push(_whole(ground, one)) for one in found]))
    what = f"whole checks (start, answer, submit), {clients} at once"
    report.timed(what, run(work, each * clients), "checks", THEIRS[clients])


def push(commands: list[Json]) -> Job:
    """Push these commands, and see that each is accepted."""

    def send(client: Client) -> None:
        body = {"device_id": client.device_id, "sent_at": _now(), "commands": commands}
        told = client.json("POST", "/sync/push", body)["verdicts"]
        refused = [verdict for verdict in told if verdict["verdict"] != "accepted"]
        if refused:
            raise RuntimeError(str(refused[0]))

    return send


def _answer(ground: Ground, check: UUID) -> Json:
    answers = dict.fromkeys(ground.version.items, GOOD)
    version = str(ground.version.id)
    args = {"spot_check_id": str(check), "checklist_version_id": version, "answers": answers}
    return command("spot_check.answer", args)


def _whole(ground: Ground, check: UUID) -> list[Json]:
    answer = _answer(ground, check)
    sheet = {
        "id": str(ground.version.id),
        "answers": answer["args"]["answers"],
        "score": None,
    }
    record: Json = {
        "v": 1,
        "spot_check_id": str(check),
        "checklists": [sheet],
        "hazards": [],
        "result_category": "no_problem",
    }
    text = rfc8785.dumps(record)
    submit = {
        "spot_check_id": str(check),
        "digest": hashlib.sha256(text).hexdigest(),
        "record": text.decode(),
        "result_category": "no_problem",
        "submitted_at": _now(),
    }
    start = {"spot_check_id": str(check), "started_at": _now(), "position": None}
    return [
        command("spot_check.start", start),
        answer,
        command("spot_check.submit", submit),
    ]


def command(name: str, args: Json) -> Json:
    """Write a command as the outbox of a phone keeps it."""
    seq = next(_seq)
    return {"id": str(uuid7()), "name": name, "v": 1, "args": args, "made_at": _now(), "seq": seq}


def _now() -> str:
    return datetime.now(UTC).isoformat()
