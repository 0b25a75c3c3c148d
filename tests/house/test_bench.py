"""The benchmarks still run, in small: what breaks silently measures nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from suicha.config import REPOSITORY


@pytest.mark.long
def test_every_part_of_the_bench_prints_its_figures() -> None:
    command = [sys.executable, "-m", "bench", "--small"]
    words = subprocess.run(
        command, cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout
    for part in (
        "this machine",
        "push",
        "photos",
        "photos alike",
        "PWA",
        "register",
        "pull",
        "queue",
    ):
        assert f"\n## {part}" in words
