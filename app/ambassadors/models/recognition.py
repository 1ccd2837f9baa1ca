"""Whether colleagues may see for what somebody is thanked. What for is derived from other rows and stored nowhere."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base


class RecognitionChoice(Base):
    """What somebody chose about being seen; without a row only they and the PMO see it."""

    __tablename__ = "recognition_choices"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    visible: Mapped[bool]
    chosen_at: Mapped[datetime]
