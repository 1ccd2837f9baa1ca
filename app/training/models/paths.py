"""Paths, what was published of them, and what authors are told."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person, Tier
from app.foundation.append_only import append_only
from app.foundation.db import Base, choice


class TrainingPath(Base):
    """One path. Its code and history stay for ever, whatever happens to the files it was written in."""

    __tablename__ = "paths"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    tier: Mapped[Tier] = mapped_column(choice(Tier, "tier"))
    title_zh: Mapped[str]
    title_en: Mapped[str]
    version: Mapped[str]
    pass_mark: Mapped[int]
    valid_months: Mapped[int | None]
    retired_at: Mapped[datetime | None]

    __table_args__ = (sa.CheckConstraint("pass_mark BETWEEN 0 AND 100", name="pass_mark_percent"),)

    def title(self, language: str) -> str:
        """Title in a language; the other one where a company gave only one."""
        return (self.title_en or self.title_zh) if language == "en" else (self.title_zh or self.title_en)


class Publication(Base):
    """The files of a path as they were published: what was taught on a day can always be read again.

    The newest row of a path is the one that is served. `lineage` says which former modules, drills and quizzes those of
    this publication continue (see `queries/lineage.py`), so that records made under an old name keep counting.
    """

    __tablename__ = "publications"

    id: Mapped[int] = mapped_column(primary_key=True)
    path_id: Mapped[int] = mapped_column(sa.ForeignKey("paths.id"), index=True)
    version: Mapped[str]
    files: Mapped[dict[str, Any]]
    content_hash: Mapped[str]
    published_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    lineage: Mapped[dict[str, Any] | None]


class SupplementKind(StrEnum):
    """What is published beside the paths: the words of a tool, a go-live day card."""

    tool = "tool"
    card = "card"


class Supplement(Base):
    """The files of a tool's words or of a card as they were published; the newest row of a name is served. Append-only."""

    __tablename__ = "supplements"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[SupplementKind] = mapped_column(choice(SupplementKind, "kind"))
    name: Mapped[str] = mapped_column(index=True)
    files: Mapped[dict[str, Any]]
    content_hash: Mapped[str]
    published_at: Mapped[datetime]


class ToolChoice(Base):
    """Which project-management software the company rolls out; the newest row holds. Append-only."""

    __tablename__ = "tool_choices"

    id: Mapped[int] = mapped_column(primary_key=True)
    tool: Mapped[str]
    chosen_at: Mapped[datetime]
    chosen_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))


class ContentNote(Base):
    """A word to the authors about a drill or question, until somebody settles it."""

    __tablename__ = "content_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    path_id: Mapped[int] = mapped_column(sa.ForeignKey("paths.id"), index=True)
    module_id: Mapped[str]
    item_id: Mapped[str] = mapped_column(default="")
    part: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    written_at: Mapped[datetime]
    written_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    answer: Mapped[str] = mapped_column(default="")

    written_by: Mapped[Person] = relationship(foreign_keys=[written_by_id], lazy="raise_on_sql")
    path: Mapped[TrainingPath] = relationship(lazy="raise_on_sql")


for _table in (Publication, Supplement, ToolChoice):
    append_only(_table.__table__)
