"""What texts of conditions have in common, ours and ODK's: `this and (that or not those)`."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple

from suicha.checklists.definition.conditions import MOST_PARTS

Json = dict[str, Any]  # Any: JSON
SHOWN = 40


class UnreadableError(ValueError):
    """What is no condition, or none of ours; the text is the part that was not understood."""


class Token(NamedTuple):
    """A word or a sign of a text, and which group of the pattern it is."""

    kind: str
    text: str


END = Token("", "")


class Reader(ABC):
    """Reads tokens one after another, the weakest word first; whatever it cannot read is raised."""

    pattern: ClassVar[re.Pattern[str]]
    longest: ClassVar[int]
    deepest: ClassVar[int]

    def __init__(self, text: str) -> None:
        """Take a text apart; raises UnreadableError."""
        if len(text) > self.longest:
            raise UnreadableError(text[:SHOWN])
        self.tokens, self.at = _tokens(text, self.pattern), 0

    def read(self) -> Json:
        """Give the condition that the whole text says; raises UnreadableError."""
        found = self.either(1)
        if self.at < len(self.tokens):
            raise self.lost()
        return found

    def either(self, depth: int) -> Json:
        """Read `a or b or …`."""
        return self._several("or", "any", self._both, depth)

    def part(self, depth: int) -> Json:
        """Read one, no deeper than anybody would write it."""
        if depth > self.deepest:
            raise UnreadableError("(" * depth)
        return self.one(depth)

    @abstractmethod
    def one(self, depth: int) -> Json:
        """Read what stands between `and` and `or`: a question, `not …`, or `(…)`."""

    @abstractmethod
    def word(self, token: Token) -> str:
        """Say which of `and`, `or` and `not` a token is, else something else."""

    def next(self) -> Token:
        """Take the next token, which has to be there."""
        if self.at >= len(self.tokens):
            raise self.lost()
        self.at += 1
        return self.tokens[self.at - 1]

    def takes(self, kind: str, among: str) -> bool:
        """Take the next token if it is of this kind, and one of these signs."""
        token = self.ahead()
        is_taken = token.kind == kind and token.text in among
        self.at += is_taken
        return is_taken

    def takes_word(self, word: str) -> bool:
        """Take the next token if it is this word."""
        is_taken = self.word(self.ahead()) == word
        self.at += is_taken
        return is_taken

    def ahead(self, by: int = 0) -> Token:
        """Look at a token that is still to come."""
        at = self.at + by
        return self.tokens[at] if at < len(self.tokens) else END

    def lost(self) -> UnreadableError:
        """Show the place that was not understood."""
        around = self.tokens[max(0, self.at - 3) : self.at + 2]
        return UnreadableError(" ".join(text for _, text in around))

    def _both(self, depth: int) -> Json:
        return self._several("and", "all", self.part, depth)

    def _several(self, word: str, name: str, part: Callable[[int], Json], depth: int) -> Json:
        parts = [part(depth)]
        while self.takes_word(word):
            parts.append(part(depth))
        if len(parts) > MOST_PARTS:
            raise UnreadableError(word)
        return parts[0] if len(parts) == 1 else {name: parts}


def _tokens(text: str, pattern: re.Pattern[str]) -> list[Token]:
    found, at = [], 0
    while at < len(text.rstrip()):
        match = pattern.match(text, at)
        if match is None:
            raise UnreadableError(text[at : at + SHOWN].strip())
        kind = match.lastgroup or ""
        found.append(Token(kind, match[kind]))
        at = match.end()
    return found
