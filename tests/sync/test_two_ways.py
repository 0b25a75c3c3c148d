"""A push is done at once or one by one; whoever pushes cannot tell which it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from suicha.db import db, uuid7
from suicha.hazards.models import Hazard, HazardLight
from suicha.journal import Entry
from suicha.sites.models import Site
from suicha.spot_checks.models import AnswerSheet, SpotCheck
from suicha.sync.models import LedgerEntry
from suicha.sync.operations import Part
from tests.phone import BAD, GOOD, Phone, digest_of, image, record_of, revoke, sent_to

if TYPE_CHECKING:
    from uuid import UUID

    from suicha.checklists.models import ChecklistVersion
    from suicha.db import Json
    from tests.builders import House


def everything(phone: Phone, check: SpotCheck, plain: ChecklistVersion) -> list[Json | None]:
    """What a phone may say of a check, in an order that it may come in."""
    early = phone.answer(check, plain, {"PLAIN-1": GOOD})
    late = phone.answer(check, plain, {"PLAIN-1": BAD})
    submit = phone.submit(record_of(check, plain))
    site = db.session.get_one(Site, check.site_id)
    report = {
        "hazard_id": str(uuid7()),
        "spot_check_id": str(check.id),
        "checklist_version_id": str(plain.id),
        "item_id": "PLAIN-1",
        "description": "临边防护缺失",
        "location": "3# 楼东侧",
        "clause": "GB 1",
        "grade": "major",
        "due_on": "2099-01-31",
        "party_id": str(site.parties[0].id),
        "photos": [image(f"{check.id}".encode())],
    }
    return [
        phone.start(check),
        late,
        early,  # overtaken by the one before
        phone.command("hazard.report", report),
        phone.sign(check, digest_of(submit)),
        submit,
        phone.supplement(check, plain, {"PLAIN-1": GOOD}),
        phone.answer(check, plain, {"PLAIN-1": BAD}),
        late,  # once more, in the same push
    ]


def written(check_id: UUID) -> object:
    """What is written of a check, without what differs between any two."""
    db.session.expire_all()
    check = db.session.get_one(SpotCheck, check_id)
    hazards = select(Hazard.id).where(Hazard.spot_check_id == check_id)
    facts = select(Entry.fact, func.count()).group_by(Entry.fact).order_by(Entry.fact)
    facts = facts.where((Entry.subject_id == check_id) | Entry.subject_id.in_(hazards))
    ledger = select(LedgerEntry.name, LedgerEntry.flags).order_by(LedgerEntry.seq)
    sheets = select(AnswerSheet.answers).where(AnswerSheet.spot_check_id == check_id)
    lights = select(HazardLight.n, HazardLight.colour).where(HazardLight.hazard_id.in_(hazards))
    return (
        (check.state, check.flags, check.commands_received, check.open_differences),
        db.session.execute(facts).all(),
        db.session.execute(ledger.where(LedgerEntry.spot_check_id == check_id)).all(),
        db.session.scalars(sheets).all(),
        db.session.execute(lights).all(),
    )


def never(_: Part) -> None:
    raise RuntimeError("goes the other way")


def test_both_ways_refuse_the_same_and_leave_the_neighbours(
    phone: Phone, house: House, plain: ChecklistVersion
) -> None:
    outcomes = []
    for way in (Part.at_once, never):
        check, other = (sent_to(house, phone.person, lists=(plain,)) for _ in range(2))
        foreign = sent_to(house, house.inspector(), lists=(plain,))
        sent = everything(phone, check, plain)
        sent[2:2] = [phone.start(other), phone.start(foreign), phone.command("spot_check.fly", {})]
        sent[6:6] = [phone.answer(other, plain, {"NONE": GOOD}), None]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Part, "at_once", way)
            verdicts = phone.push(*sent)
        told = [(one["verdict"], one["code"], one["flags"]) for one in verdicts]
        outcomes.append((told, written(check.id), written(other.id)))
    assert outcomes[0] == outcomes[1]
    codes = [code for _, code, _ in outcomes[0][0] if code]
    assert codes == [
        "spot_check.unknown",
        "command.unknown",
        "item.unknown",
        "command.malformed",
    ]


@pytest.mark.parametrize("is_revoked", [False, True])
@pytest.mark.parametrize("size", [1, 2, 9])
def test_both_ways_tell_and_write_the_same(
    phone: Phone, house: House, plain: ChecklistVersion, *, size: int, is_revoked: bool
) -> None:
    outcomes = []
    for way in (Part.at_once, never):
        check = sent_to(house, phone.person, lists=(plain,))
        if is_revoked:
            revoke(check, phone.person)
        sent = everything(phone, check, plain)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Part, "at_once", way)
            pushes = [sent[place : place + size] for place in range(0, len(sent), size)]
            verdicts = [one for push in pushes for one in phone.push(*push)]
        told = [(one["verdict"], one["code"], one["flags"]) for one in verdicts]
        outcomes.append((told, written(check.id)))
    assert outcomes[0] == outcomes[1]
    assert {verdict for verdict, _, _ in outcomes[0][0]} == {"accepted"}
