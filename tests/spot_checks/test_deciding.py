"""Whatever is decided in whatever order: what nobody took never changes, nor what was signed."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from suicha.checklists.models import ChecklistVersion
from suicha.spot_checks.commands import HazardChoice, ItemChoice, Ruling
from suicha.spot_checks.deciding import amended, settle
from suicha.spot_checks.differences import Case, Sheet, recorded
from suicha.spot_checks.record import canonical, digest_of, score_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy

    from suicha.db import Json

LISTS = UUID(int=1), UUID(int=2)
PEOPLE = UUID(int=11), UUID(int=12), UUID(int=13)
HAZARDS = UUID(int=21), UUID(int=22), UUID(int=23)
ITEMS = "1", "2", "3"
ANSWERS: tuple[Json, ...] = (
    {"result": "conforming", "deduction": 0, "note": ""},
    {"result": "nonconforming", "deduction": 4, "note": "甲"},
    {"result": "nonconforming", "deduction": 10, "note": "乙"},
    {"result": "not_applicable", "deduction": 0, "note": ""},
)


def version(key: UUID) -> ChecklistVersion:
    items = [{"id": item, "no": 1, "name": item, "points": 10} for item in ITEMS]
    return ChecklistVersion(
        id=key, scored=True, sections=[{"id": "s", "guarantee": True, "items": items}]
    )


VERSIONS = {key: version(key) for key in LISTS}
answers: SearchStrategy[Json] = st.sampled_from(ANSWERS)
sheets = st.dictionaries(st.sampled_from(ITEMS), answers)
item_choices = st.builds(
    ItemChoice,
    checklist_version_id=st.sampled_from(LISTS),
    item_id=st.sampled_from(ITEMS),
    inspector_id=st.sampled_from(PEOPLE),
    take=st.booleans(),
    answer=answers,
)
hazard_choices = st.builds(HazardChoice, hazard_id=st.sampled_from(HAZARDS), take=st.booleans())
# One word on each item: what the schema asks for, as a dict by item keeps it.
rulings = st.builds(
    lambda choices, hazards: Ruling("", choices, hazards, "复核"),
    st.lists(item_choices, unique_by=lambda one: (one.checklist_version_id, one.item_id)),
    st.lists(hazard_choices, unique_by=lambda one: one.hazard_id),
)


@dataclass
class Step:
    """A ruling; how many of the last versions the one who made it had not seen."""

    ruling: Ruling
    unseen: int


steps = st.lists(st.builds(Step, rulings, st.integers(0, 3)), max_size=5)


def signed(of_lists: Sequence[Json]) -> Json:
    return {
        "v": 1,
        "number": "330106-1",
        "checklists": [
            {"id": str(key), "answers": given, "score": score_of(VERSIONS[key], given)}
            for key, given in zip(LISTS, of_lists, strict=False)
        ],
        "hazards": [{"id": str(HAZARDS[0]), "description": "已在记录中"}],
        "result_category": "no_problem",
    }


@given(
    st.lists(sheets, max_size=2),
    st.lists(st.tuples(st.sampled_from(LISTS), st.sampled_from(PEOPLE), sheets)),
    steps,
)
def test_what_nobody_took_never_changes(
    of_lists: list[Json], said: list[tuple[UUID, UUID, Json]], taken_steps: list[Step]
) -> None:
    body = signed(of_lists)
    text, digest = canonical(body), digest_of(canonical(body))
    beside = [Sheet(*one) for one in {one[:2]: one for one in said}.values()]
    decisions: list[Json] = []
    standing = copy.deepcopy(body)
    for step in taken_steps:
        case = Case(standing, beside, HAZARDS, list(decisions))
        since = decisions[max(0, len(decisions) - step.unseen) :]
        settled = settle(case, since, step.ruling)
        new = [{"id": one["hazard_id"]} for one in settled.hazards if one["take"]]
        before = copy.deepcopy(standing)
        standing = amended(standing, settled, VERSIONS, new)
        assert case.body == before, "the version before stays as it was"
        holds_to_the_rule(before, standing, settled.choices, beside)
        if not settled.is_empty:
            decisions.append(settled.wire())
    assert (canonical(body), digest_of(text)) == (text, digest)


def holds_to_the_rule(
    before: Json, after: Json, choices: Sequence[Json], beside: list[Sheet]
) -> None:
    """Only taken answers are new, each is one that its inspector gives, and scores follow."""
    was, now = recorded(before), recorded(after)
    taken = {
        (UUID(one["checklist_version_id"]), one["item_id"]): one for one in choices if one["take"]
    }
    assert {item for item in was | now if was.get(item) != now.get(item)} == taken.keys()
    given_by = {(one.checklist_id, str(one.inspector_id)): one.answers for one in beside}
    for item, one in taken.items():
        assert now[item] == one["answer"] == given_by[item[0], one["inspector_id"]][item[1]]
        assert one["recorded"] == was.get(item)
    rest = ("v", "number", "result_category")
    assert [after[name] for name in rest] == [before[name] for name in rest]
    assert after["hazards"][: len(before["hazards"])] == before["hazards"]
    ids = [one["id"] for one in after["hazards"]]
    assert len(set(ids)) == len(ids)
    for sheet in after["checklists"]:
        assert sheet["score"] == score_of(VERSIONS[UUID(sheet["id"])], sheet["answers"])


@given(sheets, sheets, st.data())
def test_a_decision_on_everything_leaves_nothing_open_and_again_does_nothing(
    in_record: Json, theirs: Json, data: st.DataObject
) -> None:
    body = signed([in_record])
    beside = [Sheet(LISTS[0], PEOPLE[0], in_record), Sheet(LISTS[0], PEOPLE[1], theirs)]
    case = Case(body, beside, HAZARDS, [])
    ruling = Ruling(
        "",
        [
            ItemChoice(
                each.checklist_id,
                each.item_id,
                each.inspector_id,
                data.draw(st.booleans()),
                each.answered,
            )
            for each in case.differences
        ],
        [
            HazardChoice(each.hazard_id, data.draw(st.booleans()))
            for each in case.unrecorded_hazards
        ],
        "复核",
    )
    settled = settle(case, [], ruling)
    assert not settled.overtaken
    new = [{"id": one["hazard_id"]} for one in settled.hazards if one["take"]]
    after = Case(amended(body, settled, VERSIONS, new), beside, HAZARDS, [settled.wire()])
    assert after.undecided == 0
    again = settle(after, [settled.wire()], ruling)
    assert (again.is_empty, again.overtaken) == (True, False)
