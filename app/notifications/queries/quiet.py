"""When mails may leave: outside the quiet hours of the company and of the reader."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.foundation import clock
from app.foundation.calendar import QuietHours, WorkingCalendar, working_calendar
from app.foundation.db import db
from app.notifications.models import CompanyQuietHours
from app.notifications.queries.readers import NEVER_QUIET


@dataclass(frozen=True, slots=True)
class Post:
    """The company's calendar and quiet hours, loaded once for any number of letters."""

    calendar: WorkingCalendar
    company: QuietHours

    def leaves(self, own: QuietHours, moment: datetime | None = None) -> datetime:
        """When a letter to somebody with quiet hours of their own may leave, from an instant on."""
        return self.calendar.loud_from(moment or clock.now(), self.company, own)


def post_hours() -> Post:
    """How the company has it now."""
    return Post(working_calendar(), company_quiet())


def company_quiet() -> QuietHours:
    """The quiet hours of the company; none where it has set none."""
    row = db.session.scalar(sa.select(CompanyQuietHours))
    return QuietHours(row.begins, row.ends, days_off=row.days_off) if row else NEVER_QUIET
