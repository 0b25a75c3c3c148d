"""Photos are let go when no use needs them any more, by the office's dated settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import func, select, update

from suicha import journal
from suicha.backups import database
from suicha.db import db, now, today
from suicha.errors import Refusal
from suicha.hazards.models import Hazard, HazardState
from suicha.hazards.queries import unfinished
from suicha.objects import checked
from suicha.photos import operations, queries, retention
from suicha.photos.models import (
    EXPIRED,
    FlagKind,
    LikenessFlag,
    Photo,
    PhotoKind,
    PhotoState,
    PhotoUse,
    Rendition,
)
from suicha.photos.operations import expiring
from suicha.photos.operations.telling import locked
from suicha.places.operations import NewNumber, set_number
from suicha.storage import Bucket, store
from tests.phone import sent_to
from tests.visits import Visit

from .pictures import drawn, encoded, name, promised

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Select

    from suicha.accounts.guard import Actor
    from suicha.spot_checks.models import SpotCheck
    from tests.builders import House

    from .conftest import Phone

YEAR = timedelta(days=366)
SMALL, LARGE = encoded(drawn(64)), encoded(drawn(96))


@pytest.fixture
def pair(phone: Phone, check: SpotCheck, work: Callable[[], None]) -> SpotCheck:
    """A check with a rendition, its original, and a signature; all have come."""
    given = promised(SMALL, original=LARGE)
    subject = operations.Subject(check.id, check.jurisdiction_id)
    operations.promise(phone.actor, subject, [given], PhotoKind.RECHECK)
    db.session.commit()
    for data in (SMALL, LARGE):
        assert phone.patch(name(data), data).status_code == 204
    work()
    return check


def expired_after(years: int) -> int:
    with time_machine.travel(now() + years * YEAR, tick=False):
        count = operations.expire(unfinished())
        db.session.commit()
    return count


def is_stored(data: bytes) -> bool:
    return store().stat(Bucket.EVIDENCE, name(data)) is not None


def photo(data: bytes) -> Photo:
    db.session.expire_all()
    return db.session.get_one(Photo, name(data))


def agree() -> bool:
    faults: list[object] = []
    db.session.rollback()
    checked(faults.append, read=True)
    return faults == []


def test_an_original_goes_after_its_years_and_what_was_made_of_it_stays(
    pair: SpotCheck, work: Callable[[], None]
) -> None:
    assert expired_after(29) == 0
    assert expired_after(31) == 1
    work()
    assert (is_stored(LARGE), is_stored(SMALL)) == (False, True)
    gone = photo(LARGE)
    assert (gone.state, gone.reason) == (PhotoState.SET_ASIDE, "photo.expired")
    assert gone.receipt, "what was received stays to be proven"
    assert photo(SMALL).state is PhotoState.RENDERED
    facts = [entry.fact for entry in journal.about([pair.id])]
    assert facts.count("photo.expired") == 1
    assert agree()
    with database.seen() as seen:
        assert name(LARGE) not in seen.named, "a backup does not miss it"
        assert name(SMALL) in seen.named
    assert expired_after(40) == 0, "nothing goes twice"


def test_a_photo_of_no_finding_goes_after_a_year(
    phone: Phone, check: SpotCheck, work: Callable[[], None]
) -> None:
    phone.owed_and_sent(check, SMALL)
    work()
    assert expired_after(0) == 0
    assert expired_after(1) == 1
    work()
    with pytest.raises(Refusal) as refused:
        queries.rendered(photo(SMALL), "thumb")
    assert refused.value.code == "photo.not_ready"
    assert agree(), "its renditions are gone too"


@pytest.mark.parametrize("kind", [PhotoKind.SIGNATURE, PhotoKind.REPLY, PhotoKind.RECHECK])
def test_what_a_record_rests_on_never_goes(
    phone: Phone, check: SpotCheck, kind: PhotoKind, work: Callable[[], None]
) -> None:
    phone.patch(phone.promise(check, SMALL, kind=kind), SMALL)
    work()
    assert expired_after(100) == 0


def test_what_another_use_needs_stays(
    phone: Phone, check: SpotCheck, work: Callable[[], None]
) -> None:
    phone.owed_and_sent(check, SMALL)
    phone.promise(check, SMALL, kind=PhotoKind.SIGNATURE)
    work()
    assert expired_after(100) == 0


def test_an_original_stays_while_nothing_else_can_be_shown(
    phone: Phone, check: SpotCheck, work: Callable[[], None]
) -> None:
    subject = operations.Subject(check.id, check.jurisdiction_id)
    given = promised(SMALL, original=LARGE)
    operations.promise(phone.actor, subject, [given], PhotoKind.RECHECK)
    db.session.commit()
    phone.patch(name(LARGE), LARGE)
    work()
    assert expired_after(100) == 0


def test_the_years_are_the_offices_own_from_the_day_on_that_they_hold(
    pair: SpotCheck, house: House
) -> None:
    new = NewNumber(retention.ORIGINALS, 5, today() + 3 * YEAR, "本局档案保管期限表")
    set_number(house.jurisdiction.id, house.person().id, new)
    db.session.commit()
    assert expired_after(2) == 0
    assert expired_after(4) == 0
    assert expired_after(6) == 1


def test_bytes_that_are_promised_again_come_again(
    pair: SpotCheck, phone: Phone, work: Callable[[], None]
) -> None:
    assert expired_after(31) == 1
    assert phone.promise(pair, LARGE) == name(LARGE)
    work()  # the deletion that waited sees that they are needed
    assert phone.offset(name(LARGE)) == 0
    assert phone.patch(name(LARGE), LARGE).status_code == 204
    work()
    assert photo(LARGE).state is PhotoState.RENDERED
    assert agree()


def test_who_had_them_before_is_not_told_that_they_are_owed_again(
    pair: SpotCheck, phone: Phone, house: House
) -> None:
    before = queries.counts([pair.id], [PhotoKind.ORIGINAL])[pair.id]
    assert (before, expired_after(31)) == ((1, 1), 1)
    other = sent_to(house, phone.person)
    subject = operations.Subject(other.id, other.jurisdiction_id)
    operations.promise(phone.actor, subject, [promised(LARGE)], PhotoKind.EVIDENCE)
    db.session.commit()
    uses = {use.spot_check_id: use for use in db.session.scalars(queries.uses_of(name(LARGE)))}
    old, new = uses[pair.id], uses[other.id]
    assert (old.state, old.reason, old.came) == (PhotoState.SET_ASIDE, EXPIRED, True)
    assert (new.state, new.reason, new.came) == (PhotoState.PROMISED, None, False)
    assert queries.counts([pair.id], [PhotoKind.ORIGINAL])[pair.id] == (1, 1)
    assert queries.missing(other.id) == [name(LARGE)]
    assert phone.patch(name(LARGE), LARGE).status_code == 204
    assert queries.missing(other.id) == []
    db.session.expire_all()
    assert (old.state, new.state) == (PhotoState.RECEIVED, PhotoState.RECEIVED)


def promised_again(actor: Actor, check: SpotCheck, kind: PhotoKind) -> None:
    """Promise the original once more, as a file that says it is from long ago."""
    old = replace(promised(LARGE), taken_at=now() - 60 * YEAR)
    subject = operations.Subject(check.id, check.jurisdiction_id)
    operations.promise(actor, subject, [old], kind)
    db.session.commit()


def test_what_a_file_says_of_its_age_shortens_nothing(
    pair: SpotCheck, phone: Phone, work: Callable[[], None]
) -> None:
    assert expired_after(31) == 1
    with time_machine.travel(now() + 31 * YEAR, tick=False):
        promised_again(phone.actor, pair, PhotoKind.EVIDENCE)
    work()
    phone.patch(name(LARGE), LARGE)
    work()
    assert expired_after(31) == 0, "promised today, however old the file"
    assert expired_after(33) == 1


def test_a_promise_between_the_look_and_the_lock_is_seen(
    pair: SpotCheck, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = phone.actor

    def late(query: Select[Photo]) -> Select[Photo]:
        promised_again(actor, pair, PhotoKind.SIGNATURE)
        return locked(query)

    monkeypatch.setattr(expiring, "locked", late)
    assert expired_after(31) == 0
    assert photo(LARGE).state is not PhotoState.SET_ASIDE


def test_what_comes_again_is_shown_whatever_renders_it(
    pair: SpotCheck, phone: Phone, work: Callable[[], None]
) -> None:
    assert expired_after(31) == 1
    work()
    # As an encoder of another year would have made them.
    of_photo = update(Rendition).where(Rendition.photo_sha256 == name(LARGE))
    db.session.execute(of_photo.values(sha256="0" * 64, key="renditions/" + "0" * 64 + ".jpg"))
    phone.promise(pair, LARGE)
    phone.patch(name(LARGE), LARGE)
    work()
    key = queries.rendered(photo(LARGE), "view").key
    assert store().stat(Bucket.EVIDENCE, key) is not None
    assert agree()


def original_of_a_hazard(house: House, phone: Phone, work: Callable[[], None]) -> Hazard:
    """A reported hazard with a photo and its original, which have come."""
    hazard = Visit(house).report()
    subject = operations.Subject(hazard.spot_check_id, hazard.jurisdiction_id, hazard.id)
    given = promised(SMALL, original=LARGE)
    operations.promise(phone.actor, subject, [given], PhotoKind.EVIDENCE)
    db.session.commit()
    for data in (SMALL, LARGE):
        phone.patch(name(data), data)
    work()
    return db.session.get_one(Hazard, hazard.id)


def test_an_original_stays_as_long_as_its_hazard_is_open(
    house: House, phone: Phone, work: Callable[[], None]
) -> None:
    hazard = original_of_a_hazard(house, phone, work)
    assert expired_after(31) == 0
    hazard.state = HazardState.CLOSED
    db.session.commit()
    assert expired_after(31) == 1


def test_an_original_stays_until_a_person_has_judged_what_it_is_like(
    pair: SpotCheck, phone: Phone
) -> None:
    phone.promise(pair, SMALL, kind=PhotoKind.REPLY)
    uses = db.session.scalars(select(PhotoUse.id).where(PhotoUse.sha256 == name(SMALL))).all()
    flag = LikenessFlag(
        later_use_id=uses[0],
        earlier_use_id=uses[1],
        jurisdiction_id=pair.jurisdiction_id,
        kind=FlagKind.SAME_FILE,
        difference=0,
    )
    db.session.add(flag)
    db.session.commit()
    assert expired_after(31) == 0
    db.session.delete(flag)
    db.session.commit()
    assert expired_after(31) == 1


def test_a_shorter_time_lets_nothing_go_before_it_has_stood_for_a_month(
    pair: SpotCheck, house: House
) -> None:
    slip = NewNumber(retention.ORIGINALS, 3, today() + 4 * YEAR, "手误")
    set_number(house.jurisdiction.id, house.person().id, slip)
    db.session.commit()
    assert expired_after(4) == 0, "the day on which it holds"
    assert expired_after(5) == 1


def test_only_so_many_go_at_once_and_the_rest_follows(
    phone: Phone, check: SpotCheck, work: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    for shade in range(3):
        phone.owed_and_sent(check, encoded(drawn(40 + shade)))
    work()
    for module in ("suicha.photos.operations.expiring", "suicha.photos.operations"):
        monkeypatch.setattr(f"{module}.MOST_EXPIRED", 2)
    assert expired_after(2) == 2
    assert expired_after(2) == 1
    left = select(func.count()).where(Photo.reason.is_distinct_from("photo.expired"))
    assert db.session.scalar(left) == 0
