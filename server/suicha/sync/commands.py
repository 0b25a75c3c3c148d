"""Which commands this server knows, and which verb serves each (sync.md).

A version that a released app may still hold stays here for a year at least; the fixtures in
`tests/sync/fixtures` are commands as released.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from marshmallow import ValidationError

from suicha.errors import refuse
from suicha.hazards import operations as hazards
from suicha.hazards.said import HazardReportArgs, RecheckArgs
from suicha.spot_checks import operations as spot_checks
from suicha.spot_checks.commands import Stamp
from suicha.spot_checks.said import (
    AnswerArgs,
    DecideArgs,
    SignArgs,
    StartArgs,
    SubmitArgs,
    SupplementArgs,
)
from suicha.sync.envelope import malformed
from suicha.wire import Loads

if TYPE_CHECKING:
    from suicha.accounts.guard import Actor
    from suicha.errors import Accepted
    from suicha.sync.envelope import Command

T = TypeVar("T")
Verb = Callable[["Actor", T, Stamp], "Accepted"]


@dataclass(frozen=True)
class Known:
    """How a command's arguments are read, and who does what they say."""

    schema: type[Loads[Any]]  # Any: commands differ in what they say
    verb: Verb[Any]


def _known(schema: type[Loads[T]], verb: Callable[[Actor, T], Accepted]) -> Known:
    return Known(schema, lambda actor, args, _: verb(actor, args))


COMMANDS: dict[tuple[str, int], Known] = {
    ("spot_check.start", 1): _known(StartArgs, spot_checks.start),
    ("spot_check.answer", 1): Known(AnswerArgs, spot_checks.answer),
    ("spot_check.sign", 1): _known(SignArgs, spot_checks.sign),
    ("spot_check.submit", 1): _known(SubmitArgs, spot_checks.submit),
    ("spot_check.supplement", 1): Known(SupplementArgs, spot_checks.supplement),
    ("spot_check.decide", 1): _known(DecideArgs, spot_checks.decide),
    ("hazard.report", 1): _known(HazardReportArgs, hazards.report),
    ("hazard.recheck", 1): _known(RecheckArgs, hazards.recheck),
}


def do(actor: Actor, command: Command) -> Accepted:
    """Do what a command says; raises command.too_large, .unknown, .malformed and its verb's own."""
    if command.too_large:
        raise refuse("command.too_large")
    known = COMMANDS.get((command.name, command.v))
    if known is None:
        raise refuse("command.unknown", name=command.name, v=command.v)
    try:
        args = known.schema.read(command.args)
    except ValidationError as error:
        raise malformed(error) from None
    return known.verb(actor, args, Stamp(command.seq, command.made_at))
