"""tus 1.0.0, the resumable upload protocol: what is spoken here and how its headers read."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload"
MEDIA_TYPE = "application/offset+octet-stream"

# At most 15 digits: larger than any photo, and no text can cost time to read.
NUMBER = re.compile(r"[0-9]{1,15}")


def number(text: str | None) -> int | None:
    """Read a count of bytes; None where there is none or it is not one."""
    return int(text) if text and NUMBER.fullmatch(text) else None


def metadata(text: str) -> dict[str, str]:
    """Read `Upload-Metadata`: pairs of a key and a Base64 value, parted by commas.

    Raises ValueError when a value is not Base64 of UTF-8.
    """
    pairs = (pair.split() for pair in text.split(",") if pair.strip())
    return {pair[0]: _value(pair[1:]) for pair in pairs}


def _value(rest: list[str]) -> str:
    if len(rest) > 1:
        raise ValueError("a key with two values")
    try:
        return b64decode("".join(rest), validate=True).decode()
    except binascii.Error as error:
        raise ValueError("not Base64") from error
