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

CHINESE_SOURCES = {
    "dice": "当众掷 20 枚十面骰",
    "digits": "公开摇号的数字",
    "dlt": "大乐透",
    "drand": "drand 随机信标",
    "kl8": "快乐8",
    "nist": "NIST 随机信标",
    "ssq": "双色球",
}

ENGLISH_SOURCES = {
    "dice": "20 ten-sided dice rolled in public",
    "digits": "Digits drawn in public",
    "dlt": "Daletou lottery",
    "drand": "drand beacon",
    "kl8": "Kuaile 8 lottery",
    "nist": "NIST beacon",
    "ssq": "Shuangseqiu lottery",
}

CHINESE_VOIDS = {"lists": "名录有误", "steps": "程序有误", "given-up": "计划取消"}
ENGLISH_VOIDS = {"lists": "lists in error", "steps": "steps in error", "given-up": "given up"}

CHINESE_SKILLS = {
    "*": "不限专业的席位",
    "civil": "土建专业席位",
    "electrical": "电气专业席位",
    "mechanical": "机械专业席位",
    "municipal": "市政专业席位",
    "quality": "质量专业席位",
    "safety": "安全专业席位",
}
ENGLISH_SKILLS = {
    "*": "Seats of any specialty",
    "civil": "Seats for civil works",
    "electrical": "Seats for electrical works",
    "mechanical": "Seats for machinery",
    "municipal": "Seats for municipal works",
    "quality": "Seats for quality",
    "safety": "Seats for safety",
}

