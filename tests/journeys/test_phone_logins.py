"""Whose phone it is: logins that end, answers that are lost, and another person's hands.

Proven elsewhere: test_my_phone.py, `test_a_new_version_and_signing_out_lose_nothing_that_was_typed`
(signing out with a draft that is only typed; what both are asked).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from .conftest import sign_in
from .dying import nothing_lost, records, signs_in_again
from .test_phone_faults import item
from .visits import SOON, all_sent, begin, fetched, on_a_phone

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from .district import District, Sent
    from .test_two_inspectors import Inspector

REFRESH = b"POST /api/v1/session/refresh"
ENDED = "登录已过期，记录不受影响"


def test_a_login_that_expired_while_offline_costs_nothing(
    browser: Browser, district: District
) -> None:
    check = district.send()
    with on_a_phone(browser, district.office, check.lead) as phone:
        records_offline(phone, check)
        # After its thirty days the browser itself drops them.
        phone.context.clear_cookies()
        comes_back_signed_out(phone, check)
        signs_in_again(phone.page, district.office, check.lead)
        assert nothing_lost(phone.page, district, check).senders == {check.lead}


@pytest.mark.long
def test_a_phone_that_was_revoked_while_offline_keeps_everything_for_its_person(
    browser: Browser, district: District
) -> None:
    check = district.send()
    with on_a_phone(browser, district.office, check.lead) as phone:
        records_offline(phone, check)
        district.sign_out(check.lead)
        comes_back_signed_out(phone, check)
        signs_in_again(phone.page, district.office, check.lead)
        assert nothing_lost(phone.page, district, check).senders == {check.lead}


def test_a_renewal_whose_answer_is_lost_locks_nobody_out(
    browser: Browser, district: District
) -> None:
    check = district.send()
    with on_a_phone(browser, district.office, check.lead) as phone:
        records_offline(phone, check)
        phone.context.clear_cookies(name="access_token_cookie")
        phone.proxy.unheard = REFRESH
        phone.come_back()
        assert phone.proxy.lost.wait(SOON / 1000), "no renewal was asked for"
        phone.proxy.unheard = None
        phone.sync()
        all_sent(phone.page)
        expect(phone.page.get_by_text(ENDED)).to_have_count(0)
        nothing_lost(phone.page, district, check)


def test_what_one_person_left_unsent_is_neither_seen_nor_sent_by_the_next(
    browser: Browser, district: District
) -> None:
    mine, others = district.send(), district.send()
    with on_a_phone(browser, district.office, mine.lead) as phone:
        records_offline(phone, mine)
        phone.page.goto("/me")
        expect(phone.page.locator("ul.unsent")).to_be_visible()
        signs_out(phone.page)
        comes_for_a_while(phone, district, others, mine)
        sign_in(phone.page, district.office, district.office.logins[mine.lead])
        fetched(phone.page)
        all_sent(phone.page)
        kept = nothing_lost(phone.page, district, mine)
    assert kept.senders == {mine.lead}
    assert district.kept(others).senders == {others.lead}


@pytest.mark.long
def test_who_signs_in_where_anothers_login_has_ended_sends_only_their_own(
    browser: Browser, district: District
) -> None:
    mine, others = district.send(), district.send()
    with on_a_phone(browser, district.office, mine.lead) as phone:
        records_offline(phone, mine)
        district.sign_out(mine.lead)
        comes_back_signed_out(phone, mine)
        phone.page.get_by_role("link", name="重新登录").click()
        comes_for_a_while(phone, district, others, mine)
        sign_in(phone.page, district.office, district.office.logins[mine.lead])
        fetched(phone.page)
        all_sent(phone.page)
        kept = nothing_lost(phone.page, district, mine)
    assert kept.senders == {mine.lead}
    assert district.kept(others).senders == {others.lead}


def records_offline(phone: Inspector, check: Sent) -> None:
    """Begin, answer and go back to the tasks, where there is no network."""
    phone.leave()
    begin(phone.page, {"id": check.id})
    answers(phone.page, check, ("符合", "不符合"))


def answers(page: Page, check: Sent, said: tuple[str, str]) -> None:
    """Answer the first list, and leave it: its answers become a command."""
    page.goto(f"/checks/{check.id}/record/{check.lists[0]}")
    for nth, answer in enumerate(said):
        item(page, nth).get_by_text(answer, exact=True).click()
    page.get_by_role("link", name="完成本清单").click()
    expect(page.get_by_role("link", name="签字与提交")).to_be_visible()


def comes_back_signed_out(phone: Inspector, check: Sent) -> None:
    """It is said, nothing is sent, and one goes on recording."""
    phone.come_back()
    expect(phone.page.get_by_text(ENDED)).to_be_visible(timeout=SOON)
    unsent = len(records(phone.page, "outbox"))
    answers(phone.page, check, ("不适用", "符合"))
    expect(phone.page.get_by_text(ENDED)).to_be_visible(timeout=SOON)
    states = [one["state"] for one in records(phone.page, "outbox")]
    assert states == ["unsent"] * (unsent + 1)


def comes_for_a_while(phone: Inspector, district: District, others: Sent, mine: Sent) -> None:
    """Another person signs in, sees nothing that is not theirs, records, sends and leaves."""
    phone.come_back()
    page = phone.page
    page.get_by_label("账号").fill(district.office.logins[others.lead])
    page.get_by_label("密码").fill(district.office.passwords[district.office.logins[others.lead]])
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/login" not in url)
    fetched(page)
    expect(page.locator("ul.unsent")).to_have_count(0)
    page.goto(f"/checks/{mine.id}")
    expect(page.get_by_text("这项检查不在您的任务中")).to_be_visible()
    begin(page, {"id": others.id})
    answers(page, others, ("不适用", "符合"))
    all_sent(page)
    assert district.kept(mine).commands == {}
    nothing_lost(page, district, others)
    page.goto("/me")
    signs_out(page)


def signs_out(page: Page) -> None:
    """Answer the app's question with yes."""
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/login**")
