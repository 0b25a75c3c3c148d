"""How a test reads what a pull has brought."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from suicha.db import Json


def named(changes: list[Json], kind: str) -> dict[str, Json | None]:
    """The rows of one kind, by id."""
    return {change["id"]: change["row"] for change in changes if change["kind"] == kind}


def only(changes: list[Json], kind: str) -> Json:
    """The one row of a kind."""
    (row,) = named(changes, kind).values()
    assert row is not None
    return row


def kinds(changes: list[Json]) -> list[str]:
    """The kind of each row, in their order."""
    return [change["kind"] for change in changes]


def gone(changes: list[Json]) -> set[tuple[str, str]]:
    """What is no longer one's own to see."""
    return {(change["kind"], change["id"]) for change in changes if change["row"] is None}
