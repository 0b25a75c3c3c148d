"""Store and database are compared both ways, on a folder and on S3, and neither is changed."""

from __future__ import annotations

from contextlib import nullcontext
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from suicha import cli, object_commands
from suicha.db import db
from suicha.objects import Finding, Kind, Report, checked, listing
from suicha.photos.covers import Cover
from suicha.photos.models import Photo, PhotoKind, Rendition
from suicha.photos.operations import Subject, promise
from suicha.publications import draw_pages
from suicha.publications import operations as publications
from suicha.publications.operations import Correct, Publish, Withdraw
from suicha.storage import Bucket, store, walk
from tests.photos.conftest import _empty_store, on_s3, phone_of
from tests.photos.pictures import jpeg, name, promised
from tests.visits import Visit, actor_of, picture

if TYPE_CHECKING:
    from flask import Flask

    from tests.builders import House

__all__ = ["_empty_store", "on_s3"]


@pytest.fixture(params=["folder", "s3"], autouse=True)
def _kind_of_store(request: pytest.FixtureRequest, app: Flask) -> None:
    if request.param == "s3":
        request.getfixturevalue("on_s3")
        # moto's servers of one process share what they hold
        stray = [(bucket, stat.key) for bucket in Bucket for stat in walk(bucket)]
        for bucket, key in stray:
            store().delete(bucket, key)


@pytest.fixture
def visit(house: House, app: Flask) -> Visit:
    """A published check with a photo, and all that the worker makes of it."""
    visit = Visit(house)
    visit.complete(picture(60))
    sha256 = name(picture(60))
    actor = actor_of(house.person())
    publications.publish(actor, Publish(visit.check.id, [sha256]))
    publications.render_index()
    draw_pages.render_list()
    db.session.commit()
    publications.render(visit.check.id)
    db.session.commit()
    return visit


def findings(*, read: bool = False) -> list[Finding]:
    return report(read=read)[0]


def report(*, read: bool = False) -> tuple[list[Finding], Report]:
    found: list[Finding] = []
    db.session.rollback()
    told = checked(found.append, read=read)
    return found, told


def keys(found: list[Finding]) -> list[tuple[Kind, str]]:
    return [(one.kind, f"{one.bucket}/{one.key}") for one in found]


def put(bucket: Bucket, key: str, body: bytes) -> None:
    store().put(bucket, key, BytesIO(body), "application/octet-stream")


def test_an_office_as_it_should_be_has_no_finding(visit: Visit) -> None:
    for read in (False, True):
        found, told = report(read=read)
        assert found == []
        assert (told.photos, told.unused, told.shared) == (1, 0, 0)
    assert told.read >= 5  # the photo, two renditions, the public copy, the page


def test_what_the_database_names_and_the_store_lacks_is_missing(visit: Visit) -> None:
    photo = db.session.scalars(db.select(Photo)).one()
    view = db.session.scalars(db.select(Rendition).where(Rendition.name == "view")).one()
    gone = {
        ("evidence", photo.sha256),
        ("evidence", view.key),
        ("public", f"photos/{view.sha256}.jpg"),
        ("public", f"checks/{visit.check.number}.html"),
        ("public", f"checks/{visit.check.number}.en.html"),
    }
    for bucket, key in gone:
        assert store().stat(Bucket(bucket), key), key
        store().delete(Bucket(bucket), key)
    found = findings()
    assert {(one.bucket, one.key) for one in found} == gone
    assert {one.kind for one in found} == {Kind.MISSING}
    assert findings() == found  # nothing was repaired


def test_what_no_row_names_is_orphaned(visit: Visit) -> None:
    stray = {
        Bucket.EVIDENCE: ["0" * 64, f"renditions/{'1' * 64}.jpg"],
        Bucket.PUBLIC: [f"photos/{'2' * 64}.jpg", "checks/nothing.html", "draws/none/result.txt"],
        Bucket.INCOMING: [f"{'3' * 64}/000000000000", "outbox-imports/none", "register-imports/x"],
    }
    for bucket, some in stray.items():
        for key in some:
            put(bucket, key, b"x")
    expected = [
        (Kind.ORPHANED, f"{bucket}/{key}") for bucket, some in stray.items() for key in some
    ]
    assert sorted(keys(findings())) == sorted(expected)
    before = sorted(stat.key for bucket in Bucket for stat in walk(bucket))
    findings(read=True)
    assert sorted(stat.key for bucket in Bucket for stat in walk(bucket)) == before


