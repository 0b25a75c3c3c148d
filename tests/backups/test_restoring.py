"""Restoring: everything is judged before anything is touched, and comes back as it was."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from io import BytesIO
from threading import Timer
from typing import TYPE_CHECKING

import flask_migrate
import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, func, select, text

from suicha import backups, cli, journal, storage
from suicha.accounts.models import Person
from suicha.backups import BackupError, database, folder, restore
from suicha.db import db, next_number
from suicha.storage import Bucket, store

from .conftest import at, opened
from .test_backing_up import HASH, IMAGE, evidence

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Office

HEAD = "SELECT version_num FROM alembic_version"
EPOCH = "SELECT id::text FROM epoch"


def one(query: str) -> object:
    """What the database says now."""
    db.session.rollback()
    return db.session.scalar(text(query))


def people() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Person)) or 0


def seal(made: Path) -> None:
    """Give a manifest the digest that it has now."""
    digest = sha256((made / folder.MANIFEST).read_bytes()).hexdigest()
    (made / folder.SEAL).write_text(folder.line(digest, folder.MANIFEST))


def say(made: Path, **other: object) -> None:
    """Let a manifest say something else, in good order."""
    said = json.loads((made / folder.MANIFEST).read_text())
    (made / folder.MANIFEST).write_text(json.dumps(said | other))
    seal(made)


@pytest.fixture
def made(office: Office, tmp_path: Path) -> Path:
    """A backup with an inspector and a photo."""
    office.house.inspector()
    evidence()
    backups.take(tmp_path / "one")
    return tmp_path / "one"


def test_an_empty_machine_gets_everything(
    office: Office, made: Path, cluster: str, tmp_path: Path
) -> None:
    before, epoch = people(), one(EPOCH)
    with at(opened(cluster, "suicha_elsewhere", tmp_path / "elsewhere")):
        office.restore(made, replace=False)
        assert people() == before
        assert one(EPOCH) != epoch
        assert storage.read(Bucket.EVIDENCE, HASH) == IMAGE
        assert storage.read(Bucket.PUBLIC, "index.html")
        [entry] = [each for each in db.session.scalars(select(journal.Entry)) if _restored(each)]
        assert entry.body == {"backup_made_at": backups.judged(made).made_at}
        assert str(entry.subject_id) == one(EPOCH)


def _restored(entry: journal.Entry) -> bool:
    return entry.fact == "database.restored"


def test_a_fresh_installation_is_filled_and_one_in_use_only_on_demand(
    office: Office, made: Path, cluster: str, blank: str, tmp_path: Path
) -> None:
    office.house.inspector()
    with pytest.raises(BackupError, match="in use; --replace"):
        restore(made)
    assert people() == 2
    restore(made, replace=True)
    assert people() == 1
    restore(made, replace=True)  # twice is as good as once
    assert people() == 1
    with at(opened(cluster, "suicha_elsewhere", tmp_path / "elsewhere", blank)):
        restore(made)
        assert people() == 1


def damage_nothing_but(name: str) -> Callable[[Path], None]:
    def flip(made: Path) -> None:
        body = bytearray((made / name).read_bytes())
        body[len(body) // 2] ^= 1
        (made / name).write_bytes(body)

    return flip


def lose(name: str) -> Callable[[Path], None]:
    return lambda made: (made / name).unlink()


def lead_elsewhere(made: Path) -> None:
    """A list that names a file outside, in good order."""
    (made / "outside").write_bytes(b"x")
    line = folder.line(sha256(b"x").hexdigest(), "objects/../outside")
    (made / folder.LIST).write_text(line)
    part = folder.read_back(made / folder.LIST)
    said = json.loads((made / folder.MANIFEST).read_text())["parts"]
    assert part is not None
    say(made, parts=said | {folder.LIST: vars(part)})


def empty(made: Path) -> None:
    shutil.rmtree(made)
    made.mkdir()


def cut(made: Path) -> None:
    body = (made / folder.DUMP).read_bytes()
    (made / folder.DUMP).write_bytes(body[: len(body) // 2])


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "a flipped bit of the dump": (damage_nothing_but(folder.DUMP), "damaged or missing"),
    "a flipped bit of an object": (
        damage_nothing_but(f"objects/evidence/{HASH}"),
        "damaged or missing",
    ),
    "a flipped bit of the list": (damage_nothing_but(folder.LIST), "damaged or missing"),
    "a flipped bit of the manifest": (damage_nothing_but(folder.MANIFEST), "is damaged"),
    "a flipped bit of the seal": (damage_nothing_but(folder.SEAL), "is damaged"),
    "half a dump": (cut, "damaged or missing"),
    "no dump": (lose(folder.DUMP), "damaged or missing"),
    "a missing object": (lose(f"objects/evidence/{HASH}"), "damaged or missing"),
    "no list": (lose(folder.LIST), "damaged or missing"),
    "no manifest": (lose(folder.MANIFEST), "is no backup"),
    "no seal": (lose(folder.SEAL), "is no backup"),
    "an empty folder": (empty, "is no backup"),
    "nothing": (shutil.rmtree, "is no backup"),
    "a newer schema": (lambda made: say(made, revision="9999"), "newer release"),
    "another kind of backup": (lambda made: say(made, v=2), "another release"),
    "a path that leads elsewhere": (lead_elsewhere, "no path of an object"),
}


@pytest.fixture(scope="module")
def good(cluster: str, blank: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup that is made once, to be copied and spoilt."""
    place = tmp_path_factory.mktemp("good")
    with at(opened(cluster, "suicha_good", place / "data", blank)):
        evidence()
        backups.take(place / "one")
    return place / "one"


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_backup_is_refused(good: Path, tmp_path: Path, bad: str) -> None:
    spoil, words = BAD[bad]
    made = tmp_path / "copy"
    shutil.copytree(good, made)
    backups.judged(made)
    spoil(made)
    with pytest.raises(BackupError, match=words):
        backups.judged(made)


