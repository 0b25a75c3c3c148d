"""The verbs of spot checks, by what they do to a check.

The commands of phones refuse little (sync.md): what is late or overtaken is accepted and flagged.
"""

from suicha.spot_checks.operations.assigning import (
    NewSpotCheck,
    assign,
    cancel,
    count_command,
    reseat,
    settle,
)
from suicha.spot_checks.operations.closing import submit
from suicha.spot_checks.operations.counting import count_differences, miscounted, recount
from suicha.spot_checks.operations.recording import answer, sign, start, supplement
from suicha.spot_checks.operations.ruling import decide, rule

__all__ = [
    "NewSpotCheck",
    "answer",
    "assign",
    "cancel",
    "count_command",
    "count_differences",
    "decide",
    "miscounted",
    "recount",
    "reseat",
    "rule",
    "settle",
    "sign",
    "start",
    "submit",
    "supplement",
]
