"""Every route is guarded, and every one of them says no in the same shape."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask

from suicha import config, http
from suicha.errors import REFUSALS, refuse
from suicha.factory import create_app

if TYPE_CHECKING:
    from pathlib import Path

    from tests.builders import House
    from tests.client import Client

OPEN = {"/healthz", "/readyz", "/", "/<path:path>", "/public", "/public/", "/public/<path:key>"}
OPEN |= {"/api/v1/session", "/api/v1/openapi.json"}
OPEN |= {"/r", "/r/", "/r/<path:number>", "/r/files/<name>", "/api/v1/receipts/<number>"}
NONSENSE = (b"{", b"[]", b'{"nonsense": 1}', b"\xff" * 10)
SOME_ID = "01900000-0000-7000-8000-000000000000"


def routes(app: Flask) -> list[tuple[str, str]]:
    return sorted(
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    )


def filled(rule: str) -> str:
    """Put something into each placeholder that its converter lets pass."""
    rule = re.sub(r"<uuid:[^>]+>", SOME_ID, rule)
    rule = re.sub(r"<any\((\w+)[^>]*>", r"\1", rule)
    return re.sub(r"<[^>]+>", "0" * 64, rule)


def is_problem(body: Any) -> bool:  # Any: JSON
    return set(body) == {"code", "message", "details"} and body["code"] in REFUSALS


def test_a_route_without_a_guard_stops_the_boot() -> None:
    app = Flask("naked", static_folder=None)
    app.add_url_rule("/naked", view_func=lambda: "")
    with pytest.raises(RuntimeError, match="without a guard"):
        http.refuse_unguarded(app)


def test_every_route_but_the_open_ones_asks_to_sign_in(app: Flask, client: Client) -> None:
    for method, rule in routes(app):
        if rule in OPEN and (method, rule) != ("DELETE", "/api/v1/session"):
            continue
        answer = client.call(method, filled(rule).removeprefix("/api/v1"))
        assert answer.status_code == 401, f"{method} {rule}"
        assert answer.json["code"] == "login.required", f"{method} {rule}"


def test_every_endpoint_refuses_in_the_one_shape(app: Flask, house: House, client: Client) -> None:
    client.sign_in(house.person().login)
    of_the_api = [(method, rule) for method, rule in routes(app) if rule.startswith("/api/")]
    for (method, rule), body in product(of_the_api, NONSENSE):
        answer = client.call(
            method,
            filled(rule).removeprefix("/api/v1"),
            data=body,
            content_type="application/json",
        )
        told = f"{method} {rule}: {answer.text[:200]}"
        assert answer.status_code < 500, told
        assert answer.status_code < 400 or is_problem(answer.json), told


def test_errors_that_flask_and_smorest_raise_have_the_shape_too(client: Client) -> None:
    assert client.get("/no/such/address").json["code"] == "not_found"
    assert client.call("PATCH", "/session").json["code"] == "request.method"
    empty = client.post("/session", {}).json
    assert empty["code"] == "request.invalid"
    assert "login" in empty["details"]["fields"]
    text = client.call("POST", "/session", data="a", content_type="text/plain")
    assert is_problem(text.json)


def test_a_forged_token_is_no_token(client: Client) -> None:
    client.tokens = {"Authorization": "Bearer eyJhbGciOiJub25lIn0.e30."}
    assert client.get("/me").json["code"] == "login.required"


def test_an_unexpected_fault_is_told_in_the_shape_and_undone(tmp_path: Path) -> None:
    settings = replace(config.load({"DATA": str(tmp_path)}), database_url=None)
    app = create_app(settings)
    body = app.test_client().get("/readyz").json
    assert is_problem(body)


def test_the_contract_states_the_one_shape_for_every_error(app: Flask) -> None:
    contract = app.test_client().get("/api/v1/openapi.json").json
    assert contract is not None
    assert set(contract["components"]["schemas"]["Problem"]["properties"]) == {
        "code",
        "message",
        "details",
    }
    operations = {
        f"{method} {path}": operation["responses"]
        for path, methods in contract["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
    }
    assert len(operations) > 20
    for name, responses in operations.items():
        faults = [status for status in responses if status[0] in "45" or status == "default"]
        assert faults, f"{name} states no error"
        for status in faults:
            assert "Problem" in str(_resolved(contract, responses[status])), f"{name} {status}"


def _resolved(contract: Any, response: Any) -> Any:  # Any: an OpenAPI document
    if "$ref" in response:
        return contract["components"]["responses"][response["$ref"].rsplit("/", 1)[1]]
    return response


def test_pages_carry_a_strict_policy(app: Flask) -> None:
    shell = app.test_client().get("/healthz").headers["Content-Security-Policy"]
    assert "default-src 'self'" in shell
    assert "unsafe-eval" not in shell
    public = app.test_client().get("/public/none.html").headers["Content-Security-Policy"]
    assert "script" not in public
    assert "default-src 'none'" in public


def test_an_unknown_code_cannot_be_raised() -> None:
    with pytest.raises(LookupError):
        refuse("no.such.code")
