"""`suicha …`: the commands of an operator.

Each command imports what it needs: `suicha run` only starts the others, and a newcomer should not
wait for Flask and the tables first.
"""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from suicha import config, supervisor
from suicha.application import application, bring_up, deed
from suicha.backup_commands import backup, restore, restored
from suicha.checklist_commands import checklist
from suicha.draw_commands import draw
from suicha.map_tiles import BadSettingError
from suicha.object_commands import objects
from suicha.outbox_commands import outbox


class Commands(click.Group):
    """Tells a setting that makes no sense in its one sentence."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except BadSettingError as error:
            raise click.ClickException(str(error)) from None


@click.group(cls=Commands)
def main() -> None:
    """随查: spot checks of a construction authority."""


main.add_command(checklist)
main.add_command(draw)
main.add_command(objects)
main.add_command(outbox)
main.add_command(backup)
main.add_command(restore)


@main.command()
def run() -> None:
    """Start everything on this machine: database, demo authority, server and worker."""
    settings = config.load()
    programme = supervisor.HOUSE
    if settings.tls:
        from suicha import local_tls

        programme = local_tls.programme(settings.data, settings.port)
    sys.exit(supervisor.run(settings.data, settings.port, settings.database_url, programme))


@main.command(name="trust-page")
def trust_page() -> None:
    """Tell phones how to trust the local certificate, on PORT + 1; `run` with TLS=1 does it."""
    from suicha import local_tls, trust_page

    settings = config.load()
    tls = local_tls.kept(settings.data)
    trust_page.server(tls, settings.host, settings.port).serve_forever()


@main.command()
def serve() -> None:
    """Serve the API, the PWA and the public pages."""
    from suicha.gunicorn_server import Server

    with application() as app:
        Server(app, app.extensions["settings"]).run()


@main.command(name="worker")
@click.option("--once", is_flag=True, help="Work what is queued, then stop.")
def work(*, once: bool) -> None:
    """Work the background jobs."""
    from suicha import worker

    with application() as app:
        url = app.config["SQLALCHEMY_DATABASE_URI"]
        # One by one, the queue is only empty when what the last job queued is worked as well.
        threads = 1 if once else app.extensions["settings"].worker_threads
        worker.run(url, app.app_context, threads=threads, wait=not once)


@main.command()
@click.argument("part", type=click.Choice(["server", "worker"]))
def health(part: str) -> None:
    """Say by the exit code whether the server here, or a worker, is well (for containers)."""
    from suicha import jobs

    if part == "server":
        _ask_server(config.load().port)
        return
    with application() as app, app.app_context():
        if not jobs.a_worker_lives():
            raise click.ClickException("no worker has given a sign of life for a minute")


@main.command(name="demo")
def load_demo() -> None:
    """Bring the tables up, load the demo authority and its past where missing, print its logins."""
    from suicha import demo

    with deed() as app:
        bring_up()
        settings = app.extensions["settings"]
        words = demo.load(settings.data)
        if settings.demo_history:
            demo.live(tell=partial(click.echo, err=True))
        click.echo(words)


@main.group(name="db")
def database() -> None:
    """Look after the database."""


@database.command()
def upgrade() -> None:
    """Bring tables, the store's buckets, lists, clauses and the public index up to this release."""
    with deed():
        bring_up()


database.add_command(restored)


@main.group()
def agency() -> None:
    """Look after agencies."""


@agency.command(name="add")
@click.argument("short_name")
@click.option("--name", required=True, help="The agency's full name.")
@click.option("--code", required=True, help="Its district or city, six digits of GB/T 2260.")
@click.option("--place", required=True, help="The name of that district or city.")
@click.option("--above", help="The code of the city above a district.")
def add_agency(short_name: str, name: str, code: str, place: str, above: str | None) -> None:
    """Add an agency and, where it is new, its jurisdiction."""
    from suicha.places import operations

    with deed():
        jurisdiction = operations.jurisdiction(code, place, above)
        operations.add_agency(jurisdiction, name, short_name)
        click.echo(f"added {short_name} ({code})")


