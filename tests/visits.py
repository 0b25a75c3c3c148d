"""A visit to a site, from the first finding to the complete check, as the verbs of the house."""

from __future__ import annotations

import hashlib
import json
from functools import cache, cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageCms

from suicha.accounts.guard import Actor
from suicha.accounts.models import Device, Person, Role
from suicha.db import Json, db, today, uuid7
from suicha.hazards import operations as hazards
from suicha.hazards.models import Hazard
from suicha.hazards.said import HazardReportArgs
from suicha.photos import operations as photos
from suicha.spot_checks import operations as spot_checks
from suicha.spot_checks.models import SpotCheck
from suicha.spot_checks.operations import NewSpotCheck
from suicha.spot_checks.said import StartArgs, SubmitArgs

if TYPE_CHECKING:
    from suicha.errors import Accepted
    from suicha.sites.models import Site

    from .builders import House

BY_ITEM = {"edition": "2024", "item_id": "MH2024-8-4", "reason": ""}
PLACE = {"lat": 30.205, "lon": 120.105, "accuracy_m": 8.0, "fix_age_ms": 500.0, "source": "gps"}


@cache  # a colour profile holds the time of its making
def picture(shade: int = 120) -> bytes:
    """A JPEG as a camera writes one: with place, maker, colour profile and a comment inside."""
    exif = Image.Exif()
    exif[0x010F] = "SECRETMAKER"
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 12.0, 18.0), 3: "E", 4: (120.0, 6.0, 18.0)})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SECRETXMP</x:xmpmeta>"
    rest = {"exif": exif, "icc_profile": profile, "xmp": xmp, "comment": b"SECRETCOMMENT"}
    out = BytesIO()
    Image.new("RGB", (640, 480), (shade, shade, 90)).save(out, "JPEG", **rest)
    return out.getvalue()


def actor_of(person: Person) -> Actor:
    """The person on a phone of their own."""
    device = Device(person_id=person.id, name="phone")
    db.session.add(device)
    db.session.commit()
    return Actor(person, device)


class Visit:
    """A check of one site by two inspectors, and what they do there."""

    def __init__(self, house: House, site: Site | None = None) -> None:
        self.house = house
        self.site = site or house.site()
        self.scored = house.checklist(f"B{house.next('visit')}", scored=True)
        self.lead, self.second = house.inspector(), house.inspector()
        self.lead.name, self.second.name = "欧阳主办", "司马协办"
        new = NewSpotCheck(
            jurisdiction_id=house.jurisdiction.id,
            site_id=self.site.id,
            draw_id=None,
            item_list_entry_id=house.entry(self.scored).id,
            checklist_version_ids=(self.scored.id,),
            due_on=today(),
            due_provisional=False,
            inspector_ids=(self.lead.id, self.second.id),
            number_prefix=house.code,
        )
        self.check: SpotCheck = spot_checks.assign(new)
        db.session.commit()
        self.named: list[Json] = []

    @cached_property
    def phone(self) -> Actor:
        """The lead with a phone."""
        return actor_of(self.lead)

    def begin(self) -> None:
        """Start on site."""
        args = {"spot_check_id": str(self.check.id), "position": None}
        loaded = StartArgs().load(args | {"started_at": f"{today()}T00:30:00Z"})
        spot_checks.start(self.phone, loaded)
        db.session.commit()

    def finding(self, *images: bytes, **given: Any) -> Json:  # Any: arguments of a command
        """The arguments of hazard.report."""
        promises = [
            {
                "sha256": hashlib.sha256(image).hexdigest(),
                "size": len(image),
                "media_type": "image/jpeg",
                "original": None,
                "taken_at": f"{today()}T02:00:00Z",
                "source": "camera",
                "position": PLACE,
            }
            for image in images
        ]
        builder = next(party for party in self.site.parties if party.role == "builder")
        return {
            "hazard_id": str(uuid7()),
            "spot_check_id": str(self.check.id),
            "checklist_version_id": str(self.scored.id),
            "item_id": f"{self.scored.code}-1",
            "description": "二级配电箱无门锁",
            "location": "3# 楼东侧",
            "clause": "JGJ 59-2011 3.14.3",
            "grade": "general",
            "due_on": str(today()),
            "party_id": str(builder.id),
            "photos": promises,
        } | given

    def report(self, *images: bytes, actor: Actor | None = None, **given: Any) -> Hazard:
        """Report a hazard and keep it in mind for the record."""
        args = self.finding(*images, **given)
        self.accepted: Accepted = hazards.report(actor or self.phone, HazardReportArgs().load(args))
        db.session.commit()
        self.named.append({**args, "id": args["hazard_id"], "photos": []})
        return db.session.get_one(Hazard, HazardReportArgs().load(args).hazard_id)

    def send(self, image: bytes) -> str:
        """Upload a promised photo whole, and let the worker render it."""
        sha256 = hashlib.sha256(image).hexdigest()
        photos.append(self.phone, sha256, 0, image)
        photos.render(sha256)
        db.session.commit()
        return sha256

    def submit(self, result: str = "rectify_by_date") -> None:
        """Close the record and settle the check."""
        answers = {
            f"{self.scored.code}-1": {"result": "nonconforming", "deduction": 2, "note": ""},
            f"{self.scored.code}-2": {"result": "conforming", "deduction": 0, "note": ""},
        }
        sheet = {"id": str(self.scored.id), "answers": answers, "score": None}
        record = {
            "v": 1,
            "spot_check_id": str(self.check.id),
            "checklists": [sheet],
            "hazards": self.named,
            "result_category": result,
        }
        text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        args = {
            "spot_check_id": str(self.check.id),
            "digest": hashlib.sha256(text.encode()).hexdigest(),
            "record": text,
            "result_category": result,
            "submitted_at": f"{today()}T08:00:00Z",
        }
        spot_checks.submit(self.phone, SubmitArgs().load(args))
        db.session.commit()
        spot_checks.settle(self.check.id)
        db.session.commit()

    def complete(self, *images: bytes) -> Hazard:
        """Go the whole way with one confirmed hazard, all its photos sent."""
        self.begin()
        hazard = self.report(*images)
        for image in images:
            self.send(image)
        self.submit()
        hazards.confirm(actor_of(self.house.person(Role.SUPERVISOR)), hazard.id, "")
        db.session.commit()
        return hazard
