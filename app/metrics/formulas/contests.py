"""Days within which people are owed an answer."""

from datetime import date, timedelta

from app.foundation.calendar import WorkingCalendar


def working_day_after(calendar: WorkingCalendar, day: date, count: int) -> date:
    """The `count`th working day after a day."""
    while count > 0:
        day += timedelta(days=1)
        count -= calendar.is_working(day)
    return day
