"""The inspectors' register as a sheet: its columns, and the office's words in them.

Recusals and the reasons of states stay inside: no sheet has them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from suicha.accounts.models import Card, CardState, Person
from suicha.db import db
from suicha.sheets import Column

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from uuid import UUID

NUMBER = r"[A-Za-z0-9._-]{1,64}"
STATES = {
    "可抽": CardState.AVAILABLE,
    "在岗": CardState.AVAILABLE,
    "正常": CardState.AVAILABLE,
    "休假": CardState.ON_LEAVE,
    "外派": CardState.SECONDED,
    "注销": CardState.CANCELLED,
    **{each.value: each for each in CardState},
}
SPECIALTIES = {
    "土建": "civil",
    "机械": "mechanical",
    "电气": "electrical",
    "市政": "municipal",
    "质量": "quality",
    "安全": "safety",
}
COLUMNS = (
    Column("login", "登录名", ("账号", "用户名"), required=True),
    Column("name", "姓名", required=True),
    Column("agency", "执法机关", ("检查机关", "单位", "所属机关", "机关代字")),
    Column("number", "执法证号", ("执法证编号", "证件编号", "证号"), required=True),
    Column("card_type", "证件类型", ("执法类型", "证件种类")),
    Column("valid_to", "有效期至", ("证件有效期", "有效期", "有效期止"), required=True),
    Column("specialties", "专业", ("专业类别", "检查专业")),
    Column("areas", "执法区域", ("区域", "区域代码")),
    Column("state", "状态", ("人员状态",)),
    Column("state_reason", "状态变更原因"),
)
STATE_WORDS = {each: next(word for word, of in STATES.items() if of is each) for each in CardState}
WORDS = {word: chinese for chinese, word in SPECIALTIES.items()}


def lines(jurisdictions: Collection[UUID]) -> Iterator[list[str]]:
    """Give the cards of these jurisdictions by login."""
    query = select(Card).join(Person, Person.id == Card.person_id)
    query = query.where(Person.jurisdiction_id.in_(jurisdictions), Person.ended_at.is_(None))
    query = query.options(joinedload(Card.person)).order_by(Person.login)
    for card in db.session.scalars(query):
        yield line(card)


def line(card: Card) -> list[str]:
    """Write a card as one line."""
    person = card.person
    return [
        person.login,
        person.name,
        person.agency.name,
        card.number,
        card.card_type,
        card.valid_to.isoformat(),
        "、".join(WORDS.get(word, word) for word in card.specialties),
        "、".join(card.areas),
        STATE_WORDS[card.state],
        "",
    ]
