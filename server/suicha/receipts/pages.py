"""The pages of receipts and the files that they use; no database."""

from __future__ import annotations

from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from suicha.db import CHINA
from suicha.publications.rendering import STYLE

if TYPE_CHECKING:
    from suicha.receipts.queries import Receipt

# Nothing may be sent anywhere: what is dropped on the page cannot leave the browser.
POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)

_templates = files("suicha.receipts").joinpath("templates")
# By name: media type and bytes. The look is that of the public pages, and a little of our own.
FILES: Final[dict[str, tuple[str, bytes]]] = {
    "style.css": ("text/css", STYLE + _templates.joinpath("receipt.css").read_bytes()),
    "receipt.js": ("text/javascript", _templates.joinpath("receipt.js").read_bytes()),
}
# Named in the links, so that a changed file is fetched although the old one was cached.
ADDRESSES: Final = {
    name: f"/r/files/{name}?v={sha256(body).hexdigest()[:8]}" for name, (_, body) in FILES.items()
}

_environment = Environment(
    loader=PackageLoader("suicha.receipts"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(receipt: Receipt) -> str:
    """Write the page of a receipt."""
    at = receipt.received_at.astimezone(CHINA)
    template = _environment.get_template("receipt.html")
    return template.render(files=ADDRESSES, receipt=receipt, at=at.strftime("%Y-%m-%d %H:%M:%S"))


def no_page() -> str:
    """Write what is told of any other number; it repeats nothing of what was asked."""
    return _environment.get_template("unknown.html").render(files=ADDRESSES)
