"""The log of exports: who took which records, when, and what the file held."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.foundation.db import Base


class Export(Base):
    """One file. Written when it starts; the figures follow when its last byte is made.

    `content` holds the versions of each path that its records tell of. Files from before these were kept have none.
    `profile` is the profile it was made by; without one it has all columns.
    A file of changes says from which number of the book on (`since_sequence`) and up to which (`to_sequence`).
    """

    __tablename__ = "exports"

    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    format: Mapped[str]
    as_of: Mapped[date]
    filters: Mapped[dict[str, Any]]
    totals: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="", server_default="")
    records_sha256: Mapped[str] = mapped_column(default="", server_default="")
    content: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    since_sequence: Mapped[int | None]
    to_sequence: Mapped[int | None]
    profile: Mapped[str] = mapped_column(default="", server_default="")
    profile_sha256: Mapped[str] = mapped_column(default="", server_default="")
    file_name: Mapped[str] = mapped_column(default="", server_default="")

    by: Mapped[Person | None] = relationship(lazy="raise_on_sql")
