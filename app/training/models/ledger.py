"""The ledger of completions, and the certificates issued on it."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.append_only import append_only
from app.foundation.db import Base, choice


class Method(StrEnum):
    """How a completion came about."""

    passed = "passed"
    imported = "imported"
    corrected = "corrected"
    equivalent = "equivalent"


class ModuleMethod(StrEnum):
    """How a module was completed: by its drills and quiz, or by testing out of it."""

    passed = "passed"
    tested_out = "tested_out"


class ModuleCompletion(Base):
    """A module completed: quiz passed and drills passed. Append-only; the first one counts."""

    __tablename__ = "module_completions"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignments.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    module_id: Mapped[str]
    module_version: Mapped[int]
    path_version: Mapped[str]
    grading_hash: Mapped[str]
    score: Mapped[int]
    minutes: Mapped[int] = mapped_column(default=0)
    completed_at: Mapped[datetime]
    method: Mapped[ModuleMethod] = mapped_column(
        choice(ModuleMethod, "method"), default=ModuleMethod.passed, server_default=ModuleMethod.passed.value
    )

    __table_args__ = (sa.UniqueConstraint("assignment_id", "module_id"),)


class Completion(Base):
    """A path completed. Append-only: a correction is a new row that names the old one in `corrects_id`.

    `completed_on` is the company's day in the zone of that time, so that a later change of zone re-dates nothing.
    `recorded_at` is set where the row was written at another time than it tells of: a correction keeps the date of what
    it corrects, and a report as of a day before it still shows the old row.
    """

    __tablename__ = "completions"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignments.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    path_id: Mapped[int] = mapped_column(sa.ForeignKey("paths.id"), index=True)
    publication_id: Mapped[int | None] = mapped_column(sa.ForeignKey("publications.id"))
    path_version: Mapped[str]
    grading_hash: Mapped[str] = mapped_column(default="")
    method: Mapped[Method] = mapped_column(choice(Method, "method"))
    score: Mapped[int]
    minutes: Mapped[int] = mapped_column(default=0)
    completed_at: Mapped[datetime] = mapped_column(index=True)
    completed_on: Mapped[date]
    zone: Mapped[str]
    corrects_id: Mapped[int | None] = mapped_column(sa.ForeignKey("completions.id"), unique=True)
    reason: Mapped[str] = mapped_column(default="")
    document: Mapped[str] = mapped_column(default="", server_default="")
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    recorded_at: Mapped[datetime | None]

    __table_args__ = (
        sa.Index(
            "uq_completions_first",
            "assignment_id",
            unique=True,
            sqlite_where=sa.text("corrects_id IS NULL"),
            postgresql_where=sa.text("corrects_id IS NULL"),
        ),
    )


class Certificate(Base):
    """Issued with its completion, in the same transaction; the name on it is the name of that day.

    `reissues_id` names the certificate of the same completion that this one replaces under a new name.
    """

    __tablename__ = "certificates"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    completion_id: Mapped[int] = mapped_column(sa.ForeignKey("completions.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    person_name: Mapped[str]
    path_id: Mapped[int] = mapped_column(sa.ForeignKey("paths.id"))
    title_zh: Mapped[str]
    title_en: Mapped[str]
    path_version: Mapped[str]
    completed_on: Mapped[date]
    issued_on: Mapped[date]
    expires_on: Mapped[date | None]
    superseded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("certificates.id"))
    reissues_id: Mapped[int | None] = mapped_column(sa.ForeignKey("certificates.id"), unique=True)

    __table_args__ = (
        sa.CheckConstraint("expires_on IS NULL OR expires_on > completed_on", name="expires_later"),
        sa.Index(
            "uq_certificates_first",
            "completion_id",
            unique=True,
            sqlite_where=sa.text("reissues_id IS NULL"),
            postgresql_where=sa.text("reissues_id IS NULL"),
        ),
    )


for _table in (ModuleCompletion, Completion):
    append_only(_table.__table__)