def test_another_size_is_seen_by_listing_and_other_bytes_by_reading(visit: Visit) -> None:
    photo = db.session.scalars(db.select(Photo)).one()
    put(Bucket.EVIDENCE, photo.sha256, bytes(photo.size))
    assert findings() == []
    altered = (Kind.ALTERED, f"evidence/{photo.sha256}")
    assert keys(findings(read=True)) == [altered]
    put(Bucket.EVIDENCE, photo.sha256, b"short")
    assert keys(findings()) == [altered]
    assert f"of {photo.size} bytes has 5" in findings()[0].reason


def test_a_published_page_that_was_written_over_is_altered(visit: Visit) -> None:
    key = f"checks/{visit.check.number}.html"
    put(Bucket.PUBLIC, key, b"<p>nothing happened</p>")
    assert keys(findings(read=True)) == [(Kind.ALTERED, f"public/{key}")]


def test_an_upload_under_way_is_in_order_until_a_piece_is_lost(
    house: House, app: Flask, visit: Visit
) -> None:
    phone, data = phone_of(house, app), jpeg(5000)
    sha256 = phone.promise(visit.check, data)
    assert findings() == []  # promised: nothing is owed by the store yet
    phone.patch(sha256, data[:1000])
    assert findings() == []
    store().delete(Bucket.INCOMING, f"{sha256}/000000000000")
    assert keys(findings()) == [(Kind.MISSING, f"incoming/{sha256}")]


def test_photos_are_counted_by_their_uses(visit: Visit, house: House) -> None:
    other = Visit(house)
    subject = Subject(other.check.id, other.check.jurisdiction_id)
    promise(other.phone, subject, [promised(picture(60))], PhotoKind.EVIDENCE)
    db.session.commit()
    _, told = report()
    assert (told.photos, told.shared, told.most_uses) == (1, 1, 2)
    db.session.add(Photo(sha256=name(b"a"), size=1, media_type="image/jpeg", state="received"))
    db.session.commit()
    put(Bucket.EVIDENCE, name(b"a"), b"a")
    found, told = report(read=True)
    assert (found, told.photos, told.unused) == ([], 2, 1)


def test_a_withdrawn_page_needs_no_public_copy(visit: Visit, house: House) -> None:
    publications.withdraw(actor_of(house.person()), visit.check.id, Withdraw("照片有误"))
    db.session.commit()
    publications.render(visit.check.id)
    db.session.commit()
    assert findings() == []


def test_a_page_with_covers_needs_the_covered_picture_and_no_other(
    visit: Visit, house: House
) -> None:
    sha256 = name(picture(60))
    covers = {sha256: (Cover(10, 10, 100, 100),)}
    actor = actor_of(house.person())
    publications.correct(actor, visit.check.id, Correct([sha256], "遮挡", covers=covers))
    db.session.commit()
    publications.render(visit.check.id)
    db.session.commit()
    assert findings(read=True) == []
    (copy,) = [stat.key for stat in walk(Bucket.PUBLIC) if stat.key.startswith("photos/")]
    store().delete(Bucket.PUBLIC, copy)
    assert keys(findings()) == [(Kind.MISSING, f"public/{copy}")]


def test_a_check_of_many_objects_asks_the_store_in_batches(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "BATCH", 2)
    put(Bucket.EVIDENCE, "0" * 64, b"x")
    assert len(findings(read=True)) == 2  # orphaned, and not what it is called


def test_no_transaction_of_it_holds_the_feed_back(visit: Visit) -> None:
    """What writes for long would let no phone pull what is newer."""
    seen: list[str] = []
    query = (
        "SELECT pg_snapshot_xmin(pg_current_snapshot()) = pg_snapshot_xmax(pg_current_snapshot())"
    )

    def tell(_: Finding) -> None:
        with db.engine.connect() as other:
            seen.append(str(other.scalar(db.text(query))))

    put(Bucket.EVIDENCE, "0" * 64, b"x")
    db.session.rollback()
    checked(tell, read=True)
    assert set(seen) == {"True"}


def test_the_command_tells_by_its_exit_code(
    visit: Visit, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(object_commands, "application", lambda: nullcontext(app))
    db.session.rollback()
    whole = CliRunner().invoke(cli.main, ["objects", "check", "--bytes"])
    assert (whole.exit_code, whole.output.splitlines()[-1]) == (0, "store and database agree")
    put(Bucket.EVIDENCE, "0" * 64, b"x")
    found = CliRunner().invoke(cli.main, ["objects", "check"])
    assert found.exit_code == 1
    assert f"orphaned\tevidence/{'0' * 64}\tnamed by no row" in found.output
    assert "1 orphaned; nothing was repaired" in found.output
