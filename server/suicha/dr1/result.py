"""The whole computation, from the published files to the result text (draw.md sections 3 to 5)."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from suicha.dr1.abilities import Need
from suicha.dr1.assignment import Assignment, Unfilled, assign, rank
from suicha.dr1.files import Inspector, Objects, read_inspectors, read_objects
from suicha.dr1.manifest import Manifest, read_manifest
from suicha.dr1.refusal import INSPECTORS, OBJECTS, InputError, quoted
from suicha.dr1.seed import Contribution, check_contributions, key, seed
from suicha.dr1.tickets import Drawn, draw


@dataclass(frozen=True, slots=True)
class Terms:
    """All that a draw needs beside its seed: the two lists, the counts, the slots."""

    objects: Objects
    inspectors: Sequence[Inspector]
    take: Mapping[str, int]
    slots: Mapping[str, tuple[str, ...]]

    def need(self, drawn: Drawn) -> Need:
        """Return what a drawn object needs."""
        return Need(drawn.id, self.slots[drawn.category], drawn.tags)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The frozen files and the contributions, read and found to belong together."""

    manifest: Manifest
    objects: Objects
    inspectors: Sequence[Inspector]
    seed: bytes

    @property
    def terms(self) -> Terms:
        """Return what there is beside the seed."""
        return Terms(self.objects, self.inspectors, self.manifest.take, self.manifest.slots)

    def need(self, drawn: Drawn) -> Need:
        """Return what a drawn object needs."""
        return self.terms.need(drawn)

    def ranked(self) -> list[Inspector]:
        """Return the inspectors in rank order."""
        return rank(self.inspectors, key(self.seed, "inspector"))


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


def read(
    manifest: bytes, objects: bytes, inspectors: bytes, contributions: Sequence[Contribution]
) -> Inputs:
    """Read the frozen files' bytes and the contributions in manifest order.

    InputError if a file is not as draw.md section 1 says, or not the one the manifest names, or a
    nonce is not the one that was committed to, or a category of the list has no slots.
    """
    plan = read_manifest(manifest)
    check_digest(OBJECTS, objects, plan.objects_sha256)
    check_digest(INSPECTORS, inspectors, plan.inspectors_sha256)
    expected = [(id_, plan.commitments.get(id_)) for id_ in plan.seed]
    check_contributions(plan.plan, expected, contributions)
    listed = read_objects(objects)
    check_categories(plan.slots, listed)
    return Inputs(plan, listed, read_inspectors(inspectors), seed(plan.sha256, contributions))


def compute(
    manifest: bytes, objects: bytes, inspectors: bytes, contributions: Sequence[Contribution]
) -> Result:
    """Compute the draw from what `read` reads; raises what it raises, and nothing else.

    Total: a count above its stratum takes all of it. What an office ought not to freeze is the
    freeze check's matter.
    """
    return result_of(read(manifest, objects, inspectors, contributions))


def result_of(inputs: Inputs) -> Result:
    """Compute the draw."""
    drawn, assignment = carry_out(inputs.terms, inputs.seed)
    return Result(
        seed=inputs.seed,
        drawn=drawn,
        teams=assignment.teams,
        unfilled=assignment.unfilled,
        text=_text(drawn, assignment),
    )


def carry_out(terms: Terms, seed_: bytes) -> tuple[tuple[Drawn, ...], Assignment]:
    """Draw and assign with a seed: the same steps for a draw and for a rehearsal."""
    drawn = tuple(draw(terms.objects, terms.take, key(seed_, "object")))
    ranked = rank(terms.inspectors, key(seed_, "inspector"))
    return drawn, assign([terms.need(one) for one in drawn], ranked, key(seed_, "pick"))


def check_digest(file: str, data: bytes, sha256: str) -> None:
    """Refuse a file whose bytes are not those that the manifest names by their SHA-256 in hex."""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise InputError(file, None, "its SHA-256 is not the one in the manifest")


def check_categories(slots: Mapping[str, Sequence[str]], objects: Objects) -> None:
    """Refuse a list that holds a category without slots."""
    if missing := set(objects.categories) - set(slots):
        line = min(objects.categories.index(category) for category in missing)
        reason = f"category {quoted(objects.categories[line])} has no slots in the manifest"
        raise InputError(OBJECTS, line + 1, reason)


def _text(drawn: Sequence[Drawn], assignment: Assignment) -> bytes:
    return "".join(_lines(drawn, assignment)).encode()


def _lines(drawn: Sequence[Drawn], assignment: Assignment) -> Iterator[str]:
    yield "dr/1 result\n"
    for one, team in zip(drawn, assignment.teams, strict=True):
        seats = (who or "-" for who in team)
        yield "\t".join((one.id, one.stratum, one.ticket.hex(), *seats)) + "\n"
