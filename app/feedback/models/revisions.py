"""The words of ideas as they were before they were changed."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.foundation.append_only import append_only
from app.foundation.db import Base


class IdeaRevision(Base):
    """One revision of an idea that is past: its words by field, who replaced them, and whether that changed what is asked for.

    The present words stand in the idea itself, so the newest row here is one behind `Idea.revision`. Append-only.
    """

    __tablename__ = "idea_revisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    number: Mapped[int]
    words: Mapped[dict[str, Any]]
    material: Mapped[bool]
    replaced_at: Mapped[datetime]
    replaced_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))

    replaced_by: Mapped[Person] = relationship(lazy="raise_on_sql")

    __table_args__ = (sa.UniqueConstraint("idea_id", "number"),)


append_only(IdeaRevision.__table__)
