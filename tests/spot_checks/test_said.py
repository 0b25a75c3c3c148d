"""What phones say: the fast look at answers lets through just what the slow one does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError, fields

from suicha.spot_checks.said import MOST_POINTS, MOST_WORDS, AnswersField, AnswerShape

if TYPE_CHECKING:
    import pytest

    from suicha.db import Json

LONG = st.sampled_from(["字" * MOST_WORDS, "字" * (MOST_WORDS + 1)])
NOTES = st.text() | LONG | st.sampled_from(["\0", "\ud800", "\n"]) | st.none()
WORDS = st.sampled_from(["conforming", "nonconforming", "not_applicable", "", "fine"])
DEDUCTIONS = st.sampled_from([-1, 0, MOST_POINTS, MOST_POINTS + 1, True, 1.0, 1.5, "1", None])
ANSWERS = st.fixed_dictionaries(
    {"result": WORDS | st.none() | st.lists(WORDS), "deduction": DEDUCTIONS, "note": NOTES},
    optional={"photos": st.lists(st.text())},
)
SENT = st.dictionaries(st.text(), ANSWERS | st.none() | st.text() | st.dictionaries(WORDS, NOTES))
SLOW = fields.Dict(fields.String(), fields.Nested(AnswerShape), required=True)


def told(field: fields.Field[Any], sent: object) -> tuple[Json | None, object]:
    """What a field makes of what was sent, and what it says against it."""
    try:
        return field.deserialize(sent), None
    except ValidationError as error:
        return None, error.messages


@given(SENT | st.none() | st.lists(st.text()))
def test_answers_are_judged_as_their_shape_does(sent: object) -> None:
    assert told(AnswersField(required=True), sent) == told(SLOW, sent)


def test_twenty_plain_answers_need_no_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("looked twice")

    monkeypatch.setattr(fields.Dict, "_deserialize", never)
    sent = {f"Q{n}": {"result": "conforming", "deduction": 0, "note": "好"} for n in range(20)}
    assert AnswersField(required=True).deserialize(sent) == sent
