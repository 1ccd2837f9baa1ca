"""Drafts of articles that grew out of answers, until an author has put them into the content folder."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, choice

OPEN = sa.text("state = 'open'")


class DraftState(StrEnum):
    """Worked on; published as an article of its id; or dropped, with the reason."""

    open = "open"
    done = "done"
    dropped = "dropped"


class ArticleDraft(Base):
    """An article in the making. `article` is the id it will have; a publication of that id makes it done.

    `words` are separated by commas. Nothing in it names who asked.
    """

    __tablename__ = "article_drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[DraftState] = mapped_column(choice(DraftState, "state"), default=DraftState.open, index=True)
    article: Mapped[str]
    topic: Mapped[str] = mapped_column(default="")
    owner: Mapped[str] = mapped_column(default="superuser")
    title_zh: Mapped[str] = mapped_column(default="")
    words_zh: Mapped[str] = mapped_column(default="")
    body_zh: Mapped[str] = mapped_column(default="")
    title_en: Mapped[str] = mapped_column(default="")
    words_en: Mapped[str] = mapped_column(default="")
    body_en: Mapped[str] = mapped_column(default="")
    turn_id: Mapped[int | None] = mapped_column(sa.ForeignKey("question_turns.id"), unique=True)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    edited_at: Mapped[datetime | None]
    edited_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    closed_at: Mapped[datetime | None]
    dropped_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    dropped_reason: Mapped[str] = mapped_column(default="")
    search_text: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    @property
    def title(self) -> str:
        """Its title in whichever language it has one."""
        return self.title_zh or self.title_en

    def title_in(self, language: str) -> str:
        """Its title in a language, else in the other."""
        return (self.title_zh if language == "zh" else self.title_en) or self.title

    __table_args__ = (
        sa.Index("uq_article_drafts_open", "article", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        sa.CheckConstraint("(closed_at IS NULL) = (state = 'open')", name="open_until_closed"),
        sa.CheckConstraint("(dropped_by_id IS NULL) = (state <> 'dropped')", name="dropped_by_somebody"),
    )
