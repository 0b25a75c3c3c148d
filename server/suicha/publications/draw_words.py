"""The words of the public draw pages: Chinese first, English complete."""

from __future__ import annotations

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
    "own_not": "这次没有抽中。",
    "own_excluded": "在名单上，但不参加这次抽取（权重为 0）。",
    "own_unknown": "名单上没有这个编号。",
    "own_stratum": "风险类别",
    "own_ticket": "票号",
    "own_cut": "本类最后抽中的票号",
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
    "own_not": "It was not drawn.",
    "own_excluded": "It is on the list, but takes no part in this draw (weight 0).",
    "own_unknown": "The list has no such number.",
    "own_stratum": "Risk class",
    "own_ticket": "Ticket",
    "own_cut": "Last ticket drawn in its class",
    "files": "Public files",
    "bytes": "{n} bytes",
    "alone": "Verify by a program of its own",
    "alone_text": "One Python file, standard library only, no code shared with this system. "
    "Download the files above into a folder named after the plan, and run:",
}
