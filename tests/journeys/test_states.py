"""Every list and page while it waits, without a network, refused and in trouble: axe and pictures.

The pictures are in `test-results/screens/`, for a person to look at.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from .test_screens import OFFICE, ON_SITE, SETTLED, inspector, judged, named, signed_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page, Route

    from .conftest import Office

SESSION = "/api/v1/session"


def answered(status: int, code: str) -> Callable[[Route], None]:
    """Let every read be told this; whoever is signed in stays so."""
    said = json.dumps({"code": code, "message": code, "details": {}})

    def answer(route: Route) -> None:
        if route.request.method == "GET" and SESSION not in route.request.url:
            route.fulfill(status=status, content_type="application/json", body=said)
        else:
            route.continue_()

    return answer


def unanswered(route: Route) -> None:
    """Keep reads waiting."""
    if route.request.method != "GET" or SESSION in route.request.url:
        route.continue_()


STATES: dict[str, Callable[[Route], None]] = {
    "loading": unanswered,
    "refused": answered(403, "role.forbidden"),
    "busy": answered(503, "server.busy"),
    "offline": lambda route: route.abort("internetdisconnected"),
}


def faults_in(page: Page, paths: list[str], state: str, name: str) -> list[str]:
    """Look at pages in a state; each must say something, and say it to everybody."""
    page.route("**/api/v1/**", STATES[state])
    found = []
    for number, path in enumerate(paths):
        page.goto(path, wait_until="commit")
        page.get_by_role("main").first.wait_for()
        page.wait_for_timeout(SETTLED)
        found += judged(page, f"{name}-{number}")
        if not page.get_by_role("main").first.inner_text().strip():
            found.append(f"{path}: nothing is said while {state}")
    page.unroute("**/api/v1/**")
    return found


@pytest.mark.long
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("how", ["desk zh-CN", "desk en", "phone zh-CN", "phone en"])
def test_no_screen_has_a_grave_fault_while_there_is_nothing_to_show(
    browser: Browser, old_office: Office, how: str, state: str
) -> None:
    found = []
    on_site = tuple(path for path in ON_SITE if "{" not in path)
    for login, paths in (OFFICE | {inspector(old_office): on_site}).items():
        with signed_in(browser, old_office, login, how) as page:
            plain = list(filter(None, [named(page, path) for path in paths]))
            found += faults_in(page, plain, state, f"{state}-{how.replace(' ', '-')}-{login}")
    assert found == []
