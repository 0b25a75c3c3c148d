"""Plain builders: each makes one thing that a test needs, with defaults that are true to life."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from argon2 import PasswordHasher

from suicha.accounts.models import Card, CardState, Person, Recusal, Role
from suicha.checklists.models import ChecklistVersion, ItemListEntry
from suicha.db import db
from suicha.places.models import Agency, Jurisdiction
from suicha.sites.models import (
    Category,
    Party,
    PartyRole,
    ProjectGrade,
    RiskClass,
    Site,
    Unit,
)

from .client import PASSWORD

T = TypeVar("T")

# argon2 is slow on purpose; a hash names its own cost, and this one's is the least there is.
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@dataclass
class House:
    """One district and what is in it; every method adds a row and commits it."""

    code: str = "330106"
    made: dict[str, int] = field(default_factory=dict)

    @cached_property
    def jurisdiction(self) -> Jurisdiction:
        return self.keep(Jurisdiction(code=self.code, name=f"示范区{self.code}"))

    @cached_property
    def agency(self) -> Agency:
        place = self.jurisdiction.id
        return self.keep(Agency(jurisdiction_id=place, name="示范区住建局", short_name="示建"))

    def person(
        self, role: Role = Role.SUPERVISOR, login: str | None = None, name: str = "甲"
    ) -> Person:
        """A person who can sign in with PASSWORD."""
        login = login or f"{role.value}{self.next(role)}.{self.code}"
        person = Person(
            login=login,
            name=name,
            role=role,
            password_hash=HASH,
            jurisdiction_id=self.jurisdiction.id,
            agency_id=self.agency.id,
        )
        return self.keep(person)

    def inspector(self, *specialties: str, card: str | None = None) -> Person:
        """An inspector with a card that may be drawn."""
        person = self.person(Role.INSPECTOR)
        self.keep(
            Card(
                person_id=person.id,
                number=card or f"{self.code}{self.next('card'):05d}",
                valid_to=date(2030, 12, 31),
                specialties=sorted(specialties or ("civil",)),
                state=CardState.AVAILABLE,
                recusals=[],
            )
        )
        db.session.refresh(person)
        return person

    def recusal(self, inspector: Person, tag: str) -> Recusal:
        """A tag that keeps an inspector from an object."""
        assert inspector.card is not None
        return self.keep(Recusal(card_id=inspector.card.id, tag=tag, reason="亲属任职"))

    def site(self, risk_class: RiskClass = RiskClass.B, **given: object) -> Site:
        """A site with its five parties."""
        number = self.next("site")
        shape = [
            [120.10, 30.20],
            [120.11, 30.20],
            [120.11, 30.21],
            [120.10, 30.21],
            [120.10, 30.20],
        ]
        columns: dict[str, object] = {
            "jurisdiction_id": self.jurisdiction.id,
            "permit_number": f"{self.code}20260101{number:02d}01",
            "name": f"示范{number}号工程",
            "address": f"示范路 {number} 号",
            "stage": "主体结构",
            "risk_class": risk_class,
            "project_grade": ProjectGrade.B,
            "category": Category.BUILDING,
            "lat": 30.205,
            "lon": 120.105,
            "boundary": {"type": "Polygon", "coordinates": [shape]},
        }
        site = self.keep(Site(**columns | given))
        for role in PartyRole:
            unit = self.keep(Unit(uscc=f"T{self.code}{self.next('unit'):011d}", name=f"{role}公司"))
            self.keep(Party(site_id=site.id, unit_id=unit.id, role=role, leader_name="项目负责人"))
        db.session.refresh(site)
        return site

    def checklist(self, code: str = "PLAIN", *, scored: bool = False) -> ChecklistVersion:
        """A checklist of two items; scored, both are guarantee items of 10 points."""
        items = [
            {
                "id": f"{code}-{no}",
                "no": no,
                "name": f"检查项 {no}",
                "points": 10 if scored else None,
                "hint": "",
                "clause": f"GB 1 {no}.1",
                "unverified": False,
            }
            for no in (1, 2)
        ]
        version = ChecklistVersion(
            code=code,
            version=1,
            title=f"清单 {code}",
            standard="GB 1",
            source="test",
            scored=scored,
            split=scored,
            published_on=date(2026, 1, 1),
            sections=[{"id": "s1", "title": "项目", "guarantee": scored, "items": items}],
        )
        return self.keep(version)

    def entry(self, *checklists: ChecklistVersion) -> ItemListEntry:
        """An entry of the item list that uses these checklists."""
        entry = ItemListEntry(
            jurisdiction_id=self.jurisdiction.id,
            agency_id=self.agency.id,
            number=f"{self.next('entry'):02d}",
            name="施工现场安全检查",
            legal_basis="建设工程安全生产管理条例 第四十条",
            object="在建工程",
            ratio="按风险类别",
            frequency="每年不超过 2 次",
            method="现场检查",
            content="安全生产责任制落实情况",
            checklist_codes=[checklist.code for checklist in checklists],
            valid_from=date(2026, 1, 1),
        )
        return self.keep(entry)

    def keep(self, row: T) -> T:
        db.session.add(row)
        db.session.commit()
        return row

    def next(self, kind: str) -> int:
        self.made[kind] = self.made.get(kind, 0) + 1
        return self.made[kind]
