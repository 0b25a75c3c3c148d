"""Looking at processes of this machine."""

from __future__ import annotations

import time
from pathlib import Path

PATIENCE = 60.0  # seconds, after which a test gives up


def works(pid: int) -> bool:
    """Tell whether the process runs; a zombie does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def await_words(*files: Path) -> None:
    """Wait until something is written in each of the files."""
    deadline = time.monotonic() + PATIENCE
    while left := [file for file in files if not (file.exists() and file.read_text())]:
        assert time.monotonic() < deadline, f"nothing is written in {left}"
        time.sleep(0.02)


def await_end(*pids: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while left := [pid for pid in pids if works(pid)]:
        assert time.monotonic() < deadline, f"processes {left} still work"
        time.sleep(0.02)
