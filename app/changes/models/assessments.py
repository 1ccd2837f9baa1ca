"""What a change request costs, touches and risks."""

from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Department, Person
from app.foundation.append_only import append_only
from app.foundation.db import Base


class Assessment(Base):
    """One revision of the impact assessment; the newest one holds. Empty where nobody has said it yet. Append-only.

    `risk_answers` keeps what was answered to each question; score and level are derived from it (`app.changes.formulas.risk`).
    """

    __tablename__ = "assessments"

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(sa.ForeignKey("change_requests.id"))
    revision: Mapped[int]
    hours: Mapped[int | None]
    cost: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 2))
    days: Mapped[int | None]
    risk_answers: Mapped[dict[str, int]] = mapped_column(sa.JSON())
    training: Mapped[str] = mapped_column(default="")
    communication: Mapped[str] = mapped_column(default="")
    data_impact: Mapped[str] = mapped_column(default="")
    back_out_plan: Mapped[str] = mapped_column(default="")
    tools: Mapped[str] = mapped_column(default="")
    everyone: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    at: Mapped[datetime]

    by: Mapped[Person] = relationship(lazy="raise_on_sql")
    departments: Mapped[list[Department]] = relationship(
        secondary="assessment_departments", lazy="raise_on_sql", viewonly=True, order_by="Department.code"
    )

    __table_args__ = (
        sa.UniqueConstraint("change_id", "revision"),
        sa.CheckConstraint("hours >= 0 AND cost >= 0 AND days >= 0", name="not_negative"),
    )


class AssessmentDepartment(Base):
    """A department that a change touches, as one revision of the assessment says. Append-only."""

    __tablename__ = "assessment_departments"

    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessments.id"), primary_key=True)
    department_id: Mapped[int] = mapped_column(sa.ForeignKey("departments.id"), primary_key=True)


append_only(Assessment.__table__)
append_only(AssessmentDepartment.__table__)
