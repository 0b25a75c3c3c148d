"""Who may pass: `only(Role.…)`, the guards that every route needs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import lazyload

from suicha.accounts.models import Device, Person, Role
from suicha.db import db
from suicha.errors import refuse
from suicha.places.queries import below

if TYPE_CHECKING:
    from datetime import timedelta

    from suicha.wire import Claims


# The one question that every request asks: made once, and without what hangs on a person.
ACTOR = (
    select(Person, Device)
    .join(Device, Device.person_id == Person.id)
    .where(Device.id == bindparam("device"), Person.id == bindparam("sub"))
    .options(*(lazyload(each) for each in (Person.jurisdiction, Person.agency, Person.card)))
)


@dataclass(frozen=True)
class Actor:
    """The person who asks, on which device, and how far they may see.

    `clock_behind` is how far the clock of the device is behind the server's, where it was told.
    """

    person: Person
    device: Device
    clock_behind: timedelta | None = None

    @cached_property
    def jurisdictions(self) -> frozenset[UUID]:
        """How far they may see; read when first asked for, which no push ever does."""
        return below(self.person.jurisdiction_id)

    @property
    def id(self) -> UUID:
        """The person's id."""
        return self.person.id

    @property
    def role(self) -> Role:
        """The person's role."""
        return self.person.role

    def act_in(self, jurisdiction_id: UUID) -> None:
        """See that the person acts at home; raises jurisdiction.other.

        A city reads its districts' work, but power is territorial (domain.md A4).
        """
        if jurisdiction_id != self.person.jurisdiction_id:
            raise refuse("jurisdiction.other")


class Only:
    """A guard for holders of an access token with one of these roles."""

    token: Literal["access"] = "access"

    def __init__(self, roles: frozenset[Role]) -> None:
        """Keep the roles that may pass."""
        self.roles = roles

    def __call__(self, claims: Claims) -> Actor:
        """Return the actor; raises login.revoked or role.forbidden."""
        actor = actor_of(claims)
        if actor.role not in self.roles:
            raise refuse("role.forbidden", role=actor.role)
        return actor


class Refreshing:
    """The guard of the refresh route: it takes a refresh token and gives its claims."""

    token: Literal["refresh"] = "refresh"

    def __call__(self, claims: Claims) -> Claims:
        """Pass the claims on; `accounts.operations.refresh` judges the token itself."""
        return claims


def only(*roles: Role) -> Only:
    """Let only these roles pass."""
    return Only(frozenset(roles))


signed_in = only(*Role)
desk = only(Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR)  # who reads the registers
# Who keeps the registers (一单两库), each in their own district.
keepers = only(Role.SUPERVISOR, Role.ADMINISTRATOR)
refreshing = Refreshing()


def actor_of(claims: Claims) -> Actor:
    """Load the person and device of an access token; raises login.revoked.

    Read at each request, so that a revoked device or an ended account is out at once.
    """
    named = {name: UUID(claims[name]) for name in ("device", "sub")}
    found = db.session.execute(ACTOR, named).one_or_none()
    if found is None or found.Device.revoked_at or found.Person.ended_at:
        raise refuse("login.revoked")
    return Actor(found.Person, found.Device)
