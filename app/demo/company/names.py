"""Ids by the names that a company file uses."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from app.accounts.models import Person
from app.training.models import TrainingPath


@dataclass(frozen=True, slots=True)
class Names:
    """Ids by the names that the file uses, and how the file cuts its days."""

    zone: ZoneInfo
    departments: dict[str, int]
    people: dict[str, Person]
    paths: dict[str, TrainingPath]
    groups: dict[str, int]

    def start(self, day: date) -> datetime:
        """The instant at which a day begins."""
        return datetime.combine(day, time(), self.zone)

    def noon(self, day: date) -> datetime:
        """An instant of a day of which the file gives no time."""
        return datetime.combine(day, time(12), self.zone)

    def local_day(self, moment: datetime) -> date:
        """The company's day of an instant."""
        return moment.astimezone(self.zone).date()
