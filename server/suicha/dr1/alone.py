"""Recompute a published draw (dr/1) with nothing but Python 3.10 or newer: this one file.

    python3 suicha_draw.py compute DIR   prints the result of the draw
    python3 suicha_draw.py change DIR    prints what became of requests.tsv
    python3 suicha_draw.py verify DIR    says "ok" and the result's SHA-256, or what differs first

DIR holds the files as they were published. The rules are those of draw.md, step by step; no code
is shared with the office's own program.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import suppress
from itertools import count, pairwise, zip_longest
from pathlib import Path
from typing import Any, NoReturn  # Any: JSON, rows

Seat = tuple[int, int]  # an object, by its place among those drawn, and its slot
PRINTABLE, NUMBER, WORD = r"[\x20-\x7e]+", r"0|[1-9][0-9]{0,15}", r"[\x20-\x2b\x2d-\x7e]+"
ID, LISTED, SOURCE = r"[A-Za-z0-9._-]{1,64}", rf"{WORD}(?:,{WORD})*", r"[a-z0-9.-]{1,64}"
STRATUM, CATEGORY, WEIGHT = r"[A-Za-z0-9._-]{1,16}", r"[a-z0-9-]{1,16}", r"[0-9]|1[0-6]"
OBJECTS = {"id": ID, "stratum": STRATUM, "weight": WEIGHT, "category": CATEGORY, "tags": LISTED}
INSPECTORS = {"id": ID, "cap": NUMBER, "base": NUMBER, "skills": LISTED, "avoid": LISTED}
CONTRIBUTIONS = {"contribution": SOURCE, "value": r"[\x21-\x7e]{1,512}"}
REASON = r"[a-z-]{1,32}"
SEAT = {"kind": "seat", "object": ID, "slot": r"0|[1-9][0-9]{0,3}", "reason": REASON}
REPLACED = {"kind": "object", "object": ID, "reason": REASON}
NOT_CANONICAL = "not canonical JSON (RFC 8785: integers below 2^53, ASCII keys)"
ASCII, HIGH = 128, 2**53


def refuse(file: str, line: int, reason: str) -> NoReturn:
    """Say no to input: which file, which line (0 for the whole), and why."""
    sys.exit(f"Error: {file}, line {line}: {reason}" if line else f"Error: {file}: {reason}")


def read(folder: Path, file: str) -> bytes:
    """Read a file whole."""
    try:
        return (folder / file).read_bytes()
    except OSError:
        refuse(file, 0, "cannot be read")


def sha(data: str | bytes) -> str:
    """Give the SHA-256 in hex."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def tokens(text: str) -> set[str]:
    """Split a field that lists something."""
    return set() if text == "-" else set(text.split(","))


def table(folder: Path, file: str, forms: dict[str, dict[str, str]]) -> list[list[str]]:
    """Read lines of fields between TABs; `forms` by the first field, or "" for any."""
    data = read(folder, file)
    if not data.isascii():
        place = next(place for place, byte in enumerate(data) if byte >= ASCII)
        refuse(file, data.count(b"\n", 0, place) + 1, "a byte that is not ASCII")
    *lines, rest = data.decode().split("\n")
    rows = [line.split("\t") for line in lines]
    for number, (row, before) in enumerate(zip(rows, [[""], *rows], strict=False), start=1):
        if fault := fault_of(row, forms.get(row[0], forms.get("")), before[0], forms):
            refuse(file, number, fault)
    if rest:
        refuse(file, len(rows) + 1, f"no LF after {json.dumps(rest)}")
    return rows


def fault_of(row: list[str], columns: dict[str, str] | None, before: str, forms: Any) -> str:
    """Say what is wrong with a line, if anything is."""
    if any("\r" in field for field in row):
        return "a CR: lines end with LF alone"
    if columns is None:
        return f"{json.dumps(row[0])} is not one of {', '.join(forms)}"
    if len(row) != len(columns):
        return f"{len(row)} fields, expected {len(columns)} separated by TAB"
    for (name, form), field in zip(columns.items(), row, strict=True):
        words = field.split(",") if form == LISTED else [before, field] if name == "id" else []
        fault = "" if re.fullmatch(form, field) else f"is not of the form {form}"
        if not fault and any(one >= two for one, two in pairwise(words)):
            fault = "does not ascend"
        if fault or (form == NUMBER and int(field) >= HIGH):
            return f"{name} {json.dumps(field)} {fault or 'is not below 2^53'}"
    return ""


