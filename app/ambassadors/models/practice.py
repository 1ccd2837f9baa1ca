"""Good practice worth copying: its words and their history, and who else works that way."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Department, Person, ProjectGroup
from app.foundation.append_only import append_only
from app.foundation.db import Base, choice

TEXTS = ("title", "situation", "action", "result")


class PracticeState(StrEnum):
    """A draft until somebody else publishes it; retired when it is no longer good advice."""

    draft = "draft"
    published = "published"
    retired = "retired"


class Practice(Base):
    """One story: what the situation was, what is done, what came of it. Either language may be missing, not both."""

    __tablename__ = "practices"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[PracticeState] = mapped_column(choice(PracticeState, "state"), index=True)
    title_zh: Mapped[str] = mapped_column(default="")
    situation_zh: Mapped[str] = mapped_column(default="")
    action_zh: Mapped[str] = mapped_column(default="")
    result_zh: Mapped[str] = mapped_column(default="")
    title_en: Mapped[str] = mapped_column(default="")
    situation_en: Mapped[str] = mapped_column(default="")
    action_en: Mapped[str] = mapped_column(default="")
    result_en: Mapped[str] = mapped_column(default="")
    area: Mapped[str] = mapped_column(default="")
    tool: Mapped[str] = mapped_column(default="")
    department_id: Mapped[int] = mapped_column(sa.ForeignKey("departments.id"))
    project_group_id: Mapped[int | None] = mapped_column(sa.ForeignKey("project_groups.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    retired_at: Mapped[datetime | None]
    retired_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    retired_reason: Mapped[str] = mapped_column(default="")
    idea_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    finding_id: Mapped[int | None] = mapped_column(sa.ForeignKey("interview_findings.id"), index=True)
    search_text: Mapped[str] = mapped_column(default="")
    token: Mapped[str | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)

    author: Mapped[Person] = relationship(foreign_keys=[author_id], lazy="raise_on_sql")
    published_by: Mapped[Person | None] = relationship(foreign_keys=[published_by_id], lazy="raise_on_sql")
    retired_by: Mapped[Person | None] = relationship(foreign_keys=[retired_by_id], lazy="raise_on_sql")
    department: Mapped[Department] = relationship(lazy="raise_on_sql")
    project_group: Mapped[ProjectGroup | None] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.CheckConstraint("title_zh <> '' OR title_en <> ''", name="some_title"),
        sa.CheckConstraint("published_by_id <> author_id", name="published_by_another"),
        sa.CheckConstraint("(state = 'draft') = (published_at IS NULL)", name="published_has_its_moment"),
        sa.CheckConstraint("(state = 'retired') = (retired_at IS NOT NULL)", name="retired_has_its_moment"),
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy's way)

    def text(self, part: str, language: str) -> str:
        """One of `TEXTS` in a language; in the other where there is none."""
        other = "en" if language == "zh" else "zh"
        return str(getattr(self, f"{part}_{language}") or getattr(self, f"{part}_{other}"))

    def title(self, language: str) -> str:
        """Its title in a language; in the other where there is none."""
        return self.text("title", language)


class PracticeRevision(Base):
    """The words of a practice as they were from a moment on. Append-only."""

    __tablename__ = "practice_revisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(sa.ForeignKey("practices.id"))
    number: Mapped[int]
    texts: Mapped[dict[str, Any]]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    at: Mapped[datetime]

    by: Mapped[Person] = relationship(lazy="raise_on_sql")

    __table_args__ = (sa.UniqueConstraint("practice_id", "number"),)


append_only(PracticeRevision.__table__)


class PracticeReuse(Base):
    """Another department or project group works that way too, once, in the words of somebody who speaks for it."""

    __tablename__ = "practice_reuses"

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(sa.ForeignKey("practices.id"))
    department_id: Mapped[int | None] = mapped_column(sa.ForeignKey("departments.id"))
    project_group_id: Mapped[int | None] = mapped_column(sa.ForeignKey("project_groups.id"))
    words: Mapped[str]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    at: Mapped[datetime]

    by: Mapped[Person] = relationship(lazy="raise_on_sql")
    department: Mapped[Department | None] = relationship(lazy="raise_on_sql")
    project_group: Mapped[ProjectGroup | None] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.UniqueConstraint("practice_id", "department_id"),
        sa.UniqueConstraint("practice_id", "project_group_id"),
        sa.CheckConstraint("(department_id IS NULL) <> (project_group_id IS NULL)", name="one_unit"),
    )

    @property
    def unit(self) -> Department | ProjectGroup:
        """The department or project group that works that way."""
        return self.department or self.project_group  # type: ignore[return-value]  # a check constraint sees to it
