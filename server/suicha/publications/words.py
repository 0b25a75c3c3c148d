"""The words of the public pages: Chinese first, English complete."""

from __future__ import annotations

from typing import TypedDict

from suicha.draws.models import ObjectReason, SeatReason
from suicha.hazards.states import HazardGrade
from suicha.publications import draw_words, record_words
from suicha.publications.draw_states import State
from suicha.publications.models import VersionKind
from suicha.sites.models import PartyRole
from suicha.spot_checks.models import ResultCategory

# The shape of a result beside its word: a mark that is no colour, and the class of its colour.
MARKS: dict[ResultCategory, tuple[str, str]] = {
    ResultCategory.NO_PROBLEM: ("●", "ok"),
    ResultCategory.CORRECTED_ON_SITE: ("●", "ok"),
    ResultCategory.RECTIFY_BY_DATE: ("▲", "warn"),
    ResultCategory.STOP_WORK: ("■", "stop"),
    ResultCategory.CASE_FILED: ("■", "stop"),
    ResultCategory.TRANSFERRED: ("▲", "warn"),
    ResultCategory.UNCOOPERATIVE: ("■", "stop"),
    ResultCategory.NO_CONSTRUCTION: ("○", "mute"),
    ResultCategory.UNREACHABLE: ("○", "mute"),
}

AMENDED_MARKS: dict[VersionKind, tuple[str, str]] = {
    VersionKind.CORRECTED: ("◆", "warn"),
    VersionKind.WITHDRAWN: ("×", "mute"),
}


class Words(TypedDict):
    """One language: enumerations by value, then every text of the templates by name."""

    lang: str
    results: dict[ResultCategory, str]
    roles: dict[PartyRole, str]
    grades: dict[HazardGrade, str]
    amended: dict[VersionKind, str]
    reasons: dict[SeatReason | ObjectReason, str]
    sources: dict[str, str]
    states: dict[State, str]
    voids: dict[str, str]
    skills: dict[str, str]
    t: dict[str, str]


CHINESE: Words = {
    "lang": "zh-CN",
    "results": {
        ResultCategory.NO_PROBLEM: "未发现问题",
        ResultCategory.CORRECTED_ON_SITE: "发现问题当场改正",
        ResultCategory.RECTIFY_BY_DATE: "责令限期整改",
        ResultCategory.STOP_WORK: "责令停工",
        ResultCategory.CASE_FILED: "立案查处",
        ResultCategory.TRANSFERRED: "移送",
        ResultCategory.UNCOOPERATIVE: "不配合检查",
        ResultCategory.NO_CONSTRUCTION: "未开展施工",
        ResultCategory.UNREACHABLE: "无法联系",
    },
    "roles": {
        PartyRole.OWNER: "建设单位",
        PartyRole.SURVEYOR: "勘察单位",
        PartyRole.DESIGNER: "设计单位",
        PartyRole.BUILDER: "施工单位",
        PartyRole.SUPERVISION: "监理单位",
    },
    "grades": {HazardGrade.GENERAL: "一般隐患", HazardGrade.MAJOR: "重大隐患"},
    "amended": {VersionKind.CORRECTED: "已更正", VersionKind.WITHDRAWN: "已撤回"},
    "reasons": draw_words.CHINESE_REASONS,
    "sources": draw_words.CHINESE_SOURCES,
    "states": record_words.CHINESE_STATES,
    "voids": draw_words.CHINESE_VOIDS,
    "skills": draw_words.CHINESE_SKILLS,
    "t": {
        "system": "双随机、一公开",
        "title": "抽查结果公示",
        "check": "检查情况",
        "other": "English",
        "all": "全部公示",
        "skip": "跳到正文",
        "result": "检查结果",
        "number": "检查编号",
        "matter": "抽查事项",
        "basis": "抽查依据",
        "agency": "检查机关",
        "site": "工程名称",
        "address": "工程地址",
        "permit": "施工许可证编号",
        "checked_on": "检查日期",
        "published_on": "公示日期",
        "handling": "处理情况",
        "nothing_to_rectify": "没有需要整改的隐患",
        "rectifying": "{n} 条隐患责令整改，整改期限最晚为 {date}",
        "closed": "其中 {n} 条已整改销号",
        "all_closed": "{n} 条隐患均已整改销号",
        "unconfirmed": "{n} 条隐患待核实，核实后在此公示",
        "sheets": "检查内容",
        "sheet": "清单",
        "conforming": "符合",
        "nonconforming": "不符合",
        "not_applicable": "不适用",
        "recorded": "已记录",
        "score": "得分",
        "no_score": "不评分",
        "provisional": "（暂定：该年节假日安排尚未公布）",
        "unverified": "（待核对正式文本）",
        "some_unverified": "（部分条目待核对正式文本）",
        "hazards": "隐患",
        "where": "部位",
        "item": "检查项",
        "clause": "依据条款",
        "party": "责任单位",
        "due_on": "整改期限",
        "state": "整改中",
        "state_closed": "已整改销号",
        "amendments": "更正与撤回",
        "reason": "原因",
        "withdrawn_title": "公示已撤回",
        "withdrawn_text": "{agency}已撤回这次检查的公示，原公示内容不再有效。",
        "withdrawn_on": "撤回日期",
        "photo": "现场照片 {n}",
        "covered": "照片中有 {n} 处（人脸、车牌等）公示时已遮挡，原件留存备查。",
        "parties": "参建单位",
        "role": "责任主体",
        "unit": "单位名称",
        "uscc": "统一社会信用代码",
        "draw": "随机抽取",
        "plan": "抽查计划",
        "drawn_at": "抽取时间",
        "manifest": "冻结名单 SHA-256",
        "draw_result": "抽取结果 SHA-256",
        "draw_note": "检查对象和检查人员由抽取程序从事先冻结的名单中产生。",
        "record": "记录存证",
        "digest": "检查记录 SHA-256",
        "receipt": "回执编号",
        "record_note": "这一摘要固定检查记录的内容，签字或拒签都记在它之下。",
        "objection": "异议渠道",
        "objection_text": "对公示内容有异议的，可以持有关证据向{agency}提出，"
        "并注明检查编号 {number}。经核实确有错误的，及时更正。",
        "privacy": "本页不公开个人姓名和联系方式。照片已重新编码，不含拍摄位置等附加信息。",
        "empty": "还没有公示的抽查结果",
        "empty_text": "检查完成并经审核后，结果会在这里公示。",
        "count": "共 {n} 条，按公示日期排列，最新的在前。",
        "month": "{year} 年 {month} 月",
        "newer": "较新的公示",
        "older": "较早的公示",
        "page": "第 {n} 页，共 {of} 页",
        **draw_words.CHINESE,
        **record_words.CHINESE,
    },
}

