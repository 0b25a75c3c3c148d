"""The app itself: two tabs of it, a newer one, none of it on the phone, and a clock that is wrong.

Proven elsewhere: test_my_phone.py, `test_a_new_version_and_signing_out_lose_nothing_that_was_typed`
(the app is updated while a draft is open: offered at a calm moment, taken, the draft is there) and
`test_what_was_refused_or_flagged_is_told_with_what_to_do_and_can_be_corrected` (a due date by a
clock that is a day behind); pwa/tests/store/upgrade.test.ts (a tab whose records a newer app takes
over).
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from suicha.db import CHINA

from .conftest import PHONE, as_used, sign_in
from .dying import nothing_lost
from .proxy import CuttingProxy
from .signing import sign, sign_and_submit
from .test_phone_faults import chosen, item
from .test_two_inspectors import Inspector
from .visits import all_sent, begin, describe, fetched, on_a_phone

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from .district import District, Sent

RELEASED = Path(__file__).with_name("released.js").read_text()
FOUND = "安全网破损 3 处，未及时更换。"

# A tab that the system has frozen: it hears nothing until long after the other has closed the
# record, and then the tap on its button is the first that it is told.
FROZEN = """(until) => setTimeout(() => {
  while (Date.now() < until) ;
  [...document.querySelectorAll('button')].find(each => each.textContent.trim() === '提交').click()
})"""
FROZEN_FOR = 3_000  # ms


def test_two_tabs_at_once_say_everything_once(browser: Browser, district: District) -> None:
    check = district.send()
    with on_a_phone(browser, district.office, check.lead) as phone:
        begin(phone.page, {"id": check.id})
        other = phone.context.new_page()
        answered_by_turns(phone.page, other, check)
        phone.page.bring_to_front()
        sign(phone.page)
        closed_in_both(phone.page, other, check)
        phone.sync()
        all_sent(phone.page)
        kept = nothing_lost(phone.page, district, check)
        assert (kept.named("spot_check.submit"), kept.signatures, len(kept.records)) == (1, 3, 1)
        assert {answer["result"] for answer in kept.answers.values()} == {"conforming"}


def answered_by_turns(one: Page, other: Page, check: Sent) -> None:
    """Each answers an item of the same list; neither writes over the other."""
    for version in check.lists:
        for page in (one, other):
            page.goto(f"/checks/{check.id}/record/{version}")
        item(one, 0).get_by_text("符合", exact=True).click()
        chosen(other, 0, "符合")
        item(other, 1).get_by_text("符合", exact=True).click()
        chosen(one, 1, "符合")
        for page in (one, other):
            page.get_by_role("link", name="完成本清单").click()


def closed_in_both(one: Page, other: Page, check: Sent) -> None:
    """Both have the button; the second is frozen while the first is pressed."""
    other.goto(f"/checks/{check.id}/submit")
    expect(other.get_by_role("button", name="提交", exact=True)).to_be_enabled()
    other.evaluate(FROZEN, int(datetime.now(CHINA).timestamp() * 1000) + FROZEN_FOR)
    one.get_by_role("button", name="提交", exact=True).click()
    expect(one.get_by_role("heading", name="已记录")).to_be_visible()
    other.wait_for_url("**/tasks")


@pytest.mark.parametrize("days", [1, pytest.param(-1, marks=pytest.mark.long)])
def test_a_clock_that_is_wrong_by_a_day_costs_nothing_and_is_told(
    browser: Browser, district: District, days: int
) -> None:
    check = district.send()
    with on_a_phone(browser, district.office, check.lead) as phone:
        phone.context.clock.set_fixed_time(datetime.now(CHINA) + timedelta(days=days))
        recorded(phone.page, check)
        all_sent(phone.page)
        kept = nothing_lost(phone.page, district, check)
        phone.page.goto("/me")
        expect(phone.page.get_by_text(re.compile(r"与服务器相差 14[34]\d 分钟"))).to_be_visible()
    # The phone's own time is kept, and beside it how far it was off and when it came.
    assert kept.days_off == {days}
    assert kept.flags == {"clock.off"}
    assert kept.hazards == {FOUND: 0}


def test_without_a_service_worker_nothing_is_lost_when_the_network_goes(
    browser: Browser, district: District
) -> None:
    check = district.send()
    with CuttingProxy(district.office.port) as proxy:
        set_up = as_used(f"http://127.0.0.1:{proxy.port}", PHONE, phone=True)
        context = browser.new_context(**set_up, service_workers="block")
        phone = Inspector(context, proxy, context.new_page())
        sign_in(phone.page, district.office, district.office.logins[check.lead])
        fetched(phone.page)
        begin(phone.page, {"id": check.id})
        proxy.is_down = True
        context.set_offline(True)
        without_a_network(phone.page)
        phone.come_back()
        phone.page.reload()
        chosen(phone.page, 1, "不符合")
        recorded(phone.page, check, begun=True)
        all_sent(phone.page)
        kept = nothing_lost(phone.page, district, check)
        assert kept.hazards == {FOUND: 0}
        context.close()


def without_a_network(page: Page) -> None:
    """What is open goes on; what would have to be fetched says so, and takes nothing away."""
    item(page, 0).get_by_text("符合", exact=True).click()
    item(page, 1).get_by_text("不符合", exact=True).click()
    item(page, 1).get_by_role("link", name="登记隐患").click()
    chosen(page, 0, "符合")
    chosen(page, 1, "不符合")


def recorded(page: Page, check: Sent, *, begun: bool = False) -> None:
    """Answer both lists, report a hazard, sign and submit."""
    if not begun:
        begin(page, {"id": check.id})
    for version in check.lists:
        page.goto(f"/checks/{check.id}/record/{version}")
        for nth, answer in enumerate(("不适用", "不符合")):
            item(page, nth).get_by_role("radio", name=answer, exact=True).check(force=True)
        if version == check.lists[0]:
            item(page, 1).get_by_role("link", name="登记隐患").click()
            describe(page, FOUND)
            page.get_by_role("button", name="登记", exact=True).click()
            expect(page.locator("form#hazard")).to_have_count(0)
        page.get_by_role("link", name="完成本清单").click()
    sign_and_submit(page)


def test_a_full_outbox_of_the_previous_version_goes_out_once(
    browser: Browser, district: District
) -> None:
    check = district.send()
    answers, hazards = 240, 30
    with CuttingProxy(district.office.port) as proxy:
        base = f"http://127.0.0.1:{proxy.port}"
        context = browser.new_context(**as_used(base, PHONE, phone=True))
        page = context.new_page()
        page.goto("/healthz")  # of the same origin, and not the app
        login = district.office.logins[check.lead]
        signing_in = {"login": login, "password": district.office.passwords[login]}
        how = {"transport": "cookie", "device_name": "旧手机"}
        session = page.request.post("/api/v1/session", data=signing_in | how).json()
        told = {"me": session["me"], "device": session["device_id"], "check": check.id}
        counts = {"answers": answers, "hazards": hazards}
        page.evaluate(RELEASED, told | counts | district.names(check))
        page.goto("/me")
        all_sent(page)
        # What was only a draft then is one still, and becomes a command where one goes on.
        page.goto(f"/checks/{check.id}/record/{check.lists[0]}")
        chosen(page, 0, "符合")
        item(page, 1).get_by_text("符合", exact=True).click()
        page.get_by_role("link", name="完成本清单").click()
        expect(page.get_by_role("link", name="签字与提交")).to_be_visible()
        all_sent(page)
        kept = nothing_lost(page, district, check)
        context.close()
    assert kept.named("spot_check.answer") == answers + 1
    assert kept.hazards == {f"旧版隐患 {n}": 1 for n in range(hazards)}
    assert kept.pictures == {"evidence": hazards}
