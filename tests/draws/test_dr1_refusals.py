"""dr/1 refuses what is not exactly as it must be, and names the file, the line and the reason."""

import hashlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suicha.dr1 import (
    InputError,
    Inspector,
    ObjectRow,
    canonical,
    commitment,
    compute,
    write_inspectors,
    write_objects,
)
from suicha.dr1.canonical import Json
from suicha.dr1.files import read_inspectors, read_objects
from suicha.dr1.tables import tokens

OBJECTS = b"A1\tA\t1\tpt\td:1,e:1\nA2\tB\t0\tpt\t-\n"
INSPECTORS = b"Z1\t3\t0\tfj\td:2\nZ2\t3\t0\t-\t-\n"
CONTRIBUTIONS = [("party.jw", "-"), ("dice.1", "0" * 20)]

identifiers = st.text("AZaz09._-", min_size=1, max_size=8)
words = st.frozensets(st.text("az09:", min_size=1, max_size=4), max_size=3)


def document(**changes: Json) -> dict[str, Json]:
    return {
        "alg": "dr/1",
        "plan": "P-1",
        "objects": {"sha256": hashlib.sha256(OBJECTS).hexdigest()},
        "inspectors": {"sha256": hashlib.sha256(INSPECTORS).hexdigest()},
        "take": {"A": 1},
        "slots": {"pt": ["*", "*"]},
        "seed": ["party.jw", "dice.1"],
        **changes,
    }


def manifest(**changes: Json) -> bytes:
    return canonical.encode(document(**changes))


def refused(read: Callable[[], object]) -> InputError:
    with pytest.raises(InputError) as caught:
        read()
    return caught.value


def refused_manifest(data: bytes) -> str:
    error = refused(lambda: compute(data, OBJECTS, INSPECTORS, CONTRIBUTIONS))
    assert (error.file, error.line) == ("manifest.json", None)
    return error.reason


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"A2\tA\t1\tpt\t-\nA1\tA\t1\tpt\t-\n", 2, 'id "A1" does not ascend'),
        (b"A1\tA\t1\tpt\t-\nA1\tA\t1\tpt\t-\n", 2, 'id "A1" does not ascend'),
        (b"A1\tA\t1\tpt\t-\r\n", 1, "a CR"),
        (b"A1\tA\t1\tpt\t-\nA2\tA\t1\tpt\t-", 2, "no LF after"),
        (b"\n", 1, "1 fields, expected 5"),
        (b"A1\tA\t1\tpt\n", 1, "4 fields, expected 5"),
        (b"A1\tA\t1\tpt\t-\t-\n", 1, "6 fields, expected 5"),
        (b"A1\tA\t1\tpt\t-\nA 2\tA\t1\tpt\t-\n", 2, 'id "A 2"'),
        (b"x" * 65 + b"\tA\t1\tpt\t-\n", 1, 'id "xxx'),
        ("A1\tA\t1\tpt\t-\n工\tA\t1\tpt\t-\n".encode(), 2, "a byte that is not ASCII"),
        (b"A1\t" + b"A" * 17 + b"\t1\tpt\t-\n", 1, "stratum"),
        (b"A1\tA\t01\tpt\t-\n", 1, 'weight "01"'),
        (b"A1\tA\t17\tpt\t-\n", 1, 'weight "17"'),
        (b"A1\tA\t-1\tpt\t-\n", 1, 'weight "-1"'),
        (b"A1\tA\t1\tPT\t-\n", 1, 'category "PT"'),
        (b"A1\tA\t1\tpt\t\n", 1, 'tags ""'),
        (b"A1\tA\t1\tpt\ta,\n", 1, 'tags "a,"'),
        (b"A1\tA\t1\tpt\t-\nA2\tA\t1\tpt\tb,a\n", 2, 'tags "b,a" does not ascend'),
        (b"A1\tA\t1\tpt\ta,a\n", 1, 'tags "a,a" does not ascend'),
        (b"A1\tA\t1\tpt\ta\x00\n", 1, 'tags "a\\u0000"'),
    ],
)
def test_an_object_list_is_refused_at_its_first_bad_line(
    data: bytes, line: int, reason: str
) -> None:
    error = refused(lambda: read_objects(data))

    assert (error.file, error.line) == ("objects.tsv", line)
    assert error.reason.startswith(reason)


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"Z2\t1\t0\t-\t-\nZ1\t1\t0\t-\t-\n", 2, 'id "Z1" does not ascend'),
        (b"Z1\t1.5\t0\t-\t-\n", 1, 'cap "1.5"'),
        (b"Z1\t1\t00\t-\t-\n", 1, 'base "00"'),
        (b"Z1\t1\t9007199254740992\t-\t-\n", 1, 'base "9007199254740992" is not below 2^53'),
        (b"Z1\t1\t0\ttd,fj\t-\n", 1, 'skills "td,fj" does not ascend'),
        (b"Z1\t1\t0\t-\te:2,e:1\n", 1, 'avoid "e:2,e:1" does not ascend'),
    ],
)
def test_an_inspector_list_is_refused_at_its_first_bad_line(
    data: bytes, line: int, reason: str
) -> None:
    error = refused(lambda: read_inspectors(data))

    assert (error.file, error.line) == ("inspectors.tsv", line)
    assert error.reason.startswith(reason)


