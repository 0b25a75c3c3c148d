"""The dice of a past draw, thrown until the story has its people.

A demo is told, not held: whoever signs in with one of the printed logins must find work of their
own, whatever the day. So the dice are thrown again until the draw gives it, which the same digits
of a real ceremony may never be. What comes of it is a draw of dr/1 like every other and verifies.
"""

from __future__ import annotations

import random
from itertools import takewhile
from typing import TYPE_CHECKING

from suicha import dr1
from suicha.demo.files import read
from suicha.draws import seeding

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from suicha.db import Json
    from suicha.draws.models import Plan

THROWS = 400  # two wishes at once come true in some dozens


def throw(plan: Plan, nonce: str, wanted: Sequence[Json], today: date) -> str:
    """Throw the dice of a revealed plan until the wishes come true.

    A wish is {"who": unit or login, "at": indexes of checks, one of which shall be theirs}. The
    first come first: what a draw deals to whom depends on what they hold, so that a day may allow
    some of them only. The office has its past then all the same.
    """
    rolls = random.Random(f"dice {plan.number} {today}")  # noqa: S311  # a past game
    wishes = [(_written(wish["who"]), wish["at"]) for wish in wanted]
    best, most = "", -1
    for _ in range(THROWS):
        dice = "".join(str(rolls.randrange(10)) for _ in range(seeding.DICE_COUNT))
        granted = _granted(wishes, _drawn(plan, nonce, dice))
        best, most = max((best, most), (dice, granted), key=lambda one: one[1])
        if most == len(wishes):
            break
    return best


def _granted(wishes: Sequence[tuple[str, list[int]]], drawn: Sequence[set[str | None]]) -> int:
    """Count the wishes that come true before the first that does not."""
    true = (any(who in drawn[n] for n in at) for who, at in wishes)
    return len(list(takewhile(bool, true)))


def _drawn(plan: Plan, nonce: str, dice: str) -> list[set[str | None]]:
    """Draw; give for each check the tags of its site and the card numbers of its team."""
    frozen = plan.frozen[-1]
    files = (frozen.manifest.encode(), frozen.objects.encode(), frozen.inspectors.encode())
    result = dr1.compute(*files, [(seeding.PARTY, nonce), (seeding.DICE, dice)])
    return [{*one.tags, *team} for one, team in zip(result.drawn, result.teams, strict=True)]


def _written(who: str) -> str:
    """Write somebody as the frozen files do: a unit as its tag, an inspector as the card."""
    units = {unit["key"]: f"e:{unit['uscc']}" for unit in read("units")}
    cards = {one["login"]: one["card"]["number"] for one in read("people") if "card" in one}
    return str((units | cards)[who])
