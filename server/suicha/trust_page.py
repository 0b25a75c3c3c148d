"""The page that tells a phone how to trust this machine: plain HTTP, two files, nothing else."""

from __future__ import annotations

from functools import partial
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from suicha.local_tls import LocalTls

HTML = "text/html; charset=utf-8"
CERTIFICATE = "application/x-x509-ca-cert"  # both iOS and Android offer to install it
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


class Pages(BaseHTTPRequestHandler):
    """Answers GET / and GET /suicha-ca.crt."""

    server_version = "Suicha"
    sys_version = ""
    timeout = 10

    def __init__(self, bodies: dict[str, tuple[str, bytes]], *rest: object) -> None:
        """Keep what is served, by path."""
        self.bodies = bodies
        super().__init__(*rest)  # type: ignore[arg-type]  # request, address and server, passed on

    def do_GET(self) -> None:
        """Give one of the two files; anything else is not here."""
        found = self.bodies.get(self.path.partition("?")[0])
        if found is None:
            self.send_error(404)
            return
        media_type, body = found
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Log nothing: an address is a person's."""


def server(tls: LocalTls, host: str, port: int) -> ThreadingHTTPServer:
    """Serve the page on `port + 1`, beside the application on `port`."""
    bodies = {
        "/": (HTML, page(tls, port)),
        "/suicha-ca.crt": (CERTIFICATE, tls.ca.read_bytes()),
    }
    return ThreadingHTTPServer((host, port + 1), partial(Pages, bodies))


def page(tls: LocalTls, port: int) -> bytes:
    """Write the page for this machine."""
    template = files("suicha").joinpath("trust_page.html").read_text("utf-8")
    links = [f"https://{address}:{port}/" for address in tls.addresses]
    items = "".join(f'<li><a href="{escape(link)}">{escape(link)}</a></li>' for link in links)
    return Template(template).substitute(links=items, fingerprint=tls.fingerprint).encode()
