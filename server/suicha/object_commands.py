"""`suicha objects …`: what an operator asks of the object store."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from suicha.application import application

if TYPE_CHECKING:
    from suicha.objects import Finding


@click.group()
def objects() -> None:
    """Look after the objects."""


@objects.command()
@click.option("--bytes", "read", is_flag=True, help="Read and hash every object as well.")
def check(*, read: bool) -> None:
    """Compare store and database both ways; a line for each object that is wrong, none repaired."""
    from suicha.objects import checked
    from suicha.storage import UnreachableError

    counts: Counter[str] = Counter()

    def tell(finding: Finding) -> None:
        counts[finding.kind] += 1
        click.echo(f"{finding.kind}\t{finding.bucket}/{finding.key}\t{finding.reason}")

    try:
        with application() as app, app.app_context():
            report = checked(tell, read=read)
    except UnreachableError as error:
        raise click.ClickException(f"the object store does not answer: {error}") from error
    once = report.photos - report.unused - report.shared
    click.echo(
        f"{report.objects} objects, {report.read} of them read; {report.photos} photos: {once} used"
        f" once, {report.shared} more than once (at most {report.most_uses} times),"
        f" {report.unused} unused"
    )
    if counts:
        told = ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items()))
        raise click.ClickException(f"{told}; nothing was repaired")
    click.echo("store and database agree")
