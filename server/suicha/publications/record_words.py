"""The words of the record of draws and of where a plan stands: Chinese first, English complete."""

from __future__ import annotations

from suicha.publications.draw_states import State

# A shape and a colour beside the word of each state.
STATE_MARKS: dict[State, tuple[str, str]] = {
    State.COMMITTED: ("○", "mute"),
    State.WAITING: ("◇", "mute"),
    State.ANNOUNCED: ("◇", "mute"),
    State.NOT_DRAWN: ("▲", "warn"),
    State.DRAWN: ("◆", "plain"),
    State.SEALED: ("◆", "plain"),
    State.UNREVEALED: ("■", "stop"),
    State.PUBLISHED: ("●", "ok"),
    State.VOID_BEFORE: ("×", "mute"),
    State.VOID_AFTER: ("■", "stop"),
}

CHINESE_STATES: dict[State, str] = {
    State.COMMITTED: "已承诺，待抽取",
    State.WAITING: "已揭示，待公开随机数",
    State.ANNOUNCED: "随机数已出，待计算",
    State.NOT_DRAWN: "逾期未抽取",
    State.DRAWN: "已抽取，待公布",
    State.SEALED: "已抽取，密封",
    State.UNREVEALED: "密封逾期未揭示",
    State.PUBLISHED: "已公布",
    State.VOID_BEFORE: "已作废（随机数公布前）",
    State.VOID_AFTER: "已作废（随机数公布后）",
}

ENGLISH_STATES: dict[State, str] = {
    State.COMMITTED: "committed",
    State.WAITING: "waiting for the public value",
    State.ANNOUNCED: "public value out, not computed",
    State.NOT_DRAWN: "not drawn in time",
    State.DRAWN: "drawn",
    State.SEALED: "drawn, sealed",
    State.UNREVEALED: "sealed, not revealed in time",
    State.PUBLISHED: "published",
    State.VOID_BEFORE: "void before the public value",
    State.VOID_AFTER: "void after the public value",
}

CHINESE = {
    "not_drawn_text": "按冻结的约定，公开随机源最迟于 {at} 公布。期限已过，至今没有抽取。",
    "unrevealed_text": "按冻结的约定，密封数、名单和结果最迟于 {at} 公布。期限已过，至今没有公布。",
    "void_no_seal": "密封数最迟应于 {at} 揭示，至今没有揭示，被作废的结果无法算出。",
    "pages": "翻页",
    "records": "抽取台账",
    "record_of": "本机关抽取台账",
    "records_text": "每个机关承诺过的全部抽查计划，从冻结名录起逐件列出，作废的也在内。",
    "record_plans": "{n} 个计划",
    "no_records": "还没有抽取台账",
    "no_records_text": "名录冻结后，抽查计划会列在这里。",
    "record_counts": "汇总",
    "count_plans": "计划",
    "count_void_before": "随机数公布前作废",
    "count_void_after": "随机数公布后作废",
    "count_unrevealed": "密封数逾期未揭示",
    "count_not_drawn": "逾期未抽取",
    "count_seats": "席位重抽",
    "count_objects": "对象替换",
    "counts_text": "席位重抽和对象替换在抽取公布后计入。密封抽取公布前不计，"
    "以免被抽中的工地由此得知。",
    "overtaken": "本页写成之后，有计划的期限已过。各计划的状态已按您设备上的时间标出，"
    "汇总尚未更新。",
    "record_list": "计划",
    "record_count": "共 {n} 个，按冻结时间排列，最新的在前。",
    "record_newer": "较新的计划",
    "record_older": "较早的计划",
    "period": "计划期间",
    "period_days": "{first} 至 {last}",
    "frozen_on": "冻结",
    "digest_short": "摘要",
    "digest_text": "摘要是参数文件 SHA-256 的前 12 位，全文见抽取页。",
    "follows": "取代",
    "sealed_until": "密封至 {at}",
    "no_seal": "密封数逾期未揭示",
    "record_file": "机器可读文件",
    "record_file_text": "同样的内容，供程序自行清点。时间为协调世界时（UTC）；没有的值为 null。",
    "field_state": "状态：committed 已承诺，waiting 待公开随机数，announced 待计算，"
    "not-drawn 逾期未抽取，drawn 待公布，sealed 密封，unrevealed 密封逾期未揭示，published 已公布，"
    "void-before、void-after 在公开随机数可公布之前、之后作废",
    "field_seal": "密封数逾期未揭示；作废的计划也计入，随机数公布前作废的除外",
    "field_from": "公开随机源最早、最迟何时公布；最迟之后仍未抽取，即为逾期未抽取",
    "field_seal_dates": "密封数约定何时揭示、最迟何时揭示；公开抽取没有密封数",
    "field_digests": "参数文件和抽取结果的 SHA-256",
    "field_changes": "席位重抽、对象替换的次数，按原因；抽取公布前为空",
    "field_supersedes": "它所取代的已作废计划的编号",
}

