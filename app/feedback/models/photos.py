"""Photos of ideas."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base

LARGEST_PHOTO = 600_000
"""Bytes of a photo as it is kept."""


class IdeaPhoto(Base):
    """The one photo of an idea, as the portal has drawn it anew: nothing of the original file but what can be seen."""

    __tablename__ = "idea_photos"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    media_type: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    added_at: Mapped[datetime]

    __table_args__ = (sa.CheckConstraint(f"length(content) BETWEEN 1 AND {LARGEST_PHOTO}", name="size_limited"),)
