"""A local certificate authority, so that phones on the same Wi-Fi may use camera and WebCrypto.

Browsers give camera, service worker and WebCrypto only to pages that came over HTTPS (Secure
Contexts, W3C). A machine on a desk has no public name: it signs for its own addresses, and a phone
that is to try it trusts the authority by hand. For trials only: whoever holds `ca.key` can pose as
any site to those phones, so it never leaves the data folder.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import StringIO
from ssl import PEM_cert_to_DER_cert
from typing import TYPE_CHECKING

import ifaddr
import segno
import trustme

from suicha.supervisor import HOUSE, SUICHA, Programme

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "tls"
LEAF_DAYS = 397  # iOS and Android refuse certificates of servers that live longer
NAME = "Suicha local CA"
OWN_NAMES = ("localhost", "127.0.0.1")


@dataclass(frozen=True)
class LocalTls:
    """The files of a local authority and its server, and where the machine can be reached."""

    ca: Path
    certificate: Path
    key: Path
    addresses: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the authority's certificate, as phones show it."""
        digest = sha256(PEM_cert_to_DER_cert(self.ca.read_text())).hexdigest().upper()
        return ":".join(digest[place : place + 2] for place in range(0, len(digest), 2))


def programme(data: Path, port: int) -> Programme:
    """The house over HTTPS for all who are on the same network, and the page to trust it by."""
    tls = prepare(data)
    environment = {
        "HOST": "0.0.0.0",  # noqa: S104  # that is what TLS=1 asks for
        "COOKIE_SECURE": "yes",
        "TLS_CERTIFICATE": str(tls.certificate),
        "TLS_KEY": str(tls.key),
    }
    then = {**HOUSE.then, "trust page": (SUICHA, "trust-page")}
    return Programme(HOUSE.first, then, environment, welcome(tls, port))


def kept(data: Path) -> LocalTls:
    """Name the files in the data folder, which may not be there yet."""
    folder = data / FOLDER
    return LocalTls(folder / "ca.pem", folder / "server.pem", folder / "server.key", reachable())


def prepare(data: Path) -> LocalTls:
    """Keep one authority in the data folder and sign afresh for the addresses of this machine."""
    found = kept(data)
    found.ca.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority = _authority(found.ca, found.ca.with_suffix(".key"))
    signed_at = datetime.now(UTC)
    leaf = authority.issue_cert(
        *OWN_NAMES,
        *found.addresses,
        common_name="Suicha",
        organization_name="Suicha",
        not_before=signed_at - timedelta(days=1),  # clocks differ
        not_after=signed_at + timedelta(days=LEAF_DAYS),
    )
    chain = b"".join(blob.bytes() for blob in leaf.cert_chain_pems)
    found.certificate.write_bytes(chain)
    _write_secret(found.key, leaf.private_key_pem.bytes())
    return found


def reachable() -> tuple[str, ...]:
    """Name the IPv4 addresses of this machine that a phone on its network may reach."""
    found = {str(ip.ip) for adapter in ifaddr.get_adapters() for ip in adapter.ips if ip.is_IPv4}
    own = _towards_others()
    rest = (ip for ip in sorted(found) if ip != own and _is_others_to_reach(ip))
    return (*([own] if own in found else []), *rest)


def welcome(tls: LocalTls, port: int) -> str:
    """Tell where phones begin, as words and as a QR code for the terminal."""
    start = f"http://{next(iter(tls.addresses), '127.0.0.1')}:{port + 1}/"
    code = StringIO()
    segno.make(start, error="m").terminal(out=code, compact=True)
    return "\n".join(
        [
            code.getvalue().rstrip("\n"),
            f"手机与本机在同一 Wi-Fi 时，扫码打开 {start}，按页面所示安装并信任本机证书。",
            f"On the same Wi-Fi, scan or open {start}; it tells how to trust this machine.",
            f"证书指纹 fingerprint (SHA-256): {tls.fingerprint}",
            *(f"https://{address}:{port}/" for address in tls.addresses),
        ]
    )


def _authority(certificate: Path, key: Path) -> trustme.CA:
    if certificate.exists() and key.exists():
        return trustme.CA.from_pem(certificate.read_bytes(), key.read_bytes())
    made = trustme.CA(path_length=0, organization_name="Suicha", organization_unit_name=NAME)
    _write_secret(key, made.private_key_pem.bytes())
    certificate.write_bytes(made.cert_pem.bytes())
    return made


def _write_secret(path: Path, secret: bytes) -> None:
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_bytes(secret)


def _towards_others() -> str:
    """Ask the system which address it would send from; no packet leaves (UDP, RFC 5737 address)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return ""
        return str(probe.getsockname()[0])


def _is_others_to_reach(ip: str) -> bool:
    address = ipaddress.IPv4Address(ip)
    return not (address.is_loopback or address.is_link_local)
