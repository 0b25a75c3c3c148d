"""The hazard queue at a desk: what it is narrowed to, its keys, several at once, the map."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from suicha.db import CHINA

from .desks import asked, is_looked_at
from .test_screens import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page, Route

    from suicha.db import Json

    from .conftest import Office

QUEUE = "/desk/hazards"
LINES = ".list a.item"
CHOSEN = f"{LINES}[aria-current=true]"
TAKEN = ".list input[type=checkbox]:checked"
# The ids in the order in which the list shows them.
SHOWN = f"[...document.querySelectorAll('{LINES}')].map(line => line.pathname.split('/').at(-1))"
SEARCHED = ("description", "location", "clause", "number", "site_name")
REASON = "核实材料到货时间，准予延期"
# Where a mark stands: on the ground that is drawn, or beside it.
ON_GROUND = """mark => {
  const ground = mark.ownerSVGElement.querySelector('.ground')
  const box = mark.getBBox()
  return ground.isPointInFill(new DOMPoint(box.x + box.width / 2, box.y + box.height / 2))
}"""


@pytest.fixture(scope="module")
def supervisor(browser: Browser, old_office: Office) -> Iterator[Page]:
    """A desk at which a district's supervisor stays signed in."""
    with signed_in(browser, old_office, "zhoumin", "desk zh-CN") as page:
        yield page


@pytest.fixture
def queue(supervisor: Page) -> Page:
    """The whole queue, as the supervisor opens it."""
    supervisor.goto(QUEUE)
    expect(supervisor.locator(LINES).first).to_be_visible()
    return supervisor


def everything(page: Page) -> list[Json]:
    """All that is not closed, the earliest due date first."""
    found: list[Json] = asked(page, "hazards?limit=200")["items"]
    return found


def those(page: Page, field: str, *values: object) -> list[Json]:
    """Those of them whose field has one of these values."""
    return [each for each in everything(page) if each[field] in values]


def saying(hazards: list[Json], words: str) -> list[Json]:
    """Those of them in which people would find every one of these words."""
    texts = ["\n".join(each[field] for field in SEARCHED) for each in hazards]
    found = zip(hazards, texts, strict=True)
    return [each for each, text in found if all(word in text for word in words.split())]


def shows(page: Page, hazards: list[Json]) -> None:
    """Wait until the list shows these, in this order, and no others."""
    wanted = [hazard["id"] for hazard in hazards]
    page.wait_for_function(f"ids => JSON.stringify({SHOWN}) === JSON.stringify(ids)", arg=wanted)


def narrowed(page: Page, key: str, value: str, wanted: list[Json]) -> None:
    """The list is what it should be, and its address keeps that: the page comes back the same."""
    assert wanted, f"the demo should have a hazard of {key} {value}"
    shows(page, wanted)
    assert parse_qs(urlsplit(page.url).query) == {key: [value]}
    page.reload()
    shows(page, wanted)
    page.get_by_role("button", name="清除筛选").click()
    shows(page, everything(page))
    assert not urlsplit(page.url).query


def test_lights_and_major_narrow_the_queue_and_stand_in_its_address(queue: Page) -> None:
    for colour, word in {"red": "红", "yellow": "黄", "amber": "提醒", "green": "绿"}.items():
        chip = queue.locator(".chips").get_by_role("button", name=re.compile(rf"{word} \d+$"))
        wanted = [each for each in everything(queue) if each["light"]["colour"] == colour]
        expect(chip).to_have_text(re.compile(rf"{word} {len(wanted)}$"))
        chip.click()
        expect(chip).to_have_attribute("aria-pressed", "true")
        narrowed(queue, "light", colour, wanted)
        expect(chip).to_have_attribute("aria-pressed", "false")
    queue.get_by_role("button", name="重大", exact=True).click()
    majors = [each for each in everything(queue) if each["is_major"]]
    expect(queue.locator(LINES)).to_have_count(len(majors))
    is_looked_at(queue, "queue-major")
    narrowed(queue, "is_major", "true", majors)


