"""The register of benefits: lines, and who confirmed them."""

from datetime import datetime
from enum import StrEnum
from fractions import Fraction

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Department, Person
from app.foundation.append_only import append_only
from app.foundation.db import Base, choice
from app.foundation.refusals import Refusal, refused_when


class Evidence(StrEnum):
    """How well a benefit is known."""

    measured = "measured"
    sampled = "sampled"
    claimed = "claimed"


class Measure(StrEnum):
    """What a line of the register counts: minutes of a task before and after, or money."""

    time = "time"
    money = "money"


class Rhythm(StrEnum):
    """Whether a benefit comes every month or once."""

    monthly = "monthly"
    once = "once"


class BenefitLine(Base):
    """One benefit or, where it is negative, one loss. Append-only: a correction is a new line that names the old.

    Time is told as minutes that a task took before and takes now, and how often it occurs (in a month, or at all);
    money as an amount in whole units of its currency. Lines of a loaded company have no date: they always counted.
    """

    __tablename__ = "benefit_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    measure: Mapped[Measure] = mapped_column(choice(Measure, "measure"), default=Measure.time, server_default="time")
    baseline_minutes: Mapped[int] = mapped_column(default=0)
    new_minutes: Mapped[int] = mapped_column(default=0)
    rework_minutes: Mapped[int] = mapped_column(default=0)
    occurrences: Mapped[int] = mapped_column(default=0)
    amount: Mapped[int] = mapped_column(default=0, server_default="0")
    currency: Mapped[str] = mapped_column(default="", server_default="")
    rhythm: Mapped[Rhythm] = mapped_column(choice(Rhythm, "rhythm"), default=Rhythm.monthly, server_default="monthly")
    first_month: Mapped[str | None]
    last_month: Mapped[str | None]
    evidence: Mapped[Evidence] = mapped_column(choice(Evidence, "evidence"))
    source: Mapped[str] = mapped_column(default="", server_default="")
    department_id: Mapped[int | None] = mapped_column(sa.ForeignKey("departments.id"))
    idea_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    release_id: Mapped[int | None] = mapped_column(sa.ForeignKey("releases.id"))
    recorded_at: Mapped[datetime | None]
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    corrects_id: Mapped[int | None] = mapped_column(sa.ForeignKey("benefit_lines.id"), unique=True)
    withdrawn: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    reason: Mapped[str] = mapped_column(default="", server_default="")
    search_text: Mapped[str] = mapped_column(default="", server_default="")
    token: Mapped[str | None] = mapped_column(unique=True)

    recorded_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    department: Mapped[Department | None] = relationship(lazy="raise_on_sql")

    @property
    def saved(self) -> int:
        """Minutes that one occurrence saves."""
        return self.baseline_minutes - self.new_minutes - self.rework_minutes

    @property
    def hours(self) -> Fraction:
        """Hours as claimed, in a month or at all; a loss is below zero."""
        return Fraction(self.saved * self.occurrences, 60)

    @property
    def is_loss(self) -> bool:
        """Whether it costs more than it brings."""
        return (self.amount if self.measure is Measure.money else self.saved) < 0

    __table_args__ = (
        sa.CheckConstraint("(measure = 'money') = (currency <> '')", name="money_has_a_currency"),
        sa.CheckConstraint("corrects_id IS NULL OR reason <> ''", name="correction_gives_a_reason"),
        sa.CheckConstraint("last_month IS NULL OR first_month <= last_month", name="months_in_order"),
        sa.CheckConstraint("NOT withdrawn OR corrects_id IS NOT NULL", name="withdrawn_names_a_line"),
    )


class BenefitConfirmation(Base):
    """Somebody else than who recorded a line has checked it, and confirms it or does not. Append-only, once for a line."""

    __tablename__ = "benefit_confirmations"

    line_id: Mapped[int] = mapped_column(sa.ForeignKey("benefit_lines.id"), primary_key=True)
    confirmed: Mapped[bool]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="", server_default="")

    by: Mapped[Person] = relationship(lazy="raise_on_sql")

    __table_args__ = (sa.CheckConstraint("confirmed OR note <> ''", name="refusal_gives_a_reason"),)


BY_SOMEBODY_ELSE = Refusal(
    table="benefit_confirmations",
    name="benefits_confirmed_by_others",
    when="EXISTS (SELECT 1 FROM benefit_lines WHERE id = NEW.line_id AND recorded_by_id = NEW.by_id)",
    says="who recorded a benefit does not confirm it",
)
refused_when(BenefitConfirmation.__table__, BY_SOMEBODY_ELSE)
for _ledger in (BenefitLine, BenefitConfirmation):
    append_only(_ledger.__table__)
