"""Lists by pages: keyset paging by id, which is a UUIDv7 and so the order of making."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar
from uuid import UUID

from marshmallow import fields, validate
from sqlalchemy import Select, func, select

from suicha.db import Keyed, db
from suicha.wire import Loads, Shape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
U = TypeVar("U")
K = TypeVar("K", bound=Keyed)

MOST = 200


@dataclass(frozen=True)
class Paging:
    """Which page is asked for: the rows after this cursor."""

    after: UUID | None
    limit: int


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page; `next` is the cursor of the following one, None on the last."""

    items: Sequence[T]
    total: int
    next: UUID | None

    def dressed(self, dress: Callable[[Sequence[T]], Sequence[U]]) -> Page[U]:
        """Give the same page of other items, one for each."""
        return Page(dress(self.items), self.total, self.next)


class PagingQuery(Loads[Paging]):
    """The query of a list: `?after=<cursor>&limit=`."""

    into = Paging
    after = fields.UUID(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, MOST))


class PageShape(Shape):
    """What all lists have; each adds its own `items`."""

    total = fields.Integer(required=True)
    next = fields.UUID(required=True, allow_none=True)


def page(query: Select[K], kind: type[K], asked: Paging, *, newest_first: bool = False) -> Page[K]:
    """Read one page of a query that selects rows of `kind`, in the order of their making."""
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    if asked.after is not None:
        behind = kind.id < asked.after if newest_first else kind.id > asked.after
        query = query.where(behind)
    order = kind.id.desc() if newest_first else kind.id.asc()
    rows = db.session.scalars(query.order_by(order).limit(asked.limit + 1)).all()
    items, more = rows[: asked.limit], len(rows) > asked.limit
    return Page(items, total, items[-1].id if more else None)
