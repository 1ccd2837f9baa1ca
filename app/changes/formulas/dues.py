"""Until when something is due, counted in working days."""

from datetime import UTC, date, datetime, time, timedelta

from app.foundation.calendar import WorkingCalendar

FAR = 400
"""Days after which no working day is looked for any more."""


def end_of_working_day(calendar: WorkingCalendar, day: date, working_days: int) -> datetime:
    """The end (24:00 in the company's zone) of the n-th working day after a day."""
    after = (day + timedelta(days=offset) for offset in range(1, FAR))
    last = [candidate for candidate in after if calendar.is_working(candidate)][working_days - 1]
    return datetime.combine(last + timedelta(days=1), time(), calendar.zone).astimezone(UTC)
