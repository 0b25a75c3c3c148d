"""`suicha checklist …`: scores a site under a standard; needs no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from suicha.checklists.scoring import SiteScore

PLACES = 4  # decimals of what is printed; what is judged is judged on exact values


@click.group()
def checklist() -> None:
    """Work with checklists; needs no database."""


@checklist.command()
@click.argument("code", metavar="LIST")
@click.argument("answers", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def score(code: str, answers: Path) -> None:
    """Print tables, classes, total and grade under LIST (jgj59-2011), as JSON.

    ANSWERS says what is deducted: {"B1": {"1": 3, "5": "na"}, …}. An item that is not named loses
    nothing; a table left out, or of which all is "na", is missing.
    """
    from suicha.checklists.library import standards
    from suicha.checklists.scoring import BadAnswerError, read_deductions, score_site

    standard = standards().get(code.lower())
    if standard is None:
        known = ", ".join(standards())
        raise click.BadParameter(f"there is no list {code!r}; known: {known}", param_hint="LIST")
    try:
        given = read_deductions(standard, answers.read_text("utf-8-sig"))
    except UnicodeDecodeError:
        raise click.ClickException("the file is not UTF-8") from None
    except BadAnswerError as error:
        raise click.ClickException(str(error)) from None
    click.echo(json.dumps(_told(score_site(standard, given)), ensure_ascii=False))


def _told(site: SiteScore) -> dict[str, object]:
    from suicha.checklists.scoring import GRADE_WORDS, decimals

    total = site.total
    return {
        "tables": _numbers(site.tables),
        "classes": _numbers(site.classes),
        "total": None if total.value is None else decimals(total.value, PLACES),
        "grade": total.grade and GRADE_WORDS[total.grade],
    }


def _numbers(values: Mapping[str, Fraction]) -> dict[str, float]:
    from suicha.checklists.scoring import decimals

    return {name: decimals(value, PLACES) for name, value in values.items()}
