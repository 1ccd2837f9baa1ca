"""Waves of a roll-out, and what is compared while the old tool and the new one are used side by side."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Department, Person, ProjectGroup
from app.foundation.db import Base, choice


class WaveKind(StrEnum):
    """The pilot goes first, then sites, then everybody."""

    pilot = "pilot"
    site = "site"
    all = "all"


class RolloutWave(Base):
    """Departments and project groups that go live on the same day; a wave of kind `all` is the whole company.

    From `dual_run_from` to `dual_run_to`, both included, old tool and new are used side by side.
    """

    __tablename__ = "rollout_waves"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    name_en: Mapped[str] = mapped_column(default="")
    kind: Mapped[WaveKind] = mapped_column(choice(WaveKind, "kind"))
    go_live_on: Mapped[date | None]
    dual_run_from: Mapped[date | None]
    dual_run_to: Mapped[date | None]
    dual_run_reason: Mapped[str] = mapped_column(default="", server_default="")

    units: Mapped[list["WaveUnit"]] = relationship(
        back_populates="wave", lazy="raise_on_sql", cascade="all, delete-orphan"
    )

    __table_args__ = (
        sa.CheckConstraint("(dual_run_from IS NULL) = (dual_run_to IS NULL)", name="dual_run_whole"),
        sa.CheckConstraint("dual_run_to >= dual_run_from", name="dual_run_in_order"),
    )

    def title(self, language: str) -> str:
        """Name in a language; the other one where there is only one."""
        return (self.name_en or self.name) if language == "en" else self.name


class WaveUnit(Base):
    """A department (with those below it) or a project group that belongs to a wave."""

    __tablename__ = "wave_units"

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[int] = mapped_column(sa.ForeignKey("rollout_waves.id", ondelete="CASCADE"), index=True)
    department_id: Mapped[int | None] = mapped_column(sa.ForeignKey("departments.id"))
    project_group_id: Mapped[int | None] = mapped_column(sa.ForeignKey("project_groups.id"))

    wave: Mapped[RolloutWave] = relationship(back_populates="units", lazy="raise_on_sql")
    department: Mapped[Department | None] = relationship(lazy="raise_on_sql")
    project_group: Mapped[ProjectGroup | None] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.UniqueConstraint("wave_id", "department_id"),
        sa.UniqueConstraint("wave_id", "project_group_id"),
        sa.CheckConstraint("(department_id IS NULL) <> (project_group_id IS NULL)", name="one_unit"),
    )


class DualRunCheck(Base):
    """A result that both tools gave in the dual run of a wave; where they differ, it is open until somebody settles it."""

    __tablename__ = "dual_run_checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[int] = mapped_column(sa.ForeignKey("rollout_waves.id", ondelete="CASCADE"))
    checked_on: Mapped[date]
    subject: Mapped[str]
    old_result: Mapped[str]
    new_result: Mapped[str]
    agrees: Mapped[bool]
    checked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    recorded_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    settlement: Mapped[str] = mapped_column(default="", server_default="")
    search_text: Mapped[str]
    """What was compared, its results and how it was settled, folded: what a search looks through."""

    wave: Mapped[RolloutWave] = relationship(lazy="raise_on_sql")
    checked_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[checked_by_id])
    settled_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[settled_by_id])

    __table_args__ = (
        sa.UniqueConstraint("wave_id", "subject", "checked_on"),
        sa.CheckConstraint("settled_at IS NULL OR NOT agrees", name="only_differences_are_settled"),
        sa.CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled_by_somebody"),
    )
