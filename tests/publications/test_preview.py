"""A page is looked at before it goes out, exactly as the public will see it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from suicha import storage
from suicha.accounts.models import Role
from suicha.db import db
from suicha.publications import operations
from suicha.storage import Bucket, FolderStore
from tests.builders import House
from tests.client import Client
from tests.visits import Visit, picture

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask


@pytest.fixture(autouse=True)
def fresh_store(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage.store, "current", FolderStore(tmp_path))


@pytest.fixture
def desk(house: House, app: Flask) -> Client:
    return Client(app).sign_in(house.person(Role.SUPERVISOR).login)


def preview(desk: Client, visit: Visit, **query: str) -> str:
    answer = desk.get(f"/publications/{visit.check.id}/preview", **query)
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "text/html"
    return answer.text


def without_addresses(page: str) -> str:
    return re.sub(r'(href|src)="[^"]*"', r'\1=""', page)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_preview_is_what_will_be_written(house: House, desk: Client, language: str) -> None:
    visit = Visit(house)
    sha256 = visit.complete(picture(1), picture(2)).photos[0].sha256
    key = f"checks/{visit.check.number}{'' if language == 'zh-CN' else '.en'}.html"
    chosen = {"language": language, "photos": sha256[:12]}
    before = preview(desk, visit, **chosen)
    assert storage.store().list(Bucket.PUBLIC, "checks") == [], "nothing is out yet"
    assert storage.store().list(Bucket.PUBLIC, "photos") == []
    assert f"/api/v1/spot-checks/{visit.check.id}/photos/{sha256}/view" in before
    operations_body = {"spot_check_id": str(visit.check.id), "photos": [sha256]}
    assert desk.post("/publications", operations_body).status_code == 201
    operations.render(visit.check.id)
    db.session.commit()
    out = storage.read(Bucket.PUBLIC, key).decode()
    assert without_addresses(before) == without_addresses(out)
    again = preview(desk, visit, language=language)
    assert without_addresses(again) == without_addresses(out), "and so is what is out now"


def test_a_correction_and_a_withdrawal_are_previewed_with_their_reasons(
    house: House, desk: Client
) -> None:
    visit = Visit(house)
    sha256 = visit.complete(picture(1)).photos[0].sha256
    desk.post("/publications", {"spot_check_id": str(visit.check.id), "photos": []})
    corrected = preview(desk, visit, kind="corrected", reason="补充照片", photos=sha256[:12])
    assert "已更正" in corrected
    assert "补充照片" in corrected
    assert sha256 in corrected
    notice = preview(desk, visit, kind="withdrawn", reason="检查对象有误", language="en")
    assert "Publication withdrawn" in notice
    assert "检查对象有误" in notice
    assert sha256 not in notice
    assert desk.get(f"/publications/{visit.check.id}").json["version"] == 1


def test_a_preview_runs_nothing_and_is_framed_by_nobody_else(house: House, desk: Client) -> None:
    visit = Visit(house)
    visit.complete()
    answer = desk.get(f"/publications/{visit.check.id}/preview")
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox allow-same-origin;" in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "script" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert "<script" not in answer.text


def test_what_cannot_be_published_cannot_be_previewed(
    house: House, desk: Client, app: Flask
) -> None:
    visit = Visit(house)
    visit.begin()
    path = f"/publications/{visit.check.id}/preview"
    assert desk.get(path).json["code"] == "spot_check.not_complete"
    visit.submit("no_problem")
    assert desk.get(path).status_code == 200
    assert desk.get(path, photos="0" * 12).json["code"] == "photo.unknown"
    assert desk.get(path, kind="withdrawn").json["code"] == "publication.not_published"
    assert desk.get(path, language="fr").json["details"]["field"] == "language"
    assert desk.get(path, photos="../..").json["details"]["field"] == "photos"
    stranger = Client(app).sign_in(House(code="330108").person().login)
    assert stranger.get(path).json["code"] == "spot_check.unknown"
    inspector = Client(app).sign_in(visit.lead.login)
    assert inspector.get(path).json["code"] == "role.forbidden"
