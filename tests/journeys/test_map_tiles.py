"""The map of a hazard over the tiles of a service: here a service of our own, beside the office."""

from __future__ import annotations

import io
import os
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from suicha.config import REPOSITORY
from tests.serving import Part, answers, await_that, free_port

from .conftest import CHROMIUM, DESK, FLAGS, PHONE, Office, open_context, sign_in
from .desks import asked, is_looked_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from suicha.db import Json

# WebGL without a graphics card.
DRAWN_BY_THE_PROCESSOR = ["--enable-unsafe-swiftshader", "--use-angle=swiftshader"]
WHOSE = "示例地图 审图号：GS(2026)0000号"
LIBRARY = "maplibre"


def a_tile() -> bytes:
    """A pale square with an edge."""
    image = Image.new("RGB", (256, 256), "#eef2e6")
    ImageDraw.Draw(image).rectangle((0, 0, 255, 255), outline="#b9c4a8")
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()


class Tiles(ThreadingHTTPServer):
    """A map service: it gives the same tile everywhere, and remembers what was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Tile)
        self.asked: list[tuple[str, str | None]] = []
        self.tile = a_tile()


class Tile(BaseHTTPRequestHandler):
    server: Tiles

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers["Referer"]))
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(self.server.tile)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # http.server's own
        """Say nothing."""


@pytest.fixture(scope="module")
def tiles() -> Iterator[Tiles]:
    with Tiles() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@contextmanager
def with_tiles(office: Office, tiles: Tiles, datum: str) -> Iterator[Office]:
    """Another server on the same office, which shows these tiles."""
    port = free_port()
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {
        "DATA": str(office.data),
        "PORT": str(port),
        "MAP_TILES": f"http://127.0.0.1:{tiles.server_port}/{{z}}/{{x}}/{{y}}?tk={{key}}",
        "MAP_TILES_DATUM": datum,
        "MAP_KEY": "k3y",
        "MAP_ATTRIBUTION": WHOSE,
        "SERVER_PROCESSES": "1",
    }
    part = Part("serve", environment, office.data / "tiles.log")
    part.begin()
    try:
        await_that(lambda: answers(port), "the server does not come up")
        yield Office(port, office.data, office.passwords, office.logins)
    finally:
        part.end()


@pytest.fixture(scope="module")
def seeing(browser: Browser) -> Iterator[Browser]:
    """A browser that can draw maps."""
    flags = [flag for flag in FLAGS if flag != "--disable-gpu"] + DRAWN_BY_THE_PROCESSOR
    chromium = browser.browser_type.launch(executable_path=CHROMIUM, args=flags)
    yield chromium
    chromium.close()


@contextmanager
def supervisor(browser: Browser, office: Office, size: dict[str, int]) -> Iterator[Page]:
    context = open_context(browser, office.url, size)
    page = context.new_page()
    sign_in(page, office, "zhoumin")
    yield page
    context.close()


def photographed(page: Page) -> Json:
    """Find a hazard with more than one photo."""
    listed = asked(page, "hazards?limit=200")["items"]
    details = (asked(page, f"hazards/{each['id']}") for each in listed)
    found: Json = next(each for each in details if len(each["photos"]) > 1)
    return found


def columns(tiles: Tiles, zoom: int) -> set[int]:
    paths = [path.split("?")[0].split("/") for path, _ in tiles.asked]
    return {int(x) for _, z, x, _ in paths if int(z) == zoom}


def test_the_map_comes_when_it_is_looked_at_and_only_its_host_is_asked(
    seeing: Browser, old_office: Office, tiles: Tiles
) -> None:
    with (
        with_tiles(old_office, tiles, "wgs84") as office,
        supervisor(seeing, office, DESK) as page,
    ):
        loaded: list[str] = []
        blocked: list[str] = []
        page.on("request", lambda request: loaded.append(request.url))
        page.on("console", lambda said: blocked.append(said.text) if said.type == "error" else None)
        hazard = photographed(page)
        page.goto("/desk/hazards")
        page.locator(".list a.item").first.wait_for()
        assert not any(LIBRARY in url for url in loaded)
        page.goto(f"/desk/hazards/{hazard['id']}")
        page.locator("section.map").scroll_into_view_if_needed()
        expect(page.locator(".map-mark.inside")).to_have_count(len(hazard["photos"]))
        expect(page.locator("section.map")).to_contain_text(WHOSE)
        page.get_by_role("button", name="放大", exact=True).click()
        expect(page.locator("section.map li")).to_have_count(1 + len(hazard["photos"]))
        page.wait_for_timeout(1500)
        is_looked_at(page, "map-tiles")
        assert tiles.asked
        assert {referer for _, referer in tiles.asked} == {f"{office.url}/"}
        assert all(path.endswith("?tk=k3y") for path, _ in tiles.asked)
        assert blocked == []
        page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
        page.locator("section.map").scroll_into_view_if_needed()
        page.wait_for_timeout(1000)
        is_looked_at(page, "map-tiles-narrow")


def test_gcj02_tiles_are_asked_for_where_they_have_the_site(
    seeing: Browser, old_office: Office, tiles: Tiles
) -> None:
    west: list[int] = []
    for datum in ("wgs84", "gcj02"):
        tiles.asked.clear()
        with (
            with_tiles(old_office, tiles, datum) as office,
            supervisor(seeing, office, DESK) as page,
        ):
            page.goto(f"/desk/hazards/{photographed(page)['id']}")
            page.locator("section.map").scroll_into_view_if_needed()
            page.locator(".map-mark").first.wait_for()
            page.wait_for_timeout(1500)
            zoom = max(int(path.split("/")[1]) for path, _ in tiles.asked)
            west.append(min(columns(tiles, zoom)))
    # GCJ-02 lies 0.0048° to the east here (tests/vectors/gcj02.json).
    assert west[1] - west[0] == pytest.approx(0.0048 / 360 * 2**zoom, abs=1)


def test_without_webgl_the_site_is_drawn_as_without_tiles(
    browser: Browser, old_office: Office, tiles: Tiles
) -> None:
    flags = [*FLAGS, "--disable-3d-apis"]
    blind = browser.browser_type.launch(executable_path=CHROMIUM, args=flags)
    with (
        with_tiles(old_office, tiles, "wgs84") as office,
        supervisor(blind, office, DESK) as page,
    ):
        page.goto(f"/desk/hazards/{photographed(page)['id']}")
        page.locator("section.map").scroll_into_view_if_needed()
        expect(page.locator("section.map svg .mark").first).to_be_visible()
        expect(page.locator("section.map .map-mark")).to_have_count(0)
    blind.close()


def test_phones_do_not_keep_the_map_library() -> None:
    worker = (REPOSITORY / "pwa" / "dist" / "sw.js").read_text()
    assert "assets/HazardMap" in worker
    assert "assets/maplibre" not in worker
    assert "assets/TileMap" not in worker
