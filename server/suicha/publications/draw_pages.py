"""The public page of a draw and its files, by which anybody computes it again (draw.md 2, step 5).

What belongs to all draws lies beside them: the list, the stand-alone program, and the script by
which a visitor's browser does it.
"""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select
from sqlalchemy.orm import lazyload

from suicha.checklists.models import ItemListEntry
from suicha.db import db, now
from suicha.dr1 import alone
from suicha.draws import queries
from suicha.draws.models import Draw, FrozenRosters, Plan
from suicha.places.models import Agency, Jurisdiction
from suicha.publications import draw_contents, record_contents, rendering
from suicha.publications.draw_contents import Line
from suicha.publications.draw_states import Stage, stage, standing
from suicha.publications.shelf import put, take_back, wait_for_pages
from suicha.storage import Bucket, read, store

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
    if plan.frozen:
        _render_page(plan)
        render_list()
        render_record(plan.jurisdiction_id)


def _render_page(plan: Plan) -> None:
    if stage(plan) is Stage.PUBLISHED:
        plan.published_at = plan.published_at or now()
    published = draw_contents.files(plan)
    for name, body in published.items():
        put(f"{FOLDER}/{plan.number}/{name}", body, TYPES[Path(name).suffix])
    page = draw_contents.page(plan, published)
    if page.set_aside:
        for name in draw_contents.CHANGES - published.keys():
            take_back(f"{FOLDER}/{plan.number}/{name}")
    for language in rendering.LANGUAGES:
        put(*rendering.draw_page(page, language), "text/html")


def unsealed() -> list[UUID]:
    """Name the sealed draws whose day has come and whose files are not out yet."""
    query = select(Plan).where(Plan.draws.any(), Plan.published_at.is_(None))
    found = db.session.scalars(query.order_by(Plan.id))
    return [plan.id for plan in found if stage(plan) is Stage.PUBLISHED]


def overtaken() -> list[UUID]:
    """Name the draws whose pages the days have overtaken: nothing was drawn, or told, in time."""
    at = now()
    found = record_contents.unpublished()
    return [plan.id for plan, stands in found if not _says(plan, stands.told(at))]


def render_list() -> None:
    """Write the lists of all that was committed to and of all records, and the program."""
    db.session.flush()
    wait_for_pages()
    put(f"{FOLDER}/{rendering.PROGRAM}", Path(alone.__file__).read_bytes(), "text/x-python")
    put(f"{FOLDER}/{rendering.DATES}", rendering.DATES_SCRIPT, "text/javascript")
    for plan in _without_page():
        _render_page(plan)
    listed, offices = _listed(), record_contents.offices()
    for language in rendering.LANGUAGES:
        for key, page in rendering.draw_lists(listed, language):
            put(key, page, "text/html")
        put(*rendering.record_list(offices, language), "text/html")


def _without_page() -> list[Plan]:
    """Give the frozen plans whose own turn has not come: no line may lead nowhere."""
    there = {stat.key for stat in store().list(Bucket.PUBLIC, FOLDER)}
    query = select(Plan.id, Plan.number).where(Plan.frozen.any())
    keys = {plan_id: rendering.draw_key(number) for plan_id, number in db.session.execute(query)}
    absent = [plan_id for plan_id, key in keys.items() if key not in there]
    return [db.session.get_one(Plan, plan_id) for plan_id in absent]


def render_record(jurisdiction_id: UUID) -> None:
    """Write the record of an office, for people and for programs."""
    wait_for_pages()
    for office in record_contents.offices(Jurisdiction.id == jurisdiction_id):
        record = record_contents.record(office)
        body = record_contents.machine_readable(record)
        put(rendering.record_key(office.code, rendering.RECORD), body, "application/json")
        languages = (rendering.record_pages(record, language) for language in rendering.LANGUAGES)
        for key, page in chain.from_iterable(languages):
            put(key, page, "text/html")


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
    at = func.coalesce(Draw.drawn_at, FrozenRosters.frozen_at)
    query = (
        select(
            Plan,
            Agency.name,
            at,
            _lines(FrozenRosters.objects.expression),
            _lines(Draw.result.expression) - 1,
            func.coalesce(Draw.number - 1, 0),
            FrozenRosters.manifest,
        )
        .join(FrozenRosters, FrozenRosters.id == last)
        .outerjoin(Draw, and_(Draw.plan_id == Plan.id, queries.stands()))
        .join(ItemListEntry, ItemListEntry.id == Plan.item_list_entry_id)
        .join(Agency, Agency.id == ItemListEntry.agency_id)
        .order_by(at.desc(), Plan.id)
        .options(lazyload(Plan.entry))
    )
    seen = now()
    return [
        Line(plan.number, plan.title, agency, at, sites, drawn, n, standing(plan, manifest), seen)
        for plan, agency, at, sites, drawn, n, manifest in db.session.execute(query)
    ]


def _says(plan: Plan, told: str) -> bool:
    """Whether the page of a plan says of it what is so now."""
    key = rendering.draw_key(plan.number)
    try:
        return rendering.says(read(Bucket.PUBLIC, key), told)
    except FileNotFoundError:
        return False
