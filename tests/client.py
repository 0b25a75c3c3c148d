"""A client as a stranger would write one: Bearer tokens and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

if TYPE_CHECKING:
    from flask import Flask

PASSWORD = "a long test password"


class Answer(TestResponse):
    """An answer whose JSON a test may take for granted."""

    @property
    def json(self) -> Any:  # Any: JSON, as each test knows it
        """The body, which must be JSON."""
        return self.get_json()


class Client:
    """Signs a person in and calls the API in their name."""

    def __init__(self, app: Flask) -> None:
        self.http = FlaskClient(app, Answer, use_cookies=False)
        self.device_id = ""
        self.tokens: dict[str, str] = {}

    def sign_in(self, login: str, password: str = PASSWORD) -> Client:
        """Sign in with a new device and keep the tokens."""
        body = {"login": login, "password": password}
        answer = self.post("/session", body | {"device_name": "test", "transport": "bearer"})
        assert answer.status_code == 200, answer.json
        self.device_id = answer.json["device_id"]
        self.tokens = {
            "Authorization": f"Bearer {answer.json['access_token']}",
            "refresh": answer.json["refresh_token"],
        }
        return self

    def get(self, path: str, **query: Any) -> Answer:  # Any: query values
        """GET below /api/v1."""
        return cast(
            "Answer", self.http.get(f"/api/v1{path}", query_string=query, headers=self._headers())
        )

    def post(self, path: str, body: object = None) -> Answer:
        """POST JSON below /api/v1."""
        return cast("Answer", self.http.post(f"/api/v1{path}", json=body, headers=self._headers()))

    def call(self, method: str, path: str, **rest: Any) -> Answer:  # Any: werkzeug's own
        """Call anything below /api/v1, with further headers if wanted."""
        headers = self._headers() | rest.pop("headers", {})
        return cast(
            "Answer", self.http.open(f"/api/v1{path}", method=method, headers=headers, **rest)
        )

    def _headers(self) -> dict[str, str]:
        return {key: value for key, value in self.tokens.items() if key == "Authorization"}
