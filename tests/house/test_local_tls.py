"""`make run TLS=1`: a phone that trusts the local authority reaches this machine over HTTPS."""

from __future__ import annotations

import ssl
import threading
import urllib.error
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest

from suicha import local_tls, trust_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Silent(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def read(url: str, context: ssl.SSLContext | None = None) -> tuple[str | None, bytes]:
    """The media type and the body."""
    with urllib.request.urlopen(url, context=context) as answer:  # noqa: S310  # ours
        return answer.headers["Content-Type"], answer.read()


@contextmanager
def serving(server: HTTPServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def over_tls(found: local_tls.LocalTls) -> HTTPServer:
    server = HTTPServer(("127.0.0.1", 0), Silent)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(found.certificate, found.key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    return server


def test_who_trusts_the_authority_is_served_and_nobody_else(tmp_path: Path) -> None:
    found = local_tls.prepare(tmp_path)
    with serving(over_tls(found)) as port:
        trusting = ssl.create_default_context(cafile=str(found.ca))
        for name in ("127.0.0.1", "localhost"):
            assert read(f"https://{name}:{port}/", trusting) == (None, b"")
        with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
            read(f"https://127.0.0.1:{port}/")


def test_the_authority_stays_and_the_certificate_is_signed_afresh(tmp_path: Path) -> None:
    first = local_tls.prepare(tmp_path)
    authority, leaf = first.ca.read_bytes(), first.certificate.read_bytes()
    again = local_tls.prepare(tmp_path)
    assert again.ca.read_bytes() == authority
    assert again.certificate.read_bytes() != leaf
    assert again.fingerprint == first.fingerprint


def test_the_certificate_names_every_address_and_lives_as_long_as_phones_allow(
    tmp_path: Path,
) -> None:
    found = local_tls.prepare(tmp_path)
    # The standard library reads a certificate only by this name; it is used by its own tests.
    parts = ssl._ssl._test_decode_cert(str(found.certificate))  # type: ignore[attr-defined]  # noqa: SLF001  # untyped
    names = {name for _, name in parts["subjectAltName"]}
    assert {"localhost", "127.0.0.1", *found.addresses} <= names
    span = ssl.cert_time_to_seconds(parts["notAfter"]) - ssl.cert_time_to_seconds(
        parts["notBefore"]
    )
    assert span / 86400 <= 398


def test_only_the_owner_reads_the_keys(tmp_path: Path) -> None:
    found = local_tls.prepare(tmp_path)
    for key in (found.key, found.ca.with_suffix(".key")):
        assert key.stat().st_mode & 0o077 == 0


def test_the_trust_page_gives_the_certificate_its_fingerprint_and_no_key(tmp_path: Path) -> None:
    found = local_tls.prepare(tmp_path)
    server = trust_page.server(found, "127.0.0.1", -1)  # beside port -1: any free one
    with serving(server) as port:
        here = f"http://127.0.0.1:{port}"
        page = read(f"{here}/")[1].decode()
        assert found.fingerprint in page
        assert all(f"https://{address}:" in page for address in found.addresses)
        certificate = "application/x-x509-ca-cert", found.ca.read_bytes()
        assert read(f"{here}/suicha-ca.crt") == certificate
        refusing(here, "/ca.key", "/../tls/ca.key", "/server.key")


def refusing(here: str, *paths: str) -> None:
    for path in paths:
        with pytest.raises(urllib.error.HTTPError, match="404"):
            read(f"{here}{path}")


def test_the_welcome_shows_a_code_and_every_address(tmp_path: Path) -> None:
    found = local_tls.prepare(tmp_path)
    words = local_tls.welcome(found, 8000)
    assert "█" in words
    assert found.fingerprint in words
    assert all(f"https://{address}:8000/" in words for address in found.addresses)


def test_the_house_is_started_over_tls_for_all_addresses(tmp_path: Path) -> None:
    programme = local_tls.programme(tmp_path, 8000)
    assert programme.environment["HOST"] == "0.0.0.0"  # noqa: S104
    assert programme.environment["COOKIE_SECURE"] == "yes"
    assert set(programme.then) == {"server", "worker", "trust page"}
