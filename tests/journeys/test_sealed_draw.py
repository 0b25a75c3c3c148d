"""A whole sealed ceremony with a redrawn seat, verified on its day by somebody from outside."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from suicha.config import REPOSITORY
from suicha.db import CHINA

from .conftest import DESK, PHONE, Office, open_context, sign_in
from .desks import asked
from .test_first_walk import DICE, WORKER, approve, make_plan
from .test_screens import judged

if TYPE_CHECKING:
    from collections.abc import Iterator

CEREMONY_IN = timedelta(seconds=25)
OPENED_IN = 20  # days
WHY = "与施工单位项目经理有亲属关系"


@contextmanager
def at(browser: Browser, office: Office, login: str | None, path: str) -> Iterator[Page]:
    """A page of somebody in a browser of their own; of a stranger without a login, on a phone."""
    context = open_context(browser, office.url, DESK if login else PHONE, phone=login is None)
    page = context.new_page()
    if login:
        sign_in(page, office, login)
    page.goto(path)
    yield page
    context.close()


def test_a_sealed_draw_is_made_in_public_and_verified_by_a_stranger_on_its_day(
    office: Office, browser: Browser, desk: Page
) -> None:
    sign_in(desk, office, "zhoumin")
    make_plan(desk, "第四季度第 2 次双随机抽查（密封）")
    approve(office, browser, desk.url)
    with at(browser, office, "gaojie", desk.url) as witness:
        witness.get_by_role("button", name="生成随机数并承诺").click()
        expect(witness.get_by_text("您的随机数")).to_be_visible()
        freeze_sealed(desk)
        committed(desk, browser, office)
        witness.get_by_role("button", name="用此浏览器保存的随机数揭示").click()
        expect(witness.get_by_text("已揭示，与承诺一致")).to_be_visible()
        compute(desk)
        expect(witness.get_by_text("抽取已完成，结果密封")).to_be_visible()
        assert judged(witness, "sealed-witness") == []
        assert witness.locator("tbody tr").count() == 0
        paper(witness)
    redraw(desk)

    number = desk.locator("h1 + .number").inner_text()
    address = f"/public/draws/{number}/index.html"
    with at(browser, office, None, address) as stranger:
        until(stranger, "已抽取，密封")
        expect(stranger.get_by_role("button", name="立即核验")).to_have_count(0)
        assert stranger.request.get(f"/public/draws/{number}/result.txt").status == 404
        assert judged(stranger, "sealed-public") == []
        pass_days(office, OPENED_IN + 1)
        verified(stranger)
        tampered(stranger)


def freeze_sealed(desk: Page) -> None:
    """Choose the hour, the sources and the day of publication, and put the seal away."""
    ceremony_at = datetime.now(CHINA) + CEREMONY_IN
    desk.get_by_label("最早掷骰时间").fill(ceremony_at.strftime("%Y-%m-%dT%H:%M:%S"))
    desk.get_by_label("密封：检查结束后").check()
    opened_at = datetime.now(CHINA) + timedelta(days=OPENED_IN)
    desk.get_by_label("公布时间").fill(opened_at.strftime("%Y-%m-%dT%H:%M:%S"))
    desk.get_by_role("button", name="冻结名录").click()
    expect(desk.get_by_text("请先打印或抄录密封数，再冻结")).to_be_visible()
    assert judged(desk, "sealed-freezing") == []
    desk.get_by_label("已打印封存，或已抄录").check()
    desk.get_by_role("button", name="冻结名录").click()
    expect(desk.get_by_text("密封数承诺")).to_be_visible()


def committed(desk: Page, browser: Browser, office: Office) -> None:
    """Before the dice the digest is on the public page and on the screen of the room."""
    digest = desk.locator("dt", has_text="参数文件").locator("+ dd").inner_text()
    number = desk.locator("h1 + .number").inner_text()
    with at(browser, office, None, f"/public/draws/{number}/index.html") as stranger:
        until(stranger, "已承诺，待抽取")
        expect(stranger.locator("#main")).to_contain_text(digest)
    with at(browser, office, "xuheng", f"{desk.url}/screen") as room:
        expect(room.get_by_text("承诺摘要")).to_be_visible()
        shown = room.locator(".digest").first.inner_text()
        assert shown.replace(" ", "") == digest
        assert judged(room, "sealed-screen") == []


def compute(desk: Page) -> None:
    """Write the dice down wrongly, mend them, and compute once."""
    field = desk.get_by_label("骰子数字")
    field.fill("1" * 20, timeout=60_000)
    desk.get_by_role("button", name="录入", exact=True).click()
    desk.get_by_role("button", name="更正").click()
    field.fill(DICE)
    desk.get_by_label("公布出处").fill("录像 2026-031")
    desk.get_by_role("button", name="录入", exact=True).click()
    expect(desk.get_by_text("更正前录入过")).to_be_visible()
    expect(desk.get_by_text("使用此浏览器保存的密封数")).to_be_visible()
    assert judged(desk, "sealed-sources") == []
    desk.get_by_role("button", name="计算抽取结果").click()
    expect(desk.get_by_text("结果密封至")).to_be_visible()


def paper(witness: Page) -> None:
    """The minute that operator and witness sign tells a sealed draw's digest and no site."""
    plan = witness.url.rsplit("/", 1)[-1]
    witness.get_by_role("link", name="抽取记录").click()
    expect(witness.get_by_role("article").get_by_role("heading", level=1)).to_have_text(
        "随机抽取记录"
    )
    draw = asked(witness, f"plans/{plan}")["draw"]
    text = witness.locator(".record").inner_text().replace(" ", "")
    assert draw["result_sha256"] in text
    assert "见证人（签字）" in text
    assert judged(witness, "sealed-minute") == []


