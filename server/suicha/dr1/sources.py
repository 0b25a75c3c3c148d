"""What the manifest promises about each contribution, and whether a value keeps it (draw.md 2).

In the manifest, under its contribution id (times are "YYYY-MM-DDTHH:MM:SSZ"):

    a party         {"kind": "party", "encoding": "hex", "commitment": 64 hex digits,
                     "not_before": time, "deadline": time, "fallback": "-"}
    a public event  {"kind", "encoding" and more: kinds.py; "not_before": time, "deadline": time,
                     "fallback": a public source without "fallback"}
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from suicha.dr1.canonical import Json
from suicha.dr1.kinds import KINDS
from suicha.dr1.manifest import DIGEST, Manifest, mapping, refuse, text
from suicha.dr1.refusal import CONTRIBUTIONS, InputError, quoted
from suicha.dr1.seed import MISSING, SEAL, commitment

_TIME = "%Y-%m-%dT%H:%M:%SZ"
_TIME_FORM = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"


@dataclass(frozen=True, slots=True)
class Source:
    """One source as the manifest promises it; times compare as text.

    `outcomes` is the number of equally likely public values, 1 for a party's own nonce.
    """

    kind: str
    not_before: str
    deadline: str
    outcomes: int
    commitment: str | None
    fallback: "Source | None"
    promise: Mapping[str, Json]

    @property
    def public(self) -> bool:
        """Whether the value comes from a public event rather than from a party."""
        return KINDS[self.kind].public


def read_sources(manifest: Manifest) -> dict[str, Source]:
    """Return the promised source of each contribution; InputError if a promise is not complete."""
    promises = mapping(manifest.document.get("sources"), "sources")
    return {id_: _promised(mapping(promise, id_), id_) for id_, promise in promises.items()}


def check_value(manifest: Manifest, contribution: str, value: str) -> None:
    """Refuse a value that is not what its source promised: its form, or a party's commitment."""
    source = read_sources(manifest).get(contribution)
    if source is None:
        raise InputError(CONTRIBUTIONS, None, f"{quoted(contribution)} is not a source of the plan")
    if not source.public and value == MISSING and contribution != SEAL:
        return
    if not _keeps_form(source, value):
        raise InputError(
            CONTRIBUTIONS, None, f"{quoted(contribution)} is not a {source.kind} value"
        )
    if source.commitment is None:
        return
    if commitment(manifest.plan, contribution, value) != source.commitment:
        reason = f"{quoted(contribution)} is not the nonce that was committed to"
        raise InputError(CONTRIBUTIONS, None, reason)


def _keeps_form(source: Source, value: str) -> bool:
    promised = (source, source.fallback) if source.fallback else (source,)
    return any(KINDS[each.kind].keeps(each.promise, value) for each in promised)


def _promised(promise: Mapping[str, Json], name: str) -> Source:
    source, fallback = _source(promise, name), promise.get("fallback")
    if source.public:
        spare = _source(mapping(fallback, f"{name}.fallback"), f"{name}.fallback")
        if not spare.public:
            refuse(f"{name}.fallback is not a public source")
        return replace(source, fallback=spare)
    if fallback != MISSING:
        refuse(f"{name}.fallback is not {quoted(MISSING)}")
    return source


def _source(promise: Mapping[str, Json], name: str) -> Source:
    kind_name = text(promise.get("kind"), f"{name}.kind")
    kind = KINDS.get(kind_name)
    if kind is None:
        refuse(f"{name}.kind is not one of {', '.join(sorted(KINDS))}")
    if promise.get("encoding") != kind.encoding:
        refuse(f"{name}.encoding is not {quoted(kind.encoding)}")
    return Source(
        kind=kind_name,
        not_before=_time(promise, name, "not_before"),
        deadline=_time(promise, name, "deadline"),
        outcomes=kind.outcomes(promise),
        commitment=None if kind.public else _commitment(promise, name),
        fallback=None,
        promise=promise,
    )


def _commitment(promise: Mapping[str, Json], name: str) -> str:
    return text(promise.get("commitment"), f"{name}.commitment", DIGEST)


def _time(promise: Mapping[str, Json], name: str, part: str) -> str:
    # The pattern keeps the width fixed, which strptime alone would not: text order is time order.
    written = text(promise.get(part), f"{name}.{part}", _TIME_FORM)
    try:
        datetime.strptime(written, _TIME)  # noqa: DTZ007  asked only whether it exists
    except ValueError:
        refuse(f"{name}.{part} {quoted(written)} is not a date and time")
    return written