CHINESE = {
    "seats_title": "席位与可派人员",
    "seats_text": "每个席位有多少人符合专业且无需回避。人数越少，随机的余地越小。",
    "candidates": "{n} 人可派",
    "candidates_range": "{fewest} 至 {most} 人可派，因对象而异",
    "empty_title": "{n} 个席位没有派出",
    "empty_seat": "第 {n} 席（{skill}）：",
    "empty_causes": "{full} 人已达上限，{recused} 人回避，{unskilled} 人专业不符，"
    "{seated} 人已在本对象。",
    "seed_title": "承诺与随机数",
    "seed_text": "承诺先于随机数公布。名单、数量和来源都在承诺摘要里，之后任何改动都会使摘要不同。"
    "页面上的时间是本系统记录的，见证人手中的抽取记录可以佐证。",
    "frozen_at": "冻结并承诺",
    "frozen_before": "先前的冻结",
    "witness": "见证人",
    "seal": "密封数",
    "committed_at": "承诺时间",
    "revealed": "揭示",
    "kept_silent": "截止前没有揭示，记为“-”，抽取照常进行",
    "not_yet": "尚未公布",
    "speaks_from": "最早公布",
    "bits": "{n} 位",
    "bits_sum": "公开来源随机性合计",
    "mended": "（录入有误，已更正）",
    "written_at": "录入时间",
    "evidence": "出处：",
    "supersedes": "取代已作废的抽取",
    "set_aside": "已撤销",
    "set_aside_title": "撤销的计算：{n} 次",
    "set_aside_text": "公开来源公布的值当时录入有误，那次计算已经撤销，"
    "由另一位负责人按公布的值重新计算。参数、名单和其他随机数都没有变，这不是再抽一次。撤销的计算仍然公开，任何人都可以核对。",
    "set_aside_one": "第 {n} 次计算",
    "set_aside_drawn": "计算时间",
    "set_aside_at": "撤销并重算",
    "set_aside_source": "录错的来源",
    "set_aside_wrong": "当时录入的值",
    "set_aside_right": "公布的值",
    "set_aside_result": "撤销的结果摘要",
    "set_aside_files": "这次计算的文件名以 set-aside-{n}- 开头。"
    "去掉这个前缀，与参数、名单放在同一个文件夹，就可以同样核验。",
    "listed": "名单上有 {sites} 个检查对象",
    "void_title": "这次抽取已作废",
    "void_before": "作废时公开随机源尚未公布，谁也不知道会抽中谁。",
    "void_after": "作废时公开随机源已可公布。全部文件仍然公开，任何人都能算出被作废的结果。",
    "sealed_text": "结果在抽取时已固定，摘要见下。为保证检查不被事先知晓，"
    "密封数、名单和结果于 {at} 公布，届时可以在这里核验。",
    "will_be_sealed": "这次抽取为密封抽取，约定于 {at} 公布全部文件。",
    "draws": "随机抽取公示",
    "all_draws": "全部抽取",
    "draws_text": "每次抽取的名单、随机数和结果都在这里，任何人都可以重新计算核对。",
    "draws_count": "共 {n} 个，最新的在前。",
    "draws_newer": "较新的抽取",
    "draws_older": "较早的抽取",
    "year": "{year} 年",
    "repeated": "撤销重算 {n} 次",
    "no_draws": "还没有公示的抽取",
    "no_draws_text": "抽取完成后，全部文件会在这里公示。",
    "drawn_of": "从 {sites} 个检查对象中抽出 {drawn} 个",
    "drawn_sites": "抽取对象",
    "excluded": "不参加抽取",
    "excluded_by_cap": "{n} 个：今年同一事项的检查已达年度上限（{cap} 次），编号见 exclusions.tsv",
    "excluded_none": "无：没有工地达到年度检查上限（同一事项 {cap} 次）",
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
    "own_excluded": "在名单上，但不参加这次抽取（权重为 0），理由见 exclusions.tsv。",
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
    "seats_title": "Seats and who could take them",
    "seats_text": "How many have the specialty of a seat and need not recuse themselves. The "
    "fewer there are, the less is left to chance.",
    "candidates": "{n} could be sent",
    "candidates_range": "{fewest} to {most} could be sent, depending on the site",
    "empty_title": "Seats that stayed empty: {n}",
    "empty_seat": "seat {n} ({skill}):",
    "empty_causes": "{full} at their limit, {recused} recused, {unskilled} without the specialty, "
    "{seated} on this site already.",
    "seed_title": "Commitment and random numbers",
    "seed_text": "The commitment came out before the random numbers. Lists, counts and sources are "
    "in its digest: whatever is changed later gives another one. The times are those that this "
    "system wrote down; the minute in the witness's hands bears them out.",
    "frozen_at": "Frozen and committed",
    "frozen_before": "Earlier freezing",
    "witness": "Witness",
    "seal": "Seal",
    "committed_at": "Committed",
    "revealed": "Revealed",
    "kept_silent": 'did not reveal in time, written as "-"; the draw goes on',
    "not_yet": "not out yet",
    "speaks_from": "Speaks not before",
    "bits": "{n} bits",
    "bits_sum": "Randomness of the public sources",
    "mended": "(written down wrongly, corrected)",
    "written_at": "written down",
    "evidence": "Announced:",
    "supersedes": "Follows the void draw",
    "set_aside": "set aside",
    "set_aside_title": "Computations set aside: {n}",
    "set_aside_text": "The value of a public source was written down wrongly. That computation was "
    "set aside, and another supervisor had it computed again with the value that was announced. "
    "Manifest, lists and all other random numbers are the same: it is no second draw. What was set "
    "aside stays public, for anybody to compare.",
    "set_aside_one": "Computation {n}",
    "set_aside_drawn": "Computed",
    "set_aside_at": "Set aside and computed again",
    "set_aside_source": "Source written down wrongly",
    "set_aside_wrong": "Value as written down",
    "set_aside_right": "Value as announced",
    "set_aside_result": "Digest of the result set aside",
    "set_aside_files": "Its files begin with set-aside-{n}-. Without this prefix, in "
    "a folder with manifest and lists, they are verified in the same way.",
    "listed": "{sites} on the list",
    "void_title": "This draw is void",
    "void_before": "It was declared void before the public sources spoke; nobody knew its outcome.",
    "void_after": "It was declared void when the public sources could have spoken. All files stay "
    "public, and everybody can compute what was thrown away.",
    "sealed_text": "The outcome was fixed when it was drawn; its digest is below. So that no visit "
    "is known beforehand, seal, lists and result are published on {at}, to be verified here.",
    "will_be_sealed": "This draw is sealed: all files are to be published on {at}.",
    "draws": "Random draws",
    "all_draws": "All draws",
    "draws_text": "The lists, the random numbers and the result of every draw are here, "
    "for anybody to compute again.",
    "draws_count": "{n} in all, the latest first.",
    "draws_newer": "Newer draws",
    "draws_older": "Older draws",
    "year": "{year}",
    "repeated": "set aside and repeated: {n}",
    "no_draws": "No draw has been published yet",
    "no_draws_text": "All files of a draw are published here once it is made.",
    "drawn_of": "{drawn} drawn of {sites}",
    "drawn_sites": "Sites",
    "excluded": "Left out",
    "excluded_by_cap": "{n}: by this item already checked as often as the yearly cap allows "
    "({cap}); exclusions.tsv names them",
    "excluded_none": "None: no site has reached the yearly cap of this item ({cap})",
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
    "own_excluded": "It is on the list, but takes no part in this draw (weight 0); "
    "exclusions.tsv says why.",
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
