"""The public reads static pages that hold the result, no person's name and no metadata."""

from __future__ import annotations

import hashlib
import re
import threading
from html.parser import HTMLParser
from io import BytesIO
from posixpath import dirname, normpath
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from sqlalchemy import text

from suicha import storage, worker
from suicha.accounts.models import Role
from suicha.checklists.models import ChecklistVersion
from suicha.db import db, today
from suicha.draws.models import Draw, FrozenRosters, Plan, PlanState
from suicha.hazards import operations as hazards
from suicha.hazards.commands import Ruling
from suicha.publications import operations, rendering
from suicha.publications.contents import Entry
from suicha.publications.models import Publication
from suicha.publications.operations import Publish
from suicha.publications.words import CHINESE, ENGLISH, MARKS
from suicha.spot_checks.models import ResultCategory
from suicha.storage import Bucket, FolderStore
from suicha.worker import FOLLOWS
from tests.draws.ceremonies import MANIFEST
from tests.publications.pages import put_out
from tests.visits import BY_ITEM, Visit, actor_of, picture

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from suicha.accounts.guard import Actor
    from suicha.db import Json
    from tests.builders import House

SECRETS = (
    b"Exif",
    b"SECRETMAKER",
    b"SECRETXMP",
    b"SECRETCOMMENT",
    b"ICC_PROFILE",
    b"http://ns.adobe",
)


@pytest.fixture(autouse=True)
def fresh_store(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage.store, "current", FolderStore(tmp_path))


@pytest.fixture
def supervisor(house: House) -> Actor:
    return actor_of(house.person(Role.SUPERVISOR, name="皇甫科长"))


def out(supervisor: Actor, visit: Visit, *photos: str) -> Publication:
    """Publish a check and let the worker render it."""
    operations.publish(supervisor, Publish(visit.check.id, photos))
    db.session.commit()
    operations.render(visit.check.id)
    db.session.commit()
    return db.session.query(Publication).filter_by(spot_check_id=visit.check.id).one()


def page(visit: Visit, suffix: str = "") -> str:
    return storage.read(Bucket.PUBLIC, f"checks/{visit.check.number}{suffix}.html").decode()


def index(suffix: str = "") -> str:
    return storage.read(Bucket.PUBLIC, f"index{suffix}.html").decode()


def keys() -> list[str]:
    current = storage.store()
    assert isinstance(current, FolderStore)
    public = current.root / Bucket.PUBLIC
    return sorted(file.relative_to(public).as_posix() for file in public.rglob("*.*"))


