"""What there is to tell of sharing sessions and practices, and whom it concerns."""

from typing import Any

import sqlalchemy as sa

from app.accounts.models import Department, Person, ProjectGroup
from app.ambassadors.events.practice import PracticeReused
from app.ambassadors.models import Appointment, AppointmentState
from app.ambassadors.models.practice import Practice
from app.ambassadors.models.sharing import SharingSession
from app.foundation import clock
from app.foundation.db import db
from app.notifications.models import Announcement, Receipt

Facts = dict[str, Any]


def serving_today() -> set[int]:
    """Ids of those whose term as superuser or ambassador runs today."""
    today = clock.today()
    rows = sa.select(Appointment.person_id).where(
        Appointment.state == AppointmentState.active,
        Appointment.starts_on <= today,
        sa.or_(Appointment.ends_on.is_(None), Appointment.ends_on >= today),
    )
    return set(db.session.scalars(rows))


def asked_to(session_id: int) -> set[int]:
    """Ids of those who were told that a session was called, and of its host."""
    told = sa.select(Receipt.person_id).join(Receipt.announcement).where(Announcement.key == f"session:{session_id}")
    host = sa.select(SharingSession.host_id).where(SharingSession.id == session_id)
    return {*db.session.scalars(told), *db.session.scalars(host)}


def session_told(session_id: int) -> Facts:
    """A session: what about, when, where, with whom, and why it does not take place."""
    rows = sa.select(SharingSession, Person.name).join(Person, Person.id == SharingSession.host_id)
    found, host = db.session.execute(rows.where(SharingSession.id == session_id)).one()
    return {
        "session": found.id,
        "title": found.title,
        "host": host,
        "starts_at": found.starts_at.isoformat(),
        "place": found.place,
        "reason": found.cancelled_reason,
    }


def practice_told(practice_id: int) -> Facts:
    """A practice: its titles."""
    found = db.session.get_one(Practice, practice_id)
    return {
        "practice": found.id,
        "title_zh": found.title_zh or found.title_en,
        "title_en": found.title_en or found.title_zh,
    }


def unit_told(event: PracticeReused) -> Facts:
    """The department or project group that works that way too."""
    unit: Department | ProjectGroup
    if event.department_id is not None:
        unit = db.session.get_one(Department, event.department_id)
    else:
        unit = db.session.get_one(ProjectGroup, event.project_group_id)
    return {"unit_zh": unit.title("zh"), "unit_en": unit.title("en")}
