"""What holds where an office has set nothing of its own, from where, and between what it may lie.

The sources are given in the language of the law; domain.md A5 says how sure each of them is.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Default:
    """Our number with its source, and the least and the most that an office may set."""

    number: int
    source: str
    least: int
    most: int


RATIO = "系统默认值：全国没有统一比例，参照按信用风险分级分类抽查的公开做法，请按本级实施细则设定"
RATIOS = {"A": 5, "B": 15, "C": 40, "D": 100}

KEEPING = "系统默认值：没有统一的上位规定，请按本级档案保管期限表设定"

DEFAULTS: dict[str, Default] = {
    **{f"draw.ratio.{name}": Default(percent, RATIO, 0, 100) for name, percent in RATIOS.items()},
    "draw.yearly_cap": Default(
        2,
        "系统默认值：国办发〔2024〕54号要求公布年度检查频次上限，次数由各地规定，"
        "请按本级公布的上限设定",
        1,
        12,
    ),
    "draw.cap": Default(
        8,
        "系统默认值：没有上位规定，请按本级实施细则设定",
        1,
        100,
    ),
    "publication.working_days": Default(
        20,
        "《中华人民共和国政府信息公开条例》第二十六条",
        1,
        60,
    ),
    # domain.md A11; records, signatures and what shows a hazard are never deleted by the system.
    "keep.loose_photos": Default(1, KEEPING, 1, 100),
    "keep.originals": Default(30, KEEPING, 3, 100),
}
