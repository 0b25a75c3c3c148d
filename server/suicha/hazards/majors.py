"""房屋市政工程生产安全重大事故隐患判定标准: the items by which a hazard is determined to be major.

The edition of 2024, articles 4 to 17 (domain.md D1), from the package's data. The texts are in our
own words: whoever determines formally reads the official one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from suicha.checklists.clauses import article_code
from suicha.checklists.library.files import read

EDITION = "2024"
# Banned techniques, and whatever else is a serious violation: no text says what was seen.
WITH_REASON = frozenset({16, 17})


@dataclass(frozen=True)
class MajorItem:
    """One item; `code` is how law quotes it, the words are Chinese and English."""

    id: str
    article: int
    code: str
    category: tuple[str, str]
    text: tuple[str, str]

    @property
    def needs_reason(self) -> bool:
        """Whether a person must write what makes it one."""
        return self.article in WITH_REASON


@cache
def items() -> dict[str, MajorItem]:
    """Read the items of the edition in force, by their ids, in the order of the standard."""
    document = read("major_hazards")
    return {
        item["id"]: MajorItem(
            id=item["id"],
            article=article["article"],
            code=article_code(document["document_no"], article, item),
            category=(article["category_zh"], article["category_en"]),
            text=(item["short_zh"], item["short_en"]),
        )
        for article in document["articles"]
        for item in article["items"]
    }
