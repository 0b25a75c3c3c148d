"""A list of 600 items on a phone slowed four times: from the finger to the screen.

Printed is what an inspector waits for; `tests/journeys/test_long_list.py` walks the same way and
asserts what does not depend on the machine: that every answer is kept.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from bench import office, phone, report
from suicha.accounts.models import Role
from suicha.checklists.models import ChecklistVersion
from suicha.db import db, today
from tests.builders import House
from tests.client import Client
from tests.phone import sent_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Page

    from bench.office import Office
    from bench.phone import Phone
    from suicha.db import Json

CODE, SECTIONS, EACH = "LONG-600", 20, 30
SMALL, FULL = 12, 60  # taps of each kind
TARGET = 50.0  # milliseconds from input to paint
READING, WORDS = "1203.5", "drain 3"
KINDS = ("judge", "score", "judge", "score", "measure", "judge", "choice", "judge", "text", "count")

# Notes each input's way to the screen: from the moment that the browser gives it, until the frame
# that shows what it changed is painted, and until the next one is, in which what follows from it
# begins to come; and what the browser itself says of it, in steps of 8 ms.
WATCHED = """() => {
  const told = globalThis.told = { waited: [], followed: [], events: [] }
  const painted = () => new Promise(done => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = done
    port2.postMessage(null)
  }))
  const note = async ({ timeStamp }) => {
    await painted()
    told.waited.push(performance.now() - timeStamp)
    await painted()
    told.followed.push(performance.now() - timeStamp)
  }
  addEventListener('pointerup', note, true)
  addEventListener('keydown', note, true)
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries()) {
      if (interactionId)
        told.events.push([interactionId, duration])
    }
  }).observe({ type: 'event', durationThreshold: 16 })
}"""
TOLD = """async () => {
  for (let n = 0; n < 3; n++)
    await new Promise(done => requestAnimationFrame(() => setTimeout(done, 20)))
  return [told.waited.splice(0), told.followed.splice(0)]
}"""
EVENTS = "() => globalThis.told.events"
# What is far away is only room until it is near; what is about it then has its true height too.
CENTRED = """async (id) => {
  for (let n = 0; n < 4; n++) {
    document.getElementById(id).scrollIntoView({ block: 'center', behavior: 'instant' })
    await new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))
  }
}"""
# The middle of what a person sees by that name, and a field that is written into. Looked for by the
# page itself: Playwright's own look leaves listeners behind that run inside of what is timed.
MIDDLE = """([id, name]) => {
  const nameOf = one => one.getAttribute('aria-label') ?? one.lastChild.textContent.trim()
  const all = document.getElementById(id).querySelectorAll('label, button')
  const { x, y, width, height } = [...all].find(one => nameOf(one) === name).getBoundingClientRect()
  return { x: x + width / 2, y: y + height / 2 }
}"""
FOCUSED = "id => document.getElementById(id).querySelector('textarea').focus()"


@dataclass(frozen=True)
class Told:
    """Milliseconds from input to paint, of one kind of input."""

    waited: tuple[float, ...]
    followed: tuple[float, ...]

    def __str__(self) -> str:
        """The middle one, what 95 of 100 do not exceed, the worst; the next frame."""
        middle, most = statistics.median(self.waited), max(self.waited)
        p95 = statistics.quantiles(self.waited, n=20)[18]
        over = sum(one > TARGET for one in self.waited)
        figures = f"{middle:6.0f} / {p95:.0f} / {most:.0f} ms"
        after = f"next frame {statistics.median(self.followed):.0f}"
        return f"{figures}  ({over} of {len(self.waited)} over {TARGET:.0f}; {after})"


@dataclass
class Walked:
    """What was answered on the phone, by item, and how long each kind of input took."""

    check: UUID
    version: UUID
    answers: dict[str, Json] = field(default_factory=dict)
    told: dict[str, Told] = field(default_factory=dict)


def publish(where: Office, house: House) -> ChecklistVersion:
    """Let a supervisor write the list and publish it, through the API."""
    desk = Client(where.app).sign_in(house.person(Role.SUPERVISOR).login)
    draft = desk.post("/checklist-drafts", {"definition": definition()}).json
    body = {"revision": draft["revision"], "published_on": str(today()), "legal_basis": "局务会"}
    answer = desk.post(f"/checklist-drafts/{draft['id']}/publish", body)
    assert answer.status_code < 400, answer.json  # noqa: PLR2004, S101  # a bench of nothing
    return db.session.get_one(ChecklistVersion, UUID(answer.json["id"]))


def definition() -> Json:
    """Write a list of six kinds in twenty sections; of each section one item hangs on its first."""
    sections = [
        {
            "id": f"s{section}",
            "title": f"第 {section} 分部",
            "guarantee": section % 2 == 0,
            "items": [_item(section, no) for no in range(EACH)],
        }
        for section in range(SECTIONS)
    ]
    said = {"code": CODE, "title": "六百项检查表", "standard": "GB 1", "source": "bench"}
    return said | {"split": True, "scored": True, "sections": sections}


def _item(section: int, no: int) -> Json:
    kind = KINDS[no % len(KINDS)]
    said: Json = {
        "id": f"{section}.{no}",
        "name": f"检查项 {section}.{no}",
        "kind": kind,
        "hint": "专项方案经审批，现场与方案一致；验收手续齐全，有责任人签字。",
        "clause": f"GB 1-2026 {section}.{no}",
        "required": no % 3 == 0,
        "unverified": no % 5 == 0,
    }
    if no == EACH - 1:
        condition = {"item": f"{section}.0", "is": "nonconforming"}
        return said | {"shown_when": {"not": condition}} | _of_kind(kind)
    return said | _of_kind(kind)


def _of_kind(kind: str) -> Json:
    reason = {"id": "r1", "text": "未按方案设置", "least": 2, "most": 8}
    options = [{"value": "a", "label": "齐全"}, {"value": "b", "label": "缺项", "fails": True}]
    measure = {"unit": "mm", "design": "1200", "lower": "-50", "upper": "50", "readings": 5}
    parts: dict[str, Json] = {
        "score": {"points": 10, "reasons": [reason]},
        "measure": {"measure": measure, "accept": {"rate": "80"}},
        "choice": {"options": options},
        "count": {"unit": "处", "accept": {"most": 2}},
    }
    return parts.get(kind, {})


def walk(where: Office, one: Phone, house: House, number: int) -> Walked:
    """Inspect with it on a slowed phone without a network; so many inputs of each kind."""
    version = publish(where, house)
    person = house.inspector()
    check = sent_to(house, person, lists=(version,))
    walked = Walked(check.id, version.id)
    one.sign_in(person.login)
    one.context.set_offline(offline=True)
    with one.page() as page:
        page.goto(f"/checks/{check.id}")
        page.get_by_role("button", name="开始检查").click()
        page.locator("section.item").first.wait_for()
    with one.page(slowed=True) as page:
        path = f"/checks/{check.id}/record/{version.id}"
        found = one.start(page, path, "section.item")
        report.line("start without a network", f"{found.seconds:8.2f} s")
        _inspect(one, page, walked, number)
        report.line("as Chromium counts, 95 of 100", f"{_p95(page):8.0f} ms", "steps of 8 ms")
        page.get_by_role("link", name="返回").click()
        page.get_by_role("link", name="签字与提交").wait_for()
    return walked


def _inspect(one: Phone, page: Page, walked: Walked, number: int) -> None:
    page.evaluate(phone.SHOWN, f"[id='item-{SECTIONS - 1}.{EACH - 2}']")
    page.evaluate(WATCHED)
    for name, kind, work in (
        ("符合", "judge", _conforms),
        ("不符合, of what scores", "score", _does_not),
        ("a letter of a text", "text", _writes),
        ("a key of the number pad", "measure", _measures),
    ):
        waited: list[float] = []
        followed: list[float] = []
        each = {"judge": 1, "score": 1, "text": len(WORDS), "measure": len(READING)}[kind]
        for item in _spread(kind, -(-number // each)):
            page.evaluate(CENTRED, f"item-{item}")
            page.evaluate(TOLD)
            walked.answers[item] = work(one, page, f"item-{item}")
            first, second = page.evaluate(TOLD)
            waited += first
            followed += second
        walked.told[name] = Told(tuple(waited), tuple(followed))
        report.line(f"{name}: input to paint", str(walked.told[name]), f"target {TARGET:.0f} ms")


def _spread(kind: str, number: int) -> Sequence[str]:
    """Give so many items of a kind, from all over the list; none on which another one hangs."""
    all_ = [
        f"{section}.{no}"
        for section in range(SECTIONS)
        for no in range(1, EACH - 1)
        if KINDS[no % len(KINDS)] == kind
    ]
    step = max(1, len(all_) // number)
    return all_[::step][:number]


def _tap(one: Phone, page: Page, card: str, name: str) -> None:
    one.touch(page, page.evaluate(MIDDLE, [card, name]))


def _conforms(one: Phone, page: Page, card: str) -> Json:
    _tap(one, page, card, "符合")
    return {"result": "conforming"}


def _does_not(one: Phone, page: Page, card: str) -> Json:
    _tap(one, page, card, "不符合")
    return {"result": "nonconforming", "deduction": 1}


def _writes(_: Phone, page: Page, card: str) -> Json:
    # Focussed by script: what is timed is writing.
    page.evaluate(FOCUSED, card)
    page.keyboard.type(WORDS, delay=120)
    return {"given": {"text": WORDS}}


def _measures(one: Phone, page: Page, card: str) -> Json:
    for digit in READING:
        _tap(one, page, card, "小数点" if digit == "." else digit)
    return {"given": {"readings": [READING]}}


def _p95(page: Page) -> float:
    told: list[tuple[int, float]] = page.evaluate(EVENTS)
    longest: dict[int, float] = {}
    for interaction, duration in told:
        longest[interaction] = max(duration, longest.get(interaction, 0.0))
    return statistics.quantiles(longest.values(), n=20)[18] if len(longest) > 1 else 0.0


def send(one: Phone) -> None:
    """Give the network back and wait until all is sent."""
    one.context.set_offline(offline=False)
    with one.page() as page:
        page.goto("/tasks")
        page.get_by_text("全部已发送").wait_for()


def measure(where: Office, house: House, number: int) -> None:
    """Print the lines of this part."""
    size = f"{SECTIONS * EACH} items, a processor {phone.SLOWED} times slower"
    report.head(f"a long list: {size} (median / 95 of 100 / worst)")
    with phone.chromium() as kind, phone.in_hand(where, kind) as one:
        walk(where, one, house, number)


def main(number: int) -> None:
    """Measure this part alone."""
    with office.running() as found:
        report.head("machine")
        report.line(report.machine(), "")
        measure(found, House(), number)


if __name__ == "__main__":
    import sys

    main(SMALL if "--small" in sys.argv[1:] else FULL)
