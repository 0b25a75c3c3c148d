"""Two phones offline at one check: the lead signs, the partner differs, the lead decides anew."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .conftest import PHONE, Office, open_context, sign_in
from .proxy import CuttingProxy
from .signing import sign_and_submit
from .test_first_walk import (
    answer_all,
    draw,
    go_offline,
    go_online,
    receipt,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

SOON = 45_000  # ms for both phones and the server to have told each other
REASON = "两人现场复核，以搭档记录为准"
FOUND = "安全帽未系下颏带"


@dataclass
class Inspector:
    """One inspector's phone, and its way to the server."""

    context: BrowserContext
    proxy: CuttingProxy
    page: Page

    def leave(self) -> None:
        """Go where there is no network."""
        go_offline(self.page, self.context, self.proxy)

    def come_back(self) -> None:
        """Come where there is one."""
        go_online(self.page, self.context, self.proxy)

    def sync(self) -> None:
        """Look at the phone again, which makes it ask the server."""
        self.page.evaluate("window.dispatchEvent(new Event('online'))")


@pytest.fixture
def phones(office: Office, browser: Browser) -> Iterator[list[Inspector]]:
    """Two phones, each with a network of its own to lose."""
    with CuttingProxy(office.port) as one, CuttingProxy(office.port) as other:
        made = [_phone(browser, proxy) for proxy in (one, other)]
        yield made
        for phone in made:
            phone.context.close()


def test_two_phones_that_differ_end_in_a_new_version_and_the_signed_one_stays(
    office: Office, browser: Browser, desk: Page, phones: list[Inspector]
) -> None:
    sign_in(desk, office, "zhoumin")
    number, lead_name = draw(office, browser, desk)
    partner_name = desk.locator("tbody tr").first.locator("li").nth(1).inner_text().split()[0]
    check = f"/checks/{check_named(desk, number)['id']}"
    lead, partner = phones
    for phone, name in ((lead, lead_name), (partner, partner_name)):
        sign_in(phone.page, office, office.logins[name])
        expect(phone.page.locator(f"a[href='{check}']")).to_be_visible(timeout=SOON)
        phone.leave()

    record_all_conforming(lead.page, check)
    sign_and_submit(lead.page)
    record_otherwise(partner.page, check)

    lead.come_back()
    expect(receipt(lead.page)).to_be_visible(timeout=SOON)
    signed = check_named(desk, number)["versions"]
    assert [version["version"] for version in signed] == [1]

    partner.come_back()
    partner.page.goto(check)
    expect(partner.page.get_by_text("2 项差异待裁定")).to_be_visible(timeout=SOON)
    partner.page.get_by_text("记录的差异").click()
    expect(partner.page.get_by_text(f"由主办 {lead_name} 裁定")).to_be_visible()
    expect(partner.page.get_by_role("button", name="裁定")).to_have_count(0)

    lead.sync()
    lead.page.goto(check)
    expect(lead.page.get_by_text("2 项差异待裁定")).to_be_visible(timeout=SOON)
    lead.leave()
    decide(lead.page, partner_name)
    lead.come_back()
    expect(lead.page.get_by_text("第 2 版")).to_be_visible(timeout=SOON)
    expect(lead.page.get_by_text(f"理由：{REASON}")).to_be_visible()
    # What was signed can still be read, word for word.
    expect(lead.page.get_by_text(signed[0]["digest"])).to_be_visible()

    versions = {one["version"]: one for one in check_named(desk, number)["versions"]}
    assert sorted(versions) == [1, 2]
    assert versions[1]["digest"] == signed[0]["digest"]
    assert [versions[1]["standing"], versions[2]["standing"]] == [False, True]
    assert versions[2]["reason"] == REASON
    desk.goto(f"/desk{check}")
    expect(desk.get_by_text("现场签字的版本")).to_be_visible()
    expect(desk.get_by_text(REASON)).to_be_visible()
    assert text_on(lead.page) == signed[0]["digest"], (
        "the phone keeps the very text that was signed"
    )


