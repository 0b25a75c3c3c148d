"""The objects' register as a sheet: its columns, and the office's words in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from suicha.sheets import Column
from suicha.sites.models import Category, PartyRole, ProjectGrade, RiskClass, WorkState

if TYPE_CHECKING:
    from collections.abc import Callable

    from suicha.sheets import Cells

PERMIT = r"[A-Za-z0-9._-]{1,64}"
USCC = r"[0-9A-Za-z]{1,18}"

RISKS = {each.value: each for each in RiskClass}
GRADES = {each.value: each for each in ProjectGrade}
CATEGORIES = {
    "房屋建筑": Category.BUILDING,
    "房建": Category.BUILDING,
    "房屋建筑工程": Category.BUILDING,
    "市政": Category.MUNICIPAL,
    "市政工程": Category.MUNICIPAL,
    "市政基础设施": Category.MUNICIPAL,
    **{each.value: each for each in Category},
}
STATES = {
    "在建": WorkState.IN_PROGRESS,
    "停工": WorkState.SUSPENDED,
    "未开工": WorkState.NOT_STARTED,
    "复工": WorkState.IN_PROGRESS,
    **{each.value: each for each in WorkState},
}
ROLES = {
    PartyRole.OWNER: "建设单位",
    PartyRole.SURVEYOR: "勘察单位",
    PartyRole.DESIGNER: "设计单位",
    PartyRole.BUILDER: "施工单位",
    PartyRole.SUPERVISION: "监理单位",
}


@dataclass(frozen=True)
class Known:
    """A field of a site: how its cell is read, and whether a new site needs it."""

    read: Callable[[Cells], object]
    needed: bool = False


FIELDS = {
    "name": Known(lambda row: row.text("name", 200, needed=True)),
    "address": Known(lambda row: row.text("address", 300, needed=True), needed=True),
    "stage": Known(lambda row: row.text("stage", 100)),
    "risk_class": Known(lambda row: row.chosen("risk_class", RISKS, RiskClass.B), needed=True),
    "project_grade": Known(
        lambda row: row.chosen("project_grade", GRADES, ProjectGrade.B), needed=True
    ),
    "category": Known(
        lambda row: row.chosen("category", CATEGORIES, Category.BUILDING), needed=True
    ),
    "lat": Known(lambda row: row.number("lat", 90), needed=True),
    "lon": Known(lambda row: row.number("lon", 180), needed=True),
    "supervising_agency": Known(lambda row: row.text("supervising_agency", 200)),
    "risk_tags": Known(lambda row: row.words("risk_tags", 32)),
    "work_state": Known(lambda row: row.choice("work_state", STATES, WorkState.IN_PROGRESS)),
    "valid_from": Known(lambda row: row.day("valid_from")),
}
ENDING = ("ended_on", "ended_reason")


def _party_columns(role: PartyRole) -> tuple[Column, ...]:
    head, code, leader = ROLES[role], f"{role}_uscc", f"{role}_leader"
    return (
        Column(role.value, head, (f"{head}名称",)),
        Column(code, f"{head}统一社会信用代码", (f"{head}信用代码", f"{head}代码")),
        Column(leader, f"{head}项目负责人", (f"{head}负责人",)),
    )


COLUMNS = (
    Column(
        "permit_number", "施工许可证编号", ("施工许可证号", "许可证号", "许可证编号"), required=True
    ),
    Column("name", "工程名称", ("项目名称", "工地名称"), required=True),
    Column("address", "工程地址", ("项目地址", "建设地点", "工程地点", "地址")),
    Column("stage", "形象进度", ("施工阶段", "工程进度")),
    Column("risk_class", "风险类别", ("风险等级", "风险分类")),
    Column("project_grade", "项目等级", ("工程等级",)),
    Column("category", "工程类别", ("工程类型", "项目类别")),
    Column("lat", "纬度", ("WGS-84纬度", "纬度WGS84")),
    Column("lon", "经度", ("WGS-84经度", "经度WGS84")),
    Column("supervising_agency", "监督机构", ("质量安全监督机构", "监督单位")),
    Column("risk_tags", "风险标签", ("危大工程",)),
    Column("work_state", "施工状态", ("工程状态", "在建状态")),
    Column("valid_from", "入库日期", ("纳入日期",)),
    Column("ended_on", "出库日期", ("退出日期",)),
    Column("ended_reason", "出库原因", ("退出原因",)),
    *(column for role in PartyRole for column in _party_columns(role)),
)
