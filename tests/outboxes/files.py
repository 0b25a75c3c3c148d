"""Writes the file that a phone exports, whole or spoilt, and takes it to the desk."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any

import rfc8785

from suicha import worker
from suicha.db import Json, db, now

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.client import Answer, Client
    from tests.phone import Phone

SAID = ("name", "v", "args", "made_at", "seq")
REASON = "手机屏幕损坏，本人携机到科室"


def name(data: bytes) -> str:
    """What bytes are called."""
    return hashlib.sha256(data).hexdigest()


def listed(command: Json) -> Json:
    """A command as the manifest lists it."""
    said = rfc8785.dumps({key: command[key] for key in SAID})
    return {"id": command["id"], "digest": hashlib.sha256(said).hexdigest()}


@dataclass
class Outbox:
    """What a phone writes down, each part open to be spoilt."""

    phone: Phone
    commands: list[Json]
    photos: list[bytes] = field(default_factory=list)
    said: Json = field(default_factory=dict)  # of the manifest, otherwise
    lines: list[bytes] | None = None
    entries: dict[str, bytes] = field(default_factory=dict)  # beside, or in place of others
    without: Iterable[str] = ()
    how: int = zipfile.ZIP_STORED

    def manifest(self) -> Json:
        """The list of what is in the file."""
        photos = [{"sha256": name(data), "size": len(data)} for data in self.photos]
        manifest = {
            "format": "suicha-outbox",
            "version": 1,
            "app": "0.1.0",
            "epoch": None,
            "person_id": str(self.phone.person.id),
            "device_id": self.phone.client.device_id,
            "exported_at": now().isoformat(),
            "clock_offset_ms": 0,
            "commands": [listed(command) for command in self.commands],
            "photos": photos,
        }
        return manifest | self.said

    def file(self) -> bytes:
        """The file."""
        lines = self.lines or [json.dumps(command).encode() for command in self.commands]
        entries = {
            "manifest.json": json.dumps(self.manifest()).encode(),
            "commands.jsonl": b"\n".join(lines),
            **{f"photos/{name(data)}": data for data in self.photos},
            **self.entries,
        }
        return zipped({key: entries[key] for key in entries if key not in self.without}, self.how)


def zipped(entries: Mapping[str, bytes], how: int = zipfile.ZIP_STORED) -> bytes:
    """A ZIP of these."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", how) as archive:
        for key, data in entries.items():
            archive.writestr(key, data)
    return file.getvalue()


def send(desk: Client, body: bytes) -> Answer:
    """Send a file, not tried yet."""
    return desk.call("POST", "/outbox-imports", data=body, content_type="application/zip")


def worked(desk: Client, import_id: str) -> Any:  # Any: JSON
    """Let the worker do what waits, and look."""
    worker.DEEDS["outboxes.work"](import_id)
    db.session.commit()
    return desk.get(f"/outbox-imports/{import_id}").json


def tried(desk: Client, body: bytes) -> Any:  # Any: JSON
    """Send a file and let it be tried."""
    answer = send(desk, body)
    assert answer.status_code == 202, answer.json
    return worked(desk, answer.json["id"])


def vouched(desk: Client, found: Json) -> Answer:
    """Answer for a file that was tried."""
    body = {"sha256": found["sha256"], "reason": REASON}
    return desk.post(f"/outbox-imports/{found['id']}/vouch", body)


def taken(desk: Client, body: bytes) -> Any:  # Any: JSON
    """Send a file, let it be tried, answer for it, let it be taken in."""
    found = tried(desk, body)
    assert found["state"] == "checked", found
    answer = vouched(desk, found)
    assert answer.status_code == 202, answer.json
    return worked(desk, found["id"])


def outcomes(found: Json, kind: str = "command") -> list[str]:
    """What became of each line, or why not, in short."""
    lines = found["report"]["lines"]
    return [one["code"] or one["outcome"] for one in lines if one["kind"] == kind]
