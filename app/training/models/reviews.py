"""Hands-on tasks in the real tool: what was handed in and how it was reviewed."""

import hashlib
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.foundation.append_only import append_only
from app.foundation.db import Base, choice
from app.training.models.assignments import Assignment

SAMPLE = 10
"""One review in so many is looked at by a second superuser."""


def in_sample(token: str) -> bool:
    """Whether the review of a submission is looked at twice: one in ten, decided by the token alone, once and for ever."""
    return int.from_bytes(hashlib.sha256(f"second look {token}".encode()).digest()[:8]) % SAMPLE == 0


class PracticeSubmission(Base):
    """A task of a `.signoff` drill handed in, as often as it takes; every version is kept. Append-only.

    `sampled` repeats `in_sample` of the token, so that a query can ask for it.
    """

    __tablename__ = "practice_submissions"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignments.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    module_id: Mapped[str]
    item_id: Mapped[str]
    number: Mapped[int]
    token: Mapped[str] = mapped_column(unique=True)
    sampled: Mapped[bool] = mapped_column(default=lambda made: in_sample(made.get_current_parameters()["token"]))
    note: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    submitted_at: Mapped[datetime] = mapped_column(index=True)
    publication_id: Mapped[int] = mapped_column(sa.ForeignKey("publications.id"))
    path_version: Mapped[str]
    module_version: Mapped[int]
    display_hash: Mapped[str]
    grading_hash: Mapped[str]

    assignment: Mapped[Assignment] = relationship(lazy="raise_on_sql")
    # Whose it is now: after a merge of accounts the kept one, while `person_id` keeps who handed it in.
    person: Mapped[Person] = relationship(
        secondary="assignments",
        primaryjoin="PracticeSubmission.assignment_id == Assignment.id",
        secondaryjoin="Assignment.person_id == Person.id",
        viewonly=True,
        lazy="raise_on_sql",
    )
    reviews: Mapped[list["PracticeReview"]] = relationship(
        lazy="raise_on_sql", back_populates="submission", order_by="PracticeReview.id"
    )

    __table_args__ = (sa.UniqueConstraint("assignment_id", "module_id", "item_id", "number"),)


class ReviewKind(StrEnum):
    """The review that counts, or the second look at one in ten."""

    review = "review"
    recheck = "recheck"


class PracticeReview(Base):
    """One superuser's judgement, criterion by criterion (a list of true and false). Append-only."""

    __tablename__ = "practice_reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(sa.ForeignKey("practice_submissions.id"))
    kind: Mapped[ReviewKind] = mapped_column(choice(ReviewKind, "kind"))
    reviewer_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    reviewed_at: Mapped[datetime]
    criteria: Mapped[list[Any]]
    accepted: Mapped[bool]
    comment: Mapped[str] = mapped_column(default="")

    submission: Mapped[PracticeSubmission] = relationship(lazy="raise_on_sql", back_populates="reviews")
    reviewer: Mapped[Person] = relationship(lazy="raise_on_sql")

    __table_args__ = (sa.UniqueConstraint("submission_id", "kind"),)


class PracticeAcceptance(Base):
    """The hands-on task of an assignment was accepted, on a day of the company. Append-only."""

    __tablename__ = "practice_acceptances"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignments.id"), unique=True)
    accepted_on: Mapped[date]
    accepted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))


for _table in (PracticeSubmission, PracticeReview, PracticeAcceptance):
    append_only(_table.__table__)
