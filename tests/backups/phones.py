"""A phone with its outbox: the rules of pwa/src/store and pwa/src/sync, in short."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from suicha.db import now
from tests.phone import Phone

if TYPE_CHECKING:
    from suicha.db import Json
    from suicha.spot_checks.models import SpotCheck
    from tests.visits import Visit

TUS = {"Tus-Resumable": "1.0.0"}


class Keeper(Phone):
    """Keeps its commands and photos, and offers them again to another database."""

    kept: dict[str, Json]  # by id, in the order of their making
    verdicts: dict[str, Json]
    photos: dict[str, bytes]
    sent: set[str]
    cursor: str | None
    epoch: str | None

    def begin(self) -> Keeper:
        """Start with nothing kept."""
        self.kept, self.verdicts, self.photos, self.sent = {}, {}, {}, set()
        self.cursor = self.epoch = None
        return self

    def keep(self, *commands: Json) -> None:
        """Put commands into the outbox."""
        self.kept |= {command["id"]: command for command in commands}

    def report(self, visit: Visit, *images: bytes) -> Json:
        """Keep a finding with its photos."""
        command = self.command("hazard.report", visit.finding(*images))
        self.keep(command)
        self.photos |= {hashlib.sha256(image).hexdigest(): image for image in images}
        return command

    def unsent(self) -> list[str]:
        return [name for name in self.kept if name not in self.verdicts]

    def receipt(self, check: SpotCheck) -> str | None:
        """What the phone shows of a closed check."""
        told = (self.verdicts[name]["receipt"] for name in self.verdicts if self._is(name, check))
        return next((receipt for receipt in told if receipt), None)

    def sync(self) -> None:
        """One round: commands, pull, again where all is offered again, photos."""
        self.flush()
        if self.catch_up():
            self.flush()
        for name, image in self.photos.items():
            self._upload(name, image)

    def flush(self) -> None:
        """Send what is unsent in one push; a restored server asks for the older ones first."""
        commands = [self.kept[name] for name in self.unsent()]
        body: Json = {"device_id": self.client.device_id, "sent_at": now().isoformat()}
        body["commands"] = commands
        path = f"/sync/push?epoch={self.epoch}" if self.epoch else "/sync/push"
        answer = self.client.post(path, body)
        if (answer.status_code, answer.json.get("code")) == (409, "sync.resync"):
            return
        assert answer.status_code == 200, answer.json
        told = [one for one in answer.json["verdicts"] if one["verdict"] != "retry"]
        self.verdicts |= {one["id"]: one for one in told}

    def catch_up(self) -> bool:
        """Pull; True where it is another database."""
        query = {"cursor": self.cursor} if self.cursor else {}
        answer = self.client.get("/sync/pull", **query)
        is_another = (answer.status_code, answer.json.get("code")) == (409, "sync.resync")
        if is_another:
            settled = self.verdicts.items()
            self.verdicts = {name: one for name, one in settled if one["verdict"] == "refused"}
            self.sent.clear()
            answer = self.client.get("/sync/pull")
        assert answer.status_code == 200, answer.json
        self.cursor, self.epoch = answer.json["cursor"], answer.json["epoch"]
        return is_another

    def _upload(self, name: str, image: bytes) -> None:
        path = f"/uploads/{name}"
        at = self.client.call("HEAD", path, headers=TUS)
        if name in self.sent or at.status_code == 404:
            return
        offset = int(at.headers["Upload-Offset"])
        headers = TUS | {"Content-Type": "application/offset+octet-stream"}
        headers |= {"Upload-Offset": str(offset)}
        if offset < len(image):
            answer = self.client.call("PATCH", path, data=image[offset:], headers=headers)
            assert answer.status_code == 204, answer.json
        self.sent.add(name)

    def _is(self, name: str, check: SpotCheck) -> bool:
        return str(self.kept[name]["args"]["spot_check_id"]) == str(check.id)