ENGLISH = {
    "not_drawn_text": "By what was frozen, the public sources speak by {at} at the latest. That "
    "has passed, and nothing has been drawn.",
    "unrevealed_text": "By what was frozen, seal, lists and result are published by {at} at the "
    "latest. That has passed, and they have not been.",
    "void_no_seal": "The seal was to be revealed by {at} at the latest. It has not been, and what "
    "was thrown away cannot be computed.",
    "pages": "Pages",
    "records": "Record of draws",
    "record_of": "This office's record",
    "records_text": "All plans that each office has committed to, one by one from the freezing of "
    "their lists on, the void ones included.",
    "record_plans": "{n} plans",
    "no_records": "No record of draws yet",
    "no_records_text": "Plans are listed here once their lists are frozen.",
    "record_counts": "Counts",
    "count_plans": "Plans",
    "count_void_before": "Void before the public value",
    "count_void_after": "Void after the public value",
    "count_unrevealed": "Seals not revealed in time",
    "count_not_drawn": "Not drawn in time",
    "count_seats": "Seats drawn anew",
    "count_objects": "Sites replaced",
    "counts_text": "Seats drawn anew and sites replaced are counted once the draw is published. "
    "Those of a sealed draw wait for its day, lest a site learn from them that it was drawn.",
    "overtaken": "Since this page was written, the date of a plan has passed. Each plan's state is "
    "shown by your device's clock; the counts are not up to date.",
    "record_list": "Plans",
    "record_count": "{n} in all, the latest frozen first.",
    "record_newer": "Newer plans",
    "record_older": "Older plans",
    "period": "Period",
    "period_days": "{first} to {last}",
    "frozen_on": "Frozen",
    "digest_short": "Digest",
    "digest_text": "A digest is the first 12 digits of the manifest's SHA-256; the draw's page has "
    "all of it.",
    "follows": "Follows",
    "sealed_until": "sealed until {at}",
    "no_seal": "seal not revealed in time",
    "record_file": "For programs",
    "record_file_text": "The same, for a program to count by itself. Times are UTC; what is not "
    "there is null.",
    "field_state": "committed, waiting (for the public value), announced (not computed yet), "
    "not-drawn (in time), drawn (not published yet), sealed, unrevealed (sealed, and not revealed "
    "in time), published, void-before and void-after (declared void before or after the public "
    "sources could speak)",
    "field_seal": "whether the seal was not revealed in time, in void plans too, except those void "
    "before the public value",
    "field_from": "when the public sources speak at the earliest and at the latest; what is not "
    "drawn by then is not drawn in time",
    "field_seal_dates": "when the seal is to be revealed, and by when at the latest; an open draw "
    "has none",
    "field_digests": "SHA-256 of the manifest and of the result",
    "field_changes": "seats drawn anew and sites replaced, by reason; empty until the draw is "
    "published",
    "field_supersedes": "the number of the void plan that it follows",
}
