"""Tables of the objects' register: sites, units and who is what at which site."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from suicha.db import Base, Changed, Json, Keyed, choice
from suicha.sites.boundary import Grounds
from suicha.sites.uscc import Doubt, doubt


class RiskClass(StrEnum):
    """风险类别: a site's stratum in the draw."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class ProjectGrade(StrEnum):
    """项目等级 by investment; not a risk."""

    A = "A"
    B = "B"
    C = "C"


class Category(StrEnum):
    """What is built; decides which specialties the two seats of a check need."""

    BUILDING = "building"
    MUNICIPAL = "municipal"


class WorkState(StrEnum):
    """施工状态: 未开工, 在建 (also 复工), 停工. A site that is finished has ended."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    SUSPENDED = "suspended"


class CreditGrade(StrEnum):
    """信用等级: a unit's record; neither a site's risk nor its grade."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class PartyRole(StrEnum):
    """五方责任主体: 建设, 勘察, 设计, 施工, 监理."""

    OWNER = "owner"
    SURVEYOR = "surveyor"
    DESIGNER = "designer"
    BUILDER = "builder"
    SUPERVISION = "supervision"


class Unit(Keyed, Changed, Base):
    """单位: an enterprise, by its 统一社会信用代码 (GB 32100; warned about, not refused).

    No legal representative (法定代表人): nothing here needs one (PIPL).
    """

    __tablename__ = "units"
    __table_args__ = (
        CheckConstraint("(ended_on IS NULL) = (ended_reason IS NULL)", "ended_with_a_reason"),
    )

    uscc: Mapped[str] = mapped_column(String(18), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    credit_grade: Mapped[CreditGrade | None] = mapped_column(choice(CreditGrade, "credit_grade"))
    ended_on: Mapped[date | None]
    ended_reason: Mapped[str | None]

    @property
    def uscc_doubt(self) -> Doubt | None:
        """What looks wrong with the code, if anything."""
        return doubt(self.uscc)


class Site(Keyed, Changed, Base):
    """工地: a project under construction, named by its 施工许可证编号. Ended, never deleted."""

    __tablename__ = "sites"
    __table_args__ = (
        CheckConstraint("permit_number ~ '^[A-Za-z0-9._-]{1,64}$'", "permit_is_drawable"),
        CheckConstraint("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", "on_earth"),
        CheckConstraint("(ended_on IS NULL) = (ended_reason IS NULL)", "ended_with_a_reason"),
    )

    jurisdiction_id: Mapped[UUID] = mapped_column(ForeignKey("jurisdictions.id"), index=True)
    permit_number: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(300))
    stage: Mapped[str] = mapped_column(String(100))
    risk_class: Mapped[RiskClass] = mapped_column(choice(RiskClass, "risk_class"))
    project_grade: Mapped[ProjectGrade] = mapped_column(choice(ProjectGrade, "project_grade"))
    category: Mapped[Category] = mapped_column(choice(Category, "category"))
    lat: Mapped[float]  # WGS-84, degrees
    lon: Mapped[float]
    boundary: Mapped[Json]  # GeoJSON Polygon, WGS-84; without a ring where nobody has drawn it
    supervising_agency: Mapped[str] = mapped_column(String(200), server_default="", default="")
    risk_tags: Mapped[list[str]] = mapped_column(
        ARRAY(String(32)), server_default=text("'{}'"), default=list
    )
    work_state: Mapped[WorkState] = mapped_column(
        choice(WorkState, "work_state"),
        server_default=WorkState.IN_PROGRESS.value,
        default=WorkState.IN_PROGRESS,
    )
    valid_from: Mapped[date | None]  # 入库日期; unknown of sites from before it was noted
    ended_on: Mapped[date | None]
    ended_reason: Mapped[str | None]
    readmitted_reason: Mapped[str | None]  # of the last time that it came back

    parties: Mapped[list[Party]] = relationship(
        primaryjoin="and_(Party.site_id == Site.id, Party.ended_on.is_(None))",
        order_by="Party.role",
    )

    @property
    def position(self) -> dict[str, float]:
        """Where it is, in degrees (WGS-84)."""
        return {"lat": self.lat, "lon": self.lon}

    @property
    def grounds(self) -> Grounds:
        """Where it lies, to say how far from it something is."""
        return Grounds(self.lat, self.lon, self.boundary)


class Party(Keyed, Changed, Base):
    """What a unit is at a site, and who leads there for it; ended where another took its place."""

    __tablename__ = "parties"
    __table_args__ = (UniqueConstraint("site_id", "role", "unit_id"),)

    site_id: Mapped[UUID] = mapped_column(ForeignKey("sites.id"), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), index=True)
    role: Mapped[PartyRole] = mapped_column(choice(PartyRole, "role"))
    leader_name: Mapped[str] = mapped_column(String(100))
    ended_on: Mapped[date | None]

    unit: Mapped[Unit] = relationship(lazy="joined")
