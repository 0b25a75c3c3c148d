"""At the desk: an administrator dates a number by its rule, and a new plan is measured by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .desks import is_looked_at
from .test_screens import signed_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from .conftest import Office

RULE = "示范区双随机抽查实施细则 第八条（修订）"


@pytest.mark.parametrize("how", ["desk zh-CN", "phone zh-CN", "phone en", "desk en"])
def test_a_new_plan_shows_how_each_count_comes_about(
    browser: Browser, old_office: Office, how: str
) -> None:
    with signed_in(browser, old_office, "zhoumin", how) as page:
        page.goto("/desk/plans/new")
        page.get_by_text("40% × 5 = 2").wait_for()
        page.locator("select").select_option(index=1)
        page.locator(".class input").first.fill("3")
        page.locator(".departure").wait_for()
        is_looked_at(page, f"limits-plan-{how.replace(' ', '-')}")
        page.locator(".pane").evaluate("pane => pane.scrollTo(0, pane.scrollHeight)")
        is_looked_at(page, f"limits-plan-end-{how.replace(' ', '-')}")
        page.locator(".departure button").click()
        assert page.locator(".class input").first.input_value() == "1"


@pytest.mark.parametrize("how", ["desk zh-CN", "phone en"])
def test_an_administrator_sets_a_number_once_for_a_day(
    browser: Browser, office: Office, how: str
) -> None:
    key = "draw.yearly_cap" if how.startswith("desk") else "draw.ratio.A"
    with signed_in(browser, office, "tangning", how) as page:
        page.goto(f"/desk/registers/settings/{key}")
        form = page.locator("form.new-number")
        form.locator("button").click()
        assert form.locator("[aria-invalid=true]").count() == 2
        form.locator("input[type=number]").fill("3")
        form.locator("textarea").fill(RULE)
        form.locator("button").click()
        page.get_by_text(RULE).wait_for()
        is_looked_at(page, f"limits-setting-{how.replace(' ', '-')}")
        form.locator("input[type=number]").fill("4")
        form.locator("textarea").fill(RULE)
        form.locator("button").click()
        form.locator("[aria-invalid=true]").wait_for()
        is_looked_at(page, f"limits-refused-{how.replace(' ', '-')}")
        page.goto("/desk/registers/settings")
        page.locator(".tag").first.wait_for()
        is_looked_at(page, f"limits-settings-{how.replace(' ', '-')}")


def test_whoever_draws_reads_the_numbers_and_sets_none(browser: Browser, office: Office) -> None:
    with signed_in(browser, office, "zhoumin", "desk zh-CN") as page:
        page.goto("/desk/registers/settings/draw.ratio.B")
        page.get_by_text("只有管理员可以设定").wait_for()
        assert page.locator("form.new-number").count() == 0
