"""An operator sets up an office on an empty database, and is told what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from moto.server import ThreadedMotoServer
from sqlalchemy import func, select

from suicha import storage
from suicha.checklists.models import Clause
from suicha.cli import main
from suicha.db import db
from suicha.storage import Bucket
from tests.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

AGENCY = (
    "agency",
    "add",
    "示建",
    "--name",
    "示范区住建局",
    "--code",
    "339906",
    "--place",
    "示范区",
)
PASSWORD = "a password of some length"


class Operator:
    """Calls `suicha …` on the test's database."""

    def __init__(self, app: Flask, data: Path) -> None:
        url = app.config["SQLALCHEMY_DATABASE_URI"]
        self.environment = {"DATABASE_URL": url, "DATA": str(data), "SECRET_KEY": "of a test"}

    def call(self, *words: str, **settings: str) -> Result:
        return CliRunner().invoke(main, words, env=self.environment | settings)

    def add(self, login: str, role: str = "supervisor", password: str = PASSWORD) -> Result:
        words = ("user", "add", login, "--name", "甲", "--role", role, "--agency", "示建")
        return self.call(*words, "--password", password)


@pytest.fixture
def operator(app: Flask, tmp_path: Path) -> Operator:
    return Operator(app, tmp_path)


@pytest.fixture
def s3_endpoint() -> Iterator[str]:
    """An S3 server that has no bucket yet."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"{host}:{port}"
    server.stop()


def test_bringing_up_makes_the_buckets_and_the_first_public_page(
    operator: Operator, s3_endpoint: str
) -> None:
    keys = {"S3_ACCESS_KEY": "testing", "S3_SECRET_KEY": "testing", "S3_SECURE": "no"}
    names = {f"BUCKET_{bucket.name}": f"of-a-new-office-{bucket}" for bucket in Bucket}
    brought = operator.call("db", "upgrade", S3_ENDPOINT=s3_endpoint, **keys, **names)
    assert brought.exit_code == 0, brought.output
    assert "还没有公示的抽查结果" in storage.read(Bucket.PUBLIC, "index.html").decode()


def test_bringing_up_loads_the_clauses_once(operator: Operator) -> None:
    for _ in range(2):
        assert operator.call("db", "upgrade").exit_code == 0
        assert db.session.scalar(select(func.count()).where(Clause.major)) == 53


def test_a_store_that_cannot_be_used_is_told_in_one_sentence(
    operator: Operator, tmp_path: Path
) -> None:
    (tmp_path / "objects").write_text("a file where the folder should be")
    refused = operator.call("db", "upgrade")
    assert refused.exit_code == 1
    assert "The object store cannot be used" in refused.output


def test_an_office_and_its_first_account_need_no_demo(
    operator: Operator, app: Flask, client: Client
) -> None:
    assert operator.call(*AGENCY).exit_code == 0
    assert operator.add("zhou").exit_code == 0
    me = client.sign_in("zhou", PASSWORD).get("/me").json
    assert me["agency"]["name"] == "示范区住建局"
    assert me["jurisdiction"]["code"] == "339906"


def test_a_district_stands_below_its_city(operator: Operator) -> None:
    city = (
        "agency",
        "add",
        "示市建",
        "--name",
        "示范市住建局",
        "--code",
        "339900",
        "--place",
        "示范市",
    )
    assert operator.call(*city).exit_code == 0
    assert operator.call(*AGENCY, "--above", "339900").exit_code == 0
    unknown = operator.call(*AGENCY[:2], "别", *AGENCY[3:6], "339907", *AGENCY[7:], "--above", "1")
    assert unknown.exit_code == 1
    assert "no jurisdiction" in unknown.output


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"login": "zhou"}, "has this login already"),
        ({"login": "Zhou Min"}, "a-z"),
        ({"login": "li", "role": "king"}, "no such role"),
        ({"login": "li", "password": "short"}, "10 characters"),
    ],
)
def test_a_wrong_account_is_refused_in_one_sentence(
    operator: Operator, given: dict[str, str], told: str
) -> None:
    operator.call(*AGENCY)
    operator.add("zhou")
    refused = operator.add(**given)
    assert refused.exit_code == 1
    assert told in refused.output
    assert "Traceback" not in refused.output


def test_an_agency_is_added_once(operator: Operator) -> None:
    operator.call(*AGENCY)
    again = operator.call(*AGENCY)
    assert again.exit_code == 1
    assert "already" in again.output
