"""What the journeys at a desk share: asking the server beside the page, and looking at a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .test_screens import judged

if TYPE_CHECKING:
    from playwright.sync_api import Page

# What has to be scrolled sideways, of the two panes.
CUT = """() => [...document.querySelectorAll('.list, .pane')]
  .filter(pane => pane.scrollWidth > pane.clientWidth).map(pane => pane.ariaLabel)"""

# Nothing is being read, nothing fades in, and every picture that is seen is there.
STILL = """() => !document.querySelector('.reading') && document.getAnimations().length === 0
  && [...document.images].every(image => image.complete
    || image.getBoundingClientRect().top > innerHeight)"""


def asked(page: Page, path: str) -> Any:  # Any: as the server answers
    """What the API answers to whoever is signed in here."""
    return page.request.get(f"/api/v1/{path}").json()


def is_looked_at(page: Page, name: str) -> None:
    """Keep a picture once all is there, and find no fault in it."""
    page.wait_for_function(STILL)
    assert judged(page, f"desk-{name}") == []
    assert page.evaluate(CUT) == []
