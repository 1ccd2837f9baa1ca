"""Rules that assign paths."""

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Department, ProjectGroup, Role, Tier
from app.foundation.db import Base, choice
from app.training.models.paths import TrainingPath
from app.training.models.waves import RolloutWave


class DueKind(StrEnum):
    """What a rule counts its days from; `on_day` names the day itself, `never` sets none."""

    assignment = "assignment"
    hire = "hire"
    go_live = "go_live"
    on_day = "on_day"
    never = "never"


class PathRule(Base):
    """Everyone who meets all criteria that are set is assigned a path. No criterion set means everybody.

    `criteria_key` names path and criteria in one text, so that the same rule cannot stand twice.
    """

    __tablename__ = "path_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    path_id: Mapped[int] = mapped_column(sa.ForeignKey("paths.id"))
    tier: Mapped[Tier | None] = mapped_column(choice(Tier, "tier"))
    role: Mapped[Role | None] = mapped_column(choice(Role, "role"))
    department_id: Mapped[int | None] = mapped_column(sa.ForeignKey("departments.id"))
    project_group_id: Mapped[int | None] = mapped_column(sa.ForeignKey("project_groups.id"))
    hired_from: Mapped[date | None]
    hired_to: Mapped[date | None]
    wave_id: Mapped[int | None] = mapped_column(sa.ForeignKey("rollout_waves.id"))
    criteria_key: Mapped[str] = mapped_column(unique=True)
    due_kind: Mapped[DueKind] = mapped_column(
        choice(DueKind, "due_kind"), default=DueKind.assignment, server_default=DueKind.assignment.value
    )
    due_days: Mapped[int | None]
    due_on: Mapped[date | None]
    mandatory: Mapped[bool] = mapped_column(default=True)

    path: Mapped[TrainingPath] = relationship(lazy="raise_on_sql")
    department: Mapped[Department | None] = relationship(lazy="raise_on_sql")
    project_group: Mapped[ProjectGroup | None] = relationship(lazy="raise_on_sql")
    wave: Mapped[RolloutWave | None] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.CheckConstraint("due_days BETWEEN -365 AND 730", name="due_days_sensible"),
        sa.CheckConstraint("hired_to IS NULL OR hired_from IS NULL OR hired_to >= hired_from", name="hired_in_order"),
    )
