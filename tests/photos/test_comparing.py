"""Photos used again: found across all sites, before and after of a hazard, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, text, update

from suicha import journal
from suicha.db import db, now
from suicha.photos import lookup, operations
from suicha.photos.likeness import Likeness, likeness
from suicha.photos.models import (
    FlagKind,
    LikenessFlag,
    Photo,
    PhotoKind,
    PhotoLikeness,
    PhotoUse,
)
from suicha.photos.operations import comparing
from suicha.photos.operations.flagging import kind_of
from tests.visits import Visit, actor_of

from .conftest import phone_of, spot_check
from .pictures import again, cut, encoded, name, promised, retouched, scene

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from PIL import Image

    from suicha.accounts.guard import Actor
    from suicha.hazards.models import Hazard
    from suicha.spot_checks.models import SpotCheck
    from tests.builders import House

    from .conftest import Phone

    Work = Callable[[], None]

CUT = cut(scene("塔吊"), 0.1, 0, 0, 0)


def promise(
    actor: Actor,
    hazard: Hazard,
    data: bytes,
    kind: PhotoKind = PhotoKind.EVIDENCE,
    **given: Any,  # Any: parts of a promise
) -> None:
    """Promise a photo of a hazard."""
    said = replace(promised(data), **given)
    subject = operations.Subject(hazard.spot_check_id, hazard.jurisdiction_id, hazard.id)
    operations.promise(actor, subject, [said], kind)
    db.session.commit()


def send(
    actor: Actor,
    hazard: Hazard,
    data: bytes,
    kind: PhotoKind = PhotoKind.EVIDENCE,
    **given: Any,  # Any: parts of a promise
) -> None:
    """Promise a photo of a hazard and send it whole."""
    promise(actor, hazard, data, kind, **given)
    operations.append(actor, name(data), 0, data)
    db.session.commit()


def flags() -> list[LikenessFlag]:
    db.session.rollback()
    return list(db.session.scalars(select(LikenessFlag).order_by(LikenessFlag.id)))


def pair(flag: LikenessFlag) -> tuple[str, str]:
    """The photos of a flag: the earlier and the later."""
    uses = (flag.earlier_use_id, flag.later_use_id)
    earlier, later = (db.session.get_one(PhotoUse, use).sha256 for use in uses)
    return earlier, later


@pytest.fixture
def visit(house: House) -> Visit:
    return Visit(house)


def test_the_same_file_at_another_site_is_flagged_before_it_comes(
    phone: Phone, check: SpotCheck, house: House
) -> None:
    data = encoded(scene("塔吊"))
    phone.promise(check, data)
    assert flags() == []
    other = spot_check(house)
    phone.promise(other, data)
    phone.promise(other, data)
    (flag,) = flags()
    assert (flag.kind, flag.difference, flag.finding) == (FlagKind.SAME_FILE, 0, None)
    assert pair(flag) == (name(data), name(data))
    assert db.session.get_one(PhotoUse, flag.later_use_id).spot_check_id == other.id
    told = [entry.fact for entry in journal.about([other.id])]
    assert told.count("likeness.flagged") == 1


def test_an_edited_picture_at_another_site_is_flagged_and_another_picture_is_not(
    phone: Phone, check: SpotCheck, house: House, work: Work
) -> None:
    first, edited, other = encoded(scene("塔吊")), encoded(again(CUT)), encoded(scene("临边"))
    phone.owed_and_sent(check, first)
    phone.owed_and_sent(spot_check(house), other)
    work()
    assert flags() == []
    phone.owed_and_sent(spot_check(house), edited)
    work()
    (flag,) = flags()
    assert (flag.kind, pair(flag)) == (FlagKind.ALIKE, (name(first), name(edited)))
    assert 0 <= flag.difference <= 50
    operations.compare(name(edited))
    operations.compare(name(first))
    db.session.commit()
    assert [one.id for one in flags()] == [flag.id], "found twice changes nothing"


@pytest.mark.parametrize(
    ("kind", "edited"),
    [(PhotoKind.REPLY, retouched(scene("塔吊"))), (PhotoKind.RECHECK, CUT)],
    ids=["retouched by the unit", "cut at the re-check"],
)
def test_before_and_after_that_are_one_picture_are_flagged(
    visit: Visit, work: Work, kind: PhotoKind, edited: Image.Image
) -> None:
    hazard = visit.report()
    before, after = encoded(scene("塔吊")), encoded(edited)
    send(visit.phone, hazard, before)
    send(visit.phone, hazard, after, kind)
    work()
    (flag,) = flags()
    assert (flag.kind, pair(flag)) == (FlagKind.BEFORE_AND_AFTER, (name(before), name(after)))


def test_the_same_file_before_and_after_is_flagged_at_once(visit: Visit) -> None:
    hazard, data = visit.report(), encoded(scene("塔吊"))
    promise(visit.phone, hazard, data)
    promise(visit.phone, hazard, data, PhotoKind.REPLY)
    (flag,) = flags()
    assert (flag.kind, flag.difference) == (FlagKind.BEFORE_AND_AFTER, 0)


def test_three_in_a_row_for_two_hazards_by_two_inspectors_are_no_reuse(
    visit: Visit, work: Work
) -> None:
    one, two = visit.report(), visit.report()
    views = [encoded(scene("塔吊"), quality=quality) for quality in (90, 70, 50)]
    for view in views:
        send(visit.phone, one, view)
    promise(visit.phone, two, views[0])
    promise(actor_of(visit.second), two, views[1])
    work()
    assert flags() == []


def test_a_reply_that_was_sent_back_is_not_shown_again_in_other_bytes(
    visit: Visit, work: Work
) -> None:
    hazard, day = visit.report(), timedelta(days=1)
    first, again_now, next_day = (encoded(scene("塔吊"), quality=q) for q in (90, 70, 50))
    send(visit.phone, hazard, first, PhotoKind.REPLY)
    send(visit.phone, hazard, again_now, PhotoKind.REPLY)
    work()
    assert flags() == [], "photographed twice in a row"
    send(visit.phone, hazard, next_day, PhotoKind.REPLY, taken_at=now() + day)
    work()
    assert {pair(flag)[1] for flag in flags()} == {name(next_day)}
    assert {flag.kind for flag in flags()} == {FlagKind.ALIKE}


def test_a_marked_copy_is_like_its_base_and_no_reuse_unless_it_names_the_finding(
    visit: Visit,
) -> None:
    hazard, hours = visit.report(), timedelta(hours=5)
    finding, base, copy, feint = (encoded(scene("塔吊"), quality=q) for q in (90, 80, 70, 60))
    promise(visit.phone, hazard, finding)
    promise(visit.phone, hazard, base, PhotoKind.RECHECK)
    promise(
        visit.phone, hazard, copy, PhotoKind.RECHECK, taken_at=now() + hours, marked_of=name(base)
    )
    promise(visit.phone, hazard, feint, PhotoKind.REPLY, marked_of=name(finding))
    uses = {use.sha256: use for use in db.session.scalars(select(PhotoUse))}
    assert kind_of(uses[name(base)], uses[name(copy)]) is None
    told = kind_of(uses[name(finding)], uses[name(feint)])
    assert told is FlagKind.BEFORE_AND_AFTER


def test_signatures_and_originals_are_not_compared(
    phone: Phone, check: SpotCheck, house: House, work: Work
) -> None:
    data, original = encoded(scene("塔吊"), quality=60), encoded(scene("塔吊"), quality=95)
    subject = operations.Subject(check.id, check.jurisdiction_id)
    said = [promised(data, original=original)]
    operations.promise(phone.actor, subject, said, PhotoKind.EVIDENCE)
    db.session.commit()
    phone.patch(name(data), data)
    phone.patch(name(original), original)
    phone.promise(spot_check(house), data, kind=PhotoKind.SIGNATURE)
    work()
    assert flags() == []


def test_of_two_compared_at_the_same_time_the_later_sees_the_earlier(
    phone: Phone, check: SpotCheck, house: House, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = encoded(scene("塔吊")), encoded(again(scene("塔吊")))
    for data, place in zip(pictures, (check, spot_check(house)), strict=True):
        phone.owed_and_sent(place, data)
        operations.render(name(data))
        db.session.commit()

    def overtaken() -> lookup.Lookup:
        """Another worker, with a memory of its own, compares the other one meanwhile."""
        monkeypatch.setattr(comparing, "lookup", lookup.Lookup)
        with app.app_context():
            operations.compare(name(pictures[1]))
            db.session.commit()
        return lookup.Lookup()

    monkeypatch.setattr(comparing, "lookup", overtaken)
    operations.compare(name(pictures[0]))
    db.session.commit()
    (flag,) = flags()
    assert pair(flag) == (name(pictures[0]), name(pictures[1]))


def keep(sha256: str, like: Likeness) -> PhotoLikeness:
    photo = Photo(sha256=sha256, size=1, media_type="image/jpeg")
    row = PhotoLikeness(sha256=sha256, **vars(like))
    db.session.add_all([photo, row])
    db.session.flush()
    return row


def test_a_lookup_reads_on_also_past_a_transaction_that_is_still_open(app: Flask) -> None:
    like, mine = likeness(scene("塔吊")), lookup.Lookup()
    names = [f"{n:064x}" for n in range(4)]
    keep(names[0], like)
    db.session.commit()
    assert mine.near(like.keys) == names[:1]
    db.session.rollback()
    with db.engine.connect() as slow:
        slow.execute(text("SELECT pg_current_xact_id()"))
        with app.app_context():
            keep(names[1], like)
            db.session.commit()
        assert mine.near(like.keys) == names[:2], "committed beyond the oldest that still runs"
        db.session.rollback()
        with app.app_context():
            keep(names[2], like)
            db.session.commit()
        assert mine.near(like.keys) == names[:3]
        db.session.rollback()
    keep(names[3], like)
    db.session.commit()
    assert mine.near(like.keys) == names
    assert sum(block.count for block in mine._blocks) == 4, "each is read once"  # noqa: SLF001


def test_a_photo_of_an_earlier_release_is_compared_when_it_is_read_again(
    phone: Phone, check: SpotCheck, house: House, work: Work
) -> None:
    old, new = encoded(scene("塔吊")), encoded(again(scene("塔吊")))
    phone.owed_and_sent(check, old)
    work()
    db.session.execute(text("SET LOCAL session_replication_role = replica"))
    db.session.execute(text("DELETE FROM likenesses"))
    db.session.execute(update(Photo).values(reading=1))
    db.session.commit()
    phone.owed_and_sent(spot_check(house), new)
    work()
    assert flags() == []
    assert operations.behind() == [name(old)]
    operations.render(name(old))
    db.session.commit()
    work()
    (flag,) = flags()
    assert pair(flag) == (name(old), name(new)), "the earlier stays the earlier"


def test_a_photo_promised_again_elsewhere_is_compared_for_that_use_too(
    house: House, app: Flask, work: Work
) -> None:
    first, edited = encoded(scene("塔吊")), encoded(again(scene("塔吊")))
    phone, checks = phone_of(house, app), [spot_check(house) for _ in range(3)]
    phone.owed_and_sent(checks[0], first)
    phone.owed_and_sent(checks[1], edited)
    work()
    assert len(flags()) == 1
    phone.promise(checks[2], edited)
    work()
    found = {pair(flag) for flag in flags()}
    assert len(flags()) == 3
    assert found == {(name(first), name(edited)), (name(edited), name(edited))}


def test_what_has_no_likeness_is_compared_with_none(phone: Phone, check: SpotCheck) -> None:
    operations.compare("0" * 64)
    operations.compare("no hash\0"[:7])
    assert flags() == []
