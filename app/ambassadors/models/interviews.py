"""Talks with people of every level about the software: what was heard, and what became of it."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Department, Person, ProjectGroup
from app.feedback.models import Idea
from app.foundation.db import Base, choice


class InterviewLevel(StrEnum):
    """Where in the company somebody stands who was asked."""

    executive = "executive"
    functional_head = "functional_head"
    project_manager = "project_manager"
    front_line = "front_line"


class Interview(Base):
    """One talk on a day of the company, which never changes afterwards. Without consent the row holds no name.

    `logged_at` says whether it was written down within its week; a withdrawn one counts nowhere.
    """

    __tablename__ = "interviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    held_on: Mapped[date] = mapped_column(index=True)
    level: Mapped[InterviewLevel] = mapped_column(choice(InterviewLevel, "level"))
    consent: Mapped[bool]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    guest_name: Mapped[str] = mapped_column(default="")
    role: Mapped[str] = mapped_column(default="")
    department_id: Mapped[int | None] = mapped_column(sa.ForeignKey("departments.id"))
    project_group_id: Mapped[int | None] = mapped_column(sa.ForeignKey("project_groups.id"))
    logged_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    logged_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(default="")
    search_text: Mapped[str] = mapped_column(default="")
    token: Mapped[str | None] = mapped_column(unique=True)

    person: Mapped[Person | None] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")
    logged_by: Mapped[Person] = relationship(foreign_keys=[logged_by_id], lazy="raise_on_sql")
    department: Mapped[Department | None] = relationship(lazy="raise_on_sql")
    project_group: Mapped[ProjectGroup | None] = relationship(lazy="raise_on_sql")
    findings: Mapped[list["Finding"]] = relationship(
        lazy="raise_on_sql", order_by="Finding.position", back_populates="interview"
    )

    __table_args__ = (
        sa.CheckConstraint("consent OR (person_id IS NULL AND guest_name = '')", name="no_name_without_consent"),
        sa.CheckConstraint("person_id IS NULL OR guest_name = ''", name="one_name"),
    )


class Finding(Base):
    """One thing that was said."""

    __tablename__ = "interview_findings"

    id: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[int] = mapped_column(sa.ForeignKey("interviews.id"))
    position: Mapped[int]
    text: Mapped[str]

    interview: Mapped[Interview] = relationship(lazy="raise_on_sql", back_populates="findings")
    became: Mapped["FindingIdea | None"] = relationship(lazy="raise_on_sql", back_populates="finding")

    __table_args__ = (sa.UniqueConstraint("interview_id", "position"),)


class FindingIdea(Base):
    """The idea or problem that a finding became, once."""

    __tablename__ = "finding_ideas"

    finding_id: Mapped[int] = mapped_column(sa.ForeignKey("interview_findings.id"), primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), unique=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    at: Mapped[datetime]

    finding: Mapped[Finding] = relationship(lazy="raise_on_sql", back_populates="became")
    idea: Mapped[Idea] = relationship(lazy="raise_on_sql")
