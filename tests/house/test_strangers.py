"""What strangers send: nothing of it is a fault of the server."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

import pytest

from suicha.accounts.models import Role
from tests.client import PASSWORD

if TYPE_CHECKING:
    from tests.builders import House
    from tests.client import Answer, Client

DEEP = b"[" * 10_000 + b"]" * 10_000
ROUTES = ("/session", "/plans", "/sync/push", "/publications")
TUS = {"Tus-Resumable": "1.0.0", "Upload-Length": "3"}


def told(answer: Answer) -> tuple[int, str, str | None]:
    return answer.status_code, answer.json["code"], answer.json["details"].get("field")


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    "body", [DEEP, b'{"title":' + DEEP + b"}", b'{"seq":' + b"9" * 5000 + b"}", b"{", b"\xff"]
)
def test_json_without_an_end_is_unreadable_and_no_fault(
    house: House, client: Client, route: str, body: bytes
) -> None:
    role = Role.INSPECTOR if "push" in route else Role.SUPERVISOR
    client.sign_in(house.person(role).login)
    answer = client.call("POST", route, data=body, content_type="application/json")
    assert told(answer) == (400, "request.malformed", "json")


@pytest.mark.parametrize("body", ["[]", "null", "5", '"dice"'])
def test_json_that_is_no_object_is_refused_wherever_one_is_awaited(
    house: House, client: Client, body: str
) -> None:
    client.sign_in(house.person().login)
    path = "/plans/01900000-0000-7000-8000-000000000000/draw"
    answer = client.call("POST", path, data=body, content_type="application/json")
    assert answer.json["code"] == "request.invalid"


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
@pytest.mark.parametrize("field", ["login", "password", "device_name"])
def test_a_text_that_the_database_cannot_keep_is_refused_by_its_field(
    client: Client, field: str, text: str
) -> None:
    body = {"login": "a", "password": PASSWORD, "device_name": "a", "transport": "bearer"}
    assert told(client.post("/session", body | {field: text})) == (422, "request.invalid", field)


@pytest.mark.parametrize("name", ["%00", "%00" * 64, "x", "A" * 64])
def test_an_upload_of_what_is_no_hash_was_promised_by_nobody(
    house: House, client: Client, name: str
) -> None:
    client.sign_in(house.person(Role.INSPECTOR).login)
    assert client.call("HEAD", f"/uploads/{name}", headers=TUS).status_code == 404
    sha256 = b64encode(name.replace("%00", "\0").encode()).decode()
    headers = TUS | {"Upload-Metadata": f"sha256 {sha256}"}
    answer = client.call("POST", "/uploads", headers=headers)
    assert told(answer)[:2] == (404, "photo.not_promised")


def test_a_made_up_host_is_sent_nowhere(client: Client) -> None:
    answer = client.http.get("/public", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.headers["Location"]) == (308, "/public/")