def test_it_is_refused_before_anything_is_touched(office: Office, made: Path) -> None:
    BAD["half a dump"][0](made)
    store().delete(Bucket.EVIDENCE, HASH)
    epoch = one(EPOCH)
    with pytest.raises(BackupError):
        restore(made, replace=True)
    assert one(EPOCH) == epoch
    assert store().stat(Bucket.EVIDENCE, HASH) is None


def test_an_unfinished_backup_is_never_taken_for_a_whole_one(good: Path, tmp_path: Path) -> None:
    shutil.copytree(good, tmp_path / "two.partial")
    with pytest.raises(BackupError, match="not finished"):
        backups.judged(tmp_path / "two.partial")


def test_servers_must_be_stopped(office: Office, made: Path) -> None:
    server = create_engine(db.engine.url)
    with server.connect(), pytest.raises(BackupError, match="stop servers"):
        restore(made, replace=True)
    server.dispose()


def test_a_connection_that_is_just_ending_is_waited_for(office: Office, made: Path) -> None:
    server = create_engine(db.engine.url)
    connection = server.connect()

    def end() -> None:
        connection.close()
        server.dispose()

    ending = Timer(0.4, end)
    ending.start()
    restore(made, replace=True)
    ending.join()


def test_a_database_of_somebody_else_is_not_touched(
    office: Office, made: Path, cluster: str, tmp_path: Path
) -> None:
    with at(opened(cluster, "suicha_elsewhere", tmp_path / "elsewhere")):
        db.session.execute(text("CREATE TABLE people (id int)"))
        db.session.commit()
        with pytest.raises(BackupError, match="not Suicha's"):
            restore(made, replace=True)
        assert one("SELECT count(*) FROM people") == 0


@pytest.mark.parametrize("at_the_end", [True, False])
def test_a_restore_that_fails_in_the_database_leaves_the_old_one(
    office: Office, made: Path, monkeypatch: pytest.MonkeyPatch, *, at_the_end: bool
) -> None:
    """Also when psql stops long before the script is written."""
    office.house.inspector()
    before, epoch = people(), one(EPOCH)
    if at_the_end:
        monkeypatch.setattr(database, "SKIP", "SELECT setval('no_such_number', 1);")
    else:
        monkeypatch.setattr(database, "EMPTIED", "DROP SCHEMA no_such_number;\n" + " " * 1_000_000)
    with pytest.raises(BackupError, match="no_such_number"):
        restore(made, replace=True)
    assert (people(), one(EPOCH)) == (before, epoch)


