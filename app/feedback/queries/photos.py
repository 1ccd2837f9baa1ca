"""Photos of ideas, for whoever may see the idea."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import undefer

from app.feedback.models import Idea, IdeaPhoto
from app.feedback.queries.visibility import visible_to
from app.foundation.db import db


def photo_of(number: int, reader: Any) -> IdeaPhoto | None:
    """The photo of an idea with its bytes; None where there is none for this reader."""
    wanted = sa.select(IdeaPhoto).join(Idea, Idea.id == IdeaPhoto.idea_id).where(Idea.id == number, visible_to(reader))
    return db.session.scalar(wanted.options(undefer(IdeaPhoto.content)))
