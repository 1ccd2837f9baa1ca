"""Ideas of a company that was loaded from a file."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base


class ImportedIdea(Base):
    """The key that an idea had in the file it was loaded from; reports name it by that key."""

    __tablename__ = "imported_ideas"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