def test_an_older_schema_is_brought_up(office: Office, cluster: str, tmp_path: Path) -> None:
    with at(opened(cluster, "suicha_elsewhere", tmp_path / "elsewhere")):
        flask_migrate.upgrade(revision="0012")
        assert backups.take(tmp_path / "old").revision == "0012"
    storage.init(office.app.extensions["settings"])
    head = one(HEAD)
    office.restore(tmp_path / "old")
    assert one(HEAD) == head


def test_numbers_given_after_the_backup_are_not_given_again(office: Office, made: Path) -> None:
    kinds = ("receipt", "hazard", "spot_check", "plan", "photo_receipt")
    lost = {kind: max(next_number(kind) for _ in range(30)) for kind in kinds}
    db.session.commit()
    restore(made, replace=True)
    assert all(next_number(kind) > lost[kind] for kind in kinds)
    far = next_number("receipt") + 20_000
    db.session.execute(text(f"SELECT setval('receipt_number', {far})"))
    db.session.commit()
    restore(made, replace=True)
    assert next_number("receipt") > far, "what is replaced says how far it had got"
    vast = 10**12
    db.session.execute(text(f"SELECT setval('receipt_number', {vast})"))
    db.session.commit()
    restore(made, replace=True)
    moved = next_number("receipt") - vast
    assert 0 < moved <= 2_000_000, "however often a database is restored, numbers do not run out"


def test_evidence_that_is_newer_than_the_backup_stays(office: Office, made: Path) -> None:
    late = b"of today"
    key = sha256(late).hexdigest()
    store().put(Bucket.EVIDENCE, key, BytesIO(late), "image/jpeg")
    store().put(Bucket.EVIDENCE, HASH, BytesIO(b"rotten"), "image/jpeg")
    store().put(Bucket.PUBLIC, "checks/late.html", BytesIO(b"<p>"), "text/html")
    restore(made, replace=True)
    assert storage.read(Bucket.EVIDENCE, key) == late
    assert storage.read(Bucket.EVIDENCE, HASH) == IMAGE, "damaged bytes are replaced"
    assert backups.beyond(made) > 0


@pytest.mark.usefixtures("on_s3")
def test_objects_come_out_of_an_s3_and_go_back_into_one(office: Office, tmp_path: Path) -> None:
    evidence()
    store().put(Bucket.PUBLIC, "photos/a.jpg", BytesIO(b"public"), "image/jpeg")
    backups.take(tmp_path / "one")
    store().delete(Bucket.EVIDENCE, HASH)
    store().put(Bucket.PUBLIC, "photos/a.jpg", BytesIO(b"other"), "image/jpeg")
    restore(tmp_path / "one", replace=True)
    assert storage.read(Bucket.EVIDENCE, HASH) == IMAGE
    assert storage.read(Bucket.PUBLIC, "photos/a.jpg") == b"public"


@pytest.mark.long
def test_the_commands_of_an_operator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the embedded database, as `suicha run` has it."""
    monkeypatch.setenv("DATA", str(tmp_path / "数据 one"))
    monkeypatch.setenv("DEMO_HISTORY", "no")

    def suicha(*words: str) -> tuple[int, str]:
        ended = CliRunner().invoke(cli.main, words)
        return ended.exit_code, ended.output

    made = str(tmp_path / "made")
    assert suicha("demo")[0] == 0
    assert suicha("backup", made)[0] == 0
    assert "exists already" in suicha("backup", made)[1]
    assert "is whole" in suicha("restore", "--check", made)[1]
    assert "--replace would" in suicha("restore", made)[1]
    assert suicha("restore", "--replace", made)[0] == 0
    assert suicha("db", "restored")[0] == 0
    monkeypatch.setenv("DATA", str(tmp_path / "another"))
    assert "phones will pull afresh" in suicha("restore", made)[1]
