"""The wire of the ceremony, and of a plan with as much of it as there is."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, post_load, pre_load, validate, validates_schema

from suicha.draws.models import PlanState, VoidBecause
from suicha.draws.operations import Announced, Repeat
from suicha.draws.schemas import DrawShape, Named, TakeShape
from suicha.draws.seeding import DICE, DICE_COUNT, ROLLED, Chosen, Freeze
from suicha.fields import HEX, NOT_BLANK, PRINTABLE, Instant
from suicha.paging import PageShape
from suicha.wire import Loads, Shape

MOST_EVIDENCE = 20_000  # characters: a pulse of NIST has some 3,000
WORD = validate.Regexp(r"^[0-9A-Za-z-]{1,32}\Z", error="Letters, digits and dashes only.")
SAFE = validate.Range(0, 2**53 - 1)

# kind -> what names its drawing: the fields that it needs, and those that it always has
NAMED: dict[str, tuple[tuple[str, ...], dict[str, int]]] = {
    DICE: ((), {"dice": DICE_COUNT}),
    "digits": (("issue", "digits"), {}),
    "dlt": (("issue",), {}),
    "drand": (("chain", "round"), {}),
    "kl8": (("issue",), {}),
    "nist": (("chain_index", "pulse"), {}),
    "ssq": (("issue",), {}),
}
IN_MANIFEST = {"chain_index": "chain"}  # NIST numbers its chains, drand hashes its own


class CommitmentShape(Shape):
    """A witness's commitment, and the name in the seed that went into it."""

    commitment = fields.String(required=True, validate=HEX)
    party = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 64))


class SourceShape(Shape):
    """A public source to be committed to; `not_before` null: when the dice may fall."""

    kind = fields.String(required=True, validate=validate.OneOf(list(NAMED)))
    not_before = Instant(load_default=None, allow_none=True)
    issue = fields.String(validate=WORD)
    digits = fields.Integer(strict=True, validate=validate.Range(1, 64))
    chain = fields.String(validate=HEX)
    round = fields.Integer(strict=True, validate=SAFE)
    chain_index = fields.Integer(strict=True, validate=SAFE)
    pulse = fields.Integer(strict=True, validate=SAFE)

    @validates_schema
    def names_its_drawing(self, data: dict[str, Any], **_: object) -> None:  # Any: loaded JSON
        """Ask for what this kind needs, and take nothing else."""
        needed = set(NAMED[data["kind"]][0]) if data.get("kind") in NAMED else set()
        given = set(data) - {"kind", "not_before"}
        wrong = {name: ["This kind needs it."] for name in needed - given}
        wrong |= {name: ["This kind has none."] for name in given - needed}
        if wrong:
            raise ValidationError(wrong)

    @post_load
    def choose(self, data: dict[str, Any], **_: object) -> Chosen:  # Any: loaded JSON
        """Write it as the manifest has it."""
        needed, always = NAMED[data["kind"]]
        named = {IN_MANIFEST.get(name, name): data[name] for name in needed}
        return Chosen(data["kind"], named | always, data["not_before"])


class FreezeShape(Loads[Freeze]):
    """When the dice may fall at the earliest, which sources, and the seal of a sealed plan."""

    into = Freeze
    ceremony_at = Instant(load_default=None, allow_none=True)
    sources = fields.List(
        fields.Nested(SourceShape), load_default=lambda: [ROLLED], validate=validate.Length(1, 7)
    )
    seal = fields.String(load_default=None, allow_none=True, validate=HEX)
    publish_at = Instant(load_default=None, allow_none=True)

    @validates_schema
    def names_each_kind_once(self, data: dict[str, Any], **_: object) -> None:  # Any: loaded JSON
        """A kind is its source's id in the seed."""
        kinds = [one.kind for one in data["sources"]]
        if len(set(kinds)) != len(kinds):
            raise ValidationError("Each kind once.", "sources")


class RevealShape(Shape):
    """A witness's number; null when it was not revealed in time."""

    nonce = fields.String(required=True, allow_none=True, validate=HEX)


class SaidShape(Shape):
    """What a public source gave; people type dice in groups."""

    source = fields.String(required=True, validate=validate.Length(1, 64))
    value = fields.String(required=True, validate=validate.Length(1, 600))
    evidence = fields.String(
        load_default="", validate=[validate.Length(max=MOST_EVIDENCE), PRINTABLE]
    )

    @pre_load
    def join(self, data: Any, **_: object) -> Any:  # Any: JSON that nobody has looked at yet
        """Drop the spaces between groups; whatever else is wrong is for the verb to say."""
        value = data.get("value") if isinstance(data, dict) else None
        return data | {"value": "".join(value.split())} if isinstance(value, str) else data


class AnnouncedShape(SaidShape, Loads[Announced]):
    """What a public source gave."""

    into = Announced


class ComputeShape(Shape):
    """The office's own number, in a sealed plan."""

    seal = fields.String(load_default=None, allow_none=True, validate=HEX)


class VoidShape(Shape):
    """Why a plan is void; both are published."""

    reason = fields.Enum(VoidBecause, by_value=True, required=True)
    text = fields.String(required=True, validate=[NOT_BLANK, validate.Length(max=500)])


class RepeatShape(SaidShape, Loads[Repeat]):
    """What a public source really gave, with why it was written down otherwise: published."""

    into = Repeat
    draw_id = fields.UUID(required=True)
    text = fields.String(required=True, validate=[NOT_BLANK, PRINTABLE, validate.Length(max=500)])


