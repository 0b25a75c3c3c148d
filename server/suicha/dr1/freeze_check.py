"""What an office must pass before it may commit to a plan (draw.md sections 2 and 4).

Computing and freezing are two programs: the computation is total and takes any readable plan, this
check is strict. It cannot see that ids were issued by somebody else; that stays a matter of people.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from math import prod

from suicha.dr1.files import CATEGORY, STRATUM, Inspector, Objects, read_inspectors, read_objects
from suicha.dr1.manifest import Manifest, count, mapping, read_manifest, refuse
from suicha.dr1.refusal import INSPECTORS, OBJECTS, quoted
from suicha.dr1.result import check_digest
from suicha.dr1.seed import SEAL
from suicha.dr1.sources import Source, read_sources

LEAST_SEED_BITS = 64
_MODES = ("open", "sealed")
_PLAN = r"[A-Za-z0-9._-]{1,64}"


def check_freeze(manifest: bytes, objects: bytes, inspectors: bytes) -> None:
    """Refuse, with InputError, a plan that may be computed but should not be committed to."""
    plan = read_manifest(manifest)
    check_digest(OBJECTS, objects, plan.objects_sha256)
    check_digest(INSPECTORS, inspectors, plan.inspectors_sha256)
    _check_lists(plan, read_objects(objects), read_inspectors(inspectors))
    _check_plan(plan)
    sources = read_sources(plan)
    _check_contributions(plan, sources)
    _check_seed_bits(sources.values())
    _check_dates(sources)


def _check_lists(plan: Manifest, objects: Objects, inspectors: Sequence[Inspector]) -> None:
    _check_count(plan, "objects", len(objects.ids))
    _check_count(plan, "inspectors", len(inspectors))
    _check_take(plan.take, Counter(compress(objects.strata, objects.weights)))
    _check_slots(plan.slots, objects.categories)


def _check_count(plan: Manifest, name: str, lines: int) -> None:
    stated = count(mapping(plan.document.get(name), name).get("count"), f"{name}.count")
    if stated != lines:
        refuse(f"{name}.count is {stated}, but the list has {lines} lines")


def _check_take(take: Mapping[str, int], available: Mapping[str, int]) -> None:
    for stratum, number in take.items():
        if not re.fullmatch(STRATUM, stratum):
            refuse(f"take.{stratum} is not the name of a stratum")
        if number > available[stratum]:
            refuse(f"take.{stratum} is {number}, but only {available[stratum]} can be drawn")


def _check_slots(slots: Mapping[str, Sequence[str]], categories: Iterable[str]) -> None:
    for category in slots:
        if not re.fullmatch(CATEGORY, category):
            refuse(f"slots.{category} is not the name of a category")
    if missing := set(categories) - set(slots):
        refuse(f"slots lacks {', '.join(sorted(missing))}")


def _check_plan(plan: Manifest) -> None:
    if not re.fullmatch(_PLAN, plan.plan):
        refuse("plan is not 1 to 64 of A-Z a-z 0-9 . _ -")
    if plan.document.get("mode") not in _MODES:
        refuse(f"mode is not one of {', '.join(_MODES)}")
    if not isinstance(plan.document.get("supersedes", ""), str):
        refuse("supersedes is not a plan id")


def _check_contributions(plan: Manifest, sources: Mapping[str, Source]) -> None:
    if len(set(plan.seed)) != len(plan.seed):
        refuse("seed repeats a contribution")
    if set(plan.seed) != set(sources):
        refuse("seed and sources do not name the same contributions")
    if (plan.document["mode"] == "sealed") != (SEAL in sources):
        refuse(f"a sealed plan, and no other, has the contribution {quoted(SEAL)}")
    if SEAL in sources and sources[SEAL].public:
        refuse(f"{quoted(SEAL)} is not a committed nonce")


def _check_seed_bits(sources: Iterable[Source]) -> None:
    # Whole numbers instead of logarithms: so many outcomes are so many bits. Of a source and its
    # fallback the poorer counts, for either may have to carry the draw.
    outcomes = prod(
        min(source.outcomes, source.fallback.outcomes) if source.fallback else source.outcomes
        for source in sources
    )
    if outcomes < 1 << LEAST_SEED_BITS:
        refuse(f"the public sources have fewer than {LEAST_SEED_BITS} bits")


def _check_dates(sources: Mapping[str, Source]) -> None:
    for name, source in sources.items():
        _check_own_dates(name, source)
    public = [source for source in sources.values() if source.public]
    first = min(source.not_before for source in public)
    last = max((source.fallback or source).deadline for source in public)
    for name, source in sources.items():
        if name == SEAL and source.not_before < last:
            refuse("the seal could be revealed before the public sources have spoken")
        if name != SEAL and not source.public and source.deadline >= first:
            # Else the last to reveal could see the public value first, and withhold.
            refuse(f"{name}.deadline is not before the first public source")


def _check_own_dates(name: str, source: Source) -> None:
    if source.not_before >= source.deadline:
        refuse(f"{name}.not_before is not before its deadline")
    spare = source.fallback
    if spare is None:
        return
    if spare.not_before < source.deadline:
        refuse(f"{name}.fallback may begin before the source's deadline")
    _check_own_dates(f"{name}.fallback", spare)
