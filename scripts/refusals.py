"""Write docs/REFUSALS.md from the table of refusals."""

from pathlib import Path

from suicha.errors import REFUSALS

HEAD = """# Refusals

Every "no" of this system has the shape `{code, message, details}`. `details.field` names the field
where there is one. Codes are stable: clients may rely on them; the PWA holds the words for people.
This table is written from `server/suicha/errors.py` by `make docs`.

| Code | Status | Meaning |
|---|---|---|
"""


def page() -> str:
    """Return the page."""
    lines = (
        f"| `{code}` | {status} | {sentence} |\n" for code, (status, sentence) in REFUSALS.items()
    )
    return HEAD + "".join(lines)


if __name__ == "__main__":
    Path(__file__).parents[1].joinpath("docs", "REFUSALS.md").write_text(page())
