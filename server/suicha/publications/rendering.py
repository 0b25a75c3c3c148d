"""The static pages: templates, file names and words put together; no database."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined

from suicha.publications import record_words
from suicha.publications.words import AMENDED_MARKS, CHINESE, ENGLISH, MARKS, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from suicha.publications import draw_contents, record_contents
    from suicha.publications.contents import Contents, Entry

Line = TypeVar("Line")

# Beside the draws' folders: the program and the script that verify, and the one that reads dates.
PROGRAM, SCRIPT, DATES = "suicha_draw.py", "verify.js", "dates.js"
RECORDS = "draws/records"  # the folder of all offices' records
RECORD = "draws.json"  # beside the pages of one
MAIN = "zh-CN"
LANGUAGES: dict[str, Words] = {MAIN: CHINESE, "en": ENGLISH}
PAGE = 200  # lines of the index on one page: it must open at 3G

STYLE_KEY = "style.css"
TEMPLATES = files("suicha.publications").joinpath("templates")
STYLE = TEMPLATES.joinpath(STYLE_KEY).read_bytes()
DATES_SCRIPT = TEMPLATES.joinpath(DATES).read_bytes()
# Named in the link, so that a changed file is fetched although the old one was cached.
STYLE_VERSION, DATES_VERSION = (sha256(one).hexdigest()[:8] for one in (STYLE, DATES_SCRIPT))

_environment = Environment(
    loader=PackageLoader("suicha.publications"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Month:
    """The lines of one month, by the day of publication."""

    year: int
    month: int
    entries: list[Entry]


@dataclass(frozen=True)
class Place:
    """Which page of how many it is, with the addresses of its neighbours; `total` counts lines."""

    number: int
    of: int
    total: int
    newer: str | None
    older: str | None


Paged: TypeAlias = "tuple[Place, dict[str, str], Sequence[Line]]"  # file names by language


@dataclass(frozen=True)
class Addresses:
    """Where a page finds what it refers to: photos and style, its twins, the index."""

    root: str
    twins: dict[str, str]
    style: str
    index: str


def check_key(number: str, language: str = MAIN) -> str:
    """Name the file of a check's page."""
    return f"checks/{number}{_suffix(language)}.html"


def index_key(page: int, language: str = MAIN) -> str:
    """Name the file of a page of the index; pages count from 1."""
    return f"index{f'-{page}' if page > 1 else ''}{_suffix(language)}.html"


def check_page(contents: Contents, language: str, at: Addresses | None = None) -> bytes:
    """Render the page of a check, or the notice in its place; a preview has other addresses."""
    others = {name: f"../{check_key(contents.number, name)}" for name in LANGUAGES}
    at = at or _addresses(language, others, "../")
    template = _environment.get_template("withdrawn.html" if contents.withdrawn else "check.html")
    return template.render(check=contents, **_frame(language, at)).encode()


def index_pages(entries: Sequence[Entry], language: str) -> list[tuple[str, bytes]]:
    """Render the index, newest first: the file names and their bytes, one page at the least."""
    template = _environment.get_template("index.html")
    pages = []
    for place, others, shown in _paged(entries, language):
        frame = _frame(language, _addresses(language, others, ""))
        body = template.render(place=place, months=_months(shown), check_key=check_key, **frame)
        pages.append((others[language], body.encode()))
    return pages


def draw_page(draw: draw_contents.Page, language: str) -> tuple[str, bytes]:
    """Render the page of a draw: its file name and its bytes."""
    others = {name: draws_key(name) for name in LANGUAGES}
    frame = _frame(language, _addresses(language, others, "../../"))
    template = _environment.get_template("draw.html")
    body = template.render(draw=draw, script=SCRIPT, program=PROGRAM, **frame)
    return draw_key(draw.number, language), body.encode()


