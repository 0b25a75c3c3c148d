"""What changes after a draw agrees with the vectors, and what cannot change is refused."""

import json
from pathlib import Path
from typing import TypedDict

import pytest

from suicha.dr1 import InputError, Inputs, change, read, result_of
from suicha.dr1.changes import read_requests, write_requests


class ChangeVector(TypedDict):
    manifest: str
    objects: str
    inspectors: str
    contributions: list[tuple[str, str]]
    result: str
    requests: list[list[str]]
    changes: str


CASES: list[ChangeVector] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "dr1-change-vectors.json").read_text(encoding="utf-8")
)["cases"]


def inputs(case: ChangeVector) -> Inputs:
    files = (case["manifest"].encode(), case["objects"].encode(), case["inspectors"].encode())
    return read(*files, [(id_, value) for id_, value in case["contributions"]])


def requests(*rows: list[str]) -> bytes:
    return "".join("\t".join(row) + "\n" for row in rows).encode()


@pytest.mark.parametrize("number", range(len(CASES)))
def test_changes_are_those_of_the_vector(number: int) -> None:
    case = CASES[number]
    given = inputs(case)
    result = result_of(given)

    changes = change(given, result, read_requests(requests(*case["requests"])))

    assert result.text.decode() == case["result"]
    assert changes.text.decode() == case["changes"]


def test_requests_are_written_as_they_are_read() -> None:
    data = requests(*CASES[0]["requests"])

    assert write_requests(read_requests(data)) == data


def drawn(case: ChangeVector) -> list[str]:
    return [line.split("\t")[0] for line in case["result"].splitlines()[1:]]


def test_an_object_that_was_replaced_is_not_drawn_any_more() -> None:
    case = CASES[1]
    first = drawn(case)[0]
    again = requests(["object", first, "finished"], ["seat", first, "0", "recusal"])

    with pytest.raises(InputError, match=f'requests.tsv, line 2: "{first}" is not drawn'):
        change(inputs(case), result_of(inputs(case)), read_requests(again))


def test_a_slot_that_the_object_does_not_have_is_refused() -> None:
    case = CASES[1]
    first = drawn(case)[0]

    with pytest.raises(InputError, match=f'requests.tsv, line 1: "{first}" has no slot 7'):
        change(
            inputs(case),
            result_of(inputs(case)),
            read_requests(requests(["seat", first, "7", "recusal"])),
        )


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"seat\tA1\t0\trecusal", 1, "no LF after"),
        (b"team\tA1\trecusal\n", 1, '"team" is not one of seat, object'),
        (b"\n", 1, '"" is not one of seat, object'),
        (b"seat\tA1\trecusal\n", 1, "3 fields, expected 4"),
        (b"object\tA1\t0\tmoved\n", 1, "4 fields, expected 3"),
        (b"object\tA1\tmoved\nseat\tA1\t01\tx\n", 2, 'slot "01"'),
        (b"seat\tA1\t0\tToo Late\n", 1, 'reason "Too Late"'),
        (b"seat\tA1\t0\trecusal\r\n", 1, "a CR"),
        ("seat\tA1\t0\t回避\n".encode(), 1, "a byte that is not ASCII"),
    ],
)
def test_a_list_of_requests_is_refused_at_its_first_bad_line(
    data: bytes, line: int, reason: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_requests(data)

    assert (caught.value.file, caught.value.line) == ("requests.tsv", line)
    assert caught.value.reason.startswith(reason)
