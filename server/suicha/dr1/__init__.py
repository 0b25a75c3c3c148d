"""The verifiable draw dr/1 (draw.md): pure computation from published files, usable alone."""

from suicha.dr1.causes import EmptySeat, Range, candidates, empty_seats
from suicha.dr1.changes import NOBODY, OBJECT, SEAT, Changes, Request, change, write_requests
from suicha.dr1.files import Inspector, ObjectRow, write_inspectors, write_objects
from suicha.dr1.folder import change_folder, compute_folder, verify_folder
from suicha.dr1.freeze_check import check_freeze
from suicha.dr1.refusal import InputError
from suicha.dr1.rehearsal import Rehearsal, rehearse
from suicha.dr1.result import Inputs, Result, compute, read, result_of
from suicha.dr1.seed import commitment, write_contributions
from suicha.dr1.sources import check_value
from suicha.dr1.tickets import in_order

__all__ = [
    "NOBODY",
    "OBJECT",
    "SEAT",
    "Changes",
    "EmptySeat",
    "InputError",
    "Inputs",
    "Inspector",
    "ObjectRow",
    "Range",
    "Rehearsal",
    "Request",
    "Result",
    "candidates",
    "change",
    "change_folder",
    "check_freeze",
    "check_value",
    "commitment",
    "compute",
    "compute_folder",
    "empty_seats",
    "in_order",
    "read",
    "rehearse",
    "result_of",
    "verify_folder",
    "write_contributions",
    "write_inspectors",
    "write_objects",
    "write_requests",
]
