"""What the phones have to send: visits recorded without a network, with hazards and photos."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

from suicha.db import db, uuid7
from suicha.spot_checks.operations import NewSpotCheck, assign
from tests.builders import House
from tests.phone import BAD, GOOD, Phone, image, record_of

from .senders import Picture, Sender

if TYPE_CHECKING:
    from suicha.accounts.models import Person
    from suicha.checklists.models import ChecklistVersion
    from suicha.db import Json
    from suicha.sites.models import Site
    from suicha.spot_checks.models import SpotCheck

    from .office import Office

# One visit: begun, answered again and again, two hazards with a photo each, closed.
ANSWERS = 16
HAZARDS = 2
# Bytes of a photo, and how many of twenty are so large: one, two and three requests each.
SIZES = {20_000: 15, 200_000: 3, 600_000: 1, 1_200_000: 1}


@dataclass(frozen=True)
class Size:
    """How many phones, each with how many visits; how long a phone waits; how often is struck."""

    phones: int
    visits: int
    blows: int
    patience: float = 20.0
    is_small: bool = False


# Through each of 15 faults 1,600 commands and 160 photos: 24,000 and 2,400 in all.
LARGE = Size(phones=20, visits=4, blows=4)
SMALL = Size(phones=3, visits=1, blows=1, is_small=True)


class Ground:
    """One district with one site and one list, at which all visits are."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.house = House()
        self.site: Site = self.house.site()
        self.list: ChecklistVersion = self.house.checklist("FAULTS")
        self.entry = self.house.entry(self.list)
        self.chance = random.Random(5)  # noqa: S311  # the same work each time

    def senders(self, size: Size) -> list[Sender]:
        """Give phones with their outboxes full."""
        return [self._sender(size) for _ in range(size.phones)]

    def _sender(self, size: Size) -> Sender:
        phone = Phone(self.office.app, self.house.inspector())
        chance = random.Random(self.chance.random())  # noqa: S311  # likewise
        sender = Sender(phone, self.office.line.port, size.patience, chance)
        for check in self.checks(phone.person, size.visits):
            self._record(sender, check)
        return sender

    def checks(self, person: Person, number: int) -> list[SpotCheck]:
        """Send an inspector to so many checks."""
        new = NewSpotCheck(
            jurisdiction_id=self.house.jurisdiction.id,
            site_id=self.site.id,
            draw_id=None,
            item_list_entry_id=self.entry.id,
            checklist_version_ids=(self.list.id,),
            due_on=date(2099, 12, 31),
            due_provisional=False,
            inspector_ids=(person.id,),
            number_prefix=self.house.code,
        )
        made = [assign(new) for _ in range(number)]
        db.session.commit()
        return made

    def _record(self, sender: Sender, check: SpotCheck) -> None:
        """Record a visit as the phone does."""
        phone = sender.phone
        said = [
            {"FAULTS-1": BAD | {"note": f"第 {turn} 次"}, "FAULTS-2": GOOD}
            for turn in range(ANSWERS)
        ]
        sender.checks.append(check.id)
        sender.commands.append(phone.start(check))
        sender.commands += [phone.answer(check, self.list, one) for one in said]
        for _ in range(HAZARDS):
            picture = self.picture(sender.chance)
            command = self._hazard(phone, check, picture)
            sender.pictures[command["id"]] = [picture]
            sender.commands.append(command)
        sender.commands.append(phone.submit(record_of(check, self.list)))

    def _hazard(self, phone: Phone, check: SpotCheck, picture: Picture) -> Json:
        promise = image(sha256=picture.sha256, size=picture.size, media_type="image/jpeg")
        args = {
            "hazard_id": str(uuid7()),
            "spot_check_id": str(check.id),
            "checklist_version_id": str(self.list.id),
            "item_id": "FAULTS-1",
            "description": "二级配电箱无门锁",
            "location": "3# 楼",
            "clause": "GB 1",
            "grade": "general",
            "due_on": "2099-12-31",
            "party_id": str(self.site.parties[0].id),
            "photos": [promise],
        }
        return phone.command("hazard.report", args)

    def picture(self, chance: random.Random) -> Picture:
        """A picture unlike every other."""
        out = BytesIO()
        Image.frombytes("RGB", (16, 12), chance.randbytes(576)).resize((320, 240)).save(out, "JPEG")
        size = chance.choices(list(SIZES), list(SIZES.values()))[0]
        return Picture(out.getvalue(), size)
