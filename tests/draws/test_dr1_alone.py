"""The stand-alone script agrees with the office's program: drawing, changing and refusing."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suicha import dr1
from suicha.dr1 import InputError, alone

from .faults import Fault, tampered
from .folders import CHANGED, DRAWN, Files, random_draw, written

SCRIPT = Path(alone.__file__)
MOST_LINES = 250


def says(command: str, folder: Path) -> str:
    """What the script prints, or its refusal."""
    try:
        return alone.main(command, folder)
    except SystemExit as refusal:
        return str(refusal)


def office_says(command: str, folder: Path) -> str:
    """What the office's program prints, or its refusal."""
    try:
        if command == "compute":
            return dr1.compute_folder(folder).text.decode()
        if command == "change":
            return dr1.change_folder(folder).text.decode()
        return f"ok {dr1.verify_folder(folder).sha256}\n"
    except InputError as refusal:
        return f"Error: {refusal}"


@pytest.mark.parametrize("files", DRAWN + CHANGED, ids=lambda files: files["result.txt"][:90][-8:])
def test_it_verifies_every_vector(files: Files, tmp_path: Path) -> None:
    folder = written(files, tmp_path)

    assert says("compute", folder).encode() == files["result.txt"]
    assert says("verify", folder).startswith("ok ")
    if "changes.txt" in files:
        assert says("change", folder).encode() == files["changes.txt"]


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_it_draws_and_changes_as_the_office_does(
    tmp_path_factory: pytest.TempPathFactory, number: int
) -> None:
    folder = written(random_draw(number), tmp_path_factory.mktemp("draw"))

    for command in ("compute", "change"):
        assert says(command, folder) == office_says(command, folder)


@pytest.mark.parametrize("fault", tampered(CHANGED[5]), ids=lambda fault: fault.name)
def test_it_refuses_in_the_offices_words(fault: Fault, tmp_path: Path) -> None:
    folder = written(fault.files, tmp_path)

    said = says("verify", folder)
    assert said.startswith(f"Error: {fault.where}")
    assert said == office_says("verify", folder)


def test_it_runs_by_itself_on_the_standard_library(tmp_path: Path) -> None:
    folder = written(CHANGED[0], tmp_path)
    script = tmp_path / "suicha_draw.py"
    script.write_bytes(SCRIPT.read_bytes())
    bare = [sys.executable, "-I", "-S", str(script)]  # no site-packages, no folder of ours

    right = subprocess.run([*bare, "verify", folder], capture_output=True, text=True, check=False)
    assert (right.returncode, right.stdout[:3]) == (0, "ok ")
    (folder / "result.txt").write_bytes(b"")
    wrong = subprocess.run([*bare, "verify", folder], capture_output=True, text=True, check=False)
    assert (wrong.returncode, wrong.stderr[:26]) == (1, "Error: result.txt, line 1:")
    lost = subprocess.run([*bare, "draw"], capture_output=True, text=True, check=False)
    assert lost.returncode == 1
    assert "suicha_draw.py verify DIR" in lost.stderr


def test_it_is_short_enough_to_be_read() -> None:
    """Lines of code: without blank lines, comments and docstrings."""
    source = SCRIPT.read_text("utf-8")
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    said = [node.body[0] for node in ast.walk(tree) if isinstance(node, documented)]
    words = {
        line
        for node in said
        if isinstance(node, ast.Expr)
        for line in range(node.lineno, (node.end_lineno or 0) + 1)
    }
    code = [
        line
        for number, line in enumerate(source.splitlines(), start=1)
        if number not in words and line.strip() and not line.lstrip().startswith("#")
    ]
    assert len(code) < MOST_LINES
