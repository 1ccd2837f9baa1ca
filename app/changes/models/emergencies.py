"""Approvals without which no emergency begins."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.foundation.append_only import append_only
from app.foundation.db import Base


class EmergencyApproval(Base):
    """A board member agrees to an emergency as its text stood then; another text needs another approval. Append-only."""

    __tablename__ = "emergency_approvals"

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(sa.ForeignKey("change_requests.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    content_hash: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    __table_args__ = (sa.UniqueConstraint("change_id", "person_id", "content_hash"),)


append_only(EmergencyApproval.__table__)
