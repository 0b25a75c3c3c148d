"""`suicha checklist …`: scores a site or one list, and draws the members of a sample again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from suicha.application import deed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from uuid import UUID

    from suicha.checklists.definition import Definition
    from suicha.checklists.scoring import SiteScore

PLACES = 4  # decimals of what is printed; what is judged is judged on exact values
BYTES_OF_A_LETTER = 4
OF = click.option("--agency", "short_name", help="Whose list, where several have one (机关代字).")


@click.group()
def checklist() -> None:
    """Work with checklists."""


@checklist.command()
@click.argument("code", metavar="LIST")
@click.argument("answers", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@OF
def score(code: str, answers: Path, short_name: str | None) -> None:
    """Print tables, classes, total and grade under LIST, as JSON.

    LIST is jgj59-2011, which needs no database, or the code of a scored list in force. ANSWERS
    says what is deducted: {"B1": {"1": 3, "5": "na"}, …} of the standard, {"1.1": 3, "1.2": "na"}
    of a list. An item that is not named loses nothing; a table left out, or of which all is "na",
    is missing. A list alone has neither classes nor a grade.
    """
    from suicha.checklists.library import standards
    from suicha.checklists.scoring import BadAnswerError, read_deductions, score_site

    standard = standards().get(code.lower())
    try:
        text = _read(answers)
        if standard is not None:
            told = _of_standard(score_site(standard, read_deductions(standard, text)))
        else:
            told = _of_list(_in_force(code, short_name), text)
    except BadAnswerError as error:
        raise click.ClickException(str(error)) from None
    click.echo(json.dumps(told, ensure_ascii=False))


@checklist.command()
@click.argument("check", type=click.UUID)
@click.argument("version", metavar="LIST", type=click.UUID)
@click.argument("item")
@click.argument("lot", type=click.IntRange(1, 3200))
@click.option("--size", type=click.IntRange(1, 3200), help="The sample; GB 50300's smallest else.")
@click.option("--skip", type=click.IntRange(0, 3200), default=0, help="The first sample's size.")
def sample(  # noqa: PLR0913, PLR0917  # what click hands on
    check: UUID, version: UUID, item: str, lot: int, size: int | None, skip: int
) -> None:
    """Draw the members of a lot of LOT that are looked at for ITEM of LIST in CHECK.

    CHECK and LIST are ids, as a record names them. Needs no database: anybody draws the same.
    """
    from suicha.checklists.definition.positions import positions, seed_of
    from suicha.checklists.definition.sampling import smallest_sample

    drawn = positions(seed_of(check, version, item), lot, size or smallest_sample(lot), skip)
    click.echo(json.dumps(drawn))


def _read(answers: Path) -> str:
    """Read a file, and of one without end no more than could be answers."""
    from suicha.checklists.scoring import LONGEST, BadAnswerError

    most = BYTES_OF_A_LETTER * (LONGEST + 1)
    with answers.open("rb") as file:
        body = file.read(most + 1)
    if len(body) > most:
        raise BadAnswerError(f"the file is longer than {LONGEST} letters")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadAnswerError("the file is not UTF-8") from None


def _of_standard(site: SiteScore) -> dict[str, object]:
    from suicha.checklists.scoring import GRADE_WORDS

    return {
        "tables": _numbers(site.tables),
        "classes": _numbers(site.classes),
        "total": _number(site.total.value),
        "grade": site.total.grade and GRADE_WORDS[site.total.grade],
    }


def _of_list(said: Definition, text: str) -> dict[str, object]:
    """Tell what there is of one list: its value out of 100, none where nothing applies."""
    from suicha.checklists.definition.deductions import read_list_answers
    from suicha.checklists.definition.scored import scored

    value = scored(said.sections, read_list_answers(said.sections, text)).value
    tables = {} if value is None else {said.code: value}
    return {"tables": _numbers(tables), "classes": {}, "total": _number(value), "grade": None}


def _in_force(code: str, short_name: str | None) -> Definition:
    """Find the version of a list that checks begin with today; it must score."""
    from sqlalchemy.exc import OperationalError, ProgrammingError

    from suicha.checklists.library import standards

    try:
        with deed():
            found = _versions(code, short_name)
    except (OperationalError, ProgrammingError):
        sentence = (
            "the database cannot be asked for this list; is it up, and `suicha db upgrade` done?"
        )
        raise click.ClickException(sentence) from None
    if not found:
        known = f"{', '.join(standards())}, or the code of a list in force"
        raise click.BadParameter(f"there is no list {code!r}; known: {known}", param_hint="LIST")
    if len(found) > 1:
        raise click.ClickException(f"several offices have a list {code!r}: say whose by --agency")
    if not found[0].scored:
        raise click.ClickException(f"list {code!r} does not score")
    return found[0]


def _versions(code: str, short_name: str | None) -> list[Definition]:
    """Give what the list says for each district where it says something else."""
    from suicha.checklists import queries
    from suicha.places.queries import agency_named

    if short_name is None:
        found = queries.in_force_anywhere(code)
    else:
        found = queries.current_versions([code], agency_named(short_name).jurisdiction_id)
    return [version.definition for version in found]


def _numbers(values: Mapping[str, Fraction]) -> dict[str, float | None]:
    return {name: _number(value) for name, value in values.items()}


def _number(value: Fraction | None) -> float | None:
    from suicha.checklists.scoring import decimals

    return None if value is None else decimals(value, PLACES)