def draw_lists(draws: Sequence[draw_contents.Line], language: str) -> list[tuple[str, bytes]]:
    """Render the list of all draws, newest first: the file names and their bytes."""
    template = _environment.get_template("draws.html")
    pages = []
    for place, others, shown in _paged(draws, language):
        frame = _frame(language, _addresses(language, others, "../"))
        body = template.render(place=place, draws=shown, **frame)
        pages.append((f"draws/{others[language]}", body.encode()))
    return pages


def record_pages(record: record_contents.Record, language: str) -> list[tuple[str, bytes]]:
    """Render the record of an office, newest first: the file names and their bytes."""
    template = _environment.get_template("record.html")
    pages = []
    for place, others, shown in _paged(record.entries, language):
        frame = _frame(language, _addresses(language, others, "../../../"))
        body = template.render(record=record, place=place, entries=shown, file=RECORD, **frame)
        pages.append((record_key(record.office.code, others[language]), body.encode()))
    return pages


def record_list(offices: Sequence[record_contents.Office], language: str) -> tuple[str, bytes]:
    """Render the list of the offices that have a record: its file name and its bytes."""
    others = {name: draws_key(name) for name in LANGUAGES}
    frame = _frame(language, _addresses(language, others, "../../"))
    body = _environment.get_template("records.html").render(offices=offices, **frame)
    return f"{RECORDS}/{draws_key(language)}", body.encode()


def record_key(code: str, name: str) -> str:
    """Name a file of an office's record."""
    return f"{RECORDS}/{code}/{name}"


def draw_key(number: str, language: str = MAIN) -> str:
    """Name the file of a draw's page."""
    return f"draws/{number}/{draws_key(language)}"


def says(draw: bytes, told: str) -> bool:
    """Whether the page of a draw says this of where its plan stands."""
    return f'data-told="{told}"'.encode() in draw


def draws_key(language: str) -> str:
    """Name the page of a draw, and that of the list, in their folders."""
    return f"index{_suffix(language)}.html"


def _suffix(language: str) -> str:
    return "" if language == MAIN else f".{language}"


def style_address(root: str) -> str:
    """Name the style sheet as pages link it."""
    return f"{root}{STYLE_KEY}?v={STYLE_VERSION}"


def _addresses(language: str, twins: dict[str, str], root: str) -> Addresses:
    return Addresses(root, twins, style_address(root), f"{root}{index_key(1, language)}")


def _frame(language: str, at: Addresses) -> dict[str, object]:
    """Give what every page needs: its words, its twin in the other language, its addresses."""
    twin = next(name for name in LANGUAGES if name != language)
    words = LANGUAGES[language]
    return {
        "language": language,
        "twin": twin,
        "twin_page": at.twins[twin],
        "root": at.root,
        "index_page": at.index,
        "style": at.style,
        "draws_page": f"{at.root}draws/{draws_key(language)}",
        "records_page": f"{at.root}{RECORDS}/{draws_key(language)}",
        "dates_script": f"{at.root}draws/{DATES}?v={DATES_VERSION}",
        "page_name": draws_key(language),
        "t": words["t"],
        "words": words,
        "marks": MARKS,
        "amended_marks": AMENDED_MARKS,
        "state_marks": record_words.STATE_MARKS,
    }


def _paged(lines: Sequence[Line], language: str) -> Iterator[Paged[Line]]:
    """Cut a list into pages, one at the least, each with its file's name in every language."""
    starts = range(0, max(len(lines), 1), PAGE)
    for number, start in enumerate(starts, start=1):
        place = Place(
            number=number,
            of=len(starts),
            total=len(lines),
            newer=index_key(number - 1, language) if number > 1 else None,
            older=index_key(number + 1, language) if number < len(starts) else None,
        )
        names = {name: index_key(number, name) for name in LANGUAGES}
        yield place, names, lines[start : start + PAGE]


def _months(entries: Sequence[Entry]) -> list[Month]:
    by_month = groupby(entries, key=lambda one: (one.published_on.year, one.published_on.month))
    return [Month(year, month, list(found)) for (year, month), found in by_month]
