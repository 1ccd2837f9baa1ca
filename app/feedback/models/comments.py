"""What people say to an idea."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.foundation.db import Base


class Comment(Base):
    """One comment on an idea."""

    __tablename__ = "comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    text: Mapped[str]
    posted_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    token: Mapped[str] = mapped_column(unique=True)

    author: Mapped[Person] = relationship(foreign_keys=[author_id], lazy="raise_on_sql")