def test_places_parties_states_and_words_narrow_the_queue(queue: Page) -> None:
    facets = asked(queue, "hazards/facets")
    for name, key, row in (("工地", "site", "site_name"), ("责任单位", "unit", "party_name")):
        one = facets[f"{key}s"][-1]
        choice = queue.get_by_label(name, exact=True)
        choice.select_option(one["id"])
        expect(choice.locator("option:checked")).to_have_text(f"{one['name']} ({one['open']})")
        is_looked_at(queue, f"queue-{key}")
        narrowed(queue, f"{key}_id", one["id"], those(queue, row, one["name"]))
    queue.get_by_label("全部未销号").select_option("confirmed")
    narrowed(queue, "state", "confirmed", those(queue, "state", "confirmed"))
    queue.get_by_role("button", name="待我处理").click()
    narrowed(queue, "waiting", "mine", those(queue, "state", "reported", "replied", "verified"))
    # Who has one district is not asked for it; a link that names it is heard all the same.
    expect(queue.get_by_label("辖区")).to_have_count(0)
    (district,) = facets["districts"]
    queue.goto(f"{QUEUE}?jurisdiction_id={district['id']}")
    expect(queue.get_by_label("辖区").locator("option:checked")).to_contain_text(district["name"])
    there = {"id": district["id"], "name": district["name"]}
    narrowed(queue, "jurisdiction_id", district["id"], those(queue, "district", there))


def test_words_are_looked_for_and_a_queue_without_any_says_so(queue: Page) -> None:
    search = queue.get_by_role("searchbox")
    first, *_, last = everything(queue)
    both = f"{last['site_name'][:2]} {last['description'][:3]}"  # of its site and of its words
    for word in (first["description"][:4], "50720", first["number"], both):
        search.fill(word)
        narrowed(queue, "q", word, saying(everything(queue), word))
        expect(search).to_have_value("")
    search.fill("查无此事")
    expect(queue.get_by_text("没有符合筛选条件的隐患")).to_be_visible()
    shows(queue, [])
    is_looked_at(queue, "queue-none")
    queue.reload()
    expect(queue.get_by_text("没有符合筛选条件的隐患")).to_be_visible()
    expect(search).to_have_value("查无此事")
    queue.get_by_role("button", name="清除筛选").click()
    shows(queue, everything(queue))
    queue.go_back()
    shows(queue, [])
    expect(search).to_have_value("查无此事")


def test_the_queue_is_walked_and_taken_by_keys(queue: Page) -> None:
    ids = [each["id"] for each in everything(queue)]
    for key, at in (("k", -1), ("j", -1), ("k", -2), ("j", -1)):
        queue.keyboard.press(key)
        expect(queue).to_have_url(re.compile(ids[at]))
        expect(queue.locator(CHOSEN)).to_be_focused()
        expect(queue.locator(CHOSEN)).to_be_in_viewport()
    queue.goto(QUEUE)
    shows(queue, everything(queue))
    for key, at in (("j", 0), ("k", 0), ("j", 1), ("j", 2), ("k", 1)):
        queue.keyboard.press(key)
        expect(queue).to_have_url(re.compile(ids[at]))
    queue.keyboard.press("x")
    expect(queue.locator(TAKEN)).to_have_count(1)
    queue.keyboard.press("x")
    expect(queue.locator(TAKEN)).to_have_count(0)
    queue.keyboard.press("a")
    expect(queue.locator(TAKEN)).to_have_count(len(ids))
    is_looked_at(queue, "queue-all-taken")
    queue.keyboard.press("Escape")
    expect(queue.locator(TAKEN)).to_have_count(0)
    queue.keyboard.press("?")
    table = queue.get_by_role("dialog", name="键盘快捷键")
    expect(table).to_be_visible()
    is_looked_at(queue, "queue-keys")
    queue.keyboard.press("j")
    queue.keyboard.press("Escape")
    expect(table).to_be_hidden()
    expect(queue).to_have_url(re.compile(ids[1]))


