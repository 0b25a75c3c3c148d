"""Map tiles are a setting: who learns of them, what the policy lets through, what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from suicha import cli, config
from suicha.accounts.models import Role
from suicha.factory import create_app
from suicha.map_tiles import BadSettingError, MapTiles

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from tests.builders import House
    from tests.client import Client

ROADS = "https://tiles.example/roads/{z}/{y}/{x}.png?tk={key}"
NAMES = "https://tiles.example/names/{z}/{y}/{x}.png?tk={key}"
GIVEN = {"MAP_TILES": ROADS, "MAP_KEY": "k3y", "MAP_ATTRIBUTION": "示例地图 GS(2026)0000号"}


def tiles(**given: str) -> MapTiles:
    return config.load({"SECRET_KEY": "unused", **GIVEN, **given}).map_tiles


def policy(app: Flask, path: str) -> str:
    return app.test_client().get(path).headers["Content-Security-Policy"]


def test_by_default_there_are_none() -> None:
    assert config.load({"SECRET_KEY": "unused"}).map_tiles == MapTiles()


def test_layers_stand_one_over_another_with_the_key_filled_in() -> None:
    found = tiles(MAP_TILES=f"{ROADS}\n {NAMES}")
    assert found.layers == (
        "https://tiles.example/roads/{z}/{y}/{x}.png?tk=k3y",
        "https://tiles.example/names/{z}/{y}/{x}.png?tk=k3y",
    )
    assert found.sources == " https://tiles.example"
    assert found.datum == "wgs84"
    assert tiles(MAP_TILES_DATUM="gcj02").datum == "gcj02"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"MAP_TILES": "tiles.example/{z}/{x}/{y}"}, "must begin with https"),
        ({"MAP_TILES": "ftp://tiles.example/{z}/{x}/{y}"}, "must begin with https"),
        ({"MAP_TILES": "https://tiles.example/{x}/{y}"}, r"must say \{z\}"),
        ({"MAP_TILES": "https://tiles.example/{z}/{s}/{x}/{y}"}, r"not \{s\}"),
        ({"MAP_TILES": "https://t{s}.tiles.example/{z}/{x}/{y}"}, "one plain host"),
        ({"MAP_TILES": "https://a;script-src/{z}/{x}/{y}"}, "one plain host"),
        ({"MAP_TILES": "https://*/{z}/{x}/{y}"}, "one plain host"),
        ({"MAP_TILES": "https://user:secret@tiles.example/{z}/{x}/{y}"}, "one plain host"),
        ({"MAP_TILES": "https:///{z}/{x}/{y}"}, "one plain host"),
        ({"MAP_TILES": "https://[/{z}/{x}/{y}"}, "no address"),
        ({"MAP_KEY": ""}, "MAP_KEY is empty"),
        ({"MAP_KEY": "a b"}, "MAP_KEY is empty or no key"),
        ({"MAP_ATTRIBUTION": ""}, "审图号"),
        ({"MAP_TILES_DATUM": "bd09"}, "MAP_TILES_DATUM is wgs84 or gcj02"),
    ],
)
def test_what_is_no_template_is_said_in_one_sentence(given: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadSettingError, match=sentence) as told:
        tiles(**given)
    assert "secret" not in str(told.value)


def test_a_bad_template_stops_the_start_with_its_sentence(tmp_path: Path) -> None:
    environment = {"DATA": str(tmp_path), **GIVEN, "MAP_TILES": "https://tiles.example/"}
    answer = CliRunner().invoke(cli.main, ["run"], env=environment)
    assert answer.exit_code == 1
    assert answer.output.startswith("Error: MAP_TILES must say {x}")


def test_the_policy_lets_the_tiles_through_and_nothing_else(app: Flask, tmp_path: Path) -> None:
    settings = replace(app.extensions["settings"], map_tiles=tiles())
    shown = create_app(settings)
    without, with_tiles = policy(app, "/healthz"), policy(shown, "/healthz")
    assert "example" not in without
    assert "connect-src 'self';" in without
    host = " https://tiles.example;"
    assert with_tiles == without.replace(" data:;", f" data:{host}").replace(
        "connect-src 'self';", f"connect-src 'self'{host}"
    )
    assert policy(shown, "/public/none.html") == policy(app, "/public/none.html")


def test_whoever_is_signed_in_learns_of_them_and_nobody_else(
    app: Flask, house: House, client: Client
) -> None:
    assert client.get("/map-tiles").json["code"] == "login.required"
    client.sign_in(house.person(Role.CONTRACTOR).login)
    assert client.get("/map-tiles").json == {"layers": [], "datum": "wgs84", "attribution": ""}
