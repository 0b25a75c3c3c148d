"""The demo's data files: JSON that a person can read and change."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any


def read(name: str) -> Any:  # Any: JSON; whoever reads a file knows its shape
    """Read `data/<name>.json`."""
    text = resources.files("suicha.demo").joinpath("data", f"{name}.json").read_text("utf-8")
    return json.loads(text)
