"""The one way in which dr/1 says no to input, in the same words in all three implementations."""

import json

OBJECTS = "objects.tsv"
INSPECTORS = "inspectors.tsv"
MANIFEST = "manifest.json"
CONTRIBUTIONS = "contributions.tsv"
RESULT = "result.txt"
REQUESTS = "requests.tsv"
CHANGES = "changes.txt"


class InputError(ValueError):
    """Input that dr/1 refuses: which file, which line (from 1, or None for the whole), and why."""

    def __init__(self, file: str, line: int | None, reason: str) -> None:
        """Keep the three parts, so that a caller can show them each in its own place."""
        place = file if line is None else f"{file}, line {line}"
        super().__init__(f"{place}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


def quoted(text: str) -> str:
    """Return a text of the input as JSON writes it, which every language can."""
    return json.dumps(text, ensure_ascii=False)
