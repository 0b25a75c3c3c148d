"""Canonical JSON (RFC 8785): the bytes under which commands and records are digested."""

from __future__ import annotations

import json
import re
from typing import Any

import rfc8785

Json = dict[str, Any]  # Any: a JSON document

# Where RFC 8785 and the standard library may differ: in numbers that are no small integers, and in
# the order of keys beyond the Basic Multilingual Plane. It also finds some texts that only look
# so; they are written the slow way, to the same bytes.
DOUBTFUL = re.compile(r'(?:":|[,\[])-?[0-9]+(?:[.e]|[0-9]{15})|[\U00010000-\U0010ffff]')
WRITER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
)


def dumps(document: Json) -> bytes:
    """Write a JSON document in its canonical form, in UTF-8.

    Raises ValueError or RecursionError where it has none. The library's writer takes ten times as
    long as the standard one, whose bytes are the same for nearly all that phones say; a test
    compares the two.
    """
    text = WRITER.encode(document)
    return rfc8785.dumps(document) if DOUBTFUL.search(text) else text.encode()
