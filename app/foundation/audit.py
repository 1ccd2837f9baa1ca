"""The audit trail: who did what to what, when, with the values before and after. Append-only."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import clock
from app.foundation.append_only import Erasable, append_only
from app.foundation.db import Base, db


class AuditEntry(Base):
    """One act. `subject_kind` and `subject_id` name the thing; `before` and `after` hold only what changed."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    act: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(default="")

    __table_args__ = (sa.Index("ix_audit_entries_subject", "subject_kind", "subject_id"),)


REDACTABLE = Erasable(
    kept=("id", "at", "actor_id", "act", "subject_kind", "subject_id"),
    when="EXISTS (SELECT 1 FROM audit_redactions WHERE audit_redactions.entry_id = OLD.id)",
)
append_only(AuditEntry.__table__, REDACTABLE)


def record(
    *,
    act: str,
    subject: tuple[str, object],
    actor_id: int | None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Write one audit row in the present transaction. `act` reads `noun:verb`; values must be plain JSON."""
    db.session.add(
        AuditEntry(
            at=clock.now(),
            actor_id=actor_id,
            act=act,
            subject_kind=subject[0],
            subject_id=str(subject[1]),
            before=before or {},
            after=after or {},
            reason=reason,
        )
    )
