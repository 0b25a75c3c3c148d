"""The app's own outbox and sync under Node, driven by lines of JSON (pwa/tests/machine)."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from suicha.config import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from suicha.db import Json

PWA = REPOSITORY / "pwa"


def node() -> str:
    """The Node of `make setup`, or the machine's own where that is good enough."""
    found = shutil.which(
        "node", path=f"{REPOSITORY / '.setup' / 'node' / 'bin'}:{os.environ['PATH']}"
    )
    assert found is not None
    return found


def built(folder: Path) -> Path:
    """Bundle the phone into one file."""
    vite = PWA / "node_modules" / "vite" / "bin" / "vite.js"
    config = ("--config", "vite.headless.config.ts", "--logLevel", "error")
    command = [node(), str(vite), "build", *config, "--outDir", str(folder), "--emptyOutDir"]
    subprocess.run(command, cwd=PWA, check=True)
    return folder / "headless.mjs"


class Headless:
    """One phone; it lives as long as its process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    @classmethod
    @contextmanager
    def running(cls, program: Path) -> Iterator[Self]:
        """Start a phone, ended by closing what it reads."""
        pipe = subprocess.PIPE
        with subprocess.Popen([node(), program], text=True, stdin=pipe, stdout=pipe) as process:
            yield cls(process)
            assert process.stdin is not None
            process.stdin.close()

    @contextmanager
    def busy(self, do: str, **given: Any) -> Iterator[None]:  # Any: parts of an order
        """Let the phone do something while the test does something else."""
        self._give(do, given)
        try:
            yield
        finally:
            self._answer()

    def __call__(self, do: str, **given: Any) -> Any:  # Any: JSON, as each order answers it
        """Give an order and wait for its answer."""
        self._give(do, given)
        return self._answer()

    def keep(
        self, *commands: Json, photos: tuple[bytes, ...] = (), writes: int | None = None
    ) -> list[str]:
        """Record; give the commands' ids, none when the app was killed in it."""
        pictures = [base64.b64encode(photo).decode() for photo in photos]
        said = [{"name": one["name"], "args": one["args"]} for one in commands]
        told = self("keep", commands=said, photos=pictures, writes=writes)
        return [] if told == "killed" else list(told)

    def sync(self, *faults: str, writes: int | None = None) -> str:
        """Run one round with these faults, one for each request; give how it ended."""
        return str(self("sync", faults=faults, writes=writes))

    def _give(self, do: str, given: Json) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": do} | given) + "\n")
        self.process.stdin.flush()

    def _answer(self) -> Any:  # Any: see above
        assert self.process.stdout is not None
        said: Json = json.loads(self.process.stdout.readline())
        assert "told" in said, said["fault"]
        return said["told"]