@pytest.mark.parametrize("tag", ["a,b", "-", "", "a\tb", "a\nb", "工"])
def test_a_tag_that_would_change_its_meaning_in_the_file_is_not_written(tag: str) -> None:
    refused(lambda: write_objects([ObjectRow("A1", "A", 1, "pt", [tag])]))


@given(
    st.lists(
        st.builds(ObjectRow, identifiers, st.just("A"), st.integers(0, 16), st.just("pt"), words),
        unique_by=lambda row: row.id,
    )
)
def test_an_object_list_is_read_as_it_was_written(rows: list[ObjectRow]) -> None:
    objects = read_objects(write_objects(rows))

    read = map(
        ObjectRow,
        objects.ids,
        objects.strata,
        objects.weights,
        objects.categories,
        (frozenset(tokens(tags)) for tags in objects.tags),
    )
    assert list(read) == sorted(rows, key=lambda row: row.id)


@given(
    st.lists(
        st.builds(Inspector, identifiers, st.integers(0, 99), st.integers(0, 99), words, words),
        unique_by=lambda who: who.id,
    )
)
def test_an_inspector_list_is_read_as_it_was_written(inspectors: list[Inspector]) -> None:
    read = read_inspectors(write_inspectors(inspectors))

    assert read == sorted(inspectors, key=lambda who: who.id)


@pytest.mark.parametrize(
    "take", ["1.0", "1e2", "9007199254740992", "-9007199254740992", "NaN", "Infinity"]
)
def test_a_number_that_some_machine_would_round_is_refused(take: str) -> None:
    data = manifest().replace(b'"take":{"A":1}', b'"take":{"A":%s}' % take.encode())

    assert refused_manifest(data).startswith("not canonical JSON")


@pytest.mark.parametrize(
    "data",
    [
        manifest() + b"\n",
        manifest().replace(b":", b": ", 1),
        manifest().replace(b'"alg":"dr/1",', b"")[:-1] + b',"alg":"dr/1"}',
        manifest().replace(b'"alg":"dr/1"', b'"alg":"dr/1","alg":"dr/1"'),
        manifest().replace(b"dr/1", b"dr\\/1"),
        manifest(note="\u00e9").replace("\u00e9".encode(), b"\\u00e9"),
        manifest(note="x").replace(b'"x"', b'"\\ud800"'),
        manifest().replace(b'"plan"', '"计划"'.encode()),
        b"\xef\xbb\xbf" + manifest(),
        manifest().replace(b"P-1", b"\xff"),
        b"[" * 100_000,
        b"9" * 5000,
        b"",
    ],
)
def test_a_manifest_that_is_not_canonical_is_refused(data: bytes) -> None:
    assert refused_manifest(data).startswith("not canonical JSON")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (canonical.encode([]), "the manifest is not an object"),
        (manifest(alg="dr/2"), 'alg is not "dr/1"'),
        (manifest(plan=7), "plan is not text"),
        (manifest(plan="计划"), "plan is not text"),
        (manifest(take={"A": -1}), "take.A is not a count"),
        (manifest(take={"A": True}), "take.A is not a count"),
        (manifest(take={"A": "1"}), "take.A is not a count"),
        (manifest(slots={"pt": "*"}), "slots.pt is not an array"),
        (manifest(slots={"pt": [1]}), "slots.pt[0] is not text"),
        (manifest(seed=["Party"]), "a contribution id in seed is not text"),
        (manifest(objects={"sha256": "00"}), "objects.sha256 is not text"),
        (manifest(inspectors=None), "inspectors is not an object"),
    ],
)
def test_a_manifest_without_what_the_draw_needs_is_refused(data: bytes, reason: str) -> None:
    assert refused_manifest(data).startswith(reason)


