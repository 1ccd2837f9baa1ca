"""Votes, and the history of votes."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.append_only import append_only
from app.foundation.db import Base


class Vote(Base):
    """One person's vote for one idea, with the department of that day and the revision that was read. A merge never touches it."""

    __tablename__ = "votes"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    department_id: Mapped[int] = mapped_column(sa.ForeignKey("departments.id"))
    cast_at: Mapped[datetime]
    voting_round: Mapped[int] = mapped_column(default=1)
    seen_revision: Mapped[int] = mapped_column(default=1)

    __table_args__ = (sa.UniqueConstraint("idea_id", "person_id"),)


class VoteEvent(Base):
    """A vote was cast or withdrawn. Append-only."""

    __tablename__ = "vote_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    cast: Mapped[bool]
    at: Mapped[datetime]


append_only(VoteEvent.__table__)
