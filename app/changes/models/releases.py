"""What reached people, and what was learned from it."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.changes.models.requests import ChangeRequest
from app.feedback.models import Idea
from app.foundation.append_only import append_only
from app.foundation.db import Base, choice


class Release(Base):
    """Something new that people can use now, told in their words; `note_en` may be missing."""

    __tablename__ = "releases"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    note: Mapped[str]
    note_en: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime] = mapped_column(index=True)
    published_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    search_text: Mapped[str] = mapped_column(default="")
    token: Mapped[str | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)

    published_by: Mapped[Person] = relationship(lazy="raise_on_sql")

    __table_args__ = ({"sqlite_autoincrement": True},)

    def title_in(self, language: str) -> str:
        """Title in a language; the other one where there is none."""
        return (self.title_en if language == "en" else self.title) or self.title or self.title_en

    def note_in(self, language: str) -> str:
        """Note in a language; the other one where there is none."""
        return (self.note_en if language == "en" else self.note) or self.note or self.note_en


class ReleaseChange(Base):
    """A change reached people with a release; each does so once. Append-only."""

    __tablename__ = "release_changes"

    release_id: Mapped[int] = mapped_column(sa.ForeignKey("releases.id"), primary_key=True)
    change_id: Mapped[int] = mapped_column(sa.ForeignKey("change_requests.id"), primary_key=True, unique=True)

    change: Mapped[ChangeRequest] = relationship(lazy="raise_on_sql")
    release: Mapped[Release] = relationship(lazy="raise_on_sql")


class ReleaseIdea(Base):
    """An idea that a release brings to people, in part or whole, by its changes. Append-only."""

    __tablename__ = "release_ideas"

    release_id: Mapped[int] = mapped_column(sa.ForeignKey("releases.id"), primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True, index=True)

    idea: Mapped[Idea] = relationship(lazy="raise_on_sql")


class ReviewOutcome(StrEnum):
    """What a change came to."""

    success = "success"
    partial = "partial"
    failed = "failed"


class Review(Base):
    """The post-implementation review of one change. Append-only."""

    __tablename__ = "change_reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(sa.ForeignKey("change_requests.id"), unique=True)
    outcome: Mapped[ReviewOutcome] = mapped_column(choice(ReviewOutcome, "outcome"))
    objectives_met: Mapped[str]
    incidents: Mapped[str] = mapped_column(default="")
    lessons: Mapped[str]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    at: Mapped[datetime]

    by: Mapped[Person] = relationship(lazy="raise_on_sql")


append_only(ReleaseChange.__table__)
append_only(ReleaseIdea.__table__)
append_only(Review.__table__)