class SetAsideShape(Shape):
    """A computation that was set aside for one wrong value, and when, by whom and why."""

    number = fields.Integer(required=True)
    drawn_at = fields.AwareDateTime(required=True)
    result_sha256 = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    by = fields.String(required=True)
    source = fields.String(required=True)
    wrong = fields.String(required=True)
    right = fields.String(required=True)
    text = fields.String(required=True)
    changes = fields.Integer(required=True)


class WitnessShape(Shape):
    """A witness's part: committed, perhaps revealed, perhaps missing at the deadline."""

    party = fields.String(required=True)
    person_id = fields.UUID(required=True)
    name = fields.String(required=True)
    commitment = fields.String(required=True)
    committed_at = fields.AwareDateTime(required=True)
    revealed = fields.Boolean(required=True)
    missing = fields.Boolean(required=True)


class PublicSourceShape(Shape):
    """A public event that the manifest names."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    named = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    bits = fields.String(required=True, metadata={"example": "66.4"})
    not_before = fields.String(required=True)
    deadline = fields.String(required=True)
    fallback_from = fields.String(required=True)


class FreezingShape(Shape):
    """An earlier freezing: what was committed to before the registers changed."""

    at = fields.AwareDateTime(required=True, attribute="frozen_at")
    manifest_sha256 = fields.String(required=True)


class FrozenShape(Shape):
    """The freezing that counts: what was committed to, and when number and dice are due."""

    at = fields.AwareDateTime(required=True)
    manifest_sha256 = fields.String(required=True)
    objects = fields.Integer(required=True)
    inspectors = fields.Integer(required=True)
    excluded = fields.Integer(required=True, allow_none=True)
    sources = fields.List(fields.Nested(PublicSourceShape), required=True)
    entropy_bits = fields.String(required=True, metadata={"example": "66.4"})
    reveal_by = fields.String(required=True)
    dice_not_before = fields.String(required=True)
    seal = fields.String(required=True, allow_none=True)
    publish_at = fields.String(required=True, allow_none=True)
    earlier = fields.List(fields.Nested(FreezingShape), required=True)


class AnnouncementShape(Shape):
    """What a public source gave, as it was written down; the last one of a source counts."""

    source = fields.String(required=True)
    value = fields.String(required=True)
    evidence = fields.String(required=True)
    evidence_sha256 = fields.String(required=True)
    at = fields.AwareDateTime(required=True, attribute="made_at")


class PlanBriefShape(Shape):
    """A plan without the lines of its draw."""

    id = fields.UUID(required=True, attribute="row.id")
    jurisdiction_id = fields.UUID(required=True, attribute="row.jurisdiction_id")
    number = fields.String(required=True, attribute="row.number")
    title = fields.String(required=True, attribute="row.title")
    period_from = fields.Date(required=True, attribute="row.period_from")
    period_to = fields.Date(required=True, attribute="row.period_to")
    item_list_entry = fields.Nested(Named, required=True, attribute="row.entry")
    agency = fields.String(required=True, attribute="row.entry.agency_name")
    take = fields.Nested(TakeShape, required=True, attribute="row.take")
    due_working_days = fields.Integer(required=True, attribute="row.due_working_days")
    state = fields.Enum(PlanState, by_value=True, required=True, attribute="row.state")
    made_by = fields.UUID(required=True, attribute="row.made_by")
    approved_by = fields.String(required=True, allow_none=True, attribute="row.approver_name")
    approved_at = fields.AwareDateTime(required=True, allow_none=True, attribute="row.approved_at")
    voided_at = fields.AwareDateTime(required=True, allow_none=True, attribute="row.voided_at")
    void_reason = fields.Enum(
        VoidBecause, by_value=True, required=True, allow_none=True, attribute="row.void_reason"
    )
    void_text = fields.String(required=True, allow_none=True, attribute="row.void_text")
    supersedes = fields.String(required=True, allow_none=True, attribute="row.supersedes_number")
    published_at = fields.AwareDateTime(
        required=True, allow_none=True, attribute="row.published_at"
    )
    party = fields.String(required=True, metadata={"description": "one's own id in the seed"})
    sealed = fields.Boolean(required=True)
    witnesses = fields.List(fields.Nested(WitnessShape), required=True)
    frozen = fields.Nested(FrozenShape, required=True, allow_none=True)


class OverCapShape(Shape):
    """A site that the draw left with more checks of a year than the cap."""

    site = fields.Nested(Named, required=True)
    object_id = fields.String(required=True, attribute="site.permit_number")
    checks = fields.Integer(required=True)
    cap = fields.Integer(required=True)


class PlanShape(PlanBriefShape):
    """A plan, with as much of its draw as exists; `draw` is the computation that stands.

    `repeat_barred` is the refusal that whoever asks would meet on setting it aside.
    """

    announced = fields.List(fields.Nested(AnnouncementShape), required=True)
    draw = fields.Nested(DrawShape, required=True, allow_none=True)
    set_aside = fields.List(fields.Nested(SetAsideShape), required=True)
    repeat_barred = fields.String(required=True, allow_none=True)
    over_cap = fields.List(fields.Nested(OverCapShape), required=True)


class PlanPage(PageShape):
    """A page of plans, without their draws' lines."""

    items = fields.List(fields.Nested(PlanBriefShape), required=True)
