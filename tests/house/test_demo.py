"""The demo authority is whole, consistent and loaded once."""

from __future__ import annotations

import stat
from collections import Counter
from datetime import date, timedelta
from itertools import combinations, pairwise
from math import cos, dist, radians
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from suicha import demo
from suicha.accounts.models import Card, Person, Recusal, Role
from suicha.checklists.models import ChecklistVersion, ItemListEntry
from suicha.checklists.queries import current_versions
from suicha.db import Base, db
from suicha.demo.history.days import LATE, Days
from suicha.demo.logins import FILE
from suicha.places.models import DatedSetting, Jurisdiction
from suicha.places.queries import DEFAULTS, number_in_force
from suicha.sites.models import Category, RiskClass, Site, Unit
from tests.client import Client

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

Point = tuple[float, float]


@pytest.fixture
def table(app: Flask, tmp_path: Path) -> str:
    """The demo, loaded; its printed logins."""
    printed = demo.load(tmp_path)
    db.session.commit()
    return printed


def sites() -> list[Site]:
    return list(db.session.scalars(select(Site)))


def everyone(role: Role) -> list[Person]:
    return list(db.session.scalars(select(Person).where(Person.role == role)))


def rows_of_every_table() -> dict[str, int]:
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def password(file: Path, login: str) -> str:
    return dict(line.split("\t") for line in file.read_text("utf-8").splitlines())[login]


def metres(site: Site) -> list[Point]:
    """The boundary's corners in metres around the district's middle."""
    east = 111_320 * cos(radians(site.lat))
    return [((lon - 120) * east, (lat - 30) * 110_900) for lon, lat in ring(site)]


def ring(site: Site) -> list[Point]:
    corners: list[Point] = site.boundary["coordinates"][0]
    return corners


def holds(corners: list[Point], point: Point) -> bool:
    """Whether a ring holds a point: a ray from it crosses an odd number of sides."""
    x, y = point
    crossed = False
    for (ax, ay), (bx, by) in pairwise(corners):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            crossed = not crossed
    return crossed


def test_the_demo_is_loaded_once(table: str, tmp_path: Path) -> None:
    before = rows_of_every_table()
    assert demo.load(tmp_path) == table
    db.session.commit()
    assert rows_of_every_table() == before


def test_there_are_24_sites_in_four_risk_classes(table: str) -> None:
    classes = Counter(site.risk_class for site in sites())
    assert classes == {RiskClass.A: 8, RiskClass.B: 8, RiskClass.C: 5, RiskClass.D: 3}
    assert {site.category for site in sites()} == set(Category)


def test_every_site_has_five_parties_and_a_permit_of_18_digits(table: str) -> None:
    for site in sites():
        assert len({party.role for party in site.parties}) == 5
        assert site.permit_number.isdigit()
        assert len(site.permit_number) == 18
        assert site.permit_number.startswith("339906")
        assert date.fromisoformat(site.permit_number[6:14]) < date(2026, 1, 1)


def test_no_unit_code_of_the_demo_is_doubted(table: str) -> None:
    units = list(db.session.scalars(select(Unit)))
    assert len(units) == 23
    assert [unit.name for unit in units if unit.uscc_doubt] == []


def test_boundaries_are_plots_of_their_own_around_the_site(table: str) -> None:
    for site in sites():
        corners = metres(site)
        assert corners[0] == corners[-1]
        assert len(corners) >= 6
        assert 80 <= max(dist(a, b) for a, b in combinations(corners, 2)) <= 400
        assert holds(ring(site), (site.lon, site.lat))
    for one, other in combinations(sites(), 2):
        assert not any(holds(ring(one), corner) for corner in ring(other))


def test_everybody_of_the_issue_is_there(table: str) -> None:
    here = {role: len(everyone(role)) for role in Role}
    assert here == {
        Role.SUPERVISOR: 3,  # two of the district, one of the city
        Role.INSPECTOR: 10,
        Role.WITNESS: 1,
        Role.CONTRACTOR: 6,  # of every builder one: the history lets them reply
        Role.ADMINISTRATOR: 1,
        Role.AUDITOR: 1,
    }
    cards = list(db.session.scalars(select(Card)))
    specialties = {specialty for card in cards for specialty in card.specialties}
    assert specialties == {"civil", "mechanical", "electrical", "municipal", "quality", "safety"}
    assert all(card.specialties == sorted(card.specialties) for card in cards)


