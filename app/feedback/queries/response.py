"""The clock of the first answer, in business hours of the company's calendar."""

from dataclasses import dataclass
from fractions import Fraction

from app.feedback.models import Idea, IdeaStatus
from app.foundation import clock
from app.foundation.calendar import WorkingCalendar

TARGET_HOURS = 18
NEVER_ANSWERED = (IdeaStatus.withdrawn, IdeaStatus.merged)


@dataclass(frozen=True, slots=True)
class ResponseClock:
    """How long an idea waits for its first answer; `unknown_years` are those whose working days nobody has confirmed.

    Where a year is unknown there is no number: a guess would be worse than none.
    """

    hours: Fraction
    unknown_years: tuple[int, ...]

    @property
    def left(self) -> Fraction:
        """Business hours until the target, negative beyond it."""
        return TARGET_HOURS - self.hours

    @property
    def overdue(self) -> bool:
        """Whether it waits longer than the company means to let anyone wait."""
        return self.left < 0


def waits_for_answer(idea: Idea) -> bool:
    """Whether nobody with a mandate has answered, and somebody still should."""
    return idea.first_response_at is None and idea.status not in NEVER_ANSWERED


def response_clock(idea: Idea, calendar: WorkingCalendar) -> ResponseClock:
    """The clock of an idea that waits."""
    moment = clock.now()
    unknown = calendar.unknown_years(idea.submitted_at, moment)
    hours = Fraction(0) if unknown else calendar.hours_between(idea.submitted_at, moment)
    return ResponseClock(hours, unknown)
