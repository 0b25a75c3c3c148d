"""dr/1 agrees with the vectors that three other implementations agreed on."""

import hashlib
import json
from pathlib import Path
from typing import TypedDict

import pytest

from suicha.dr1 import canonical, commitment, compute
from suicha.dr1.abilities import Need
from suicha.dr1.assignment import assign, pick, rank
from suicha.dr1.canonical import Json
from suicha.dr1.files import Inspector, Objects
from suicha.dr1.seed import key, keyed_hash, seed
from suicha.dr1.tickets import draw, ticket


class CanonVector(TypedDict):
    value: Json
    utf8_hex: str
    sha256: str


class SeedVector(TypedDict):
    manifest_utf8: str
    manifest_sha256: str
    contributions: list[tuple[str, str]]
    commitments: dict[str, str]
    seed: str
    keys: dict[str, str]


class TicketVector(TypedDict):
    id: str
    weight: int
    ticket: str


class PickVector(TypedDict):
    object: str
    slot: int
    c: int
    k: int


class DrawVector(TypedDict):
    weights: str
    take: dict[str, int]
    drawn: list[list[str]]


class ObjectVector(TypedDict):
    id: str
    slots: list[str]
    tags: list[str]


class InspectorVector(TypedDict):
    id: str
    cap: int
    base: int
    skills: list[str]
    avoid: list[str]


class AssignVector(TypedDict):
    name: str
    objects: list[ObjectVector]
    inspectors: list[InspectorVector]
    teams: list[list[str | None]]
    unfilled: list[list[str | int]]
    phase2_fills: int
    phase3_shifts: int


class EndToEndVector(TypedDict):
    manifest: str
    objects_tsv: str
    inspectors_tsv: str
    contributions: list[list[str]]
    seed: str
    result: str
    result_sha256: str
    unfilled: list[list[str | int]]


class Vectors(TypedDict):
    canon: list[CanonVector]
    seed: SeedVector
    tickets: list[TicketVector]
    pick: list[PickVector]
    draw: list[DrawVector]
    assign: list[AssignVector]
    end_to_end: list[EndToEndVector]


VECTORS: Vectors = json.loads(
    (Path(__file__).parents[1] / "vectors" / "dr1-vectors.json").read_text(encoding="utf-8")
)
SEED = bytes.fromhex(VECTORS["seed"]["seed"])


@pytest.mark.parametrize("vector", VECTORS["canon"], ids=lambda vector: vector["sha256"][:8])
def test_a_value_has_one_canonical_form(vector: CanonVector) -> None:
    written = canonical.encode(vector["value"])

    assert written.hex() == vector["utf8_hex"]
    assert hashlib.sha256(written).hexdigest() == vector["sha256"]
    assert canonical.decode(written, "vector") == vector["value"]


def test_manifest_and_contributions_make_the_seed() -> None:
    vector = VECTORS["seed"]
    manifest_sha256 = hashlib.sha256(vector["manifest_utf8"].encode()).hexdigest()

    assert manifest_sha256 == vector["manifest_sha256"]
    assert seed(manifest_sha256, vector["contributions"]) == SEED


def test_a_party_commits_to_its_nonce_by_its_own_name() -> None:
    vector = VECTORS["seed"]
    nonces = dict(vector["contributions"])

    for party, expected in vector["commitments"].items():
        assert commitment("330106-2026-Q4-007", party, nonces[party]) == expected


def test_each_use_of_the_seed_has_its_own_key() -> None:
    keys = {
        "object": key(SEED, "object"),
        "inspector": key(SEED, "inspector"),
        "pick": key(SEED, "pick"),
    }

    assert {label: key_.decode() for label, key_ in keys.items()} == VECTORS["seed"]["keys"]


@pytest.mark.parametrize("vector", VECTORS["tickets"], ids=lambda v: f"{v['id']}x{v['weight']}")
def test_a_ticket_depends_on_seed_id_and_weight_alone(vector: TicketVector) -> None:
    hashed = keyed_hash(key(SEED, "object"))

    assert ticket(hashed, vector["id"], vector["weight"]).hex() == vector["ticket"]


def test_a_pick_among_equals_is_the_vectors_pick() -> None:
    hashed = keyed_hash(key(SEED, "pick"))

    for vector in VECTORS["pick"]:
        assert pick(hashed, vector["object"], str(vector["slot"]), vector["c"]) == vector["k"]


@pytest.mark.parametrize("vector", VECTORS["draw"], ids=lambda vector: vector["weights"])
def test_each_stratum_gives_its_least_tickets(vector: DrawVector) -> None:
    numbers = range(300)
    objects = Objects(
        ids=[f"S{number:04}" for number in numbers],
        strata=["ABC"[number % 3] for number in numbers],
        weights=[1 if vector["weights"] == "all 1" else number % 4 for number in numbers],
        categories=["pt" for _ in numbers],
        tags=["-" for _ in numbers],
    )

    drawn = draw(objects, vector["take"], key(SEED, "object"))

    assert [[one.id, one.stratum, one.ticket.hex()] for one in drawn] == vector["drawn"]


@pytest.mark.parametrize("vector", VECTORS["assign"], ids=lambda vector: vector["name"])
def test_teams_are_those_of_the_vector(vector: AssignVector) -> None:
    needs = [Need(one["id"], tuple(one["slots"]), tuple(one["tags"])) for one in vector["objects"]]
    inspectors = [
        Inspector(
            one["id"], one["cap"], one["base"], frozenset(one["skills"]), frozenset(one["avoid"])
        )
        for one in vector["inspectors"]
    ]

    assignment = assign(needs, rank(inspectors, key(SEED, "inspector")), key(SEED, "pick"))

    assert [list(team) for team in assignment.teams] == vector["teams"]
    assert [[one.object_id, one.slot] for one in assignment.unfilled] == vector["unfilled"]
    assert assignment.fills == vector["phase2_fills"]
    assert assignment.shifts == vector["phase3_shifts"]


@pytest.mark.parametrize("vector", VECTORS["end_to_end"], ids=lambda v: v["result_sha256"][:8])
def test_published_files_and_contributions_give_the_result_text(vector: EndToEndVector) -> None:
    result = compute(
        vector["manifest"].encode(),
        vector["objects_tsv"].encode(),
        vector["inspectors_tsv"].encode(),
        [(id_, value) for id_, value in vector["contributions"]],
    )

    assert result.seed.hex() == vector["seed"]
    assert result.text.decode() == vector["result"]
    assert result.sha256 == vector["result_sha256"]
    assert [[one.object_id, one.slot] for one in result.unfilled] == vector["unfilled"]
