"""The public page of a draw and its files, by which anybody computes it again (draw.md 2, step 5).

What belongs to all draws lies beside them: the list, the stand-alone program, and the script by
which a visitor's browser does it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, func, select

from suicha.checklists.models import ItemListEntry
from suicha.db import db, now
from suicha.dr1 import alone
from suicha.draws.models import Draw, FrozenRosters, Plan
from suicha.places.models import Agency
from suicha.publications import draw_contents, rendering
from suicha.publications.draw_contents import Line, Stage
from suicha.publications.shelf import put, take_back, wait_for_pages

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement

FOLDER = "draws"
TYPES = {".json": "application/json", ".tsv": "text/tab-separated-values", ".txt": "text/plain"}


def render_draw(plan_id: UUID) -> None:
    """Publish of a draw what is due: its page, its files and the list; again gives the same bytes.

    A plan comes out when it is frozen: its digest is public before any public source speaks.
    """
    wait_for_pages()
    plan = db.session.get_one(Plan, plan_id)
    if not plan.frozen:
        return
    published = draw_contents.files(plan)
    for name, body in published.items():
        put(f"{FOLDER}/{plan.number}/{name}", body, TYPES[Path(name).suffix])
    page = draw_contents.page(plan, published)
    if page.set_aside:
        for name in draw_contents.CHANGES - published.keys():
            take_back(f"{FOLDER}/{plan.number}/{name}")
    for language in rendering.LANGUAGES:
        put(*rendering.draw_page(page, language), "text/html")
    if page.stage is Stage.PUBLISHED:
        plan.published_at = plan.published_at or now()
    render_list()


def unsealed() -> list[UUID]:
    """Name the sealed draws whose day has come and whose files are not out yet."""
    query = select(Plan).where(Plan.draws.any(), Plan.published_at.is_(None))
    found = db.session.scalars(query.order_by(Plan.id))
    return [plan.id for plan in found if draw_contents.stage(plan) is Stage.PUBLISHED]


def render_list() -> None:
    """Write the list of all that was committed to, with the stand-alone program."""
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


def frozen_plans() -> list[UUID]:
    """Name the plans that are frozen: a release that knew no such pages wrote none."""
    query = select(FrozenRosters.plan_id, func.min(FrozenRosters.frozen_at).label("first"))
    dated = query.group_by(FrozenRosters.plan_id).order_by("first")
    return [plan_id for plan_id, _ in db.session.execute(dated)]


def _lines(text: ColumnElement[str]) -> ColumnElement[int]:
    """Count lines where they are: a list of a million need not come here for it."""
    return func.length(text) - func.length(func.replace(text, "\n", ""))


def _listed() -> list[Line]:
    """All frozen plans, the one that moved last first."""
    last = (
        select(FrozenRosters.id)
        .where(FrozenRosters.plan_id == Plan.id)
        .order_by(FrozenRosters.frozen_at.desc())
        .limit(1)
        .correlate(Plan)
        .scalar_subquery()
    )
    standing = (
        select(func.max(Draw.number)).where(Draw.plan_id == Plan.id).correlate(Plan)
    ).scalar_subquery()
    at = func.coalesce(Draw.drawn_at, FrozenRosters.frozen_at)
    query = (
        select(
            Plan.number,
            Plan.title,
            Agency.name,
            at,
            _lines(FrozenRosters.objects.expression),
            func.coalesce(_lines(Draw.result.expression) - 1, 0),
            case(
                (Draw.id.is_(None), Stage.COMMITTED.value),
                (Plan.published_at.is_(None), Stage.SEALED.value),
                else_=Stage.PUBLISHED.value,
            ),
            Plan.voided_at.is_not(None),
        )
        .join(FrozenRosters, FrozenRosters.id == last)
        .outerjoin(Draw, and_(Draw.plan_id == Plan.id, Draw.number == standing))
        .join(ItemListEntry, ItemListEntry.id == Plan.item_list_entry_id)
        .join(Agency, Agency.id == ItemListEntry.agency_id)
        .order_by(at.desc(), Plan.id)
    )
    return [Line(*row) for row in db.session.execute(query)]
