"""The verifiable draw dr/1 (draw.md): pure computation from published files, usable alone."""

from suicha.dr1.files import Inspector, ObjectRow, write_inspectors, write_objects
from suicha.dr1.freeze_check import check_freeze
from suicha.dr1.refusal import InputError
from suicha.dr1.result import Result, compute
from suicha.dr1.seed import commitment
from suicha.dr1.sources import check_value

__all__ = [
    "InputError",
    "Inspector",
    "ObjectRow",
    "Result",
    "check_freeze",
    "check_value",
    "commitment",
    "compute",
    "write_inspectors",
    "write_objects",
]
