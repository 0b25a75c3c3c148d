"""What `docker-compose.yml` promises, as far as it can be seen without an engine."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click
import psycopg
import pytest
import yaml
from click.testing import CliRunner
from compose_spec import PyCompose
from sqlalchemy import make_url

from suicha import backups, cli, config, jobs
from suicha.config import REPOSITORY
from suicha.db import db
from suicha.storage import Bucket

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from suicha.db import Json
    from tests.builders import House

OURS = ("setup", "server", "worker")
ONCE = ("volumes", "store-setup", "setup")  # run to their end
VARIABLE = re.compile(r"\$\{([A-Z0-9_]+)(:[-?])?([^}]*)\}")
SECRET = re.compile(r"PASSWORD|SECRET|KEY|USER")


def read(path: str) -> str:
    return (REPOSITORY / path).read_text("utf-8")


@cache
def compose() -> Json:
    found: Json = yaml.safe_load(read("docker-compose.yml"))
    return found


def services() -> dict[str, Any]:  # Any: a service of the compose file
    found: dict[str, Any] = compose()["services"]
    return found


def example() -> dict[str, str]:
    lines = [line for line in read(".env.example").splitlines() if "=" in line and line[0] != "#"]
    return dict(line.split("=", 1) for line in lines)


def filled() -> str:
    """The file as the engine reads it: every variable in its place."""
    return VARIABLE.sub("filled", read("docker-compose.yml"))


def test_the_file_is_a_compose_file() -> None:
    plain = yaml.safe_load(filled())  # anchors resolved, extensions left out
    without = {name: value for name, value in plain.items() if not name.startswith("x-")}
    found = PyCompose.from_yaml(yaml.safe_dump(without))
    found.validate()
    assert set(found.service_names()) == set(services())


def test_whoever_is_waited_for_is_there_and_can_be_waited_for() -> None:
    found = services()
    waits = [wait for service in found.values() for wait in service.get("depends_on", {}).items()]
    for other, how in waits:
        healthy = how["condition"] == "service_healthy"
        assert "healthcheck" in found[other] if healthy else other in ONCE, other


def test_every_service_that_stays_tells_its_health() -> None:
    for name, service in services().items():
        assert ("healthcheck" in service) is (name not in ONCE), name


def test_nobody_is_root_writes_beside_its_volume_or_keeps_a_power() -> None:
    for name, service in services().items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        if name != "volumes":  # it gives the volumes to the others, reaches no network, and ends
            assert str(service["user"]).split(":")[0] not in {"0", "root"}, name
    assert services()["volumes"]["network_mode"] == "none"


def test_only_the_proxy_can_be_reached_from_outside() -> None:
    assert [name for name, service in services().items() if "ports" in service] == ["proxy"]
    assert compose()["networks"]["inside"]["internal"] is True
    for name in ("database", "store", "store-setup", "setup", "worker"):
        assert services()[name]["networks"] == ["inside"], name


def test_the_proxy_listens_where_its_ports_and_its_health_check_lead_and_finds_the_server() -> None:
    words, proxy = read("deploy/Caddyfile"), services()["proxy"]
    inside = dict(port.removesuffix("/udp").split(":") for port in proxy["ports"])
    assert f"http_port {inside['80']}\n" in words
    assert f"https_port {inside['443']}\n" in words
    assert "{$DOMAIN} {" in words
    assert "DOMAIN" in proxy["environment"]
    health = urlsplit(proxy["healthcheck"]["test"][-1])
    assert f"http://{health.netloc} {{" in words
    port = services()["server"]["environment"].get("PORT", "8000")
    assert f"reverse_proxy server:{port} {{" in words


def test_every_volume_is_declared_and_every_mounted_file_is_kept() -> None:
    for name, service in services().items():
        for mount in service.get("volumes", []):
            source = mount.split(":")[0]
            known = (REPOSITORY / source).exists() if source[0] == "." else None
            assert known or source in compose()["volumes"], (name, mount)


def test_every_command_of_ours_exists() -> None:
    for name in OURS:
        commands = [
            services()[name]["command"],
            services()[name].get("healthcheck", {}).get("test"),
        ]
        for words in filter(None, commands):
            call = [word for word in words if word != "CMD"]
            assert call.pop(0) == "suicha", name
            result = CliRunner().invoke(cli.main, [*call, "--help"])
            assert result.exit_code == 0, (name, call, result.output)
            assert is_complete(call), call


def is_complete(call: list[str]) -> bool:
    """Whether the words lead to a command, with every argument that it wants."""
    command: click.Command = cli.main
    rest = list(call)
    while isinstance(command, click.Group) and rest:
        command = command.commands[rest.pop(0)]
    command.make_context(call[0], rest)  # raises where an argument is missing or unknown
    return not isinstance(command, click.Group)


def test_every_variable_is_one_of_ours_or_in_the_example() -> None:
    known = set(re.findall(r'env\.get\("([A-Z0-9_]+)"', read("server/suicha/config.py")))
    for name in OURS:
        assert set(services()[name]["environment"]) <= known, name
    asked = {match[0] for match in VARIABLE.findall(read("docker-compose.yml"))}
    assert asked == set(example())
    for variable in asked:
        assert f"`{variable}`" in read("docs/OPERATIONS.md"), variable


def test_no_secret_has_a_default() -> None:
    for name, kind, default in VARIABLE.findall(read("docker-compose.yml")):
        if SECRET.search(name):
            assert (kind, default) == (":?", "set it in .env"), name
    for name, value in example().items():
        assert not (SECRET.search(name) and value), name


def test_the_settings_of_the_containers_make_a_house(tmp_path: Path) -> None:
    environment = {
        name: VARIABLE.sub("filled", value)
        for name, value in services()["server"]["environment"].items()
    }
    settings = config.load({**environment, "DATA": str(tmp_path)})
    assert settings.cookie_secure
    assert settings.s3_endpoint == "store:9000"
    assert settings.database_url == "postgresql+psycopg://suicha:filled@database:5432/suicha"
    assert list(tmp_path.iterdir()) == []  # no secret of its own: all servers share one


def test_the_image_copies_only_what_is_kept() -> None:
    lines = [
        shlex.split(line, comments=True)
        for line in read("Dockerfile").replace("\\\n", " ").splitlines()
    ]
    copied = [words[1:-1] for words in lines if words[:1] == ["COPY"]]
    sources = {source for words in copied for source in words if not words[0].startswith("--")}
    assert {"server", "migrations", "pwa"} <= sources
    assert [source for source in sources if not (REPOSITORY / source).exists()] == []
    assert re.findall(r"^USER (.*)$", read("Dockerfile"), re.MULTILINE) == ["10001:10001"]


def test_the_image_is_built_with_the_commands_of_the_project() -> None:
    scripts = json.loads(read("pwa/package.json"))["scripts"]
    for script in re.findall(r"npm run ([a-z]+)", read("Dockerfile")):
        assert script in scripts


def test_suichas_own_key_opens_its_buckets_and_no_other() -> None:
    statements = json.loads(read("deploy/store-policy.json"))["Statement"]
    places = {place.split(":::")[1].split("/")[0] for s in statements for place in s["Resource"]}
    assert places == {bucket.value for bucket in Bucket}
    made = re.search(r"for bucket in (.*);", read("deploy/store.sh"))
    assert made is not None
    assert set(made[1].split()) == places
    powers = {action for statement in statements for action in statement["Action"]}
    assert not {"s3:*", "s3:DeleteBucket", "s3:PutBucketPolicy"} & powers


@pytest.mark.parametrize("script", ["deploy/postgres.sh", "deploy/store.sh"])
def test_the_scripts_can_be_read_by_a_shell(script: str) -> None:
    subprocess.run(["/bin/sh", "-n", str(REPOSITORY / script)], check=True)


def test_suichas_own_account_owns_its_database_and_nothing_else(cluster: str) -> None:
    """The statements of `deploy/postgres.sh`, on a real Postgres."""
    statements = read("deploy/postgres.sh").split("<<'SQL'\n")[1].split("\nSQL")[0]
    # The tests' own superuser bears the same name.
    statements = statements.replace(":'password'", "'secret'").replace(" suicha", " of_suicha")
    url = make_url(cluster).set(drivername="postgresql")
    owned = """SELECT datname FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba
        WHERE r.rolname = 'of_suicha'"""
    powers = "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = 'of_suicha'"
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        for statement in statements.split(";\n"):
            connection.execute(statement.encode())
        assert connection.execute(owned).fetchall() == [("of_suicha",)]
        assert connection.execute(powers).fetchone() == (False, False, False)
        connection.execute("DROP DATABASE of_suicha")
        connection.execute("DROP ROLE of_suicha")


def test_after_a_restore_every_row_is_pulled_afresh(app: Flask, house: House) -> None:
    """A row that another cluster wrote late would else lie beyond every window of the feed."""
    house.checklist()
    beyond = "UPDATE {} SET changed = '99999999'::text::xid8"
    with db.engine.begin() as connection:
        for table, trigger in (("units", "touch_changed"), ("checklist_versions", "ALL")):
            connection.execute(db.text(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}"))
            connection.execute(db.text(beyond.format(table)))
            connection.execute(db.text(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}"))
    epoch = db.session.scalar(db.text("SELECT id FROM epoch"))
    db.session.rollback()
    backups.restored()
    db.session.commit()
    assert db.session.scalar(db.text("SELECT id FROM epoch")) != epoch
    late = "SELECT count(*) FROM {} WHERE changed >= pg_snapshot_xmax(pg_current_snapshot())"
    for table in ("units", "checklist_versions"):
        assert db.session.scalar(db.text(late.format(table))) == 0
    guarded = "SELECT tgenabled FROM pg_trigger WHERE tgname = 'facts_stay'"
    assert set(db.session.scalars(db.text(guarded))) == {"O"}


def test_a_container_is_well_while_a_worker_gives_signs_of_life(app: Flask) -> None:
    assert not jobs.a_worker_lives()
    db.session.execute(db.text("INSERT INTO procrastinate_workers DEFAULT VALUES"))
    assert jobs.a_worker_lives()
    late = "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '61 seconds'"
    db.session.execute(db.text(late))
    assert not jobs.a_worker_lives()


def test_a_server_that_does_not_answer_is_not_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9")  # nobody listens there
    result = CliRunner().invoke(cli.main, ["health", "server"])
    assert result.exit_code == 1
    assert "does not answer" in result.output
