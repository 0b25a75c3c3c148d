"""What phones say of a check, read from the wire (sync.md, Commands, not rows)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from marshmallow import EXCLUDE, ValidationError, fields, post_load, validate, validates_schema

from suicha.checklists.scoring import Result
from suicha.fields import HEX, NOT_BLANK, UNSTORABLE, Instant
from suicha.photos.schemas import PhotoPromiseShape, PositionShape
from suicha.spot_checks.commands import (
    Answers,
    Decision,
    HazardChoice,
    ItemChoice,
    Ruling,
    Signing,
    Start,
    Submission,
    Supplementing,
)
from suicha.spot_checks.models import ResultCategory, SignerKind
from suicha.spot_checks.record import ClosedRecord, RecordedSheet
from suicha.wire import Loads, Shape

if TYPE_CHECKING:
    from suicha.db import Json

MOST_CHOICES = 2000
MOST_PHOTOS = 2000  # of one sheet; what one item takes, its list judges
PLAIN = {"result", "deduction", "note"}
RESULTS = [each.value for each in Result]
MOST_WORDS = 2000  # letters of a note
MOST_POINTS = 1000  # of one item; what the item itself allows, the verb judges
LONGEST_GIVEN = 40_000  # letters of JSON; five hundred readings take a fifth of it


class StartArgs(Loads[Start]):
    """The arguments of the command spot_check.start."""

    into = Start
    spot_check_id = fields.UUID(required=True)
    started_at = Instant(required=True)
    position = fields.Nested(PositionShape, required=True, allow_none=True)


class GivenField(fields.Dict):
    """What belongs to the item's kind (readings, options, …); the verb judges it by the item."""

    def _deserialize(self, *args: Any, **rest: Any) -> Any:  # Any: marshmallow's own
        given = super()._deserialize(*args, **rest)  # type: ignore[no-untyped-call]  # marshmallow's
        if not _is_given(given):
            raise ValidationError("It is too long, or cannot be stored.")
        return given


class AnswerShape(Shape):
    """What was found at one item."""

    result = fields.String(required=True, validate=validate.OneOf(RESULTS))
    deduction = fields.Integer(required=True, strict=True, validate=validate.Range(0, MOST_POINTS))
    note = fields.String(required=True, validate=validate.Length(0, MOST_WORDS))
    given = GivenField()


class AnswersField(fields.Dict):
    """Answers by the ids of items.

    What is plainly right passes as it is, for most of a command's cost was to let the library
    look at it; whatever is not, the library judges.
    """

    def __init__(self, **rest: Any) -> None:  # Any: marshmallow's own
        super().__init__(fields.String(), fields.Nested(AnswerShape), **rest)

    def _deserialize(self, value: Any, *args: Any, **rest: Any) -> Any:  # Any: marshmallow's own
        if isinstance(value, dict) and all(map(_is_plainly_right, value.values())):
            return value
        return super()._deserialize(value, *args, **rest)  # type: ignore[no-untyped-call]  # marshmallow's


class AnswerFields(Shape):
    """The whole current answers of an inspector on a checklist, and the photos that they name.

    Apps of before promised no photos here.
    """

    spot_check_id = fields.UUID(required=True)
    checklist_version_id = fields.UUID(required=True)
    answers = AnswersField(required=True)
    photos = fields.List(
        fields.Nested(PhotoPromiseShape),
        load_default=list,
        validate=validate.Length(0, MOST_PHOTOS),
    )


class AnswerArgs(AnswerFields, Loads[Answers]):
    """The arguments of the command spot_check.answer."""

    into = Answers


class SupplementArgs(AnswerFields, Loads[Supplementing]):
    """The arguments of the command spot_check.supplement."""

    into = Supplementing
    supplement_id = fields.UUID(required=True)
    reason = fields.String(required=True, validate=validate.Length(0, 500))


class ItemChoiceShape(Loads[ItemChoice]):
    """A choice on one item."""

    into = ItemChoice
    checklist_version_id = fields.UUID(required=True)
    item_id = fields.String(required=True, validate=validate.Length(1, 32))
    inspector_id = fields.UUID(required=True)
    take = fields.Boolean(required=True)
    answer = fields.Nested(AnswerShape, required=True, allow_none=True)


class HazardChoiceShape(Loads[HazardChoice]):
    """A choice on one hazard."""

    into = HazardChoice
    hazard_id = fields.UUID(required=True)
    take = fields.Boolean(required=True)


class RulingFields(Shape):
    """What every decision says."""

    base_digest = fields.String(required=True, validate=HEX)
    choices = fields.List(
        fields.Nested(ItemChoiceShape), required=True, validate=validate.Length(0, MOST_CHOICES)
    )
    hazards = fields.List(
        fields.Nested(HazardChoiceShape), required=True, validate=validate.Length(0, MOST_CHOICES)
    )
    reason = fields.String(required=True, validate=[validate.Length(1, 500), NOT_BLANK])

    @validates_schema
    def one_word_each(self, data: dict[str, Any], **_: object) -> None:  # Any: loaded JSON
        """Ask for one word on each thing, and one answer for each item."""
        if not data["choices"] and not data["hazards"]:
            raise ValidationError({"choices": ["Nothing is decided."]})
        hazards = [one.hazard_id for one in data["hazards"]]
        if len(set(hazards)) < len(hazards):
            raise ValidationError({"hazards": ["A hazard is named twice."]})
        if not _is_one_word_each(data["choices"]):
            raise ValidationError({"choices": ["An item is decided twice."]})