def redraw(desk: Page) -> None:
    seat = desk.locator("tbody tr").first.locator("li").first
    seat.get_by_role("button", name="重抽席位").click()
    seat.get_by_label("情况说明").fill(WHY)
    seat.get_by_role("button", name="重抽席位").click()
    expect(desk.get_by_role("heading", name="抽取后的变更")).to_be_visible()


def until(page: Page, text: str) -> None:
    """Wait until the worker has come round with a public page."""
    for _ in range(WORKER // 1000):
        if page.get_by_text(text).count() > 0:
            return
        page.wait_for_timeout(1000)
        page.reload()
    pytest.fail(f"{page.url} does not say {text}")


def pass_days(office: Office, days: int) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    subprocess.run(
        [sys.executable, "-m", "tests.journeys.later", str(days)],
        env=environment | {"DATA": str(office.data)},
        cwd=REPOSITORY,
        check=True,
        timeout=120,
    )


def verified(stranger: Page) -> None:
    """All of it agrees: the draw, the change after it, the dice and the slip that was mended."""
    stranger.reload()
    expect(stranger.get_by_text("已公布")).to_be_visible()
    expect(stranger.locator("s", has_text="1" * 20)).to_be_visible()
    expect(stranger.get_by_text("第 1 席重抽")).to_be_visible()
    stranger.get_by_role("button", name="立即核验").click()
    expect(stranger.get_by_text("核验一致")).to_be_visible()
    assert WHY not in stranger.content()
    assert judged(stranger, "sealed-verified") == []


def tampered(stranger: Page) -> None:
    """Another seal than the one that was committed to is caught."""

    def exchange(route: Route) -> None:
        lines = route.fetch().text().split("\n")
        route.fulfill(body="\n".join([*lines[:2], f"seal\t{'0' * 64}", ""]))

    stranger.route("**/contributions.tsv", exchange)
    stranger.reload()
    stranger.get_by_role("button", name="立即核验").click()
    expect(stranger.get_by_text("核验不一致")).to_be_visible()
    expect(stranger.get_by_text("is not the nonce that was committed to")).to_be_visible()