def test_a_category_without_slots_is_refused_at_its_first_line() -> None:
    error = refused(lambda: compute(manifest(slots={}), OBJECTS, INSPECTORS, CONTRIBUTIONS))

    assert (error.file, error.line) == ("objects.tsv", 1)
    assert error.reason == 'category "pt" has no slots in the manifest'


@pytest.mark.parametrize("value", ["-", "5e" * 32])
def test_a_party_keeps_silent_or_reveals_what_it_committed_to(value: str) -> None:
    sources = {"party.jw": {"commitment": commitment("P-1", "party.jw", "5e" * 32)}}
    given = [("party.jw", value), ("dice.1", "0" * 20)]

    assert compute(manifest(sources=sources), OBJECTS, INSPECTORS, given).drawn
    error = refused(
        lambda: compute(
            manifest(sources=sources), OBJECTS, INSPECTORS, [("party.jw", "5f" * 32), given[1]]
        )
    )
    assert str(error) == (
        'contributions.tsv, line 1: "party.jw" is not the nonce that was committed to'
    )


def test_a_list_that_changed_after_the_freeze_is_refused() -> None:
    changed = OBJECTS.replace(b"A2\tB\t0", b"A2\tB\t1")

    error = refused(lambda: compute(manifest(), changed, INSPECTORS, CONTRIBUTIONS))

    assert (error.file, error.line) == ("objects.tsv", None)


@pytest.mark.parametrize(
    ("contributions", "line", "reason"),
    [
        (CONTRIBUTIONS[::-1], 1, '"dice.1" is not the contribution of this place'),
        (CONTRIBUTIONS[:1], 2, '"dice.1" is missing'),
        ([], 1, '"party.jw" is missing'),
        ([*CONTRIBUTIONS, ("dice.2", "1")], 3, '"dice.2" is not the contribution of this place'),
        ([("party.jw", ""), CONTRIBUTIONS[1]], 1, '"party.jw" is not of the form'),
        ([CONTRIBUTIONS[0], ("dice.1", "1 2")], 2, '"dice.1" is not of the form'),
        ([CONTRIBUTIONS[0], ("dice.1", "1\n")], 2, '"dice.1" is not of the form'),
        ([CONTRIBUTIONS[0], ("dice.1", "一")], 2, '"dice.1" is not of the form'),
        ([CONTRIBUTIONS[0], ("dice.1", "1" * 513)], 2, '"dice.1" is not of the form'),
    ],
)
def test_contributions_that_are_not_those_of_the_manifest_are_refused(
    contributions: list[tuple[str, str]], line: int, reason: str
) -> None:
    error = refused(lambda: compute(manifest(), OBJECTS, INSPECTORS, contributions))

    assert (error.file, error.line) == ("contributions.tsv", line)
    assert error.reason.startswith(reason)


def test_the_computation_is_total_where_the_freeze_check_is_strict() -> None:
    unwise = manifest(take={"A": 9, "B": 1, "C": 1}, slots={"pt": []}, seed=[])

    result = compute(unwise, OBJECTS, INSPECTORS, [])

    assert [one.id for one in result.drawn] == ["A1"]
    assert result.teams == ((),)
