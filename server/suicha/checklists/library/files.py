"""The data of this package."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any


def read(name: str) -> dict[str, Any]:  # Any: JSON
    """Read one of the files of checklists/data by its name without `.json`."""
    text = resources.files("suicha.checklists").joinpath("data", f"{name}.json").read_text("utf-8")
    document: dict[str, Any] = json.loads(text)
    return document
