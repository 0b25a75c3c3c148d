"""The static pages: templates, file names and words put together; no database."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from suicha.publications import draw_words
from suicha.publications.words import AMENDED_MARKS, CHINESE, ENGLISH, MARKS, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from suicha.publications import draw_contents
    from suicha.publications.contents import Contents, Entry

PROGRAM, SCRIPT = "suicha_draw.py", "verify.js"  # beside the draws' folders
MAIN = "zh-CN"
LANGUAGES: dict[str, Words] = {MAIN: CHINESE, "en": ENGLISH}
PAGE = 200  # lines of the index on one page: it must open at 3G

STYLE_KEY = "style.css"
STYLE = files("suicha.publications").joinpath("templates", STYLE_KEY).read_bytes()
# Named in the link, so that a changed sheet is fetched although the old one was cached.
STYLE_VERSION = sha256(STYLE).hexdigest()[:8]

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
class IndexPage:
    """One page of the index, and where its neighbours are."""

    number: int
    of: int
    total: int
    months: list[Month]
    newer: str | None
    older: str | None


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
    starts = range(0, max(len(entries), 1), PAGE)
    template = _environment.get_template("index.html")
    pages = []
    for number, start in enumerate(starts, start=1):
        others = {name: index_key(number, name) for name in LANGUAGES}
        page = IndexPage(
            number=number,
            of=len(starts),
            total=len(entries),
            months=_months(entries[start : start + PAGE]),
            newer=index_key(number - 1, language) if number > 1 else None,
            older=index_key(number + 1, language) if number < len(starts) else None,
        )
        frame = _frame(language, _addresses(language, others, ""))
        body = template.render(index=page, check_key=check_key, **frame)
        pages.append((index_key(number, language), body.encode()))
    return pages


def draw_page(draw: draw_contents.Page, language: str) -> tuple[str, bytes]:
    """Render the page of a draw: its file name and its bytes."""
    others = {name: draws_key(name) for name in LANGUAGES}
    frame = _frame(language, _addresses(language, others, "../../"))
    template = _environment.get_template("draw.html")
    body = template.render(draw=draw, script=SCRIPT, program=PROGRAM, **frame)
    return f"draws/{draw.number}/{draws_key(language)}", body.encode()


def draw_list(draws: Sequence[draw_contents.Line], language: str) -> tuple[str, bytes]:
    """Render the list of all draws, newest first: its file name and its bytes."""
    others = {name: draws_key(name) for name in LANGUAGES}
    frame = _frame(language, _addresses(language, others, "../"))
    body = _environment.get_template("draws.html").render(draws=draws, **frame)
    return f"draws/{draws_key(language)}", body.encode()


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
        "page_name": draws_key(language),
        "t": words["t"],
        "words": words,
        "marks": MARKS,
        "amended_marks": AMENDED_MARKS,
        "stage_marks": draw_words.STAGE_MARKS,
    }


def _months(entries: Sequence[Entry]) -> list[Month]:
    by_month = groupby(entries, key=lambda one: (one.published_on.year, one.published_on.month))
    return [Month(year, month, list(found)) for (year, month), found in by_month]
