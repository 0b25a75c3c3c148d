"""The documents name every setting, refusal and command, and the words exist for each."""

from __future__ import annotations

import re

from scripts.refusals import page
from suicha import cli, config
from suicha.config import REPOSITORY
from suicha.errors import REFUSALS


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
    words = read("pwa/src/words/refusals.ts")  # the compiler holds its two languages together
    missing = [code for code in REFUSALS if f"'{code}'" not in words]
    assert missing == []


def test_every_command_is_documented() -> None:
    for name in cli.main.commands:
        assert f"`suicha {name}" in read("docs/OPERATIONS.md"), name


def test_no_file_names_a_package_host_or_this_machine() -> None:
    host = re.compile(r"https?://[^\s\"']*(pypi|pythonhosted|npmjs|deb\.debian)")
    for path in [*REPOSITORY.glob("*.lock"), REPOSITORY / "pwa" / "package-lock.json"]:
        text = path.read_text()
        assert not host.search(text), path.name
        assert '"resolved": "http' not in text, path.name


def test_the_kept_secret_is_made_once_and_is_nobody_elses(tmp_path: object) -> None:
    folder = str(tmp_path)
    first = config.load({"DATA": folder}).secret_key
    assert config.load({"DATA": folder}).secret_key == first
    assert len(first) == 64
    assert oct((config.load({"DATA": folder}).data / "secret_key").stat().st_mode)[-3:] == "600"
    assert config.load({"DATA": folder, "SECRET_KEY": "given"}).secret_key == "given"