def test_every_unit_that_builds_has_somebody_who_answers_for_it(table: str) -> None:
    builders = {p.unit_id for site in sites() for p in site.parties if p.role == "builder"}
    assert {person.unit_id for person in everyone(Role.CONTRACTOR)} == builders


def test_every_recusal_meets_an_object(table: str) -> None:
    tags = set(db.session.scalars(select(Recusal.tag)))
    objects = {f"o:{site.permit_number}" for site in sites()}
    enterprises = {f"e:{party.unit.uscc}" for site in sites() for party in site.parties}
    assert len(tags) == 4
    assert tags <= objects | enterprises


def test_the_item_list_names_only_lists_that_exist(table: str) -> None:
    entries = list(db.session.scalars(select(ItemListEntry).order_by(ItemListEntry.id)))
    assert [entry.number for entry in entries] == ["SJ-01", "SJ-02", "SJ-03"]
    for entry in entries:
        assert len(current_versions(entry.checklist_codes)) == len(entry.checklist_codes) > 0
        assert entry.legal_basis
    main = current_versions(entries[0].checklist_codes)
    assert [version.scored for version in main] == [True, False]


def test_what_nobody_compared_is_labelled(table: str) -> None:
    versions = db.session.scalars(select(ChecklistVersion))
    assert {version.code: version.items_unverified for version in versions} == {
        "JGJ59-B1": 6,
        "XFYD": 4,
    }


def test_the_offices_numbers_rest_on_a_legal_basis(table: str) -> None:
    settings = list(db.session.scalars(select(DatedSetting)))
    assert {setting.key for setting in settings} == set(DEFAULTS)
    assert all(setting.legal_basis for setting in settings)
    assert number_in_force(settings[0].jurisdiction_id, "draw.cap", date(2026, 11, 20)) == 8


def test_everybody_can_sign_in_with_the_printed_password(
    table: str, app: Flask, tmp_path: Path
) -> None:
    for login in db.session.scalars(select(Person.login)).all():
        word = password(tmp_path / FILE, login)
        assert f"  {login} " in table
        assert word in table
        Client(app).sign_in(login, word)


def test_the_citys_supervisor_sees_the_districts_sites(
    table: str, client: Client, tmp_path: Path
) -> None:
    client.sign_in("qianwang", password(tmp_path / FILE, "qianwang"))
    assert client.get("/me").json["jurisdiction"]["code"] == "339900"
    assert client.get("/sites").json["total"] == 24


def test_passwords_are_random_and_for_their_owner_only(table: str, tmp_path: Path) -> None:
    file = tmp_path / FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    words = [line.split("\t")[1] for line in file.read_text("utf-8").splitlines()]
    assert len(words) == len(set(words)) == 22
    for person in db.session.scalars(select(Person)):
        assert password(file, person.login) not in person.password_hash


def test_a_load_that_failed_is_repeated_with_the_same_passwords(app: Flask, tmp_path: Path) -> None:
    first = demo.load(tmp_path)
    db.session.rollback()
    assert db.session.scalar(select(Jurisdiction)) is None
    assert demo.load(tmp_path) == first


def test_a_lost_password_file_is_told_and_not_invented(table: str, tmp_path: Path) -> None:
    (tmp_path / FILE).unlink()
    printed = demo.load(tmp_path)
    assert "zhoumin         ?" in printed
    assert not (tmp_path / FILE).exists()


def test_due_dates_show_their_light_on_any_day_of_three_years() -> None:
    first = date(2025, 1, 1)
    for n in range(3 * 365):
        days = Days(first + timedelta(days=n))
        for wanted, (soonest, latest) in LATE.items():
            assert soonest <= (days.due(wanted) - days.today).days <= latest
        moments = [days.back(back) for back in range(1, 50)]
        assert moments == sorted(moments, reverse=True)
        assert days.midnights()[-1].date() == days.today - timedelta(days=1)
