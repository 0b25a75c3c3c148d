"""Items answered with photos and by a drawn sample: on the phone, on paper, at the desk."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner
from playwright.sync_api import expect

from suicha.cli import main
from tests.checklists.lists import item as an_item

from .conftest import DESK, PHONE, open_context, sign_in
from .pictures import photograph
from .signing import sign_and_submit
from .test_own_list import item
from .visits import SOON, all_sent, begin, on_a_phone, shown

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from .district import District, Sent

GATE, COLUMNS = "大门全景", "柱截面尺寸"
CODE = "BJ-PHOTO"
UNVERIFIED = "抽样表待核对"
MEASURE = {"unit": "mm", "lower": "-5", "upper": "8", "readings": 1}
ITEMS = [
    an_item("1", "photo", name=GATE, required=True),
    an_item(
        "2", "measure", name=COLUMNS, lot=True, measure=MEASURE, accept={"counting": "one_stage"}
    ),
]


def test_photos_and_a_drawn_sample_answer_items(
    browser: Browser, district: District, tmp_path: Path
) -> None:
    district.publish(CODE, "照片与抽样", ITEMS)
    check = district.send_with(CODE)
    with on_a_phone(browser, district.office, check.lead) as phone:
        begin(phone.page, {"id": check.id})
        phone.leave()
        drawn = inspect(phone.page, tmp_path)
        sign_and_submit(phone.page)
        phone.come_back()
        all_sent(phone.page)
        phone.page.goto(f"/checks/{check.id}/print")
        expect(phone.page.locator(".paper")).to_contain_text(f"抽取位置：{drawn}")
        expect(phone.page.locator(".paper")).to_contain_text(f"样本总数 15（{UNVERIFIED}）")
        expect(phone.page.locator(".paper")).to_contain_text("照片 2 张")
        expect(phone.page.locator(".paper tbody .photos img")).to_have_count(2)
        shown(phone.page, "photo-items-printed")
    kept = district.kept(check)
    assert (kept.refused, kept.flags) == ([], set())
    assert kept.pictures["evidence"] == 2
    assert len(kept.answers["1"]["given"]["photos"]) == 2
    assert sample_again(check) == drawn
    at_the_desk(browser, district, check)


def inspect(page: Page, folder: Path) -> str:
    """Take two photos of the gate and measure two of fifteen columns; give which they were."""
    gate = item(page, GATE)
    for seed in (31, 32):
        gate.locator("input[capture]").set_input_files(photograph(folder / f"{seed}.jpg", seed))
        expect(page.get_by_text("处理中")).to_have_count(0, timeout=SOON)
    expect(gate.get_by_role("button", name="放大查看")).to_have_count(2)
    expect(gate.locator(".verdict")).to_contain_text("已记录")
    columns = item(page, COLUMNS)
    columns.get_by_label("样本总数").fill("15")
    expect(columns).to_contain_text(UNVERIFIED)
    page.reload()  # before anything was measured
    expect(columns.get_by_label("样本总数")).to_have_value("15")
    places = columns.locator(".members")
    expect(places).to_contain_text("抽取位置：")
    drawn = places.inner_text().split("：")[1].split(" ")[0].split("（")[0].strip()
    for digit in "3":
        for _ in range(2):
            columns.get_by_role("button", name=digit, exact=True).click()
            columns.get_by_role("button", name="下一点").click()
    expect(columns.locator(".verdict")).to_contain_text("符合")
    shown(page, "photo-items-recording")
    page.reload()
    expect(item(page, GATE).get_by_role("button", name="放大查看")).to_have_count(2, timeout=SOON)
    page.get_by_role("link", name="完成本清单").click()
    return drawn


def sample_again(check: Sent) -> str:
    """Draw the sample by the command, as anybody may from what the paper says."""
    said = ["checklist", "sample", check.id, check.lists[0], "2", "15"]
    return "、".join(map(str, json.loads(CliRunner().invoke(main, said).output)))


def at_the_desk(browser: Browser, district: District, check: Sent) -> None:
    """See what was found at each item, with the photos and what is known of them."""
    login = district.supervisor("周主任")
    context = open_context(browser, district.office.url, DESK)
    page = context.new_page()
    sign_in(page, district.office, login)
    page.goto(f"/desk/checks/{check.id}")
    answers = page.locator("section.panel", has=page.get_by_role("heading", name="检查情况"))
    expect(answers).to_contain_text(GATE)
    pictures = answers.locator("figure img")
    expect(pictures).to_have_count(2)
    expect(pictures.first).not_to_have_js_property("naturalWidth", 0, timeout=SOON)
    answers.locator("summary").first.click()
    expect(answers.get_by_text("SHA-256").first).to_be_visible()
    shown(page, "photo-items-desk")
    the_tables_are_compared(page, check)
    context.close()


def the_tables_are_compared(page: Page, check: Sent) -> None:
    """Say so once, with what it rests on; the list says it from then on."""
    page.goto(f"/desk/registers/checklists/{check.lists[0]}")
    expect(page.locator("article").get_by_text(UNVERIFIED)).to_have_count(1)
    page.get_by_role("button", name="复制为草稿").click()
    page.get_by_role("button", name="复制为草稿", exact=True).click()
    page.get_by_role("button", name="发布", exact=True).click()
    page.get_by_label("发布依据").fill("局务会纪要〔2026〕13 号")
    page.get_by_label("抽样表已与标准正式文本核对无误").check()
    shown(page, "photo-items-publishing")
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    shown(page, "photo-items-publishing-phone")
    page.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})
    page.get_by_role("button", name="发布", exact=True).click()
    page.get_by_role("link", name="查看已发布的清单").click()
    expect(page.locator("article").get_by_text(COLUMNS)).to_be_visible()
    expect(page.locator("article").get_by_text(UNVERIFIED)).to_have_count(0)
