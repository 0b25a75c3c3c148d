"""Lists of the library that are written down as data: each item says what it rests on.

An item's `on` is `[law, article]` of library/provisions.py or `["jgj59", table, item]`; from there
come its clause, whether that is verified, and its hint where it has none of its own. `party`, of an
item or else of its section, is who answers for a hazard (PartyRole); a section's `shown_when` holds
for all of its items that have none of their own.
"""

from __future__ import annotations

from typing import Any

from suicha.checklists.definition import Definition
from suicha.checklists.library import jgj59
from suicha.checklists.library.files import read
from suicha.checklists.library.provisions import Provision, provision

Json = dict[str, Any]  # Any: JSON


def written(name: str) -> Definition:
    """Build the list of the data file `name`; raises KeyError where an item rests on nothing."""
    document = read(name)
    sections = [_section(section) for section in document["sections"]]
    return Definition(**document | {"sections": sections}, scored=False, split=False)


def _section(section: Json) -> Json:
    items = [_item(item, section) for item in section["items"]]
    said = {"id": section["id"], "title": section["title"], "guarantee": False}
    return said | {"items": items}


def _item(item: Json, section: Json) -> Json:
    party = item.get("party", section.get("party"))
    shown_when = item.get("shown_when", section.get("shown_when"))
    said = {name: value for name, value in item.items() if name not in {"on", "party"}}
    if party is not None and item.get("kind") != "text":
        said["fails"] = {"party": party}
    if shown_when is not None:
        said["shown_when"] = shown_when
    return _grounds(item) | said


def _grounds(item: Json) -> Json:
    """Say what an item rests on; what asks for a fact of the site alone rests on nothing."""
    if "on" not in item:
        return {"hint": "", "clause": "", "unverified": False}
    found = _rests_on(*item["on"])
    return {"hint": found.text, "clause": found.code, "unverified": found.unverified}


def _rests_on(law: str, *at: Any) -> Provision:  # Any: JSON
    return jgj59.provision(*at) if law == "jgj59" else provision(*[law, *at])
