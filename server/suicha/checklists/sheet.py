"""The item list as a sheet, in the columns that housing bureaus use (domain.md A2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from suicha.checklists.models import ItemKind, ItemListEntry
from suicha.db import db
from suicha.sheets import Column

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from uuid import UUID

KINDS = {
    "一般": ItemKind.GENERAL,
    "重点": ItemKind.KEY,
    "一般检查事项": ItemKind.GENERAL,
    "重点检查事项": ItemKind.KEY,
    **{each.value: each for each in ItemKind},
}
KIND_WORDS = {ItemKind.GENERAL: "一般", ItemKind.KEY: "重点"}
COLUMNS = (
    Column("number", "编号", ("序号", "事项编号"), required=True),
    Column("name", "抽查事项名称", ("抽查事项", "事项名称", "检查事项"), required=True),
    Column("kind", "事项类别", ("类别", "抽查类别")),
    Column("legal_basis", "抽查依据", ("检查依据", "法律依据")),
    Column("agency", "抽查主体", ("检查主体", "执法机关")),
    Column("object", "抽查对象", ("检查对象",)),
    Column("ratio", "抽查比例", ("比例",)),
    Column("frequency", "抽查频次", ("频次", "抽查频率")),
    Column("method", "抽查方式", ("检查方式",)),
    Column("content", "抽查内容及要求", ("抽查内容", "检查内容")),
    Column("checklist_codes", "检查清单代码", ("检查清单",)),
    Column("ended_on", "失效日期", ("停止日期",)),
    Column("ended_reason", "失效原因", ("停止原因",)),
)


def lines(jurisdictions: Collection[UUID]) -> Iterator[list[str]]:
    """Give the newest version of every entry of these jurisdictions, by number."""
    key = ItemListEntry.jurisdiction_id, ItemListEntry.number
    query = select(ItemListEntry).where(ItemListEntry.jurisdiction_id.in_(jurisdictions))
    query = query.ext(distinct_on(*key)).order_by(*key, ItemListEntry.version.desc())
    for entry in db.session.scalars(query):
        yield line(entry)


def line(entry: ItemListEntry) -> list[str]:
    """Write an entry as one line."""
    ended = entry.valid_to if entry.ended_reason is not None else None
    cells = {
        "kind": KIND_WORDS[entry.kind],
        "agency": entry.agency.name,
        "checklist_codes": "、".join(entry.checklist_codes),
        "ended_on": ended.isoformat() if ended else "",
        "ended_reason": entry.ended_reason or "",
    }
    return [
        cells[one.name] if one.name in cells else str(getattr(entry, one.name)) for one in COLUMNS
    ]
