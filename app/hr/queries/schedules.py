"""Schedules of files, and what became of each day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person, PersonRole, Role
from app.accounts.queries.people import runs_today
from app.foundation import clock
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.hr.models import DeliveryState, ExportDelivery, ExportSchedule, ScheduleRecipient


def schedules(*, query: str, number: int) -> Page[ExportSchedule]:
    """Those that were not deleted, by title."""
    rows = sa.select(ExportSchedule).options(joinedload(ExportSchedule.made_by))
    rows = rows.where(ExportSchedule.ended_at.is_(None)).order_by(ExportSchedule.title, ExportSchedule.id)
    if query:
        rows = rows.where(contains(ExportSchedule.search_text, query))
    return page_of(rows, number=number)


def schedules_behind(export_ids: Sequence[int]) -> dict[int, Any]:
    """Id and title of the schedule that a file was made for, by export."""
    rows = (
        sa.select(ExportDelivery.export_id, ExportSchedule.id, ExportSchedule.title)
        .join(ExportSchedule, ExportSchedule.id == ExportDelivery.schedule_id)
        .where(ExportDelivery.export_id.in_(export_ids))
    )
    return {row.export_id: row for row in db.session.execute(rows)}


def last_deliveries(schedule_ids: Sequence[int]) -> dict[int, ExportDelivery]:
    """The last day of each schedule."""
    newest = sa.select(sa.func.max(ExportDelivery.due_on)).where(ExportDelivery.schedule_id == ExportSchedule.id)
    rows = (
        sa.select(ExportDelivery)
        .join(ExportSchedule, ExportSchedule.id == ExportDelivery.schedule_id)
        .where(
            ExportSchedule.id.in_(schedule_ids),
            ExportDelivery.due_on == newest.correlate(ExportSchedule).scalar_subquery(),
        )
    )
    return {row.schedule_id: row for row in db.session.scalars(rows)}


def troubled() -> int:
    """How many files of running schedules failed and are being tried again."""
    rows = sa.select(sa.func.count()).select_from(ExportDelivery).join(ExportDelivery.schedule)
    failed = ExportDelivery.state == DeliveryState.failed
    return db.session.scalar(rows.where(failed, ExportSchedule.ended_at.is_(None))) or 0


def schedule(number: int) -> ExportSchedule | None:
    """One of them, also a deleted one."""
    rows = sa.select(ExportSchedule).options(joinedload(ExportSchedule.made_by))
    return db.session.scalar(rows.where(ExportSchedule.id == number))


def deliveries(schedule_id: int, *, state: str, number: int) -> Page[ExportDelivery]:
    """Its days, the newest first; all of them, or those in a state."""
    rows = sa.select(ExportDelivery).options(joinedload(ExportDelivery.export))
    rows = rows.where(ExportDelivery.schedule_id == schedule_id)
    if state in set(DeliveryState):
        rows = rows.where(ExportDelivery.state == DeliveryState(state))
    return page_of(rows.order_by(ExportDelivery.due_on.desc()), number=number)


def recipients_of(schedule_id: int) -> list[Person]:
    """Whom its mails go to: those who are of HR today."""
    rows = sa.select(Person).join(ScheduleRecipient, ScheduleRecipient.person_id == Person.id)
    return list(
        db.session.scalars(rows.where(ScheduleRecipient.schedule_id == schedule_id, Person.id.in_(_officers())))
    )


def officers() -> list[Person]:
    """HR officers who have an address, by name."""
    rows = sa.select(Person).where(Person.id.in_(_officers()), Person.email.is_not(None))
    return list(db.session.scalars(rows.order_by(Person.name, Person.id)))


def _officers() -> sa.Select[int]:
    rows = sa.select(PersonRole.person_id).join(Person, Person.id == PersonRole.person_id)
    here = sa.and_(Person.deactivated_at.is_(None), sa.or_(Person.last_day.is_(None), Person.last_day >= clock.today()))
    return rows.where(PersonRole.role == Role.hr_officer, runs_today(), here)
