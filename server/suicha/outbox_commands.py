"""`suicha outbox …`: takes in the file that a phone wrote which will never see a network again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from suicha.application import deed

if TYPE_CHECKING:
    from suicha.outboxes.report import Report


@click.group()
def outbox() -> None:
    """Take in what a phone exported."""


@outbox.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only tell what would happen.")
def import_outbox(file: Path, *, dry_run: bool) -> None:
    """Take a phone's exported outbox in, once; a line for each command and photo."""
    from suicha.http import commit_apart
    from suicha.outboxes.operations import import_file

    with deed(), file.open("rb") as opened:
        report = import_file(opened, commit_apart, write=not dry_run)
        _tell(report)
        if report.refused:
            raise click.ClickException(f"{report.refused} {report.details}")
        ending = " (dry run)" if dry_run else ""
        for kind in ("command", "photo"):
            counts = ", ".join(f"{n} {outcome}" for outcome, n in report.count(kind).items())
            click.echo(f"{kind}s: {counts}{ending}")


def _tell(report: Report) -> None:
    for line in report.lines:
        told = (
            line.kind,
            line.id,
            line.name or "",
            line.check or "",
            line.outcome,
            line.code or "",
        )
        click.echo("\t".join(told))
