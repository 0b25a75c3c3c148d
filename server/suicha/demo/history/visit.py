"""A past visit: two inspectors on site, what they answer and find, who signs, what is sent."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select

from suicha.checklists.models import ChecklistVersion
from suicha.db import Json, db, now, uuid7
from suicha.demo.history import record
from suicha.demo.history.camera import Shot, shoot, signature
from suicha.demo.history.findings import determined
from suicha.sites.models import Party, PartyRole, Site
from suicha.spot_checks.queries import inspectors

if TYPE_CHECKING:
    from collections.abc import Callable

    from suicha.demo.history.cast import Player
    from suicha.demo.history.stage import Stage
    from suicha.spot_checks.models import SpotCheck

BEGINS = ("08:50", "09:05", "09:20", "09:40")  # so that all is done before noon
ABSENT = ("XFYD-6", "XFYD-9", "XFYD-10")  # not every site has huts, overhead lines, damp cellars
STEP = timedelta(minutes=11)
REFUSED = ("对扣分依据有异议，拒绝签字", "监理单位现场代表")


class Visit:
    """A check on its day; `story` is a check of data/history.json."""

    def __init__(self, stage: Stage, check: SpotCheck, story: Json) -> None:
        """Find who was sent where."""
        self.stage, self.check, self.story = stage, check, story
        self.site = db.session.get_one(Site, check.site_id)
        self.dice = random.Random(f"{self.site.permit_number} {story['back']}")  # noqa: S311  # a story
        self.team = inspectors(check)
        self.phones = [stage.cast.player(one.id) for one in self.team]
        self.lists = self._lists()
        self.hazards: list[Json] = []
        self.shots: list[tuple[Player, Shot]] = []
        self.found: dict[str, Json] = {}
        self.said_late: dict[str, Json] = {}
        self.started_at = ""
        self.sealed = record.Sealed("", "")

    @property
    def lead(self) -> Player:
        """主办."""
        return self.phones[0]

    @property
    def second(self) -> Player:
        """协办."""
        return self.phones[-1]

    def plan(self) -> None:
        """Put the steps of the day down, as far as the story goes."""
        steps: list[Callable[[], object]] = [self._start]
        steps += [partial(self._report, story) for story in self.story["hazards"]]
        steps += [self._answer]
        if self.story.get("until") != "started":
            steps += [self._sign, self._submit]
        steps += [self._send]
        moment = self.stage.days.at(self.story["back"], self.dice.choice(BEGINS))
        for step in steps:
            self.stage.agenda.put(moment, step)
            moment += STEP + timedelta(seconds=self.dice.randint(0, 240))

    def _lists(self) -> list[ChecklistVersion]:
        ids = self.check.checklist_version_ids
        query = select(ChecklistVersion).where(ChecklistVersion.id.in_(ids))
        found = {version.id: version for version in db.session.scalars(query)}
        return [found[key] for key in ids]

    def _start(self) -> None:
        self.started_at = written(now())
        args = {"spot_check_id": str(self.check.id), "started_at": self.started_at}
        for phone in self.phones:
            phone.say(("spot_check.start", args | {"position": None}))
        for code in self.story.get("corrected", []):
            self.found[code] = {"deduct": 1, "note": record.CORRECTED}
        for code, points, note in self.story.get("also", []):
            self.found[code] = {"deduct": points, "note": note}

    def _report(self, story: Json) -> None:
        """Find something, photograph it, and report it from the lead's phone or the second's."""
        finding = self.finding(story)
        self.found[finding["item"]] = finding
        self.hazards.append(self.reported(self.lead, story, finding))

    def reported(self, phone: Player, story: Json, finding: Json) -> Json:
        """Report a finding; give it as the record names it."""
        hazard_id, moment = uuid7(), now()
        shots = [
            self.shot(finding, n, moment - STEP / (n + 2)) for n in range(story.get("photos", 1))
        ]
        version = self._version(finding["item"])
        named = {
            "item_id": finding["item"],
            "description": finding["description"],
            "location": finding["location"],
            "clause": finding["clause"],
            "grade": finding["grade"],
            "determination": determined(finding),
            "due_on": str(self.stage.days.due(story["due"])),
            "party_id": str(self._builder().id),
        }
        ids = {"hazard_id": str(hazard_id), "spot_check_id": str(self.check.id)}
        promises = {"photos": [shot.promise for shot in shots]}
        args = ids | {"checklist_version_id": str(version.id)} | named | promises
        phone.say(("hazard.report", args))
        self.shots += [(phone, shot) for shot in shots]
        self.stage.rectify(self, hazard_id, story, finding)
        return named | {"id": str(hazard_id), "photos": [shot.sha256 for shot in shots]}

    def finding(self, story: Json) -> Json:
        """Choose what is found next."""
        free = {item for version in self.lists for item in version.items} - self.found.keys()
        return self.stage.findings.fitting(self.site, story["grade"], free)

    def shot(self, finding: Json, n: int, taken_at: datetime, *, mended: bool = False) -> Shot:
        """Photograph the n-th view of a finding: the same place before and after it was mended."""
        seed = f"{self.site.permit_number} {self.story['back']} {finding['name']} {n}"
        return shoot(self.site, finding["scene"], seed, taken_at, mended=mended)

    def _answer(self) -> None:
        """Let the lead answer every list, the second only the last one."""
        for version in self.lists:
            self._say_answers(self.lead, version, self.sheet(version))
        if self.story.get("alone") is None:
            self._say_answers(self.second, self.lists[-1], self.sheet(self.lists[-1]))

    def sheet(self, version: ChecklistVersion) -> Json:
        """What the record says of a list."""
        return record.answers(version, self.found, ABSENT)

    def differ(self, item: str, points: int, note: str) -> None:
        """Let the second's answers arrive late, and say otherwise of an item."""
        version = self._version(item)
        self.said_late = {item: record.wrong(points, note, scored=version.scored)}
        self._say_answers(self.second, version, self.sheet(version) | self.said_late)

    def decide(self, reason: str) -> None:
        """Let the lead take what the second said late into a new version of the record."""
        choices = [
            {
                "checklist_version_id": str(self._version(item).id),
                "item_id": item,
                "inspector_id": str(self.second.person.id),
                "take": True,
                "answer": answer,
            }
            for item, answer in self.said_late.items()
        ]
        ids = {"spot_check_id": str(self.check.id), "base_digest": self.sealed.digest}
        said = {"choices": choices, "hazards": [], "reason": reason, "decided_at": written(now())}
        self.lead.say(("spot_check.decide", ids | said))

    def _say_answers(self, phone: Player, version: ChecklistVersion, sheet: Json) -> None:
        ids = {"spot_check_id": str(self.check.id), "checklist_version_id": str(version.id)}
        phone.say(("spot_check.answer", ids | {"answers": sheet}))

    def _sign(self) -> None:
        said = {
            "started_at": self.started_at,
            "hazards": self.hazards,
            "result_category": self.story["result"],
            "party_note": "",
        }
        sheets = [(version, self.sheet(version)) for version in self.lists]
        self.sealed = record.seal(self.check, self.team, said, sheets)
        for one in self.team:
            self._say_signature({"signer": "inspector", "person_id": str(one.id), "name": one.name})
        party = {"signer": "party", "person_id": None, "name": self._builder().leader_name}
        self._say_signature(party, refused=bool(self.story.get("refused")))

    def _say_signature(self, signer: Json, *, refused: bool = False) -> None:
        reason, witness = REFUSED if refused else (None, None)
        shot = None if refused else signature(signer["name"], self.check.number, now())
        args = {
            "spot_check_id": str(self.check.id),
            "signature_id": str(uuid7()),
            "digest": self.sealed.digest,
            "position_title": "项目负责人" if signer["signer"] == "party" else "执法人员",
            "refused": refused,
            "refusal_reason": reason,
            "witness_name": witness,
            "image": shot.promise if shot else None,
            "signed_at": written(now()),
        }
        self.lead.say(("spot_check.sign", args | signer))
        if shot is not None:
            self.shots.append((self.lead, shot))

    def _submit(self) -> None:
        args = {
            "spot_check_id": str(self.check.id),
            "digest": self.sealed.digest,
            "record": self.sealed.text,
            "result_category": self.story["result"],
            "submitted_at": written(now()),
        }
        behind = timedelta(minutes=self.story.get("clock_behind", 0))
        self.lead.say(("spot_check.submit", args), behind=behind)
        self.stage.close(self)

    def _send(self) -> None:
        """Send the pictures; a lost phone never sends its last one."""
        keeps = 1 if self.story.get("until") == "submitted" else 0
        evidence = [pair for pair in self.shots if pair[1].position is not None]
        kept = evidence[len(evidence) - keeps :]
        for phone, shot in self.shots:
            if (phone, shot) not in kept:
                phone.send([shot])
        self.shots.clear()

    def find_late(self, story: Json) -> None:
        """Let a finding arrive from the second's phone after the record was closed."""
        self.reported(self.second, story, self.finding(story))
        self._send()

    def _builder(self) -> Party:
        return next(party for party in self.site.parties if party.role is PartyRole.BUILDER)

    def _version(self, item: str) -> ChecklistVersion:
        return next(version for version in self.lists if item in version.items)


def written(moment: datetime) -> str:
    """Write an instant as JavaScript does."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