@main.group()
def user() -> None:
    """Look after accounts."""


@user.command(name="add")
@click.argument("login")
@click.option("--name", required=True)
@click.option("--role", required=True, help="inspector, supervisor, witness, …")
@click.option("--agency", "short_name", required=True, help="The agency's short name (机关代字).")
@click.password_option(help="Asked for when it is not given; never a default.")
def add_user(login: str, name: str, role: str, short_name: str, password: str) -> None:
    """Add an account."""
    from suicha.accounts.operations import NewPerson, add_person, role_named
    from suicha.places.queries import agency_named

    with deed():
        of = agency_named(short_name)
        new = NewPerson(login, name, role_named(role), password, of.jurisdiction_id, of.id)
        add_person(new)
        click.echo(f"added {login} ({role})")


@main.group()
def register() -> None:
    """Take the registers (一单两库) over from sheets, and give them back as sheets."""


REGISTER = click.argument("name", type=click.Choice(["sites", "inspectors", "items"]))
OF = click.option("--agency", "short_name", required=True, help="Of whose district (机关代字).")
SHEET = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@register.command(name="import")
@REGISTER
@SHEET
@OF
@click.option("--dry-run", is_flag=True, help="Only tell what would happen.")
def import_sheet(name: str, file: Path, short_name: str, *, dry_run: bool) -> None:
    """Take a sheet (.xlsx, CSV) over, all of it; a line for each cell that keeps it out."""
    from suicha.accounts.keeper import Keeper
    from suicha.places.queries import agency_named
    from suicha.registers.models import Register
    from suicha.registers.operations import take_over

    with deed():
        keeper = Keeper(agency_named(short_name).jurisdiction_id)
        report = take_over(keeper, Register(name), file.read_bytes(), _tell_rows, write=not dry_run)
        for line in report.as_json()["warnings"] + report.as_json()["faults"]:
            click.echo("{row}\t{column}\t{value}\t{code}\t{note}".format(**line))
        if report.faults_total:
            raise click.ClickException(f"{report.faults_total} faults; nothing was taken over")
        counts = f"{report.new} new, {report.changed} changed, {report.ended} ended"
        click.echo(f"{counts}, {report.unchanged} unchanged{' (dry run)' if dry_run else ''}")


@register.command(name="export")
@REGISTER
@SHEET
@OF
def export_sheet(name: str, file: Path, short_name: str) -> None:
    """Write a register into a sheet; the name's end says which kind: .xlsx or .csv."""
    from suicha.places.queries import agency_named, below
    from suicha.registers.models import Register
    from suicha.registers.operations import exported
    from suicha.sheets import Format

    if file.suffix not in {f".{form}" for form in Format}:
        raise click.BadParameter("a sheet's name ends in .xlsx or .csv")
    with deed(), file.open("wb") as written:
        places = below(agency_named(short_name).jurisdiction_id)
        with exported(Register(name), Format(file.suffix[1:]), places) as sheet:
            shutil.copyfileobj(sheet, written)


@main.command()
def openapi() -> None:
    """Print the contract of the API; needs no database."""
    from suicha.factory import create_app

    app = create_app(replace(config.load(), database_url=None))
    document = app.test_client().get("/api/v1/openapi.json").get_json()
    click.echo(json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True))


def _ask_server(port: int) -> None:
    import urllib3

    try:
        answer = urllib3.request("GET", f"http://127.0.0.1:{port}/readyz", retries=False, timeout=8)
    except urllib3.exceptions.HTTPError as error:
        raise click.ClickException(f"the server does not answer: {error}") from error
    if answer.status != 200:  # noqa: PLR2004  # OK
        raise click.ClickException(f"the server is not ready: {answer.data.decode()}")


def _tell_rows(done: int, total: int) -> None:
    click.echo(f"{done} of {total or '?'} rows", err=True)
