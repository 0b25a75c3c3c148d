"""A draft filled from an XLSForm: first what would be lost, then all of it, or nothing."""

from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from pyxform.xls2xform import convert

from suicha.accounts.models import Role
from suicha.checklists.library import jgj59
from suicha.checklists.operations import publish_version
from suicha.db import today
from tests.client import Client

from .forms import YES_NO, asked, form
from .lists import every_kind, item
from .test_drafts import begun, saved

if TYPE_CHECKING:
    from flask import Flask

    from tests.builders import House
    from tests.client import Answer

Json = dict[str, Any]  # Any: JSON
PLAIN = form(asked("select_one hg", "fence", "围挡"), choices=YES_NO)
LOSSY = form(asked("select_one hg", "fence", "围挡"), asked("geopoint", "where"), choices=YES_NO)


@pytest.fixture
def desk(house: House, app: Flask) -> Client:
    return Client(app).sign_in(house.person(Role.SUPERVISOR).login)


def sent(desk: Client, draft: Json, body: bytes, confirmed: str = "") -> Answer:
    path = f"/checklist-drafts/{draft['id']}/sheet?revision={draft['revision']}"
    path += f"&confirmed={confirmed}" if confirmed else ""
    return desk.call("POST", path, data=body)


def again(desk: Client, draft: Json) -> Json:
    return dict(desk.get(f"/checklist-drafts/{draft['id']}").json)


def test_a_form_that_loses_nothing_is_taken_over_at_once(desk: Client) -> None:
    draft = begun(desk)
    said = sent(desk, draft, PLAIN).json
    assert (said["form"]["taken"], said["form"]["losses"]) == (True, [])
    assert (said["report"]["new"], said["draft"]["revision"]) == (1, 2)
    assert said["draft"]["faults"] == []
    assert again(desk, draft)["sections"][0]["items"][0]["name"] == "围挡"


def test_what_is_lost_is_seen_before_the_draft_is_replaced(desk: Client) -> None:
    draft = begun(desk, item("old"))
    said = sent(desk, draft, LOSSY).json
    assert (said["form"]["taken"], said["form"]["losses_total"]) == (False, 1)
    (loss,) = said["form"]["losses"]
    assert loss == {
        "sheet": "survey",
        "row": 3,
        "column": "type",
        "value": "geopoint",
        "code": "xlsform.type",
        "note": "问 where",
    }
    assert again(desk, draft) == draft
    # Another file than the one whose losses were seen is only tried, too.
    assert (
        sent(desk, draft, LOSSY, hashlib.sha256(PLAIN).hexdigest()).json["form"]["taken"] is False
    )
    said = sent(desk, draft, LOSSY, said["form"]["sha256"]).json
    assert (said["form"]["taken"], said["form"]["losses_total"]) == (True, 1)
    assert [one["id"] for one in again(desk, draft)["sections"][0]["items"]] == ["fence"]


def test_what_pyxform_refuses_changes_nothing_even_confirmed(desk: Client) -> None:
    draft, body = begun(desk, item("old")), form(asked("txet", "a"))
    said = sent(desk, draft, body, hashlib.sha256(body).hexdigest()).json
    assert said["form"]["taken"] is False
    (fault,) = said["form"]["faults"]
    assert (fault["sheet"], fault["row"], fault["code"]) == ("survey", 2, "xlsform.refused")
    assert again(desk, draft) == draft


def test_a_confirmation_is_for_the_draft_as_it_was_read(desk: Client) -> None:
    draft = begun(desk)
    sha256 = sent(desk, draft, LOSSY).json["form"]["sha256"]
    saved(desk, draft, item("a"))
    assert sent(desk, draft, LOSSY, sha256).json["code"] == "draft.overtaken"
    assert sent(desk, draft, LOSSY, "x").status_code == 422


def test_a_sheet_of_items_is_no_form(desk: Client) -> None:
    said = sent(desk, begun(desk), "编号,检查项目\n1,围挡".encode()).json
    assert (said["form"], said["report"]["new"]) == (None, 1)