def manifest_of(folder: Path) -> Any:
    """Read the manifest: written in the one canonical way, and with all that a draw needs."""

    def whole(text: str) -> int:
        return int(text) if abs(int(text)) < HIGH else int("too large")

    def named(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        return {key.encode("ascii").decode(): value for key, value in pairs}

    data, reason = read(folder, "manifest.json"), NOT_CANONICAL
    hooks: Any = dict.fromkeys(("parse_float", "parse_int", "parse_constant"), whole)
    with suppress(ValueError, RecursionError, KeyError, TypeError, AttributeError):
        value = json.loads(data.decode(), object_pairs_hook=named, **hooks)
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        reason = "lacks what a draw needs" if text.encode() == data else NOT_CANONICAL
        if reason != NOT_CANONICAL and is_whole(value):
            return {**value, "sha256": sha(data)}
    refuse("manifest.json", 0, reason)


def is_whole(found: Any) -> bool:
    """Say whether a manifest has what a draw needs; raises if it has something else."""
    digests = [found[name]["sha256"] for name in ("objects", "inspectors")]
    promises = found.get("sources", {}).values()
    digests += [promise["commitment"] for promise in promises if promise.get("commitment", 0) != 0]
    lists = [found["seed"], *found["slots"].values()]
    forms = [("dr/1", [found["alg"]]), (SOURCE, found["seed"]), (r"[0-9a-f]{64}", digests)]
    forms += [(PRINTABLE, listed) for listed in ([found["plan"]], *found["slots"].values())]
    fits = all(re.fullmatch(form, text) for form, texts in forms for text in texts)
    counts = all(type(number) is int and number >= 0 for number in found["take"].values())
    return fits and counts and all(isinstance(each, list) for each in lists)


def seed_of(folder: Path, manifest: Any) -> str:
    """Read the contributions, and make the seed of them and the manifest (section 3)."""
    file = "contributions.tsv"
    rows = table(folder, file, {"": CONTRIBUTIONS})
    for number, (asked, row) in enumerate(zip_longest(manifest["seed"], rows), start=1):
        if row is None:
            refuse(file, number, f"{json.dumps(asked)} is missing")
        if row[0] != asked:
            refuse(file, number, f"{json.dumps(row[0])} is not the contribution of this place")
        committed = manifest.get("sources", {}).get(asked, {}).get("commitment")
        opened = sha(f"dr/1 commit\n{manifest['plan']}\n{asked}\n{row[1]}\n")
        if committed not in {None, opened} and (row[1] != "-" or asked == "seal"):
            refuse(file, number, f"{json.dumps(asked)} is not the nonce that was committed to")
    lines = "".join(f"{id_} {value}\n" for id_, value in rows)
    return sha(f"dr/1 seed\nmanifest {manifest['sha256']}\n{lines}")


def hashed_by(seed: str, label: str) -> Callable[[str], bytes]:
    """Give the hash that one use of the seed has."""
    key = sha(f"dr/1 {label}\n{seed}\n").encode()
    return lambda text: hashlib.sha256(key + text.encode()).digest()


class Draw:
    """Who is drawn, and who sits where; inspectors are numbered by their rank."""

    def __init__(self, folder: Path) -> None:
        """Read the files and draw the objects (section 4); every seat is empty."""
        manifest = manifest_of(folder)
        for file in ("objects", "inspectors"):
            if sha(read(folder, f"{file}.tsv")) != manifest[file]["sha256"]:
                refuse(f"{file}.tsv", 0, "its SHA-256 is not the one in the manifest")
        seed, take, slots = seed_of(folder, manifest), manifest["take"], manifest["slots"]
        hashed, rank, self.pick = (hashed_by(seed, use) for use in ("object", "inspector", "pick"))
        strata: Any = defaultdict(list)
        objects = table(folder, "objects.tsv", {"": OBJECTS})
        for number, (id_, stratum, weight, category, tags) in enumerate(objects, start=1):
            if category not in slots:
                reason = f"category {json.dumps(category)} has no slots in the manifest"
                refuse("objects.tsv", number, reason)
            names = [id_, *(f"{id_}#{extra}" for extra in range(1, int(weight)))]
            one = (min(map(hashed, names)).hex(), id_, stratum, slots[category], tokens(tags))
            strata[stratum] += [one] if weight != "0" else []
        ordered = {name: sorted(found) for name, found in strata.items()}
        self.after = {name: found[take.get(name, 0) :] for name, found in ordered.items()}
        self.drawn = sorted(one for name in take for one in ordered.get(name, [])[: take[name]])
        people = table(folder, "inspectors.tsv", {"": INSPECTORS})
        self.people = sorted(people, key=lambda row: (rank(row[0]), row[0]))
        self.base = [int(row[2]) for row in self.people]
        self.level = [*self.base, 0]  # the last one's is nobody's
        self.holder: dict[Seat, int] = {}
        self.places = {one[1]: place for place, one in enumerate(self.drawn)}
        self.barred: dict[str, set[int]] = defaultdict(set)  # "": from every object
        self.redraws: Counter[Seat] = Counter()

    def seats(self, place: int) -> list[Seat]:
        """List the seats of an object."""
        return [(place, slot) for slot in range(len(self.drawn[place][3]))]

    def is_eligible(self, who: int, seat: Seat) -> bool:
        """Say whether somebody has the skill, and avoids nothing of the object."""
        _, id_, _, slots, tags = self.drawn[seat[0]]
        skills, avoid = map(tokens, self.people[who][3:])
        return slots[seat[1]] in {"*", *skills} and avoid.isdisjoint({*tags, f"o:{id_}"})

    def free(self, most: int = HIGH) -> list[int]:
        """List those of at most this level who may take one more."""
        all_ = zip(count(), self.people, self.level, self.base, strict=False)
        return [n for n, row, level, base in all_ if level <= most and level - base < int(row[1])]

    def candidates(self, seat: Seat, barred: set[int]) -> list[int]:
        """List those who are eligible and not on the object, in rank order."""
        out = {self.holder.get(other) for other in self.seats(seat[0])} | barred
        everybody = range(len(self.people))
        return [who for who in everybody if who not in out and self.is_eligible(who, seat)]

    def deal(self, seat: Seat, label: str) -> str:
        """Give a seat to one of those of least level, by lot (phase 1)."""
        name = self.drawn[seat[0]][1]
        able = self.candidates(seat, self.barred[""] | self.barred[name])
        free = sorted({*able} & {*self.free()})
        level = min((self.level[who] for who in free), default=0)
        least = [who for who in free if self.level[who] == level]
        if least:
            limit = 2**48 - 2**48 % len(least)
            lots = (self.pick(f"{name}/{label}/{attempt}")[:6] for attempt in count())
            lot = next(n for n in (int.from_bytes(six, "big") for six in lots) if n < limit)
            self.move(seat, least[lot % len(least)], {seat: None})
        return self.name(seat)

    def move(self, seat: Seat | None, who: int, came: dict[Seat, Seat | None]) -> None:
        """Seat somebody; everybody on the way moves one step, and the last one leaves."""
        self.level[who] += 1
        while seat is not None:
            before = self.holder.get(seat, -1)
            self.holder[seat] = who
            seat, who = came[seat], before
        self.level[who] -= 1

    def leave(self, seat: Seat) -> int:
        """Let the holder go, if there is one."""
        who = self.holder.pop(seat, -1)
        self.level[who] -= 1
        return who

    def name(self, seat: Seat) -> str:
        """Give the id of who holds a seat."""
        return str(self.people[self.holder[seat]][0]) if seat in self.holder else "-"

    def search(self, roots: list[Seat], barred: set[int], goal: list[int]) -> set[int]:
        """Look for exchanges that relieve a root; give the reach, empty where there were some."""
        held = defaultdict(list)
        for seat in sorted(self.holder):
            held[self.holder[seat]].append(seat)
        came: dict[Seat, Seat | None] = dict.fromkeys(roots)
        queue, seen = list(roots), set(barred)
        for seat in queue:
            trades = [one for one in self.seats(seat[0]) if one in self.holder]
            found = [one for one in trades if self.is_eligible(self.holder[one], seat)]
            reached = self.candidates(seat, seen)
            if hit := sorted({*reached} & {*goal}):
                self.move(seat, hit[0], came)
                return set()
            seen.update(reached)
            found += [one for who in reached for one in held[who]]
            fresh = [one for one in dict.fromkeys(found) if one not in came]
            came.update(dict.fromkeys(fresh, seat))
            queue += fresh
        return seen | {-1}

    def assign(self) -> None:
        """Deal, fill by exchanges what stayed empty, and level (section 5)."""
        every = [seat for place in range(len(self.drawn)) for seat in self.seats(place)]
        closed: set[int] = set()
        for seat in [seat for seat in every if self.deal(seat, str(seat[1])) == "-"]:
            closed |= self.search([seat], closed, self.free())
        closed = set()
        while busy := set(self.holder.values()) - closed:
            most = max(busy, key=lambda who: (self.level[who], -who))
            roots = sorted(seat for seat, who in self.holder.items() if who == most)
            closed |= self.search(roots, closed | {most}, self.free(self.level[most] - 2))

    def line(self, place: int) -> str:
        """Write a drawn object and its team."""
        ticket, id_, stratum, *_ = self.drawn[place]
        return "\t".join((id_, stratum, ticket, *map(self.name, self.seats(place)))) + "\n"

    def changes(self, folder: Path) -> str:
        """Work all requests in their order, and say what became of them (section 5.1)."""
        rows = table(folder, "requests.tsv", {"seat": SEAT, "object": REPLACED})
        lines = ["\t".join((*row, *self.work(number, row))) for number, row in enumerate(rows, 1)]
        return "\n".join(["dr/1 changes", *lines, ""])

    def work(self, number: int, row: list[str]) -> list[str]:
        """Do what one request asks for."""
        if row[1] not in self.places:
            refuse("requests.tsv", number, f"{json.dumps(row[1])} is not drawn")
        seats = self.seats(self.places[row[1]])
        if row[0] == "object":
            return self.replace(row[1], seats)
        if int(row[2]) >= len(seats):
            refuse("requests.tsv", number, f"{json.dumps(row[1])} has no slot {row[2]}")
        seat = seats[int(row[2])]
        before = self.name(seat)
        self.barred["" if row[3] == "unavailable" else row[1]].add(self.leave(seat))
        self.redraws[seat] += 1
        return [before, self.deal(seat, f"{row[2]}/r{self.redraws[seat]}")]

    def replace(self, id_: str, seats: list[Seat]) -> list[str]:
        """Free an object's seats, and draw the next of its stratum."""
        for seat in seats:
            self.leave(seat)
        after = self.after[self.drawn[self.places.pop(id_)][2]]
        if not after:
            return ["-", "-"]
        place = len(self.drawn)
        self.drawn.append(after.pop(0))
        ticket, name, *_ = self.drawn[place]
        self.places[name] = place
        return [name, ticket, *(self.deal(s, str(s[1])) for s in self.seats(place))]


def compare(folder: Path, file: str, computed: str) -> None:
    """Find the first line that was published differently."""
    pairs = zip_longest(computed.encode().split(b"\n"), read(folder, file).split(b"\n"))
    for number, (ours, theirs) in enumerate(pairs, start=1):
        if ours != theirs:
            expected = "the end" if ours is None else json.dumps(ours.decode())
            refuse(file, number, f"computed is {expected}")


def main(command: str, folder: Path) -> str:
    """Do what the command says, and give what it prints."""
    draw = Draw(folder)
    draw.assign()
    result = "".join(["dr/1 result\n", *map(draw.line, range(len(draw.drawn)))])
    if command != "verify":
        return result if command == "compute" else draw.changes(folder)
    compare(folder, "result.txt", result)
    if any((folder / file).exists() for file in ("requests.tsv", "changes.txt")):
        compare(folder, "changes.txt", draw.changes(folder))
    return f"ok {sha(result)}\n"


if __name__ == "__main__":
    if sys.argv[1:-1] not in (["compute"], ["change"], ["verify"]):
        sys.exit(__doc__)
    sys.stdout.write(main(sys.argv[1], Path(sys.argv[2])))
