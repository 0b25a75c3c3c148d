"""Taking a backup: while the server runs, whole or not at all, readable for nobody else."""

from __future__ import annotations

import fcntl
import json
import os
import stat
import subprocess
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from suicha import backups
from suicha.backups import BackupError, database, folder, objects
from suicha.db import db
from suicha.photos.models import Photo, PhotoState
from suicha.storage import Bucket, store
from tests.phone import Phone, sent_to
from tests.visits import picture

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Office

IMAGE = picture()
HASH = sha256(IMAGE).hexdigest()


def evidence(image: bytes = IMAGE, *, body: bytes | None = None) -> str:
    """A photo that has come; `body` is what the store holds in its place."""
    name = sha256(image).hexdigest()
    photo = Photo(sha256=name, size=len(image), media_type="image/jpeg", offset=len(image))
    photo.state = PhotoState.RECEIVED
    db.session.add(photo)
    db.session.commit()
    store().put(Bucket.EVIDENCE, name, BytesIO(image if body is None else body), "image/jpeg")
    return name


def test_a_backup_is_one_folder_that_reads_back_whole(office: Office, tmp_path: Path) -> None:
    evidence()
    store().put(Bucket.PUBLIC, "checks/1.html", BytesIO(b"<p>"), "text/html")
    made = backups.take(tmp_path / "one")
    assert backups.judged(tmp_path / "one") == made
    assert made.rows["photos"] == 1
    assert made.lacking == []
    assert (tmp_path / "one" / f"objects/evidence/{HASH}").read_bytes() == IMAGE
    assert (tmp_path / "one/objects/public/checks/1.html").read_bytes() == b"<p>"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "one"]


def test_anybodys_sha256sum_can_check_it(office: Office, tmp_path: Path) -> None:
    evidence()
    backups.take(tmp_path / "one")
    lists = ["sha256sum", "--check", "--quiet", folder.SEAL, folder.LIST]
    subprocess.run(lists, check=True, cwd=tmp_path / "one")


def test_only_its_owner_reads_it(office: Office, tmp_path: Path) -> None:
    evidence()
    before = os.umask(0)
    try:
        backups.take(tmp_path / "one")
    finally:
        os.umask(before)
    every = [tmp_path / "one", *(tmp_path / "one").rglob("*")]
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in every}
    assert modes == {(True, 0o700), (False, 0o600)}


def test_what_comes_while_it_is_taken_does_not_make_it_inconsistent(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dump shows the moment of its snapshot; objects may be newer, never older."""
    evidence()
    late = picture(90)
    copied = objects.copied

    def busy(to: Path, older: Path | None) -> dict[str, str]:
        with office.app.app_context():
            evidence(late)
        return copied(to, older)

    monkeypatch.setattr(objects, "copied", busy)
    made = backups.take(tmp_path / "one")
    assert made.rows["photos"] == 1
    assert (tmp_path / "one" / f"objects/evidence/{sha256(late).hexdigest()}").exists()


def test_a_long_backup_holds_no_phones_pull_back(office: Office) -> None:
    inspector = office.house.inspector()
    phone = Phone(office.app, inspector)
    _, cursor = phone.pull_all()
    with database.seen():
        check = sent_to(office.house, inspector)
        changes, _ = phone.pull_all(cursor)
    assert str(check.id) in {change["id"] for change in changes}


def test_it_is_never_written_over_another(office: Office, tmp_path: Path) -> None:
    backups.take(tmp_path / "one")
    with pytest.raises(BackupError, match="exists already"):
        backups.take(tmp_path / "one")
    with pytest.raises(BackupError, match="is no folder"):
        backups.take(tmp_path / "nowhere" / "one")


def test_two_at_once_do_not_mix(office: Office, tmp_path: Path) -> None:
    aside = tmp_path / "one.partial"
    aside.mkdir()
    (aside / "database.dump").write_bytes(b"another's")
    held = os.open(aside, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    with pytest.raises(BackupError, match="another backup is being written"):
        backups.take(tmp_path / "one")
    assert (aside / "database.dump").read_bytes() == b"another's"
    os.close(held)
    backups.take(tmp_path / "one")  # what a killed one left behind is cleared
    assert not aside.exists()


@pytest.mark.parametrize("deed", ["dump", "counted"])
def test_one_that_fails_leaves_nothing(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    def failing(*_: object) -> None:
        raise BackupError("the disk is full")

    monkeypatch.setattr(database, deed, failing)
    with pytest.raises(BackupError, match="the disk is full"):
        backups.take(tmp_path / "one")
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_store_that_lacks_something_is_told_and_the_rest_is_saved(
    office: Office, tmp_path: Path
) -> None:
    sound, rotten, missing = evidence(), evidence(picture(90), body=b"rot"), evidence(picture(60))
    store().delete(Bucket.EVIDENCE, missing)
    made = backups.take(tmp_path / "one")
    assert made.lacking == sorted([rotten, missing])
    assert [path.name for path in (tmp_path / "one/objects/evidence").iterdir()] == [sound]
    assert backups.judged(tmp_path / "one") == made


def test_evidence_is_shared_with_an_older_backup_and_the_rest_is_not(
    office: Office, tmp_path: Path
) -> None:
    first, second = evidence(), evidence(picture(90))
    store().put(Bucket.PUBLIC, "index.html", BytesIO(b"old"), "text/html")
    backups.take(tmp_path / "old")
    (tmp_path / "old/objects/evidence" / second).write_bytes(b"rotten since")
    store().put(Bucket.PUBLIC, "index.html", BytesIO(b"new"), "text/html")
    made = backups.take(tmp_path / "new", unchanged_from=tmp_path / "old")
    links = {
        name: (tmp_path / "new/objects/evidence" / name).stat().st_nlink for name in (first, second)
    }
    assert links == {first: 2, second: 1}
    assert (tmp_path / "new/objects/public/index.html").read_bytes() == b"new"
    assert backups.judged(tmp_path / "new") == made


def test_no_name_of_a_file_tells_of_a_person(office: Office, tmp_path: Path) -> None:
    office.house.inspector()
    evidence()
    backups.take(tmp_path / "one")
    made = tmp_path / "one"
    names = {path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()}
    plain = {folder.DUMP, folder.LIST, folder.MANIFEST, folder.SEAL}
    assert names == {*plain, f"objects/evidence/{HASH}"}
    assert set(json.loads((made / folder.MANIFEST).read_text())["rows"]) >= {"people", "photos"}
