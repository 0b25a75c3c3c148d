"""What a manifest promises about its seed: whose numbers, which public events, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from suicha.db import now
from suicha.dr1.kinds import KINDS
from suicha.dr1.seed import SEAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from suicha.dr1.canonical import Json
    from suicha.draws.models import Contribution, Plan

PARTY = "party.witness"
DICE = "dice"
DICE_COUNT = 20  # 66.4 bits; ColoradoRLA refuses fewer (draw.md §2)
WAIT = timedelta(days=1)  # for a source, and then for the dice in its place
SEAL_WAIT = timedelta(days=30)  # after which a sealed plan counts as unrevealed
CEREMONY_AFTER = timedelta(minutes=3)  # time to read out and type the witness's number


@dataclass(frozen=True)
class Chosen:
    """A public source: its kind, what names its drawing (kinds.py), and when it speaks."""

    kind: str
    named: dict[str, Json]
    not_before: datetime | None = None  # None: when the dice may fall


ROLLED = Chosen(DICE, {"dice": DICE_COUNT})


@dataclass(frozen=True)
class Freeze:
    """What is committed to beside the lists.

    `ceremony_at` is when the dice may fall, at the earliest; None: in three minutes. `seal` is the
    office's commitment, and with `publish_at` makes the plan a sealed one.
    """

    ceremony_at: datetime | None = None
    sources: Sequence[Chosen] = field(default_factory=lambda: (ROLLED,))
    seal: str | None = None
    publish_at: datetime | None = None


def next_party(plan: Plan) -> str:
    """Name the next witness of a plan in its seed: party.witness, and so on."""
    taken = {one.key for one in plan.contributions}
    names = (PARTY if number == 1 else f"{PARTY}{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def promised(plan: Plan, wanted: Freeze) -> dict[str, Json]:
    """Write what the manifest says about the seed: mode, order and sources."""
    at = wanted.ceremony_at or now() + CEREMONY_AFTER
    public = {one.kind: _public(one, at) for one in wanted.sources}
    first = min(one.not_before or at for one in wanted.sources)
    sources: dict[str, Json] = {one.key: _party(one, first) for one in plan.contributions}
    sources |= public
    if wanted.seal is not None and wanted.publish_at is not None:
        sources[SEAL] = _seal(wanted.seal, wanted.publish_at)
    sealed = SEAL in sources
    told: dict[str, Json] = {"mode": "sealed" if sealed else "open", "sources": sources}
    return told | {"seed": list(sources)}


def stamp(moment: datetime) -> str:
    """Write an instant as the manifest does; as text they compare as instants do."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _party(part: Contribution, first: datetime) -> dict[str, Json]:
    return _nonce(part.commitment, now(), first - timedelta(seconds=1))


def _seal(commitment: str, publish_at: datetime) -> dict[str, Json]:
    return _nonce(commitment, publish_at, publish_at + SEAL_WAIT)


def _nonce(commitment: str, since: datetime, until: datetime) -> dict[str, Json]:
    return {
        "kind": "party",
        "encoding": KINDS["party"].encoding,
        "commitment": commitment,
        "not_before": stamp(since),
        "deadline": stamp(until),
        "fallback": "-",
    }


def _public(one: Chosen, at: datetime) -> dict[str, Json]:
    """A source, and if it says nothing that day, dice on the next: no human chooses."""
    begins = one.not_before or at
    spare = _event(ROLLED, begins + WAIT)
    return _event(one, begins) | {"fallback": spare}


def _event(one: Chosen, begins: datetime) -> dict[str, Json]:
    return {
        "kind": one.kind,
        "encoding": KINDS[one.kind].encoding,
        **one.named,
        "not_before": stamp(begins),
        "deadline": stamp(begins + WAIT),
    }
