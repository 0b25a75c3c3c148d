"""A published draw as a folder: its commands compute, change, verify it and find what is wrong."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from suicha.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

VECTORS = Path(__file__).parents[1] / "vectors"
CASE: dict[str, Any] = json.loads((VECTORS / "dr1-change-vectors.json").read_text("utf-8"))[
    "cases"
][0]


def lines(rows: list[list[str]]) -> str:
    return "".join("\t".join(row) + "\n" for row in rows)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """All files of a draw that changed since."""
    files = {
        "manifest.json": CASE["manifest"],
        "objects.tsv": CASE["objects"],
        "inspectors.tsv": CASE["inspectors"],
        "contributions.tsv": lines(CASE["contributions"]),
        "result.txt": CASE["result"],
        "requests.tsv": lines(CASE["requests"]),
        "changes.txt": CASE["changes"],
    }
    for name, text in files.items():
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


def run(command: str, folder: Path) -> Result:
    return CliRunner().invoke(main, ["draw", command, str(folder)])


def test_the_result_is_printed_from_four_files(folder: Path) -> None:
    for name in ("result.txt", "requests.tsv", "changes.txt"):
        (folder / name).unlink()

    printed = run("compute", folder)

    assert (printed.exit_code, printed.output) == (0, CASE["result"])


def test_the_changes_are_printed(folder: Path) -> None:
    printed = run("change", folder)

    assert (printed.exit_code, printed.output) == (0, CASE["changes"])


def test_what_is_right_is_named_by_the_digest_of_its_result(folder: Path) -> None:
    said = run("verify", folder)

    digest = hashlib.sha256(CASE["result"].encode()).hexdigest()
    assert (said.exit_code, said.output) == (0, f"ok {digest}\n")


def swapped(data: bytes) -> bytes:
    """Let two lines change places."""
    first, second, third, *rest = data.split(b"\n")
    return b"\n".join([first, third, second, *rest])


@pytest.mark.parametrize(
    ("file", "tamper", "where"),
    [
        ("result.txt", swapped, "result.txt, line 2: computed is"),
        ("result.txt", lambda data: data[:-1], "computed is"),
        ("result.txt", lambda data: data + b"\n", "computed is the end"),
        ("result.txt", lambda _: b"\xff", 'result.txt, line 1: computed is "dr/1 result"'),
        ("changes.txt", swapped, "changes.txt, line 2: computed is"),
        ("objects.tsv", swapped, "objects.tsv: its SHA-256 is not the one in the manifest"),
        ("manifest.json", lambda data: data + b"\n", "manifest.json: not canonical JSON"),
        ("contributions.tsv", swapped, "contributions.tsv, line 2: "),
        ("contributions.tsv", lambda _: b"", 'contributions.tsv, line 1: "party.jw" is missing'),
        ("requests.tsv", lambda data: data.replace(b"seat", b"seats", 1), "requests.tsv, line 1"),
    ],
)
def test_what_was_tampered_with_is_found(
    folder: Path, file: str, tamper: Callable[[bytes], bytes], where: str
) -> None:
    data = (folder / file).read_bytes()
    (folder / file).write_bytes(tamper(data))

    said = run("verify", folder)

    assert said.exit_code == 1
    assert where in said.output


@pytest.mark.parametrize(
    "file", ["manifest.json", "contributions.tsv", "result.txt", "requests.tsv"]
)
def test_a_file_that_is_missing_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()

    said = run("verify", folder)

    assert (said.exit_code, said.output) == (1, f"Error: {file}: cannot be read\n")
