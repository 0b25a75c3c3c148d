"""Canonical JSON: the fast way and the library's way write the same bytes, for whatever is said."""

from __future__ import annotations

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from suicha import canonical_json

NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
# Also what looks like a number or an escape inside of a text; keys that sort otherwise in UTF-16.
LOOKS = ["a,1.5", '":1e9', "12:00:00.5", '["\\u0000', "\U0001f3d7", "\uffee", "\x7f"]
TEXTS = st.text() | st.sampled_from(LOOKS)
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=8,
)


@given(st.dictionaries(TEXTS, DOCUMENTS))
def test_a_document_has_the_bytes_of_rfc_8785(document: dict[str, object]) -> None:
    read = json.loads(json.dumps(document))
    assert canonical_json.dumps(read) == rfc8785.dumps(read)


@pytest.mark.parametrize(
    "text", ['{"n": 1e400}', '{"n": NaN}', '{"n": 9007199254740993}', '{"n": "\\ud800"}']
)
def test_what_has_no_canonical_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # of several libraries
        canonical_json.dumps(json.loads(text))


@pytest.mark.parametrize("n", [0, -1, 999_999_999_999_999, 2**53 - 1, -0.0, 5.0, 1e21, 1e-7, 0.1])
def test_a_number_is_written_as_ecmascript_does(n: float) -> None:
    assert canonical_json.dumps({"n": n}) == rfc8785.dumps({"n": n})


def test_keys_are_sorted_by_utf_16() -> None:
    document = {"\uffee": 1, "\U0001f3d7": 2}
    assert canonical_json.dumps(document) == '{"\U0001f3d7":2,"\uffee":1}'.encode()
