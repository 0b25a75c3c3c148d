"""The documents name every setting, refusal and command, and the words exist for each."""

from __future__ import annotations

import re
import subprocess
import tomllib

import pytest

from scripts.refusals import page
from suicha import cli, config
from suicha.config import REPOSITORY
from suicha.errors import REFUSALS

DOCS = REPOSITORY / "docs"

PAGES = [
    str(path.relative_to(REPOSITORY)) for path in (*REPOSITORY.glob("*.md"), *DOCS.rglob("*.md"))
]


def kept_files() -> list[str]:
    """Name what the repository keeps, but for this file, which holds what it looks for."""
    command = ["git", "-C", str(REPOSITORY), "ls-files", "-z"]
    names = subprocess.check_output(command, text=True).split("\0")
    return [name for name in names if name and not name.endswith("house/test_docs.py")]


def read(path: str) -> str:
    return (REPOSITORY / path).read_text()


def test_every_setting_is_documented() -> None:
    named = set(re.findall(r'env\.get\("([A-Z0-9_]+)"', read("server/suicha/config.py")))
    assert {"DATA", "PORT", "DATABASE_URL", "S3_ENDPOINT"} <= named
    for variable in named:
        assert f"`{variable}`" in read("docs/OPERATIONS.md"), variable


def test_only_config_reads_the_environment() -> None:
    for path in (REPOSITORY / "server").rglob("*.py"):
        if path.name in {"config.py", "supervisor.py", "embedded.py", "postgres_programs.py"}:
            continue  # these start programs and hand the environment on
        assert "os.environ" not in path.read_text(), path.name
        assert "getenv" not in path.read_text(), path.name


def test_every_refusal_is_documented() -> None:
    assert read("docs/REFUSALS.md") == page(), "run `make docs`"


def test_every_refusal_has_words_for_people() -> None:
    # The compiler holds the two languages of each together.
    places = ("", "checklist-", "draw-", "hazard-", "limit-", "outbox-", "register-")
    words = "".join(read(f"pwa/src/words/{name}refusals.ts") for name in places)
    missing = [code for code in REFUSALS if f"'{code}'" not in words]
    assert missing == []


def test_every_command_is_documented() -> None:
    for name in cli.main.commands:
        assert f"`suicha {name}" in read("docs/OPERATIONS.md"), name


def test_the_import_law_of_the_page_is_the_one_that_is_held() -> None:
    contracts = tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    law = " > ".join(f"`{layer}`" for layer in contracts[0]["layers"])
    assert law in " ".join(read("docs/ARCHITECTURE.md").split())


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_to_a_file(page: str) -> None:
    folder = (REPOSITORY / page).parent
    links = re.findall(r"\]\(([^)#:]+)\)", read(page))
    named = re.findall(r"`((?:docs|server|tests|scripts)/[\w./-]+)`", read(page))
    lost = [link for link in links if not (folder / link).exists()]
    lost += [name for name in named if not (REPOSITORY / name).exists()]
    assert lost == []


def test_no_file_names_a_package_host_or_this_machine() -> None:
    host = re.compile(r"https?://[^\s\"'`]*(pypi|pythonhosted|npmjs|registry|deb\.debian)")
    machine = re.compile(r"/(work|opt/pypi|home|Users)/")
    for name in kept_files():
        text = (REPOSITORY / name).read_bytes().decode(errors="replace")
        assert not host.search(text), name
        assert not machine.search(text), name
        assert '"resolved": "http' not in text, name


def test_the_kept_secret_is_made_once_and_is_nobody_elses(tmp_path: object) -> None:
    folder = str(tmp_path)
    first = config.load({"DATA": folder}).secret_key
    assert config.load({"DATA": folder}).secret_key == first
    assert len(first) == 64
    assert oct((config.load({"DATA": folder}).data / "secret_key").stat().st_mode)[-3:] == "600"
    assert config.load({"DATA": folder, "SECRET_KEY": "given"}).secret_key == "given"