class Links(HTMLParser):
    """Collects what a page refers to; complains about inline styles and all scripts but one."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"style", "iframe", "form"}
        names = dict(attrs)
        assert tag != "script" or "/dates.js?" in f"/{names['src']}"
        assert "style" not in names
        assert not [name for name in names if name.startswith("on")]
        self.targets += [names[name] or "" for name in ("href", "src") if name in names]


def test_a_page_tells_what_the_law_wants_told(house: House, supervisor: Actor) -> None:
    visit = Visit(house)
    hazard = visit.complete()
    publication = out(supervisor, visit)
    shown = page(visit)
    told = [
        visit.site.name,
        visit.site.permit_number,
        visit.check.number,
        "施工现场安全检查",
        "建设工程安全生产管理条例 第四十条",
        "示范区住建局",
        "责令限期整改",
        "1 条隐患责令整改",
        hazard.description,
        hazard.location,
        hazard.clause,
        str(hazard.due_on),
        "一般隐患",
        "检查项 1",
        "90.0",
        "异议渠道",
        visit.check.receipt or "no receipt",
        str(today()),
    ]
    told += [name for party in visit.site.parties for name in (party.unit.name, party.unit.uscc)]
    assert [each for each in told if each not in shown] == []
    assert publication.path == f"/public/checks/{visit.check.number}.html"
    assert publication.page_sha256 == hashlib.sha256(shown.encode()).hexdigest()


@pytest.mark.parametrize(
    ("said", "told", "not_told"),
    [
        (
            {"determination": BY_ITEM},
            [
                "重大事故隐患",
                "一般隐患",
                "建质规〔2024〕5号 第八条第四项",
                "安全装置不齐全",
                "内容为提要",
            ],
            ["条款待补"],
        ),
        ({"grade": "major"}, ["重大事故隐患", "较大隐患", "条款待补"], ["第八条", "内容为提要"]),
        ({"grade": "serious"}, ["较大隐患"], ["重大事故隐患", "判定条款", "条款待补"]),
    ],
)
def test_a_major_hazard_is_told_with_its_article_apart_from_its_severity(
    house: House, supervisor: Actor, said: Json, told: list[str], not_told: list[str]
) -> None:
    visit = Visit(house)
    visit.begin()
    hazard = visit.report(**said)
    visit.submit()
    hazards.confirm(supervisor, hazard.id, "")
    out(supervisor, visit)
    shown = page(visit)
    assert [each for each in told if each not in shown] == []
    assert [each for each in not_told if each in shown] == []


def test_a_page_follows_what_is_determined_later_and_names_no_reason(
    house: House, supervisor: Actor
) -> None:
    visit = Visit(house)
    hazard = visit.complete()
    out(supervisor, visit)
    assert "重大事故隐患" not in page(visit)
    by = Ruling(is_major=True, edition="2024", item_id="MH2024-8-4", reason="张某拆除了限制器")
    hazards.determine(supervisor, hazard.id, by)
    db.session.commit()
    assert "publications.render_hazard" in FOLLOWS["hazard.determined"]
    operations.render_hazard(hazard.id)
    assert "第八条第四项" in page(visit)
    assert "张某" not in page(visit)


@pytest.mark.parametrize(("due_on", "marks"), [("2099-01-31", 2), (str(today()), 0)])
def test_a_due_date_of_a_year_that_nobody_has_announced_is_marked_wherever_it_stands(
    house: House, supervisor: Actor, due_on: str, marks: int
) -> None:
    visit = Visit(house)
    visit.begin()
    hazard = visit.report(due_on=due_on)
    visit.submit()
    hazards.confirm(supervisor, hazard.id, "")
    out(supervisor, visit)
    assert page(visit).count(CHINESE["t"]["provisional"]) == marks


def test_the_english_page_has_english_words_and_both_lead_to_each_other(
    house: House, supervisor: Actor
) -> None:
    visit = Visit(house)
    visit.complete()
    out(supervisor, visit)
    english = page(visit, ".en")
    assert '<html lang="en">' in english
    assert "Ordered to rectify by a date" in english
    assert f"{visit.check.number}.html" in english
    assert f"{visit.check.number}.en.html" in page(visit)
    assert f"{visit.check.number}.en.html" in index(".en")


def test_no_page_and_no_file_name_holds_the_name_of_a_person(
    house: House, supervisor: Actor
) -> None:
    visit = Visit(house)
    sha256 = visit.complete(picture()).photos[0].sha256
    out(supervisor, visit, sha256)
    cards = [visit.lead.card_number, visit.second.card_number]
    names = [visit.lead.name, visit.second.name, "皇甫科长", "项目负责人"]
    logins = [visit.lead.login, visit.second.login]
    pages = [key for key in keys() if key.endswith(".html")]
    assert len(pages) == 8
    for key in pages:
        body = storage.read(Bucket.PUBLIC, key).decode()
        assert [each for each in (*names, *cards, *logins) if each and each in body] == []
    number = re.escape(visit.check.number)
    lawful = (
        rf"style\.css|(draws/(records/)?)?index(\.en)?\.html|checks/{number}(\.en)?\.html"
        r"|photos/[0-9a-f]{64}\.jpg|draws/(suicha_draw\.py|dates\.js)"
    )
    assert [key for key in keys() if not re.fullmatch(lawful, key)] == []


def test_a_published_photo_carries_no_metadata_and_is_named_by_its_own_hash(
    house: House, supervisor: Actor
) -> None:
    visit = Visit(house)
    image = picture()
    assert all(secret in image for secret in SECRETS), "the test's own photo must carry them"
    sha256 = visit.complete(image).photos[0].sha256
    out(supervisor, visit, sha256)
    (key,) = (key for key in keys() if key.startswith("photos/"))
    body = storage.read(Bucket.PUBLIC, key)
    assert key == f"photos/{hashlib.sha256(body).hexdigest()}.jpg"
    assert sha256 not in key
    assert [secret for secret in SECRETS if secret in body] == []
    with Image.open(BytesIO(body)) as opened:
        assert not opened.getexif()
        assert not {"exif", "icc_profile", "comment", "xmp"} & opened.info.keys()
    assert key in page(visit)
    assert sha256 not in page(visit)


def test_only_the_chosen_photos_are_published(house: House, supervisor: Actor) -> None:
    visit = Visit(house)
    hazard = visit.complete(picture(1), picture(2))
    out(supervisor, visit, hazard.photos[0].sha256)
    assert len([key for key in keys() if key.startswith("photos/")]) == 1


def test_what_people_wrote_is_text_and_never_markup(house: House, supervisor: Actor) -> None:
    visit = Visit(house)
    visit.site.name = "<b>一标</b> & 二标"
    visit.begin()
    hazard = visit.report(
        description="<script>alert(1)</script>\n第二行 {{ 7 * 7 }}",
        location="\"><img src=x onerror='x'>",
        clause="长" * 200,
    )
    visit.submit()
    hazards.confirm(supervisor, hazard.id, "")
    db.session.commit()
    out(supervisor, visit)
    for shown in (page(visit), page(visit, ".en"), index()):
        Links(shown)
        assert "&lt;b&gt;一标" in shown
    assert "&lt;script&gt;" in page(visit)
    assert "{{ 7 * 7 }}" in page(visit)


def test_pages_need_nothing_but_the_style_and_photos_beside_them(
    house: House, supervisor: Actor
) -> None:
    visit = Visit(house)
    sha256 = visit.complete(picture()).photos[0].sha256
    out(supervisor, visit, sha256)
    there = set(keys())
    for key in (key for key in there if key.endswith(".html")):
        body = storage.read(Bucket.PUBLIC, key).decode()
        assert "default-src 'none'; img-src 'self'; style-src 'self'" in body
        for target in Links(body).targets:
            place = target.split("?")[0].split("#")[0]
            assert not place or normpath(f"{dirname(key)}/{place}").strip("/") in there, target


def test_the_pages_are_served_without_login_under_a_strict_policy(
    house: House, supervisor: Actor, app: Flask
) -> None:
    visit = Visit(house)
    visit.complete()
    publication = out(supervisor, visit)
    for path in ("/public/", publication.path, "/public/style.css"):
        answer = app.test_client().get(path)
        assert answer.status_code == 200, path
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_hazard_that_nobody_confirmed_is_counted_and_not_told(
    house: House, supervisor: Actor
) -> None:
    visit = Visit(house)
    visit.begin()
    image = picture()
    hazard = visit.report(image, description="尚待核实的隐患")
    sha256 = visit.send(image)
    visit.submit()
    out(supervisor, visit, sha256)
    assert "尚待核实的隐患" not in page(visit)
    assert "1 条隐患待核实" in page(visit)
    assert not [key for key in keys() if key.startswith("photos/")]
    hazards.confirm(supervisor, hazard.id, "")
    operations.render_hazard(hazard.id)
    db.session.commit()
    assert "尚待核实的隐患" in page(visit)
    assert [key for key in keys() if key.startswith("photos/")]


def test_items_still_to_be_checked_against_the_standard_are_labelled(
    house: House, supervisor: Actor
) -> None:
    visit = Visit(house)
    sections = [
        {**section, "items": [{**item, "unverified": True} for item in section["items"]]}
        for section in visit.scored.sections
    ]
    doubtful = ChecklistVersion(
        code="DOUBT",
        version=1,
        title="安全管理",
        standard="JGJ 59-2011",
        source="test",
        scored=True,
        split=True,
        published_on=today(),
        sections=sections,
    )
    house.keep(doubtful)
    visit.check.checklist_version_ids = [doubtful.id]
    visit.scored, visit.scored.code = doubtful, doubtful.code
    item = sections[0]["items"][0]["id"]
    visit.begin()
    hazard = visit.report(item_id=item, checklist_version_id=str(doubtful.id))
    visit.submit()
    hazards.confirm(supervisor, hazard.id, "")
    db.session.commit()
    out(supervisor, visit)
    assert page(visit).count("待核对正式文本") == 2
    assert page(visit, ".en").count("to be checked against the official text") == 2


def test_a_drawn_check_shows_the_hashes_of_its_draw(house: House, supervisor: Actor) -> None:
    visit = Visit(house)
    plan = Plan(
        number="330106-2026-Q4-001",
        jurisdiction_id=house.jurisdiction.id,
        title="第四季度第 1 次抽查",
        period_from=today(),
        period_to=today(),
        item_list_entry_id=visit.check.item_list_entry_id,
        take={"B": 1},
        due_working_days=10,
        state=PlanState.DRAWN,
        made_by=supervisor.id,
    )
    house.keep(plan)
    frozen = FrozenRosters(
        plan_id=plan.id,
        frozen_by=supervisor.id,
        objects="",
        inspectors="",
        manifest=MANIFEST,
        manifest_sha256="a1" * 32,
    )
    house.keep(frozen)
    put_out(plan)
    draw = Draw(
        plan_id=plan.id,
        frozen_id=frozen.id,
        contributions={"values": []},
        seed="b2" * 32,
        result="",
        result_sha256="c3" * 32,
        drawn_by=supervisor.id,
    )
    house.keep(draw)
    visit.check.draw_id = draw.id
    visit.complete()
    out(supervisor, visit)
    assert [each for each in (plan.number, "a1" * 32, "c3" * 32) if each not in page(visit)] == []


def test_rendering_again_gives_the_same_bytes(house: House, supervisor: Actor) -> None:
    visit = Visit(house)
    sha256 = visit.complete(picture()).photos[0].sha256
    out(supervisor, visit, sha256)
    before = {key: storage.read(Bucket.PUBLIC, key) for key in keys()}
    operations.render(visit.check.id)
    db.session.commit()
    assert {key: storage.read(Bucket.PUBLIC, key) for key in keys()} == before


def test_a_check_that_is_not_published_has_no_page(house: House) -> None:
    visit = Visit(house)
    hazard = visit.complete()
    operations.render(visit.check.id)
    operations.render_hazard(hazard.id)
    assert keys() == []


def test_two_renders_at_once_lose_no_line_of_the_index(
    house: House, supervisor: Actor, app: Flask
) -> None:
    visits = [Visit(house) for _ in range(4)]
    for visit in visits:
        visit.complete()
        operations.publish(supervisor, Publish(visit.check.id, ()))
    db.session.commit()
    gate = threading.Barrier(4)

    def render(visit: Visit) -> None:
        with app.app_context():
            gate.wait()
            operations.render(ids[visit])
            db.session.commit()
            db.session.remove()

    ids = {visit: visit.check.id for visit in visits}
    threads = [threading.Thread(target=render, args=(visit,)) for visit in visits]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [visit.check.number for visit in visits if visit.check.number not in index()] == []


def test_the_index_is_there_before_anything_is_published(app: Flask) -> None:
    worker.run(app.config["SQLALCHEMY_DATABASE_URI"], app.app_context, wait=False)
    assert "还没有公示的抽查结果" in index()
    assert "No results have been published yet" in index(".en")
    assert app.test_client().get("/public/").status_code == 200


def test_the_worker_renders_what_was_published(house: House, supervisor: Actor, app: Flask) -> None:
    visit = Visit(house)
    visit.complete()
    operations.publish(supervisor, Publish(visit.check.id, ()))
    db.session.commit()
    worker.run(app.config["SQLALCHEMY_DATABASE_URI"], app.app_context, wait=False)
    assert visit.check.number in index()
    assert db.session.scalar(text("SELECT path FROM publications")) is not None


def test_a_long_index_is_split_into_pages_and_months() -> None:
    entries = [
        Entry(
            number=f"N-{number}",
            site_name="示范工程",
            agency_name="示范区住建局",
            checked_on=today(),
            published_on=today().replace(month=1 if number > 450 else 2, day=1),
            result=ResultCategory.NO_PROBLEM,
            amended=None,
        )
        for number in range(1, 452)
    ]
    pages = rendering.index_pages(entries, "zh-CN")
    assert [key for key, _ in pages] == ["index.html", "index-2.html", "index-3.html"]
    assert [body.decode().count("<li>") for _, body in pages] == [200, 200, 51]
    assert "index-3.html" in pages[1][1].decode()
    assert pages[2][1].decode().count("<section>") == 2


def test_both_languages_say_everything() -> None:
    assert CHINESE["t"].keys() == ENGLISH["t"].keys()
    for words in (CHINESE, ENGLISH):
        assert set(words["results"]) == set(MARKS) == set(ResultCategory)
