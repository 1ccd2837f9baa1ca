"""What people ask about the data kept of them, and who was erased."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models.people import Person
from app.foundation.append_only import append_only
from app.foundation.db import Base


class CorrectionRequest(Base):
    """A person asks to correct something that the portal keeps; HR answers, with reasons where it refuses.

    `section` is the key of a section of “My data”, `text` what is wrong there, `wanted` what is right.
    """

    __tablename__ = "correction_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    section: Mapped[str] = mapped_column(server_default="")
    text: Mapped[str]
    wanted: Mapped[str] = mapped_column(server_default="")
    token: Mapped[str | None] = mapped_column(unique=True)
    search_text: Mapped[str] = mapped_column(server_default="")
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    corrected: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(default="", server_default="")

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")

    __table_args__ = (
        sa.CheckConstraint("(answered_at IS NULL) = (corrected IS NULL)", name="answered_says_what_became"),
        sa.CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_by_somebody"),
        sa.CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answered_in_words"),
        sa.CheckConstraint("answered_by_id <> person_id", name="not_answered_by_oneself"),
    )


class Erasure(Base):
    """Somebody's name and addresses were taken away; the facts stay under a pseudonym. Append-only."""

    __tablename__ = "erasures"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), unique=True)
    pseudonym: Mapped[str] = mapped_column(server_default="")
    erased_at: Mapped[datetime]
    erased_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    reason: Mapped[str]

    __table_args__ = (
        sa.CheckConstraint("erased_by_id <> person_id", name="not_oneself"),
        sa.Index("uq_erasures_pseudonym", "pseudonym", unique=True),
    )


append_only(Erasure.__table__)

STAY_ERASED = """(NEW.erased_at IS NULL OR NEW.email IS NOT NULL OR NEW.email_key IS NOT NULL OR NEW.password_hash IS NOT NULL
OR (NEW.last_day IS NULL AND NEW.merged_into_id IS NULL) OR NOT EXISTS (SELECT 1 FROM erasures WHERE erasures.person_id = OLD.id
AND erasures.pseudonym = NEW.name AND erasures.pseudonym = NEW.employee_no))"""
_SQLITE = f"""CREATE TRIGGER people_stay_erased BEFORE UPDATE ON people
WHEN (OLD.erased_at IS NOT NULL OR NEW.erased_at IS NOT NULL) AND {STAY_ERASED}
BEGIN SELECT RAISE(ABORT, 'an erased person stays erased'); END"""
_PG_FUNCTION = f"""CREATE OR REPLACE FUNCTION stay_erased() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN IF {STAY_ERASED} THEN
RAISE EXCEPTION 'an erased person stays erased' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"""
_PG = """CREATE TRIGGER people_stay_erased BEFORE UPDATE ON people FOR EACH ROW
WHEN (OLD.erased_at IS NOT NULL OR NEW.erased_at IS NOT NULL) EXECUTE FUNCTION stay_erased()"""


def stay_erased_statements(dialect: str) -> list[str]:
    """SQL that lets nobody give an erased person a name, an address or a way in again."""
    return [_PG_FUNCTION, _PG] if dialect == "postgresql" else [_SQLITE]


@event.listens_for(Person.__table__, "after_create")
def _make_trigger(_table: sa.Table, connection: sa.Connection, **_: object) -> None:
    for statement in stay_erased_statements(connection.dialect.name):
        connection.execute(sa.text(statement))
