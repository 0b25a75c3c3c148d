"""`suicha draw …`: computes and verifies published draws; needs no database."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator


@click.group()
def draw() -> None:
    """Compute and verify published draws; needs no database."""


FOLDER = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))


@draw.command()
@FOLDER
def compute(folder: Path) -> None:
    """Print the result of a manifest, its lists and contributions (draw.md sections 3 to 5)."""
    from suicha import dr1

    with _told_where():
        click.echo(dr1.compute_folder(folder).text, nl=False)


@draw.command()
@FOLDER
def change(folder: Path) -> None:
    """Print what became of a folder's requests.tsv (draw.md section 5.1)."""
    from suicha import dr1

    with _told_where():
        click.echo(dr1.change_folder(folder).text, nl=False)


@draw.command()
@FOLDER
def verify(folder: Path) -> None:
    """Check result.txt, and changes.txt where it is; fails at the first line that differs."""
    from suicha import dr1

    with _told_where():
        click.echo(f"ok {dr1.verify_folder(folder).sha256}")


@contextmanager
def _told_where() -> Iterator[None]:
    """Tell which file and line is refused, and why."""
    from suicha import dr1

    try:
        yield
    except dr1.InputError as error:
        raise click.ClickException(str(error)) from None
