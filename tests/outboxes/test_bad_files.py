"""Files that are no export, are cut, or mean harm: each is refused, and none does anything."""

from __future__ import annotations

import json
import struct
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from suicha.db import db, uuid7
from suicha.outboxes import archive
from suicha.outboxes.models import OutboxImport
from suicha.photos.models import Photo
from tests.phone import GOOD, Phone, image
from tests.photos.pictures import drawn, encoded, png_that_says
from tests.sync.counting import in_ledger

from .files import Outbox, name, outcomes, send, taken, tried, zipped

if TYPE_CHECKING:
    from suicha.checklists.models import ChecklistVersion
    from suicha.spot_checks.models import SpotCheck
    from tests.client import Client


@pytest.fixture
def box(phone: Phone, check: SpotCheck, plain: ChecklistVersion) -> Outbox:
    return Outbox(phone, [phone.start(check), phone.answer(check, plain, {"PLAIN-1": GOOD})])


def signed(phone: Phone, check: SpotCheck, *photos: bytes) -> Outbox:
    """An outbox whose signatures promise these photos."""
    signatures = [phone.sign(check, "0" * 64, image=image(data)) for data in photos]
    return Outbox(phone, signatures, list(photos))


def refused(desk: Client, body: bytes) -> str:
    """Why a file is refused as a whole."""
    found = tried(desk, body)
    assert (found["state"], found["report"]["lines"]) == ("refused", []), found
    assert in_ledger() == 0
    code: str = found["report"]["refused"]
    return code


