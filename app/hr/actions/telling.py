"""Mails of schedules: a file is ready, or could not be made. No record ever goes by mail."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.foundation.db import db
from app.foundation.i18n import local_date, speaking
from app.foundation.mail import Letter, post_many
from app.hr.models import Export, ExportDelivery, ExportSchedule
from app.hr.queries.schedules import officers, recipients_of
from app.notifications.links import absolute


def tell_of_file(schedule_id: int, delivery_id: int, export: Export) -> None:
    """Each recipient hears where to take it, once."""
    title = db.session.get_one(ExportSchedule, schedule_id).title
    post_many([_ready(person, title, schedule_id, delivery_id, export) for person in recipients_of(schedule_id)])


def _ready(person: Person, title: str, schedule_id: int, delivery_id: int, export: Export) -> Letter:
    with speaking(person.language or "zh"):
        day = local_date(export.as_of)
        subject = _("Completion records of %(day)s: %(title)s", day=day, title=title)
        body = _(
            "Hello %(name)s,\n\n"
            "the completion records as of %(day)s are ready: %(rows)s records, %(completed)s completed.\n"
            "Take the file here; that you took it is written into the log:\n\n%(address)s\n\n"
            "SHA-256 of the file: %(digest)s",
            name=person.name,
            day=day,
            rows=export.totals.get("rows", 0),
            completed=export.totals.get("completed", 0),
            address=absolute(f"/hr/schedules/{schedule_id}"),
            digest=export.sha256,
        )
    return Letter(person.email or "", subject, body, f"delivery:{delivery_id}:{person.id}")


def tell_of_failure(schedule_id: int, delivery_id: int, reason: str) -> None:
    """HR hears of the first failure of a file; it is tried again, and the page says how it goes on."""
    schedule = db.session.get_one(ExportSchedule, schedule_id)
    day = db.session.get_one(ExportDelivery, delivery_id).due_on
    letters = []
    for person in officers():
        with speaking(person.language or "zh"):
            subject = _("Not delivered: %(title)s", title=schedule.title)
            body = _(
                "Hello %(name)s,\n\n"
                "the file of %(day)s could not be delivered: %(reason)s\n"
                "It is tried again until it goes through; the schedule runs on.\n\n%(address)s",
                name=person.name,
                day=local_date(day),
                reason=reason,
                address=absolute(f"/hr/schedules/{schedule_id}"),
            )
        letters.append(Letter(person.email or "", subject, body, f"delivery-failed:{delivery_id}:{person.id}"))
    post_many(letters)