def _phone(browser: Browser, proxy: CuttingProxy) -> Inspector:
    context = open_context(browser, f"http://127.0.0.1:{proxy.port}", PHONE, phone=True)
    return Inspector(context, proxy, context.new_page())


def check_named(desk: Page, number: str) -> dict[str, Any]:  # Any: as the server answers
    """Ask the desk for all it knows of a check."""
    listed = desk.request.get("/api/v1/spot-checks?limit=100").json()["items"]
    (found,) = [each["id"] for each in listed if each["number"] == number]
    answer: dict[str, Any] = desk.request.get(f"/api/v1/spot-checks/{found}").json()
    return answer


def record_all_conforming(page: Page, check: str) -> None:
    """Start, and find everything in order on both lists."""
    start(page, check)
    answer_all(page)
    page.get_by_role("link", name="完成本清单").click()
    page.get_by_role("heading", name="施工现场消防与临时用电抽查").click()
    answer_all(page)
    page.get_by_role("link", name="完成本清单").click()


def record_otherwise(page: Page, check: str) -> None:
    """Start on the other phone; find one item wrong, and report a hazard at it."""
    start(page, check)
    items = page.locator("section.item")
    items.nth(0).get_by_text("符合", exact=True).click()
    items.nth(1).get_by_text("不符合", exact=True).click()
    items.nth(1).get_by_role("link", name="登记隐患").click()
    page.get_by_label("问题情况").fill(FOUND)
    page.get_by_label("部位").fill("5# 楼作业面")
    page.get_by_label("责任单位").select_option(index=1)
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("form#hazard")).to_have_count(0)  # it names grades too
    expect(page.get_by_text("一般隐患").first).to_be_visible()
    page.get_by_role("link", name="返回").click()
    expect(page.get_by_role("link", name="签字与提交")).to_be_visible()


def start(page: Page, check: str) -> None:
    page.locator(f"a[href='{check}']").click()
    page.get_by_role("button", name="开始检查").click()
    expect(page.get_by_role("heading", name="安全管理", exact=True)).to_be_visible()


def decide(page: Page, partner: str) -> None:
    """Read both answers, take the partner's and the hazard, say why: without a network."""
    page.get_by_text("记录的差异").click()
    card = page.locator("section.card", has_text=partner)
    expect(card).to_have_count(1)
    expect(card).to_contain_text(re.compile("●\\s*符合.*■\\s*不符合", re.DOTALL))
    card.get_by_text("采纳", exact=True).click()
    page.locator("section.card", has_text=FOUND).get_by_text("写入记录", exact=True).click()
    page.get_by_role("button", name=re.compile("^裁定")).click()
    expect(page.get_by_text("请填写裁定理由")).to_be_visible()
    page.get_by_label("裁定理由").fill(REASON)
    page.get_by_role("button", name="裁定 2 项").click()
    expect(page.get_by_text("裁定已保存在本机")).to_be_visible()


def text_on(page: Page) -> str:
    """Digest the record's text that this phone has in its outbox."""
    digest: str = page.evaluate(
        """async () => {
          const name = (await indexedDB.databases()).map(each => each.name)[0]
          const open = indexedDB.open(name)
          const db = await new Promise((done) => { open.onsuccess = () => done(open.result) })
          const all = db.transaction('outbox').objectStore('outbox').getAll()
          const entries = await new Promise((done) => { all.onsuccess = () => done(all.result) })
          db.close()
          const { command } = entries.find(one => one.command.name === 'spot_check.submit')
          const text = new TextEncoder().encode(command.args.record)
          const bytes = await crypto.subtle.digest('SHA-256', text)
          return [...new Uint8Array(bytes)].map(byte => byte.toString(16).padStart(2, '0')).join('')
        }"""
    )
    return digest
