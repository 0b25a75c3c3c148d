"""The verbs of photos: promising, taking bytes in, rendering, and copying for the public."""

from suicha.photos.operations.asking import ask_for_original
from suicha.photos.operations.comparing import compare, judge
from suicha.photos.operations.expiring import MOST_EXPIRED, discard, expire
from suicha.photos.operations.promising import promise
from suicha.photos.operations.receiving import append
from suicha.photos.operations.rendering import (
    behind,
    pieces,
    render,
    rendition,
)
from suicha.photos.operations.showing import PublicCopy, public_copy, public_view
from suicha.photos.promises import Promise, Subject

__all__ = [
    "MOST_EXPIRED",
    "Promise",
    "PublicCopy",
    "Subject",
    "append",
    "ask_for_original",
    "behind",
    "compare",
    "discard",
    "expire",
    "judge",
    "pieces",
    "promise",
    "public_copy",
    "public_view",
    "render",
    "rendition",
]
