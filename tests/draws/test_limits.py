"""What a plan may take: ratios become counts in front of people, and the yearly cap holds."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suicha import dr1
from suicha.accounts.models import Role
from suicha.db import db, now
from suicha.dr1 import alone
from suicha.draws import proposing
from suicha.draws.models import Draw, FrozenRosters, Plan, PlanState
from suicha.places.models import DatedSetting
from suicha.sites.models import RiskClass, Site
from suicha.spot_checks.models import Assignment, SpotCheck
from tests.builders import House
from tests.client import Client
from tests.publications.pages import put_out

from .ceremonies import MANIFEST, NONCE, Ceremony, code

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from suicha.checklists.models import ItemListEntry

SPRING, AUTUMN = (date(2026, 3, 1), date(2026, 5, 31)), (date(2026, 9, 1), date(2026, 11, 30))
RULE = "示范区双随机抽查实施细则 第八条"


@dataclass
class Past:
    """Earlier plans of a district, each with one check that it drew."""

    of: Ceremony
    made: list[Plan] = field(default_factory=list)

    def check(
        self,
        site: Site,
        period: tuple[date, date] = SPRING,
        entry: ItemListEntry | None = None,
        *,
        seats: int = 1,
    ) -> SpotCheck:
        house, team = self.of.house, self.of.inspectors[:seats]
        drawn = self._drawn(period, entry or self.of.entry)
        check = SpotCheck(
            number=f"{house.code}-{house.next('check'):04d}",
            jurisdiction_id=house.jurisdiction.id,
            site_id=site.id,
            draw_id=drawn.id,
            item_list_entry_id=(entry or self.of.entry).id,
            checklist_version_ids=[],
            due_on=period[1],
            due_provisional=False,
            assignments=[
                Assignment(inspector_id=one.id, seat=seat) for seat, one in enumerate(team)
            ],
        )
        return house.keep(check)

    def _drawn(self, period: tuple[date, date], entry: ItemListEntry) -> Draw:
        house, by = self.of.house, self.of.inspectors[0].id
        plan = Plan(
            number=f"{house.code}-past-{house.next('past')}",
            jurisdiction_id=house.jurisdiction.id,
            title="以往抽查",
            period_from=period[0],
            period_to=period[1],
            item_list_entry_id=entry.id,
            take={"A": 1},
            due_working_days=10,
            state=PlanState.DRAWN,
            made_by=by,
        )
        frozen = FrozenRosters(
            frozen_by=by, objects="", inspectors="", manifest=MANIFEST, manifest_sha256="0" * 64
        )
        plan.frozen.append(frozen)
        self.made.append(put_out(house.keep(plan)))
        return house.keep(
            Draw(
                plan_id=plan.id,
                frozen_id=frozen.id,
                contributions={"values": []},
                seed="0" * 64,
                result="dr/1 result\n",
                result_sha256="0" * 64,
                drawn_by=by,
            )
        )


@pytest.fixture
def ceremony(house: House, app: Flask) -> Ceremony:
    return Ceremony(house, app)


@pytest.fixture
def past(ceremony: Ceremony) -> Past:
    return Past(ceremony)


def set_number(house: House, key: str, number: int, since: date = date(2026, 1, 1)) -> None:
    house.keep(
        DatedSetting(
            jurisdiction_id=house.jurisdiction.id,
            key=key,
            value={"number": number},
            valid_from=since,
            legal_basis=RULE,
        )
    )


def roster(ceremony: Ceremony, **asked: str) -> Any:  # Any: JSON
    for_plan = {
        "item_list_entry_id": str(ceremony.entry.id),
        "period_from": "2026-11-20",
        "period_to": "2026-12-31",
    }
    answer = ceremony.office.get("/plans/roster", **for_plan | asked)
    assert answer.status_code == 200, answer.json
    return answer.json


def file(ceremony: Ceremony, plan: Any, name: str) -> bytes:  # Any: JSON
    contents: bytes = ceremony.office.get(f"/plans/{plan['id']}/files/{name}").data
    return contents


@given(st.integers(0, 100), st.integers(0, 10**7))
def test_a_ratio_gives_a_count_that_is_there(percent: int, available: int) -> None:
    count = proposing.count_of(percent, available)
    assert 0 <= count <= available
    assert count * 100 >= percent * available > (count - 1) * 100 or count == 0


@given(st.integers(0, 10**7))
def test_all_is_all_nothing_is_nothing_and_a_little_is_at_least_one(available: int) -> None:
    assert proposing.count_of(100, available) == available
    assert proposing.count_of(0, available) == 0
    assert proposing.count_of(1, available) >= min(1, available)


def test_the_form_is_told_each_ratio_with_its_basis_and_the_count(ceremony: Ceremony) -> None:
    set_number(ceremony.house, "draw.ratio.A", 34)
    classes = roster(ceremony)["classes"]
    basis = {"number": 34, "valid_from": "2026-01-01", "legal_basis": RULE, "is_default": False}
    assert classes["A"] == {"available": 3, "excluded": 0, "suggested": 2, "ratio": basis}
    assert (classes["B"]["ratio"]["number"], classes["B"]["ratio"]["is_default"]) == (15, True)
    assert "信用风险" in classes["B"]["ratio"]["legal_basis"]


def test_the_ratio_of_a_plans_first_day_counts(ceremony: Ceremony) -> None:
    set_number(ceremony.house, "draw.ratio.A", 100, date(2026, 11, 20))
    assert roster(ceremony)["classes"]["A"]["suggested"] == 3
    assert roster(ceremony, period_from="2026-11-19")["classes"]["A"]["suggested"] == 1


def test_a_site_that_has_had_its_checks_is_on_the_list_and_never_drawn(
    ceremony: Ceremony, past: Past
) -> None:
    full = ceremony.sites[0]
    for period in (SPRING, AUTUMN):
        past.check(full, period)
    past.check(ceremony.sites[1])
    plan = ceremony.drawn()
    weights = {
        line.split("\t")[0]: line.split("\t")[2]
        for line in file(ceremony, plan, "objects.tsv").decode().splitlines()
    }
    assert weights == {site.permit_number: "0" if site is full else "1" for site in ceremony.sites}
    assert full.permit_number not in {line["object_id"] for line in plan["draw"]["drawn"]}
    assert len(plan["draw"]["drawn"]) == 3


def test_what_is_excluded_is_a_published_file_named_in_the_manifest(
    ceremony: Ceremony, past: Past
) -> None:
    for site in ceremony.sites[1::-1]:
        past.check(site)
        past.check(site)
    past.check(ceremony.sites[4])
    plan = ceremony.frozen(take={"A": 1, "B": 1})
    table = file(ceremony, plan, "exclusions.tsv")
    ids = [site.permit_number for site in ceremony.sites[:2]]
    assert table.decode() == "".join(f"{id_}\tyearly-cap\n" for id_ in sorted(ids))
    assert plan["frozen"]["excluded"] == 2
    named = json.loads(file(ceremony, plan, "manifest.json"))["exclusions"]
    assert named == {"sha256": sha256(table).hexdigest(), "count": 2, "yearly_cap": 2}


def test_a_draw_that_excludes_nobody_says_so_too(ceremony: Ceremony) -> None:
    plan = ceremony.frozen()
    assert file(ceremony, plan, "exclusions.tsv") == b""
    assert plan["frozen"]["excluded"] == 0


def test_the_programs_verify_a_folder_that_holds_exclusions(
    ceremony: Ceremony, past: Past, tmp_path: Path
) -> None:
    past.check(ceremony.sites[0])
    past.check(ceremony.sites[0])
    plan = ceremony.drawn()
    names = ("manifest.json", "objects.tsv", "inspectors.tsv", "exclusions.tsv")
    for name in (*names, "contributions.tsv", "result.txt"):
        (tmp_path / name).write_bytes(file(ceremony, plan, name))
    digest = plan["draw"]["result_sha256"]
    assert dr1.verify_folder(tmp_path).sha256 == digest
    assert alone.main("verify", tmp_path) == f"ok {digest}\n"


def test_a_freezing_of_an_earlier_release_has_no_such_file(ceremony: Ceremony) -> None:
    plan = ceremony.plan().json
    row = db.session.get_one(Plan, plan["id"])
    row.frozen.append(
        FrozenRosters(
            frozen_by=ceremony.inspectors[0].id,
            objects="",
            inspectors="",
            manifest="{}",
            manifest_sha256="0" * 64,
        )
    )
    db.session.commit()
    assert file(ceremony, plan, "objects.tsv") == b""
    answer = ceremony.office.get(f"/plans/{plan['id']}/files/exclusions.tsv")
    assert code(answer) == (404, "not_found")


def test_the_desk_is_told_who_is_excluded_and_how_often_they_were_checked(
    ceremony: Ceremony, past: Past
) -> None:
    full = ceremony.sites[0]
    for _ in range(3):
        past.check(full)
    told = roster(ceremony)
    assert (told["yearly_cap"]["number"], told["yearly_cap"]["is_default"]) == (2, True)
    assert told["excluded"] == [
        {
            "site": {"id": str(full.id), "name": full.name},
            "object_id": full.permit_number,
            "stratum": "A",
            "reason": "yearly-cap",
            "checks": 3,
        }
    ]
    counts = told["classes"]["A"]
    assert (counts["available"], counts["excluded"], counts["suggested"]) == (2, 1, 1)
    plan = ceremony.plan(take={"A": 2}).json
    assert ceremony.office.get(f"/plans/{plan['id']}/roster").json == told


def test_without_an_item_nothing_counts_yet(ceremony: Ceremony, past: Past) -> None:
    past.check(ceremony.sites[0])
    past.check(ceremony.sites[0])
    answer = ceremony.office.get("/plans/roster").json
    assert answer["excluded"] == []


def test_more_than_what_remains_is_refused(ceremony: Ceremony, past: Past) -> None:
    past.check(ceremony.sites[0])
    past.check(ceremony.sites[0])
    answer = ceremony.plan(take={"A": 3})
    assert code(answer) == (422, "plan.take_above_class")
    assert answer.json["details"] == {"field": "take.A", "asked": 3, "available": 2}


def test_another_items_checks_do_not_count(ceremony: Ceremony, past: Past) -> None:
    other = ceremony.house.entry()
    past.check(ceremony.sites[0], entry=other)
    past.check(ceremony.sites[0], entry=other)
    assert roster(ceremony)["excluded"] == []
    assert len(roster(ceremony, item_list_entry_id=str(other.id))["excluded"]) == 1


def test_last_years_checks_do_not_count(ceremony: Ceremony, past: Past) -> None:
    last = (date(2025, 3, 1), date(2025, 12, 31))
    past.check(ceremony.sites[0], last)
    past.check(ceremony.sites[0], last)
    assert roster(ceremony)["excluded"] == []


def test_a_period_over_new_year_counts_in_both_years_and_adds_up_neither(
    ceremony: Ceremony, past: Past
) -> None:
    over = (date(2025, 12, 1), date(2026, 1, 31))
    past.check(ceremony.sites[0], over)
    past.check(ceremony.sites[0], SPRING)
    past.check(ceremony.sites[1], (date(2025, 5, 1), date(2025, 6, 1)))
    past.check(ceremony.sites[1], SPRING)
    ids = [one["object_id"] for one in roster(ceremony)["excluded"]]
    assert ids == [ceremony.sites[0].permit_number]
    both = roster(ceremony, period_from="2025-12-31", period_to="2026-01-01")["excluded"]
    assert [one["object_id"] for one in both] == ids


def test_a_check_that_was_cancelled_does_not_count(ceremony: Ceremony, past: Past) -> None:
    past.check(ceremony.sites[0])
    cancelled = past.check(ceremony.sites[0])
    assert len(roster(ceremony)["excluded"]) == 1
    cancelled.cancelled_at, cancelled.cancelled_reason = now(), "suspended"
    db.session.commit()
    assert roster(ceremony)["excluded"] == []


def test_a_site_that_was_replaced_has_not_had_its_check(ceremony: Ceremony, past: Past) -> None:
    for site in ceremony.sites[:3]:
        past.check(site)
    plan = ceremony.drawn()
    drawn = [line["object_id"] for line in plan["draw"]["drawn"] if line["stratum"] == "A"]
    (left,) = {site.permit_number for site in ceremony.sites[:3]} - {*drawn}
    body = {"object_id": drawn[0], "reason": "suspended", "note": "停工"}
    answer = ceremony.office.post(f"/plans/{plan['id']}/replace", body)
    assert answer.status_code == 200, answer.json
    full = {one["object_id"] for one in roster(ceremony)["excluded"]}
    assert full == {drawn[1], left}


def test_a_check_that_nobody_could_be_found_for_counts(ceremony: Ceremony, past: Past) -> None:
    past.check(ceremony.sites[0], seats=0)
    past.check(ceremony.sites[0])
    assert len(roster(ceremony)["excluded"]) == 1


def test_a_cap_that_was_raised_lets_a_site_in_again(ceremony: Ceremony, past: Past) -> None:
    past.check(ceremony.sites[0])
    past.check(ceremony.sites[0])
    set_number(ceremony.house, "draw.yearly_cap", 3, date(2026, 11, 20))
    assert roster(ceremony)["excluded"] == []
    assert len(roster(ceremony, period_from="2026-11-19")["excluded"]) == 1


def test_a_cap_that_is_reached_after_freezing_stops_the_ceremony(
    ceremony: Ceremony, past: Past
) -> None:
    past.check(ceremony.sites[0])
    plan = ceremony.frozen()
    past.check(ceremony.sites[0])
    answer = ceremony.witness.post(f"/plans/{plan['id']}/reveal", {"nonce": NONCE})
    assert code(answer) == (409, "roster.changed")
    assert ceremony.sites[0].permit_number in answer.json["details"]["ids"]
    again = ceremony.office.post(f"/plans/{plan['id']}/freeze", {}).json
    assert again["frozen"]["excluded"] == 1


def test_no_two_plans_of_an_item_wait_for_their_dice_at_once(ceremony: Ceremony) -> None:
    first = ceremony.frozen()
    second = ceremony.frozen(period_from="2026-10-01", period_to="2026-10-31")
    path = f"/plans/{second['id']}/reveal"
    assert ceremony.witness.post(f"/plans/{first['id']}/reveal", {"nonce": NONCE}).json["state"]
    answer = ceremony.witness.post(path, {"nonce": NONCE})
    assert code(answer) == (409, "plan.another_revealed")
    assert answer.json["details"] == {"number": first["number"]}
    assert ceremony.dice(first).status_code == 200
    assert code(ceremony.witness.post(path, {"nonce": NONCE})) != code(answer)


def test_a_number_told_by_one_of_two_witnesses_keeps_other_plans_waiting_too(
    ceremony: Ceremony, app: Flask
) -> None:
    plan = ceremony.committed()
    second = Client(app).sign_in(ceremony.house.person(Role.WITNESS).login)
    commitment = dr1.commitment(plan["number"], "party.witness2", "6e" * 32)
    body = {"commitment": commitment}
    assert second.post(f"/plans/{plan['id']}/commitment", body).status_code == 200
    ceremony.office.post(f"/plans/{plan['id']}/freeze", {})
    assert ceremony.revealed(plan)["state"] == "frozen"
    other = ceremony.frozen(period_from="2026-10-01", period_to="2026-10-31")
    answer = ceremony.witness.post(f"/plans/{other['id']}/reveal", {"nonce": NONCE})
    assert code(answer) == (409, "plan.another_revealed")
    ceremony.other.post(f"/plans/{plan['id']}/void", {"reason": "steps", "text": "重做"})
    assert ceremony.revealed(other)["state"] == "revealed"


def test_plans_of_other_items_and_years_do_not_wait(ceremony: Ceremony) -> None:
    ceremony.revealed()
    ceremony.entry = ceremony.house.entry()
    assert ceremony.revealed()["state"] == "revealed"


def test_a_class_that_has_had_all_its_checks_gives_nothing(ceremony: Ceremony, past: Past) -> None:
    for site in ceremony.sites:
        if site.risk_class is RiskClass.B:
            past.check(site)
            past.check(site)
    counts = roster(ceremony)["classes"]["B"]
    assert (counts["available"], counts["excluded"], counts["suggested"]) == (0, 2, 0)


@pytest.mark.parametrize(
    ("asked", "field_name"),
    [
        ({"period_from": "yesterday"}, "period_from"),
        ({"period_to": "0001-01-01"}, "period_to"),
        ({"item_list_entry_id": "1"}, "item_list_entry_id"),
        ({"item_list_entry_id": "01900000-0000-7000-8000-000000000000"}, "item_list_entry_id"),
    ],
)
def test_a_slip_in_the_question_is_refused_by_its_field(
    ceremony: Ceremony, asked: dict[str, str], field_name: str
) -> None:
    answer = ceremony.office.get("/plans/roster", **asked)
    assert answer.status_code == 422, answer.json
    assert answer.json["details"]["field"] == field_name


def test_a_period_that_ends_before_it_begins_holds_no_check(ceremony: Ceremony, past: Past) -> None:
    past.check(ceremony.sites[0])
    past.check(ceremony.sites[0])
    turned = roster(ceremony, period_from="2026-12-31", period_to="2025-11-20")
    assert turned["excluded"] == []


def test_another_district_is_told_nothing(ceremony: Ceremony, app: Flask) -> None:
    plan = ceremony.plan().json
    stranger = Client(app).sign_in(House(code="330108").person(Role.SUPERVISOR).login)
    assert code(stranger.get(f"/plans/{plan['id']}/roster")) == (404, "not_found")
    answer = stranger.get("/plans/roster", item_list_entry_id=str(ceremony.entry.id))
    assert code(answer) == (422, "item.unknown")