def test_what_is_no_export_or_was_cut_is_refused(desk: Client, box: Outbox) -> None:
    whole = box.file()
    huge_directory = whole[:-22] + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 2, 2, 2**31, 0, 0)
    bodies = {
        "empty": b"",
        "a text": b"no archive at all" * 100,
        "cut at the end": whole[:-1],
        "cut in the middle": whole[: len(whole) // 2],
        "another zip": zipped({"readme.txt": b"hello"}),
        "without commands": Outbox(box.phone, box.commands, without=["commands.jsonl"]).file(),
        "without manifest": Outbox(box.phone, box.commands, without=["manifest.json"]).file(),
        "compressed": Outbox(box.phone, box.commands, how=zipfile.ZIP_DEFLATED).file(),
        "manifest of nothing": Outbox(box.phone, [], entries={"manifest.json": b"[]"}).file(),
        "manifest is no JSON": Outbox(box.phone, [], entries={"manifest.json": b"{"}).file(),
        "deep": Outbox(box.phone, [], entries={"manifest.json": b"[" * 100_000}).file(),
        "no such person": Outbox(box.phone, [], said={"person_id": "anna"}).file(),
        "negative size": Outbox(
            box.phone, [], said={"photos": [{"sha256": "0" * 64, "size": -1}]}
        ).file(),
        "a byte of the commands changed": whole.replace(b"PLAIN-1", b"PLAIN-2", 1),
    }
    told = {what: refused(desk, body) for what, body in bodies.items()}
    assert told == dict.fromkeys(bodies, "outbox.unreadable")
    assert refused(desk, huge_directory) == "outbox.too_large"


@pytest.mark.parametrize(
    "entry",
    ["../../etc/passwd", "/etc/passwd", "photos/../x", "photos/" + "A" * 64, "photos/", "手"],
)
def test_an_entry_of_any_other_name_refuses_the_file(desk: Client, box: Outbox, entry: str) -> None:
    box.entries = {entry: b"harm"}
    assert refused(desk, box.file()) == "outbox.unreadable"


def test_an_entry_twice_and_entries_that_overlap_refuse_the_file(desk: Client, box: Outbox) -> None:
    file = BytesIO(box.file())
    with zipfile.ZipFile(file, "a") as again, pytest.warns(UserWarning, match="Duplicate"):
        again.writestr("commands.jsonl", b"")
    assert refused(desk, file.getvalue()) == "outbox.unreadable"
    overlapping = BytesIO(Outbox(box.phone, [], [b"x" * 10_000]).file())
    with zipfile.ZipFile(overlapping, "a") as harmful:
        first = harmful.getinfo(f"photos/{name(b'x' * 10_000)}")
        for n in range(20):
            beside = zipfile.ZipInfo(f"photos/{n:064d}")
            beside.header_offset, beside.CRC = first.header_offset, first.CRC
            beside.file_size = beside.compress_size = first.file_size
            harmful.filelist.append(beside)
        harmful._didModify = True  # type: ignore[attr-defined]  # noqa: SLF001  # no other way to lie
    assert refused(desk, overlapping.getvalue()) == "outbox.unreadable"


def test_another_version_of_the_format_says_so(desk: Client, box: Outbox) -> None:
    box.said = {"version": 2}
    assert refused(desk, box.file()) == "outbox.version"
    box.said = {"words_of_a_later_app": "are left alone"}
    assert outcomes(taken(desk, box.file())) == ["accepted"] * 2


def test_what_is_too_large_is_refused(
    desk: Client, box: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = box.file()
    monkeypatch.setattr(archive, "MOST_ENTRIES", 1)
    assert refused(desk, body) == "outbox.too_large"
    monkeypatch.setattr("suicha.outboxes.views.MOST_BYTES", 1000)
    answer = send(desk, body)
    assert (answer.status_code, answer.json["code"]) == (413, "request.too_large")
    states = db.session.scalars(select(OutboxImport.state).order_by(OutboxImport.id)).all()
    assert states == ["refused", "receiving"]
    assert len(desk.get("/outbox-imports").json) == 1


def test_lines_that_are_no_commands_spoil_no_other(
    desk: Client, phone: Phone, check: SpotCheck, box: Outbox
) -> None:
    unknown = [phone.command("spot_check.fly", {}), phone.start(check, v=99)]
    odd: list[object] = [
        "no object",
        None,
        [],
        {"id": "x\0\ud800", "name": 7},
        phone.start(check, made_at="now"),
    ]
    box.commands += unknown
    lines = [json.dumps(one).encode() for one in (*odd, *box.commands)]
    box.lines = [b"{", b"\xff\xfe", b'{"a": ' + b"9" * 5000 + b"}", b"[" * 90_000, *lines]
    told = outcomes(taken(desk, box.file()))
    assert told[:9] == ["command.malformed"] * 9
    assert told[9:] == ["accepted", "accepted", "command.unknown", "command.unknown"]


def test_what_the_file_lists_and_does_not_hold_is_named(
    desk: Client, phone: Phone, check: SpotCheck, box: Outbox
) -> None:
    gone = str(uuid7())
    box.said = {"commands": [*box.manifest()["commands"], {"id": gone, "digest": "0" * 64}]}
    found = taken(desk, box.file())
    assert found["report"]["lines"][-1]["id"] == gone
    assert outcomes(found) == ["accepted", "accepted", "outbox.missing"]
    partial = signed(phone, check, encoded(drawn(), "PNG"))
    partial.without = [f"photos/{name(partial.photos[0])}"]
    assert outcomes(taken(desk, partial.file()), "photo") == ["outbox.missing"]


def test_photos_pass_the_same_checks_as_uploads(
    desk: Client, phone: Phone, check: SpotCheck
) -> None:
    good, other, large = (
        encoded(drawn(), "PNG"),
        encoded(drawn(9), "PNG"),
        png_that_says(9000, 9000),
    )
    box = signed(phone, check, good, other, large, b"no picture")
    box.photos.append(b"nobody promised this")
    box.entries = {
        f"photos/{name(other)}": bytes(len(other)),
        f"photos/{'0' * 64}": b"and nobody listed this",
    }
    expected = [
        "accepted",
        "photo.hash_mismatch",
        "photo.too_many_pixels",
        "photo.not_an_image",
        "photo.not_promised",
        "outbox.altered",
    ]
    assert outcomes(tried(desk, box.file()), "photo") == expected
    assert outcomes(taken(desk, box.file()), "photo") == expected
    assert {one.sha256 for one in db.session.scalars(select(Photo)) if one.came} == {name(good)}


def test_a_photo_whose_upload_was_cut_goes_on_from_there(
    desk: Client, phone: Phone, check: SpotCheck
) -> None:
    data = encoded(drawn(600, 400), "PNG") + bytes(3 * 1024 * 1024)
    box = signed(phone, check, data)
    phone.push(*box.commands)
    headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0"}
    kind = "application/offset+octet-stream"
    path = f"/uploads/{name(data)}"
    cut = phone.client.call("PATCH", path, data=data[:5000], headers=headers, content_type=kind)
    assert cut.headers["Upload-Offset"] == "5000"
    found = taken(desk, box.file())
    assert (outcomes(found), outcomes(found, "photo")) == (["known"], ["accepted"])
    again = phone.client.call("HEAD", path, headers=headers)
    assert again.headers["Upload-Offset"] == str(len(data))
