"""`suicha backup`, `suicha restore`, `suicha db restored`: what an operator does for bad days."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from suicha.application import application, bring_up, deed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from suicha.backups import Manifest

FOLDER = click.argument("folder", type=click.Path(path_type=Path))
OLDER = click.Path(exists=True, file_okay=False, path_type=Path)
SHOWN = 20


@click.command()
@FOLDER
@click.option(
    "--unchanged-from",
    "older",
    type=OLDER,
    help="An older backup on this disk to share files with.",
)
def backup(folder: Path, older: Path | None) -> None:
    """Back database and objects up into the new FOLDER, while the server runs."""
    from suicha import backups

    with _told(), application() as app, app.app_context():
        manifest = backups.take(folder.absolute(), older and older.absolute())
    click.echo(f"{folder}: {_words(manifest)}")
    _tell_lacking(manifest.lacking)


@click.command()
@FOLDER
@click.option("--replace", is_flag=True, help="Overwrite a database that is in use.")
@click.option("--check", is_flag=True, help="Only read the backup, and say whether it is whole.")
def restore(folder: Path, *, replace: bool, check: bool) -> None:
    """Bring the backup in FOLDER back; servers and workers must be stopped."""
    from suicha import backups

    with _told():
        if check:
            click.echo(f"{folder} is whole: {_words(backups.judged(folder.absolute()))}")
            return
        with deed():
            manifest = backups.restore(folder.absolute(), replace=replace)
            bring_up()
            backups.render_again()
            beyond = backups.beyond(folder.absolute())
    click.echo(f"restored {_words(manifest)}; phones will pull afresh")
    if beyond:
        click.echo(f"{beyond} public files in the store are newer than the backup; look at them")
    _tell_lacking(manifest.lacking)


@click.command()
def restored() -> None:
    """Do what follows when the database was brought back by other means than `suicha restore`."""
    from suicha import backups

    with deed():
        backups.restored()
    click.echo("the database has a new epoch; phones will pull afresh")


@contextmanager
def _told() -> Iterator[None]:
    """Tell in one sentence why it is not done."""
    from suicha.backups import BackupError
    from suicha.postgres_programs import CannotStartError
    from suicha.storage import UnreachableError

    try:
        yield
    except (BackupError, CannotStartError) as error:
        raise click.ClickException(str(error)) from None
    except UnreachableError as error:
        raise click.ClickException(f"the object store does not answer: {error}") from error


def _words(manifest: Manifest) -> str:
    rows = sum(manifest.rows.values())
    return f"{manifest.made_at}, release {manifest.release}, {rows} rows"


def _tell_lacking(lacking: Sequence[str]) -> None:
    """Fail loudly, for cron: the backup is good, the store it was made from was not."""
    if lacking:
        more = "" if len(lacking) <= SHOWN else " …"
        names = " ".join(lacking[:SHOWN])
        raise click.ClickException(
            f"the backup is whole, but the store lacked {len(lacking)} objects or had them"
            f" damaged: {names}{more}"
        )
