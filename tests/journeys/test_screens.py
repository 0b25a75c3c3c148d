"""Every screen, by the demo's past and by an empty office, looked at by axe and kept as a picture.

The pictures are in `test-results/screens/`, for a person to look at.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from suicha.config import REPOSITORY

from .axe import faults
from .conftest import DESK, PHONE, Office, open_context, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PICTURES = REPOSITORY / "test-results" / "screens"
SIZES = {"desk": DESK, "phone": PHONE}
SETTLED = 600  # milliseconds for what is fetched and fades in

# Whose pages, and where: `{…}` is filled with the first row that the API names.
OFFICE = {
    "zhoumin": (
        "/desk/hazards",
        "/desk/hazards/{hazards}",
        "/desk/hazards?state=closed",
        "/desk/checks",
        "/desk/checks/{spot-checks}",
        "/desk/plans",
        "/desk/plans/new",
        "/desk/plans/{plans}",
        "/desk/plans/{plans}/screen",
        "/desk/plans/{plans}/minute",
        "/desk/publications",
        "/desk/publications?state=published",
        "/desk/publications?state=withdrawn",
        "/desk/publications/{publications}",
        "/desk/registers",
        "/me",
    ),
    "tangning": (
        "/desk/people",
        "/desk/people/{people}",
        "/desk/registers/checklists",
        "/desk/registers/settings",
        "/desk/registers/settings/draw.yearly_cap",
    ),
    "xuheng": ("/desk/plans", "/desk/checks"),
    "gaojie": ("/desk/plans",),
    "luhongwei": ("/desk/replies", "/desk/replies/{hazards}", "/me"),
}
ON_SITE = (
    "/tasks",
    "/checks/{check}",
    "/checks/{check}/record/{list}",
    "/checks/{check}/hazards/new?version={list}&item={item}",
    "/checks/{check}/supplement",
    "/checks/{check}/differences",
    "/checks/{check}/submit",
    "/checks/{check}/sign",
    "/checks/{check}/code",
    "/checks/{check}/print",
    "/hazards",
    "/hazards/{hazard}",
    "/me",
)
PULLED = ("spot_check", "checklist", "hazard")
PUBLIC = (
    "/public/",
    "/public/index.en.html",
    "/public/draws/records/index.html",
    "/public/draws/records/index.en.html",
)


@contextmanager
def signed_in(browser: Browser, office: Office, login: str, how: str) -> Iterator[Page]:
    """Somebody on a device of this kind, in this language: `desk zh-CN`."""
    kind, language = how.split()
    context = open_context(browser, office.url, SIZES[kind], phone=kind == "phone")
    page = context.new_page()
    sign_in(page, office, login)
    page.evaluate("language => localStorage.setItem('suicha.locale', language)", language)
    try:
        yield page
    finally:
        context.close()


def first(page: Page, what: str) -> str | None:
    """The id of the first row that the API names."""
    fetched: dict[str, Any] = page.evaluate(
        "what => fetch(`/api/v1/${what}`).then(answer => answer.json())", what
    )
    items = fetched.get("items", [])
    return (items[0].get("id") or items[0]["spot_check_id"]) if items else None


def looked_at(page: Page, path: str, name: str) -> list[str]:
    """Open a page, wait until it is there, keep its picture, and say what is wrong with it."""
    page.goto(path)
    page.get_by_role("heading").first.wait_for()
    page.locator("[aria-busy=true]").first.wait_for(state="hidden")
    page.wait_for_timeout(SETTLED)
    return judged(page, name)


def judged(page: Page, name: str) -> list[str]:
    """Keep a picture of a page as it stands, and say what is wrong with it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(PICTURES / f"{name}.png"))
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    beyond = [f"{page.url}: {wide} px wider than the screen"] if wide > 0 else []
    return faults(page) + beyond


def named(page: Page, path: str) -> str | None:
    """Fill the path with the first row of its kind; None where there is none."""
    before, brace, rest = path.partition("{")
    if not brace:
        return path
    what, _, end = rest.partition("}")
    found = first(page, what)
    return None if found is None else before + found + end


def all_faults(page: Page, paths: list[str], name: str) -> list[str]:
    found = [looked_at(page, path, f"{name}-{number}") for number, path in enumerate(paths)]
    return [fault for faults_of_one in found for fault in faults_of_one]


def desk_faults(browser: Browser, office: Office, how: str, prefix: str) -> list[str]:
    """The screens of everybody who works at a desk."""
    found = []
    for login, wanted in OFFICE.items():
        with signed_in(browser, office, login, how) as page:
            paths = list(filter(None, [named(page, path) for path in wanted]))
            found += all_faults(page, paths, f"{prefix}-{how.replace(' ', '-')}-{login}")
    return found


def phone_faults(browser: Browser, office: Office, how: str, prefix: str) -> list[str]:
    """The phone's screens, by an inspector who has something to do."""
    with signed_in(browser, office, inspector(office), how) as page:
        page.get_by_role("heading").first.wait_for()
        rows = page.evaluate("fetch('/api/v1/sync/pull?limit=500').then(answer => answer.json())")
        given = of_the_first(rows["changes"])
        paths = [path.format(**given) for path in ON_SITE if given or "{" not in path]
        return all_faults(page, paths, f"{prefix}-{how.replace(' ', '-')}-inspector")


def of_the_first(changes: list[dict[str, Any]]) -> dict[str, str]:
    """What the paths of a phone name: a check that is under way if there is one, and a hazard."""
    rows = {kind: [one["row"] for one in changes if one["kind"] == kind] for kind in PULLED}
    if not rows["spot_check"]:
        return {}
    check = min(rows["spot_check"], key=lambda check: check["state"] != "started")
    version = next(one for one in rows["checklist"] if one["id"] == check["checklists"][0])
    item = version["sections"][0]["items"][0]["id"]
    hazard = rows["hazard"][0]["id"]
    return {"check": check["id"], "list": version["id"], "item": item, "hazard": hazard}


def inspector(office: Office) -> str:
    return office.logins["林晓"]


def test_no_screen_of_an_office_with_a_past_has_a_grave_fault(
    browser: Browser, old_office: Office
) -> None:
    assert desk_faults(browser, old_office, "desk zh-CN", "old") == []
    assert phone_faults(browser, old_office, "phone zh-CN", "old") == []


def test_no_public_page_has_a_grave_fault(browser: Browser, old_office: Office) -> None:
    context = open_context(browser, old_office.url, DESK)
    page = context.new_page()
    found = [
        fault for n, path in enumerate(PUBLIC) for fault in looked_at(page, path, f"public-{n}")
    ]
    page.goto("/public/")
    page.get_by_role("main").get_by_role("link").first.click()
    found += looked_at(page, page.url, "public-check")
    context.close()
    assert found == []


@pytest.mark.parametrize("size", SIZES)
def test_the_way_in_has_no_grave_fault(browser: Browser, old_office: Office, size: str) -> None:
    context = open_context(browser, old_office.url, SIZES[size], phone=size == "phone")
    found = looked_at(context.new_page(), "/login", f"login-{size}")
    context.close()
    assert found == []


@pytest.mark.long
@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("kind", ["desk", "phone"])
def test_no_screen_has_a_grave_fault_in_any_language_on_any_device(
    browser: Browser, old_office: Office, office: Office, kind: str, language: str
) -> None:
    how = f"{kind} {language}"
    found = desk_faults(browser, old_office, how, "old")
    found += phone_faults(browser, old_office, how, "old")
    found += desk_faults(browser, office, how, "empty")
    found += phone_faults(browser, office, how, "empty")
    assert found == []
