"""What was looked for, without saying by whom; and how often people looked for help, without saying for what."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base


class Gap(StrEnum):
    """What is missing: nothing was found, it was not solved, an article is past its time, or it did not help."""

    empty = "empty"
    unsolved = "unsolved"
    stale = "stale"
    refused = "refused"


class Search(Base):
    """Words that somebody searched for. Neither the person nor the hour is kept, so that nobody's curiosity can be read here.

    `token` stands in the address of the results, so that an article opened from them can say whether it helped.
    """

    __tablename__ = "knowledge_searches"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    words: Mapped[str]
    folded: Mapped[str] = mapped_column(index=True)
    results: Mapped[int]
    searched_on: Mapped[date] = mapped_column(index=True)
    solved: Mapped[bool | None]

    __table_args__ = (sa.CheckConstraint("results >= 0", name="results_counted"),)


class HelpSession(Base):
    """Half an hour in which somebody looked for help, by searching or by asking; what for is not kept.

    `asked` says that a question of this person followed within a day.
    """

    __tablename__ = "help_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    began_at: Mapped[datetime] = mapped_column(index=True)
    last_at: Mapped[datetime]
    viewed: Mapped[bool] = mapped_column(default=False)
    solved: Mapped[bool] = mapped_column(default=False)
    asked: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (sa.Index("ix_help_sessions_person_id_last_at", "person_id", "last_at"),)