def test_enter_goes_to_what_waits_and_no_key_works_while_somebody_writes(queue: Page) -> None:
    waits = next(each for each in everything(queue) if each["state"] == "replied")
    queue.goto(f"{QUEUE}/{waits['id']}")
    expect(queue.locator(CHOSEN)).to_contain_text(waits["description"])
    leaf_through_photos(queue)
    queue.keyboard.press("Enter")
    expect(queue.get_by_role("button", name="复查通过")).to_be_focused()
    queue.get_by_role("button", name="退回", exact=True).click()
    reason = queue.get_by_label("原因")
    expect(reason).to_be_focused()
    expect(queue.get_by_role("button", name="退回", exact=True)).to_be_disabled()
    queue.keyboard.type("jxka/?")
    expect(reason).to_have_value("jxka/?")
    is_looked_at(queue, "hazard-return")
    queue.locator("article h1").click()
    queue.keyboard.press("/")
    search = queue.get_by_role("searchbox")
    expect(search).to_be_focused()
    queue.keyboard.type("jx")
    expect(search).to_have_value("jx")
    expect(queue).to_have_url(re.compile(rf"{waits['id']}\?q=jx"))
    queue.keyboard.press("Escape")
    expect(search).not_to_be_focused()
    expect(queue.locator(TAKEN)).to_have_count(0)


def leaf_through_photos(page: Page) -> None:
    """The arrows go from photo to photo while one is large; the queue's keys rest meanwhile."""
    at = page.url
    page.get_by_role("button", name=re.compile("^放大照片 1")).click()
    viewer = page.get_by_role("dialog", name="照片")
    for key, n in (("ArrowRight", 2), ("ArrowLeft", 1), ("ArrowLeft", 1), ("j", 1)):
        page.keyboard.press(key)
        expect(viewer.get_by_role("status")).to_have_text(re.compile(f"^{n} / "))
    is_looked_at(page, "hazard-photo")
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(page).to_have_url(at)
    page.locator("article h1").click()


def test_several_at_once_and_what_cannot_be_done_is_told(queue: Page) -> None:
    rows = everything(queue)
    two = [each for each in rows if each["state"] == "reported"][-2:]
    late = next(each for each in rows if each["state"] == "confirmed")
    for hazard in (*two, late):
        line = queue.locator(".list .line", has=queue.locator(f"a[href*='{hazard['id']}']"))
        line.get_by_role("checkbox").check()
    bar = queue.get_by_role("region", name="批量处理")
    expect(bar).to_contain_text("已选 3 条")
    bar.get_by_role("button", name="确认", exact=True).click()
    expect(bar).to_contain_text("其中 2 条可以这样处理；另 1 条状态不符，会被退回。")
    is_looked_at(queue, "batch-asked")
    bar.locator("form").get_by_role("button", name="确认", exact=True).click()
    expect(bar.get_by_role("status")).to_contain_text("确认：已完成 2 条")
    expect(bar.get_by_role("listitem")).to_contain_text([late["description"]])
    expect(queue.locator(TAKEN)).to_have_count(1)
    is_looked_at(queue, "batch-told")
    now = {each["id"]: each["state"] for each in everything(queue)}
    assert {now[each["id"]] for each in two} == {"confirmed"}
    postpone(queue, bar, late)


def postpone(page: Page, bar: Locator, hazard: Json) -> None:
    """Open what is still taken, extend it with those below, and read it in its history."""
    page.locator(f"{LINES}[href*='{hazard['id']}']").click()
    bar.get_by_role("button", name="延期").click()
    act = bar.locator("form").get_by_role("button", name="延期")
    expect(act).to_be_disabled()
    day = (datetime.now(CHINA).date() + timedelta(days=45)).isoformat()
    bar.get_by_label("新的期限").fill(day)
    expect(act).to_be_disabled()
    bar.get_by_label("原因").fill(REASON)
    act.click()
    expect(bar.get_by_role("status")).to_contain_text("延期：已完成 1 条")
    expect(bar.get_by_role("listitem")).to_have_count(0)
    expect(page.locator(TAKEN)).to_have_count(0)
    expect(page.locator(".timeline")).to_contain_text(REASON)
    expect(page.locator("dl.kv")).to_contain_text(day)
    is_looked_at(page, "batch-extended")


