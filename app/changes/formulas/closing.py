"""When a round closes: at the end of a working day, so many working days after it opened."""

from datetime import UTC, datetime, timedelta

from app.foundation.calendar import WorkingCalendar


def closing_time(calendar: WorkingCalendar, opened: datetime, working_days: int) -> datetime:
    """The closing hour (UTC) of the working day that comes so many working days after the opening."""
    day, left = opened.astimezone(calendar.zone).date(), working_days
    while left > 0:
        day += timedelta(days=1)
        left -= calendar.is_working(day)
    return datetime.combine(day, calendar.closes, calendar.zone).astimezone(UTC)
