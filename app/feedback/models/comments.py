"""What people say to an idea: comments, their earlier wordings, and whom they mention."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.accounts.models.erased import naming_erased
from app.foundation.append_only import Erasable, append_only
from app.foundation.db import Base


class Comment(Base):
    """One comment on an idea; an `internal` one is a note among those who decide.

    `version` goes up with every edit. `mentioned` keeps, for the page, what was typed after an @ and whose name it stands for.
    """

    __tablename__ = "comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    text: Mapped[str]
    internal: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    mentioned: Mapped[list[list[str]]] = mapped_column(sa.JSON, default=list, server_default="[]")
    posted_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    hidden_at: Mapped[datetime | None]
    hidden_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    hidden_reason: Mapped[str] = mapped_column(default="", server_default="")
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    token: Mapped[str] = mapped_column(unique=True)

    author: Mapped[Person] = relationship(foreign_keys=[author_id], lazy="raise_on_sql")

    __table_args__ = (
        sa.CheckConstraint("(hidden_at IS NULL) = (hidden_by_id IS NULL)", name="hidden_by_somebody"),
        sa.CheckConstraint("(hidden_at IS NULL) = (hidden_reason = '')", name="hidden_for_a_reason"),
    )


class CommentRevision(Base):
    """A wording of a comment that was replaced: what it was and since when it had stood there. Append-only."""

    __tablename__ = "comment_revisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(sa.ForeignKey("comments.id"))
    version: Mapped[int]
    text: Mapped[str]
    written_at: Mapped[datetime]

    __table_args__ = (sa.UniqueConstraint("comment_id", "version"),)


class Mention(Base):
    """Somebody was called into a conversation; each comment calls a person once, however often it is edited. Append-only."""

    __tablename__ = "mentions"

    comment_id: Mapped[int] = mapped_column(sa.ForeignKey("comments.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)
    at: Mapped[datetime]


WORDS_OF_ERASED = Erasable(kept=("id", "comment_id", "version", "written_at"), when=naming_erased("text"))
append_only(CommentRevision.__table__, WORDS_OF_ERASED)
append_only(Mention.__table__)
