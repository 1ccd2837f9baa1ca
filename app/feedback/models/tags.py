"""Tags: a few words by which the PMO sorts ideas, besides their area."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base


class Tag(Base):
    """One tag. A merged one counts as the one it lives on in; a retired one is shown to nobody; both come back exactly as they were."""

    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    name_key: Mapped[str] = mapped_column(unique=True)
    search_text: Mapped[str]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    retired_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tags.id"), index=True)

    __table_args__ = (sa.CheckConstraint("merged_into_id <> id", name="not_merged_into_itself"),)

    def title(self, language: str) -> str:
        """Name in a language; the Chinese one where there is no other."""
        return self.name_en if language == "en" and self.name_en else self.name


class IdeaTag(Base):
    """A tag on an idea, and who put it there."""

    __tablename__ = "idea_tags"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(sa.ForeignKey("tags.id"), primary_key=True, index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    at: Mapped[datetime]