def test_a_draft_goes_out_as_a_form_and_comes_back_the_same(desk: Client) -> None:
    items = [one for one in every_kind() if one["kind"] != "photo"]
    draft = saved(desk, begun(desk), *items, scored=True, split=True).json
    answer = desk.call("GET", f"/checklist-drafts/{draft['id']}/xlsform.xlsx")
    assert (answer.status_code, convert(answer.data).xform[:5]) == (200, "<?xml")
    settings = openpyxl.load_workbook(BytesIO(answer.data))["settings"]
    assert [cell.value for cell in settings[2]] == ["首次进场", "SG-01", "draft-2"]
    saved(desk, draft, item("x"))
    said = sent(desk, draft | {"revision": 3}, answer.data).json
    assert said["form"]["taken"] is True
    kept = ("title", "scored", "split", "scheme", "sections", "source")
    assert {name: said["draft"][name] for name in kept} == {name: draft[name] for name in kept}


def test_the_form_of_another_list_says_what_else_it_changes(desk: Client) -> None:
    other = begun(desk, item("a"), code="SG-02", title="另一份", source="市站")
    body = desk.call("GET", f"/checklist-drafts/{other['id']}/xlsform.xlsx").data
    draft = begun(desk)
    said = sent(desk, draft, body).json["form"]
    assert [
        (loss["column"], loss["code"], loss["value"], loss["note"]) for loss in said["losses"]
    ] == [
        ("form_id", "xlsform.form_id", "SG-02", "SG-01"),
        ("form_title", "xlsform.form_title", "另一份", "首次进场"),
    ]
    draft = sent(desk, draft, body, said["sha256"]).json["draft"]
    assert (draft["code"], draft["title"], draft["source"]) == ("SG-01", "另一份", "市站")


def test_a_version_goes_out_as_a_form(desk: Client) -> None:
    version = publish_version(jgj59.table("B1"), today())
    answer = desk.call("GET", f"/checklists/{version.id}/xlsform.xlsx")
    assert answer.status_code == 200
    draft = begun(desk)
    sha256 = sent(desk, draft, answer.data).json["form"]["sha256"]
    draft = sent(desk, draft, answer.data, sha256).json["draft"]
    assert (draft["scheme"], draft["scored"]) == (version.scheme, True)
    assert draft["items_total"] == len(version.items)


def test_a_draft_with_faults_has_no_form(desk: Client) -> None:
    draft = begun(desk, item("a"), item("a"))
    answer = desk.call("GET", f"/checklist-drafts/{draft['id']}/xlsform.xlsx")
    assert (answer.status_code, answer.json["code"]) == (422, "checklist.faulty")


def test_what_would_be_calculated_stays_text(desk: Client) -> None:
    book = openpyxl.load_workbook(BytesIO(PLAIN))
    cell = book["survey"]["C2"]
    cell.value, cell.data_type = '=HYPERLINK("http://x","y")', "s"
    file = BytesIO()
    book.save(file)
    said = sent(desk, begun(desk), file.getvalue()).json
    assert said["draft"]["sections"][0]["items"][0]["name"] == cell.value


def altered(part: str, text: bytes) -> bytes:
    """The form with another text in one of its parts."""
    file = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(PLAIN)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return file.getvalue()


DTD = b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>'


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (altered("xl/worksheets/sheet1.xml", b" " * (401 * 1024 * 1024)), "sheet.too_large"),
        (altered("xl/worksheets/sheet2.xml", DTD), "sheet.unreadable"),
        (altered("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>"), "sheet.unreadable"),
    ],
    ids=["a bomb", "a DTD", "broken"],
)
def test_a_file_goes_through_the_guards_before_pyxform_sees_it(
    desk: Client, body: bytes, code: str
) -> None:
    assert sent(desk, begun(desk), body).json["code"] == code
