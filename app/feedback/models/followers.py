"""Who follows an idea."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base


class Follower(Base):
    """Somebody who wants to hear about an idea without voting for it, or has muted it."""

    __tablename__ = "followers"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)
    followed_at: Mapped[datetime]
    muted_at: Mapped[datetime | None]
