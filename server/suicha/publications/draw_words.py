"""The words of the public draw pages: Chinese first, English complete."""

from __future__ import annotations

from suicha.draws.models import ObjectReason, SeatReason

CHINESE_REASONS: dict[SeatReason | ObjectReason, str] = {
    SeatReason.RECUSAL: "回避",
    SeatReason.UNAVAILABLE: "不能到岗",
    ObjectReason.FINISHED: "已竣工",
    ObjectReason.SUSPENDED: "停工",
    ObjectReason.NOT_STARTED: "未开工",
    ObjectReason.MOVED: "已移出本辖区",
    ObjectReason.UNREACHABLE: "无法联系",
}

ENGLISH_REASONS: dict[SeatReason | ObjectReason, str] = {
    SeatReason.RECUSAL: "recusal",
    SeatReason.UNAVAILABLE: "not available",
    ObjectReason.FINISHED: "finished",
    ObjectReason.SUSPENDED: "suspended",
    ObjectReason.NOT_STARTED: "not started",
    ObjectReason.MOVED: "moved to another district",
    ObjectReason.UNREACHABLE: "cannot be reached",
}

CHINESE = {
    "draws": "随机抽取公示",
    "all_draws": "全部抽取",
    "draws_text": "每次抽取的名单、随机数和结果都在这里，任何人都可以重新计算核对。",
    "no_draws": "还没有公示的抽取",
    "no_draws_text": "抽取完成后，全部文件会在这里公示。",
    "drawn_of": "从 {sites} 个检查对象中抽出 {drawn} 个",
    "drawn_sites": "抽取对象",
    "inspectors": "执法检查人员",
    "verify": "核验这次抽取",
    "verify_text": "您的浏览器会下载下面的文件，按公开的算法（dr/1）重新计算，"
    "并与公示的结果逐行比对。"
    "计算在您的设备上进行，不向我们发送任何内容。",
    "verify_noscript": "浏览器没有启用脚本，不能在这里核验。请下载下面的文件，用独立程序核验。",
    "verify_now": "立即核验",
    "verify_working": "正在重新计算…",
    "verify_right": "核验一致：重新计算的结果与公示的完全相同。",
    "verify_checked": "名单与冻结时的摘要一致\n随机数按冻结的顺序齐全，见证人揭示的与承诺一致\n"
    "抽中的对象、次序和票号逐行一致\n检查人员的分派逐席一致",
    "verify_wrong": "核验不一致，第一处不同：",
    "verify_failed": "没有完成核验：文件没有下载成功。请检查网络后重试。",
    "verify_not": "这里核验不了的",
    "verify_unchecked": "骰子是否当众掷出，数字是否如实抄录\n承诺是否早于掷骰公布\n"
    "名单是否漏列了应当在内的工地\n施工许可证编号和执法证号是否由其他机关核发",
    "own_site": "查自己的工地：施工许可证编号",
    "own_look": "查看",
    "own_drawn": "这次抽中了。",
    "own_replaced": "这次抽中过，后因不能检查被替换。",
    "own_came": "这次没有抽中，后递补为检查对象。",
    "own_not": "这次没有抽中。",
    "own_excluded": "在名单上，但不参加这次抽取（权重为 0）。",
    "own_unknown": "名单上没有这个编号。",
    "own_stratum": "风险类别",
    "own_ticket": "票号",
    "own_cut": "本类最后抽中的票号",
    "changes": "抽取后的变更",
    "changes_text": "抽取结果本身不变。变更由同一随机数按公开规则产生，其他对象和人员不动；"
    "核验时一并重新计算。人员以执法证号表示。",
    "change_on": "日期",
    "change": "变更",
    "change_object": "检查对象",
    "change_ends": "变更前后",
    "seat_redrawn": "第 {n} 席重抽",
    "object_replaced": "对象替换",
    "nobody": "空缺",
    "no_reserve": "本类没有可递补的对象",
    "files": "公开文件",
    "bytes": "{n} 字节",
    "alone": "用独立程序核验",
    "alone_text": "一个 Python 文件，只用标准库，不与本系统共用代码。"
    "把上面的文件下载到以计划编号命名的文件夹里，运行：",
}

ENGLISH = {
    "draws": "Random draws",
    "all_draws": "All draws",
    "draws_text": "The lists, the random numbers and the result of every draw are here, "
    "for anybody to compute again.",
    "no_draws": "No draw has been published yet",
    "no_draws_text": "All files of a draw are published here once it is made.",
    "drawn_of": "{drawn} drawn of {sites}",
    "drawn_sites": "Sites",
    "inspectors": "Inspectors",
    "verify": "Verify this draw",
    "verify_text": "Your browser fetches the files below, computes the draw again by the public "
    "rules (dr/1) and compares line by line. It happens on your device; nothing is sent to us.",
    "verify_noscript": "Scripts are off. Download the files below and use the program.",
    "verify_now": "Verify now",
    "verify_working": "Computing again …",
    "verify_right": "It agrees: what was computed again is exactly what was published.",
    "verify_checked": "The lists are those whose digests were frozen\n"
    "The random numbers are complete and in order; the witness revealed what was committed to\n"
    "The sites drawn, their order and their tickets agree line by line\n"
    "The inspectors assigned agree seat by seat",
    "verify_wrong": "It does not agree. The first difference:",
    "verify_failed": "Not verified: the files could not be fetched. Check the network.",
    "verify_not": "What cannot be verified here",
    "verify_unchecked": "That the dice were rolled in public and read out truly\n"
    "That the commitment was published before the dice were rolled\n"
    "That no site is missing from the list\n"
    "That permit and certificate numbers were issued by others",
    "own_site": "Look up your own site: construction permit number",
    "own_look": "Look up",
    "own_drawn": "It was drawn.",
    "own_replaced": "It was drawn, and replaced since because it cannot be checked.",
    "own_came": "It was not drawn, and has since come in the place of another.",
    "own_not": "It was not drawn.",
    "own_excluded": "It is on the list, but takes no part in this draw (weight 0).",
    "own_unknown": "The list has no such number.",
    "own_stratum": "Risk class",
    "own_ticket": "Ticket",
    "own_cut": "Last ticket drawn in its class",
    "changes": "Changes after the draw",
    "changes_text": "The result itself stays as it was. Changes follow from the same seed by the "
    "public rules, and nobody else is moved; whoever verifies computes them too. Inspectors are "
    "told by the numbers of their cards.",
    "change_on": "Day",
    "change": "Change",
    "change_object": "Site",
    "change_ends": "Before → after",
    "seat_redrawn": "Seat {n} drawn anew",
    "object_replaced": "Site replaced",
    "nobody": "nobody",
    "no_reserve": "its class holds no other site",
    "files": "Public files",
    "bytes": "{n} bytes",
    "alone": "Verify by a program of its own",
    "alone_text": "One Python file, standard library only, no code shared with this system. "
    "Download the files above into a folder named after the plan, and run:",
}
