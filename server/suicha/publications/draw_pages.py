"""The public page of a draw and its files, by which anybody computes it again (draw.md 2, step 5).

What belongs to all draws lies beside them: the list, the stand-alone program, and the script by
which a visitor's browser does it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from suicha.checklists.models import ItemListEntry
from suicha.db import CHINA, db, now
from suicha.dr1 import alone
from suicha.draws import queries
from suicha.draws.models import Draw, DrawChange, FrozenRosters, Plan
from suicha.places.models import Agency
from suicha.publications import rendering
from suicha.publications.shelf import put, wait_for_pages
from suicha.sites.models import Site

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement

FOLDER = "draws"
AT_ONCE = "open"  # the mode of a draw that is published as soon as it is made
TYPES = {".json": "application/json", ".tsv": "text/tab-separated-values", ".txt": "text/plain"}


@dataclass(frozen=True)
class File:
    """A public file of a draw: its name, its size in bytes and its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class DrawLine:
    """What the list tells of a draw."""

    number: str
    title: str
    agency: str
    drawn_at: datetime
    sites: int
    drawn: int

    @property
    def drawn_on(self) -> str:
        """The day of the draw in China."""
        return self.drawn_at.astimezone(CHINA).date().isoformat()


@dataclass(frozen=True)
class ShownChange:
    """A change after the draw, in card numbers for a seat and permit numbers for an object.

    `seat` counts from 1, None where an object was replaced; None is also who left or came where
    nobody did.
    """

    on: str
    seat: int | None
    object_id: str
    site_name: str
    reason: str
    before: str | None
    after: str | None
    new_site_name: str


@dataclass(frozen=True)
class DrawPage(DrawLine):
    """What the page of a draw tells beside."""

    manifest_sha256: str
    result_sha256: str
    inspectors: int
    changes: list[ShownChange]
    files: list[File]


def render_draw(plan_id: UUID) -> None:
    """Publish a draw: its files, its page and the list; again gives the same bytes."""
    wait_for_pages()
    plan = db.session.get_one(Plan, plan_id)
    if plan.draw is None or json.loads(plan.frozen[-1].manifest)["mode"] != AT_ONCE:
        return
    published = queries.files(plan)
    for name, body in published.items():
        put(f"{FOLDER}/{plan.number}/{name}", body, TYPES[Path(name).suffix])
    page = _page(plan, plan.draw, published)
    for language in rendering.LANGUAGES:
        put(*rendering.draw_page(page, language), "text/html")
    plan.published_at = plan.published_at or now()
    render_list()


def render_list() -> None:
    """Write the list of the draws that are out, with the stand-alone program."""
    db.session.flush()
    wait_for_pages()
    put(f"{FOLDER}/{rendering.PROGRAM}", Path(alone.__file__).read_bytes(), "text/x-python")
    listed = _listed()
    for language in rendering.LANGUAGES:
        put(*rendering.draw_list(listed, language), "text/html")


def render_script(built: Path) -> None:
    """Put out the script of a built PWA by which a browser verifies a draw, where it is built."""
    script = built / rendering.SCRIPT
    if script.exists():
        put(f"{FOLDER}/{rendering.SCRIPT}", script.read_bytes(), "text/javascript")


def drawn_plans() -> list[UUID]:
    """Name the plans that are drawn: a release that knew no such pages wrote none."""
    return list(db.session.scalars(select(Draw.plan_id).order_by(Draw.drawn_at)))


def _lines(text: ColumnElement[str]) -> ColumnElement[int]:
    """Count lines where they are: a list of a million need not come here for it."""
    return func.length(text) - func.length(func.replace(text, "\n", ""))


def _listed() -> list[DrawLine]:
    query = (
        select(
            Plan.number,
            Plan.title,
            Agency.name,
            Draw.drawn_at,
            _lines(FrozenRosters.objects.expression),
            _lines(Draw.result.expression) - 1,
        )
        .join(Draw, Draw.plan_id == Plan.id)
        .join(FrozenRosters, FrozenRosters.id == Draw.frozen_id)
        .join(ItemListEntry, ItemListEntry.id == Plan.item_list_entry_id)
        .join(Agency, Agency.id == ItemListEntry.agency_id)
        .where(Plan.published_at.is_not(None))
        .order_by(Draw.drawn_at.desc(), Draw.id)
    )
    return [DrawLine(*row) for row in db.session.execute(query)]


def _page(plan: Plan, draw: Draw, published: dict[str, bytes]) -> DrawPage:
    frozen = plan.frozen[-1]
    agency = db.session.get_one(Agency, plan.entry.agency_id)
    return DrawPage(
        number=plan.number,
        title=plan.title,
        agency=agency.name,
        drawn_at=draw.drawn_at,
        sites=frozen.objects.count("\n"),
        drawn=draw.result.count("\n") - 1,
        manifest_sha256=frozen.manifest_sha256,
        result_sha256=draw.result_sha256,
        inspectors=frozen.inspectors.count("\n"),
        changes=_changes(draw),
        files=[File(name, len(body), sha256(body).hexdigest()) for name, body in published.items()],
    )


def _changes(draw: Draw) -> list[ShownChange]:
    named = {one.object_id for one in draw.changes} | {one.new_object_id for one in draw.changes}
    query = select(Site.permit_number, Site.name).where(Site.permit_number.in_(named - {None}))
    names = dict(db.session.execute(query).all())
    return [_change(one, names) for one in draw.changes]


def _change(one: DrawChange, names: dict[str, str]) -> ShownChange:
    return ShownChange(
        on=one.made_at.astimezone(CHINA).date().isoformat(),
        seat=None if one.slot is None else one.slot + 1,
        object_id=one.object_id,
        site_name=names.get(one.object_id, ""),
        reason=one.reason,
        before=one.left,
        after=one.new_object_id if one.slot is None else one.came,
        new_site_name=names.get(one.new_object_id or "", ""),
    )
