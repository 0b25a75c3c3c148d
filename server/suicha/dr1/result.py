"""The whole computation, from the published files to the result text (draw.md sections 3 to 5)."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from suicha.dr1.assignment import Assignment, Unfilled, assign, rank
from suicha.dr1.board import Need
from suicha.dr1.files import read_inspectors, read_objects
from suicha.dr1.manifest import Manifest, read_manifest
from suicha.dr1.refusal import INSPECTORS, OBJECTS, InputError
from suicha.dr1.seed import Contribution, check_contributions, key, seed
from suicha.dr1.tickets import Drawn, draw


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one plan: drawn objects in draw order, their teams, the text."""

    seed: bytes
    drawn: tuple[Drawn, ...]
    teams: tuple[tuple[str | None, ...], ...]
    unfilled: tuple[Unfilled, ...]
    text: bytes

    @property
    def sha256(self) -> str:
        """Return the digest that `draw.result` logs, in hex."""
        return hashlib.sha256(self.text).hexdigest()


def compute(
    manifest: bytes,
    objects: bytes,
    inspectors: bytes,
    contributions: Sequence[Contribution],
) -> Result:
    """Compute the draw from the frozen files' bytes and the contributions in manifest order.

    Total on readable input: what an office ought not to freeze is the freeze check's matter.
    InputError if a file is not as draw.md section 1 says, or not the one the manifest names.
    """
    plan = read_manifest(manifest)
    check_digest(OBJECTS, objects, plan.objects_sha256)
    check_digest(INSPECTORS, inspectors, plan.inspectors_sha256)
    check_contributions(plan.seed, contributions)
    seed_ = seed(plan.sha256, contributions)
    drawn = tuple(draw(read_objects(objects), plan.take, key(seed_, "object")))
    ranked = rank(read_inspectors(inspectors), key(seed_, "inspector"))
    assignment = assign(_needs(plan, drawn), ranked, key(seed_, "pick"))
    return Result(
        seed=seed_,
        drawn=drawn,
        teams=assignment.teams,
        unfilled=assignment.unfilled,
        text=_text(drawn, assignment),
    )


def check_digest(file: str, data: bytes, sha256: str) -> None:
    """Refuse a file whose bytes are not those that the manifest names by their SHA-256 in hex."""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise InputError(file, None, "its SHA-256 is not the one in the manifest")


def _needs(plan: Manifest, drawn: Sequence[Drawn]) -> list[Need]:
    # Being total: a category that the manifest does not know needs nobody.
    return [Need(one.id, plan.slots.get(one.category, ()), one.tags) for one in drawn]


def _text(drawn: Sequence[Drawn], assignment: Assignment) -> bytes:
    return "".join(_lines(drawn, assignment)).encode()


def _lines(drawn: Sequence[Drawn], assignment: Assignment) -> Iterator[str]:
    yield "dr/1 result\n"
    for one, team in zip(drawn, assignment.teams, strict=True):
        seats = (who or "-" for who in team)
        yield "\t".join((one.id, one.stratum, one.ticket.hex(), *seats)) + "\n"