class RulingShape(RulingFields, Loads[Ruling]):
    """The body of a decision at the desk."""

    into = Ruling


class DecideArgs(RulingFields, Loads[Decision]):
    """The arguments of the command spot_check.decide."""

    into = Decision
    spot_check_id = fields.UUID(required=True)
    decided_at = Instant(required=True)


class SignArgs(Loads[Signing]):
    """The arguments of the command spot_check.sign."""

    into = Signing
    spot_check_id = fields.UUID(required=True)
    signature_id = fields.UUID(required=True)
    digest = fields.String(required=True, validate=HEX)
    signer = fields.Enum(SignerKind, by_value=True, required=True)
    person_id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True, validate=validate.Length(0, 100))
    position_title = fields.String(required=True, validate=validate.Length(0, 100))
    refused = fields.Boolean(required=True)
    refusal_reason = fields.String(required=True, allow_none=True, validate=validate.Length(0, 500))
    witness_name = fields.String(required=True, allow_none=True, validate=validate.Length(0, 100))
    image = fields.Nested(PhotoPromiseShape, required=True, allow_none=True)
    signed_at = Instant(required=True)

    @validates_schema
    def signed_or_refused(self, data: dict[str, Any], **_: object) -> None:  # Any: loaded JSON
        """Ask a signature for its image, a refusal for reason and witness (安全生产法 art. 68)."""
        needed = ("refusal_reason", "witness_name") if data["refused"] else ("name", "image")
        empty = [name for name in needed if not data[name] or not str(data[name]).strip()]
        if empty:
            raise ValidationError({name: ["It is missing."] for name in empty})


class ScoreShape(Shape):
    """A score as it stands in a record."""

    display = fields.String(required=True, validate=validate.Regexp(r"^\d{1,3}\.\d\Z"))
    numerator = fields.Integer(required=True, strict=True)
    denominator = fields.Integer(required=True, strict=True)
    grade_of_table = fields.String(required=True, allow_none=True)
    zeroed_because = fields.String(required=True, allow_none=True)


class RecordedSheetShape(Loads[RecordedSheet]):
    """One checklist of a record."""

    into = RecordedSheet
    id = fields.UUID(required=True)
    answers = AnswersField(required=True)
    score = fields.Nested(ScoreShape, required=True, allow_none=True)


class RecordShape(Shape):
    """What the server must understand of a record; what else was signed is kept, not judged."""

    class Meta:
        """Let pass what is not named."""

        unknown = EXCLUDE

    v = fields.Integer(required=True, strict=True, validate=validate.Equal(1), load_only=True)
    spot_check_id = fields.UUID(required=True)
    checklists = fields.List(fields.Nested(RecordedSheetShape), required=True)
    hazards = fields.List(fields.Dict(), required=True)
    result_category = fields.Enum(ResultCategory, by_value=True, required=True)

    @post_load
    def without_version(self, data: dict[str, Any], **_: object) -> dict[str, Any]:  # Any: JSON
        """Drop the version: only one is known."""
        return {name: value for name, value in data.items() if name != "v"}


class RecordText(fields.String):
    """A closed record: a JSON text that is read and kept as it is."""

    def _deserialize(self, *args: Any, **rest: Any) -> Any:  # Any: marshmallow's own
        text = super()._deserialize(*args, **rest)
        try:
            body = json.loads(text)
        except (ValueError, RecursionError):
            raise ValidationError("It is not JSON.") from None
        return ClosedRecord(text=text, **RecordShape().load(body))


class SubmitArgs(Loads[Submission]):
    """The arguments of the command spot_check.submit."""

    into = Submission
    spot_check_id = fields.UUID(required=True)
    digest = fields.String(required=True, validate=HEX)
    record = RecordText(required=True)
    result_category = fields.Enum(ResultCategory, by_value=True, required=True)
    submitted_at = Instant(required=True)


def _is_given(given: object) -> bool:
    if not isinstance(given, dict):
        return False
    text = json.dumps(given, ensure_ascii=False)
    return len(text) <= LONGEST_GIVEN and not UNSTORABLE.search(text) and "\\u0000" not in text


def _is_plainly_right(answer: object) -> bool:
    """Whether an answer is one that AnswerShape would load unchanged."""
    if not isinstance(answer, dict) or answer.keys() - {"given"} != PLAIN:
        return False
    if "given" in answer and not _is_given(answer["given"]):
        return False
    result, deduction, note = answer["result"], answer["deduction"], answer["note"]
    if type(result) is not str or type(deduction) is not int or type(note) is not str:
        return False
    sizes_are_right = 0 <= deduction <= MOST_POINTS and len(note) <= MOST_WORDS
    return result in RESULTS and sizes_are_right and not UNSTORABLE.search(note)


def _is_one_word_each(choices: list[ItemChoice]) -> bool:
    named = {(one.checklist_version_id, one.item_id, one.inspector_id) for one in choices}
    taken: dict[tuple[UUID, str], Json | None] = {}
    for one in choices:
        item = one.checklist_version_id, one.item_id
        if one.take and taken.setdefault(item, one.answer) != one.answer:
            return False
    return len(named) == len(choices)
