"""The demo's passwords: random, easy to type, kept in one file of the data folder."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from suicha.accounts.models import Role
from suicha.demo.files import read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from suicha.db import Json

FILE = "demo-logins.txt"

ROLES = {
    Role.SUPERVISOR: "科室负责人 supervisor",
    Role.INSPECTOR: "执法人员 inspector",
    Role.WITNESS: "见证人 witness",
    Role.CONTRACTOR: "责任单位 contractor",
    Role.ADMINISTRATOR: "管理员 administrator",
    Role.AUDITOR: "审计 auditor",
}


def keep(file: Path, logins: Sequence[str]) -> dict[str, str]:
    """Give each login its password: the one the file holds, or a new one, written there."""
    passwords = _kept(file)
    words: list[str] = read("words")
    for login in logins:
        passwords.setdefault(login, _password(words))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
    file.chmod(0o600)
    file.write_text("".join(f"{login}\t{word}\n" for login, word in passwords.items()), "utf-8")
    return passwords


def table(people: Sequence[Json], file: Path) -> str:
    """Show login, password, role, name and agency, one line for each person."""
    passwords = _kept(file)
    lines = [_line(person, passwords.get(person["login"])) for person in people]
    return "\n".join([f"演示账号 Demo logins ({file}):", *lines])


def _line(person: Json, password: str | None) -> str:
    role, agency = ROLES[Role(person["role"])], person["agency"]
    return f"  {person['login']:<16}{password or '?':<26}{person['name']}  {agency}  {role}"


def _kept(file: Path) -> dict[str, str]:
    if not file.exists():
        return {}
    lines = [line.split("\t") for line in file.read_text("utf-8").splitlines()]
    return {line[0]: line[1] for line in lines if len(line) > 1}


def _password(words: Sequence[str]) -> str:
    """Two words and four digits: 26 bits, which five attempts in 15 minutes do not exhaust."""
    return f"{secrets.choice(words)}-{secrets.choice(words)}-{secrets.randbelow(10_000):04}"
