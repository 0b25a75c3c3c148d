"""The tail is bound: short functions, short files (architecture.md, rule 11)."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from suicha.config import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LONGEST_VIEW = 6
PLACES = (("server", "*.py"), ("pwa/src", "*.ts"), ("pwa/src", "*.vue"))
MADE = {"contract.ts"}  # generated from the server's contract
WHOLE = {"alone.py"}  # one file for strangers to read and run: its own test bounds its code


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or 0) - node.lineno + 1


def views(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef) and node.decorator_list:
            yield node.name, (node.end_lineno or 0) - (node.body[0].end_lineno or 0)


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    files = [path for place, kind in PLACES for path in (REPOSITORY / place).rglob(kind)]
    assert len(files) > 100
    long = {
        str(path.relative_to(REPOSITORY)): lines
        for path in files
        if path.name not in MADE | WHOLE
        and (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_no_function_is_longer_than_forty_lines() -> None:
    long = {
        f"{path.name}:{name}": lines
        for path in (REPOSITORY / "server").rglob("*.py")
        for name, lines in functions(path)
        if lines > LONGEST_FUNCTION
    }
    assert long == {}


def test_views_are_short() -> None:
    """A view is guard, load, one verb, return: counted without its docstring and signature."""
    long = {
        f"{path.parent.name}:{name}": lines
        for path in (REPOSITORY / "server").rglob("views.py")
        for name, lines in views(path)
        if lines > LONGEST_VIEW
    }
    assert long == {}


def test_only_the_edge_commits() -> None:
    """Returning commits, raising undoes: no verb decides that itself (rule 4)."""
    commits = {
        path.relative_to(REPOSITORY / "server" / "suicha").as_posix()
        for path in (REPOSITORY / "server").rglob("*.py")
        if ".commit()" in path.read_text()
    }
    assert commits == {"http.py", "deeds.py", "worker.py", "application.py"}