ENGLISH: Words = {
    "lang": "en",
    "results": {
        ResultCategory.NO_PROBLEM: "No problem found",
        ResultCategory.CORRECTED_ON_SITE: "Problem corrected on site",
        ResultCategory.RECTIFY_BY_DATE: "Ordered to rectify by a date",
        ResultCategory.STOP_WORK: "Ordered to stop work",
        ResultCategory.CASE_FILED: "Case filed",
        ResultCategory.TRANSFERRED: "Transferred",
        ResultCategory.UNCOOPERATIVE: "Did not cooperate",
        ResultCategory.NO_CONSTRUCTION: "No construction under way",
        ResultCategory.UNREACHABLE: "Could not be reached",
    },
    "roles": {
        PartyRole.OWNER: "Owner",
        PartyRole.SURVEYOR: "Surveyor",
        PartyRole.DESIGNER: "Designer",
        PartyRole.BUILDER: "Builder",
        PartyRole.SUPERVISION: "Supervision",
    },
    "grades": {HazardGrade.GENERAL: "General hazard", HazardGrade.MAJOR: "Major hazard"},
    "amended": {VersionKind.CORRECTED: "Corrected", VersionKind.WITHDRAWN: "Withdrawn"},
    "reasons": draw_words.ENGLISH_REASONS,
    "sources": draw_words.ENGLISH_SOURCES,
    "states": record_words.ENGLISH_STATES,
    "voids": draw_words.ENGLISH_VOIDS,
    "skills": draw_words.ENGLISH_SKILLS,
    "t": {
        "system": "Random checks, public results",
        "title": "Results of spot checks",
        "check": "The check",
        "other": "中文",
        "all": "All results",
        "skip": "Skip to content",
        "result": "Result",
        "number": "Check number",
        "matter": "Matter checked",
        "basis": "Legal basis",
        "agency": "Authority",
        "site": "Site",
        "address": "Address",
        "permit": "Permit number",
        "checked_on": "Checked on",
        "published_on": "Published on",
        "handling": "Handling",
        "nothing_to_rectify": "No hazard to rectify",
        "rectifying": "{n} to be rectified, the last by {date}",
        "closed": "of these {n} rectified and closed",
        "all_closed": "{n} rectified and closed",
        "unconfirmed": "{n} not confirmed yet; published here once confirmed",
        "sheets": "What was checked",
        "sheet": "Checklist",
        "conforming": "Conforming",
        "nonconforming": "nonconforming",
        "not_applicable": "not applicable",
        "recorded": "recorded",
        "score": "Score",
        "no_score": "Not scored",
        "provisional": "(provisional: the holidays of that year are not announced yet)",
        "unverified": "(to be checked against the official text)",
        "some_unverified": "(some items to be checked against the official text)",
        "hazards": "Hazards",
        "where": "Where",
        "item": "Item",
        "clause": "Clause",
        "party": "Responsible",
        "due_on": "Due on",
        "state": "Under rectification",
        "state_closed": "Rectified and closed",
        "amendments": "Corrections and withdrawals",
        "reason": "Reason",
        "withdrawn_title": "Publication withdrawn",
        "withdrawn_text": "{agency} has withdrawn this publication; what it said no longer holds.",
        "withdrawn_on": "Withdrawn on",
        "photo": "Photo {n} from the site",
        "covered": "Places covered for publication, such as faces and plates: {n}. "
        "The originals are kept.",
        "parties": "Parties of the project",
        "role": "Role",
        "unit": "Unit",
        "uscc": "Unified social credit code",
        "draw": "Random draw",
        "plan": "Plan",
        "drawn_at": "Drawn at",
        "manifest": "Frozen rosters SHA-256",
        "draw_result": "Result of the draw SHA-256",
        "draw_note": "The site and its inspectors were drawn from rosters frozen beforehand.",
        "record": "Record",
        "digest": "Record SHA-256",
        "receipt": "Receipt",
        "record_note": "This digest fixes the record; signatures and refusals stand under it.",
        "objection": "Objections",
        "objection_text": "Who has evidence that something here is wrong may object to {agency}, "
        "naming check {number}. What proves to be wrong is corrected without delay.",
        "privacy": "This page holds no names or contact details of persons. Photos were encoded "
        "anew and carry no place or other metadata.",
        "empty": "No results have been published yet",
        "empty_text": "Results appear here once a check is complete and has been reviewed.",
        "count": "{n} in all, the latest published first.",
        "month": "{year}-{month:02d}",
        "newer": "Newer results",
        "older": "Older results",
        "page": "Page {n} of {of}",
        **draw_words.ENGLISH,
        **record_words.ENGLISH,
    },
}
