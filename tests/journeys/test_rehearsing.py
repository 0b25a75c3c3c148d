"""Before it freezes a plan the office rehearses it, at a desk and on a phone's narrow screen."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

from suicha.db import CHINA

from .conftest import DESK, PHONE, Office, sign_in
from .desks import asked
from .test_first_walk import draw
from .test_screens import judged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator, Route


CAUSES = {"seated": 1, "unskilled": 5, "recused": 1, "full": 3, "reach": 5}


def sizes(desk: Page) -> Iterator[str]:
    """The page on both screens, one after the other."""
    for name, size in (("desk", DESK), ("phone", PHONE)):
        desk.set_viewport_size({"width": size["width"], "height": size["height"]})
        yield name


def planned(desk: Page) -> Locator:
    """Plan every site that there is, more than the inspectors can do; give the rehearsal."""
    desk.goto("/desk/plans/new")
    desk.get_by_label("计划名称").fill("第四季度全覆盖抽查")
    until = datetime.now(CHINA).date() + timedelta(days=30)
    desk.get_by_label("结束日期").fill(until.isoformat())
    desk.get_by_label("抽查事项").select_option(index=1)
    for risk_class, there in asked(desk, "plans/roster")["classes"].items():
        desk.get_by_label(f"{risk_class} 类").fill(str(there["available"]))
    desk.get_by_role("button", name="建立计划").click()
    desk.wait_for_url(re.compile(r"/desk/plans/[0-9a-f-]{36}"))
    return desk.get_by_role("region", name="预演")


@pytest.mark.long
def test_the_office_learns_what_a_plan_would_give_before_it_freezes_it(
    office: Office, desk: Page
) -> None:
    sign_in(desk, office, "zhoumin")
    panel = planned(desk)
    plan = asked(desk, desk.url.partition("/desk/")[2])
    expect(panel.get_by_text("预演永远不会成为抽取结果")).to_be_visible()

    panel.get_by_role("button", name="预演").click()
    verdict = panel.get_by_role("status")
    expect(verdict).to_contain_text("200 次预演中")
    expect(panel.get_by_role("row", name=re.compile("^D 类"))).to_contain_text("100%")
    expect(panel.get_by_text(re.compile("^任何一次预演中，一人最少"))).to_be_visible()
    told = verdict.inner_text()
    for name in sizes(desk):
        for place, heading in enumerate(("预演", "席位", "任务分布")):
            panel.get_by_role("heading", name=heading).scroll_into_view_if_needed()
            assert judged(desk, f"rehearsal-{name}-{place}") == []

    panel.get_by_role("button", name="按现在的名录再预演").click()
    expect(panel.get_by_role("button", name="按现在的名录再预演")).to_be_enabled()
    assert verdict.inner_text() == told
    assert asked(desk, f"plans/{plan['id']}") == plan


@pytest.mark.long
def test_seats_that_may_stay_empty_are_warned_of_with_their_cause(
    office: Office, desk: Page
) -> None:
    """The demo has inspectors for everything: the answer is altered on its way to the page."""

    def short(route: Route) -> None:
        told = route.fetch().json()
        told["empty"] = [{"seats": 0, "runs": 143}, {"seats": 2, "runs": 57}]
        kind = told["kinds"][0]
        example = {"object_id": "339906202601010101", "slot": 0, "skill": kind["skill"], **CAUSES}
        kind |= {"short_runs": 57, "most_empty": 2, "without": 1, "fewest": 0, "example": example}
        route.fulfill(json=told)

    desk.context.route("**/rehearsal", short)
    sign_in(desk, office, "zhoumin")
    panel = planned(desk)
    panel.get_by_role("button", name="预演").click()
    expect(panel.get_by_role("status")).to_contain_text(
        "200 次预演中有 57 次出现空缺，最多一次空 2 席"
    )
    cause = panel.get_by_text("土建专业席位无人可派：3 名已达上限、1 名回避、5 名专业不符")
    for name in sizes(desk):
        cause.scroll_into_view_if_needed()
        expect(cause).to_be_visible()
        assert judged(desk, f"rehearsal-short-{name}") == []


@pytest.mark.long
def test_why_a_seat_of_a_draw_is_empty_is_told_person_by_person(
    office: Office, browser: Browser, desk: Page
) -> None:
    """A seat is taken out of the answer on its way to the page, as if nobody had been found."""
    sign_in(desk, office, "zhoumin")
    draw(office, browser, desk)
    plan = asked(desk, desk.url.partition("/desk/")[2])
    line = plan["draw"]["drawn"][0]
    lead, second = line["inspectors"]
    seat = {"object_id": line["object_id"], "slot": 0, "skill": "civil"}
    nobody: dict[str, list[object]] = {cause: [] for cause in CAUSES}
    line["inspectors"][0], plan["draw"]["unfilled"] = None, [seat | CAUSES]
    desk.context.route(f"**/plans/{plan['id']}", lambda route: route.fulfill(json=plan))
    desk.context.route(
        "**/empty-seats?*",
        lambda route: route.fulfill(json=seat | nobody | {"full": [lead], "seated": [second]}),
    )
    desk.goto(f"/desk/plans/{plan['id']}")
    expect(desk.get_by_text("换人也补不上：可以调换的 5 名都已达上限。")).to_be_visible()
    desk.get_by_text("逐人原因").click()
    for name in sizes(desk):
        expect(desk.get_by_text("已在本工地", exact=True)).to_be_visible()
        assert judged(desk, f"empty-seat-{name}") == []
