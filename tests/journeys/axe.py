"""axe-core on a page: what WCAG 2.2 AA asks for and a program can see."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from suicha.config import REPOSITORY

if TYPE_CHECKING:
    from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
GRAVE = {"serious", "critical"}


@cache
def _source() -> str:
    return (REPOSITORY / "pwa/node_modules/axe-core/axe.min.js").read_text("utf-8")


def faults(page: Page) -> list[str]:
    """What is serious or critical on the page, and where; empty when nothing is."""
    page.evaluate(_source())
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{page.url}: {fault['id']} ({fault['impact']}): {node['target']} {node['html'][:120]}"
        for fault in found["violations"]
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    ]