def test_the_map_draws_the_site_and_each_photo_where_it_was_taken(queue: Page) -> None:
    details = [asked(queue, f"hazards/{each['id']}") for each in everything(queue)]
    hazard = max(details, key=lambda each: len(each["photos"]))
    queue.goto(f"{QUEUE}/{hazard['id']}")
    drawn = queue.get_by_role("img", name=f"{hazard['site']['name']}的围界与照片位置")
    drawn.scroll_into_view_if_needed()
    taken = [each for each in hazard["photos"] + hazard["after_photos"] if each["position"]]
    photos = [each for each in taken if each["marked_of"] is None]
    marks = drawn.locator(".mark")
    expect(marks).to_have_count(len(photos))
    expect(drawn.locator("g.inside text")).to_have_text([str(n + 1) for n in range(len(photos))])
    assert all(mark.evaluate(ON_GROUND) for mark in marks.all())
    said = queue.locator(".map li")
    expect(said).to_have_count(1 + len(photos))
    for n, photo in enumerate(photos, start=1):
        accuracy = round(photo["position"]["accuracy_m"])
        words = re.compile(rf"照片 {n}：围界内，距围界 .*，精度 ±{accuracy} 米")
        expect(said.nth(n)).to_have_text(words)
    is_looked_at(queue, "map")
    queue.route(f"**/api/v1/hazards/{hazard['id']}", outside)
    queue.reload()
    drawn.scroll_into_view_if_needed()
    expect(drawn.locator("rect.mark")).to_have_count(1)
    assert not drawn.locator("rect.mark").evaluate(ON_GROUND)
    expect(said.nth(1)).to_contain_text("照片 1：围界外")
    expect(said.nth(1)).to_contain_text("距离较远，图上只示方向")
    is_looked_at(queue, "map-outside")


def outside(route: Route) -> None:
    """The server's answer, with its first photo taken two kilometres to the east."""
    answer = route.fetch()
    hazard = answer.json()
    photo = hazard["photos"][0]
    photo["inside_boundary"] = False
    photo["position"]["lon"] += 0.02
    route.fulfill(response=answer, body=json.dumps(hazard))


def test_whether_a_hazard_is_major_is_determined_at_the_desk_and_the_light_follows(
    queue: Page,
) -> None:
    green = [each for each in everything(queue) if each["light"]["colour"] == "green"]
    hazard = next(one for one in green if one["state"] == "confirmed" and not one["is_major"])
    queue.goto(f"{QUEUE}/{hazard['id']}")
    ruling = queue.get_by_role("region", name="重大隐患认定")
    ruling.get_by_role("button", name="重大隐患认定").click()
    done = ruling.get_by_role("button", name="重大隐患认定")
    ruling.get_by_role("radio", name="属于", exact=True).check()
    ruling.get_by_label("选定条款").select_option("MH2024-10-2")
    expect(done).to_be_disabled()
    ruling.get_by_label("判定理由").fill("距外电架空线路不足且未设防护")
    is_looked_at(queue, "hazard-determine")
    done.click()
    expect(queue.locator("article .tags")).to_contain_text("红灯")
    facts = queue.locator("dl.kv").first
    expect(facts).to_contain_text("2024版第十条第二项（施工临时用电）")
    expect(queue.locator(".timeline")).to_contain_text("距外电架空线路不足且未设防护")
    is_looked_at(queue, "hazard-determined")
    ruling.get_by_role("button", name="重大隐患认定").click()
    ruling.get_by_role("radio", name="不属于").check()
    ruling.get_by_label("判定理由").fill("经实测距离符合要求")
    done.click()
    expect(queue.locator("article .tags")).to_contain_text("绿灯")
    expect(queue.locator(".timeline")).to_contain_text("经实测距离符合要求")
