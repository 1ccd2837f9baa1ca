"""What the formulas read: one frozen row for each fact, and the day as of which they are read."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from app.foundation.calendar import WorkingCalendar


@dataclass(frozen=True)
class AsOf:
    """The end of one local day. Facts of a later instant do not exist yet; the period is the month so far."""

    day: date
    zone: ZoneInfo

    @cached_property
    def first(self) -> date:
        """First day of the period."""
        return self.day.replace(day=1)

    @cached_property
    def start(self) -> datetime:
        """Instant at which the period begins."""
        return datetime.combine(self.first, time(), self.zone)

    @cached_property
    def end(self) -> datetime:
        """First instant that is not known any more: 24:00 of the day."""
        return datetime.combine(self.day + timedelta(days=1), time(), self.zone)

    @cached_property
    def usage_day(self) -> date:
        """The end of the last whole month: usage is told of whole months, and of nobody between two days."""
        return self.day if (self.day + timedelta(days=1)).day == 1 else self.first - timedelta(days=1)

    @property
    def usage_month(self) -> str:
        """The month whose usage is counted."""
        return f"{self.usage_day:%Y-%m}"

    @property
    def month(self) -> str:
        """The period as usage files and pulse rounds name it: `2026-06`."""
        return f"{self.day:%Y-%m}"

    def knows(self, moment: datetime | None) -> bool:
        """Whether something had happened by then."""
        return moment is not None and moment < self.end

    def covers(self, moment: datetime | None) -> bool:
        """Whether an instant lies in the period."""
        return moment is not None and self.start <= moment < self.end

    def covers_day(self, day: date | None) -> bool:
        """Whether a day lies in the period."""
        return day is not None and self.first <= day <= self.day

    def local_day(self, moment: datetime) -> date:
        """The company's day of an instant."""
        return moment.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody, with the dates that decide who counts. `department` is a code."""

    id: int
    employee_no: str
    department: str
    last_day: date | None = None
    leave_from: date | None = None
    leave_to: date | None = None
    places: tuple[tuple[date, str], ...] = ()  # of who was in another department once: each from a day on

    def department_on(self, day: date) -> str:
        """Code of the department at the end of a day: where an event of that day is counted."""
        known = [code for since, code in self.places if since <= day]
        return known[-1] if known else self.department

    def counts_at_end_of(self, day: date) -> bool:
        """Neither gone (from the end of the last day on) nor on leave."""
        gone = self.last_day is not None and self.last_day <= day
        away = (
            self.leave_from is not None and self.leave_from <= day and (self.leave_to is None or day <= self.leave_to)
        )
        return not gone and not away


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One graded quiz."""

    at: datetime
    score: int
    passed: bool
    before: bool = False  # taken before the module, to show that one knows it


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """One assignment and what became of it. `series` holds the attempts at each quiz, in order."""

    id: int
    person: PersonRow
    path: str
    mandatory: bool
    assigned_at: datetime
    due_on: date | None
    waived_at: datetime | None = None
    withdrawn_at: datetime | None = None
    completed_at: datetime | None = None
    completed_on: date | None = None
    practice_required: bool = True  # a hands-on task that somebody accepts; drills are part of the completion
    practice_accepted_on: date | None = None
    certificate_expires_on: date | None = None
    counted_on: date | None = None  # what being on time is measured by, where the due date moved
    series: tuple[tuple[AttemptRow, ...], ...] = ()

    @property
    def measured_on(self) -> date | None:
        """The day that being on time is measured by: more time granted when it was over already does not move it."""
        return self.counted_on or self.due_on


@dataclass(frozen=True, slots=True)
class TermRow:
    """Time in office of a superuser (unit: department) or an ambassador (unit: project group), both ends included."""

    person: PersonRow
    unit: str
    starts_on: date
    ends_on: date | None
    certified: tuple[tuple[date, date | None], ...] = ()  # the days on which the kit counts as passed
    active: bool = True
    ended: bool = False  # early, by the day as of which the row was read

    def is_certified(self, day: date) -> bool:
        """Whether what the appointment asks for is passed, and valid on a day."""
        return any(first <= day and (last is None or day <= last) for first, last in self.certified)

    def stands_at_end_of(self, day: date) -> bool:
        """Whether the term runs on, of somebody who is neither gone nor on leave."""
        return not self.ended and self.in_office(day) and self.person.counts_at_end_of(day)

    def in_office(self, day: date) -> bool:
        """Whether the term runs on a day and the person is still employed."""
        gone = self.person.last_day is not None and self.person.last_day < day
        return self.active and not gone and self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def in_office_between(self, first: date, last: date) -> bool:
        """Whether the term runs on any day of a period."""
        ends = min((day for day in (self.ends_on, self.person.last_day) if day is not None), default=last)
        return self.active and max(self.starts_on, first) <= min(ends, last)


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A project group; `active_to` is its last day."""

    code: str
    active_to: date | None


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """One person invited to one meeting of ambassadors."""

    person_id: int
    held_on: date
    attended: bool
    excused: bool


@dataclass(frozen=True, slots=True)
class IdeaRow:
    """One idea with the instants of its way; None did not happen. `target` is the idea it was merged into."""

    id: int
    key: str
    author_id: int
    department: str
    submitted_at: datetime
    responded_at: datetime | None = None
    accepted_at: datetime | None = None
    declined_at: datetime | None = None
    delivered_at: datetime | None = None
    withdrawn_at: datetime | None = None
    merged_at: datetime | None = None
    target: int | None = None
    waiting: tuple[tuple[datetime, datetime | None], ...] = ()  # times in which the author was asked for more


@dataclass(frozen=True, slots=True)
class VoteRow:
    """One standing vote, with the department of the voter on that day."""

    idea_id: int
    voter_id: int
    department: str


@dataclass(frozen=True, slots=True)
class BenefitRow:
    """One line of the benefits register that counts in the month; evidence is measured, sampled or claimed."""

    minutes_saved: int
    occurrences: int
    evidence: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class UsageRow:
    """What the project-management tools reported of one person for a month."""

    active_weeks: int
    core_due: int
    core_on_time: int
    features_used: int = 0
    features_enabled: int = 0


@dataclass(frozen=True)
class Company:
    """Everything the figures of one day are made of; departments and paths in their own order."""

    as_of: AsOf
    calendar: WorkingCalendar
    parents: Mapping[str, str | None]  # department -> the one above
    paths: tuple[str, ...]
    people: tuple[PersonRow, ...]
    assignments: tuple[AssignmentRow, ...]
    superusers: tuple[TermRow, ...]
    groups: tuple[GroupRow, ...]
    ambassadors: tuple[TermRow, ...]
    invitations: tuple[InvitationRow, ...]
    ideas: tuple[IdeaRow, ...]
    votes: tuple[VoteRow, ...]
    pulse: Mapping[str, tuple[int, ...]]  # department -> answers of the month
    benefits: tuple[BenefitRow, ...]
    usage: Mapping[int, UsageRow]  # person -> the last whole month
    weights: Mapping[str, int]
    left_out: frozenset[tuple[int, str, int | None]] = frozenset()  # person, part of the score, assignment or all of it
    usage_gone: bool = False  # the rows of that month are deleted, because their time was over

    @cached_property
    def population(self) -> tuple[PersonRow, ...]:
        """People in scope on the day: neither gone nor on leave."""
        return tuple(person for person in self.people if person.counts_at_end_of(self.as_of.day))

    @cached_property
    def users(self) -> Mapping[str, tuple[int, ...]]:
        """People in scope at the end of the last whole month, by the department of that day."""
        found: dict[str, list[int]] = {code: [] for code in self.parents}
        for person in self.people:
            place = person.department_on(self.as_of.usage_day)
            if place in found and person.counts_at_end_of(self.as_of.usage_day):
                found[place].append(person.id)
        return {code: tuple(ids) for code, ids in found.items()}

    @cached_property
    def by_id(self) -> Mapping[int, PersonRow]:
        """Everybody by id."""
        return {person.id: person for person in self.people}

    @property
    def departments(self) -> tuple[str, ...]:
        """Codes of all departments."""
        return tuple(self.parents)

    @cached_property
    def _headcounts(self) -> Counter[str]:
        return Counter(person.department for person in self.population)

    @cached_property
    def _own_assignments(self) -> dict[int, list[AssignmentRow]]:
        found: dict[int, list[AssignmentRow]] = {}
        for row in self.assignments:
            found.setdefault(row.person.id, []).append(row)
        return found

    def headcount(self, department: str) -> int:
        """People in scope whose department is this very one."""
        return self._headcounts[department]

    def own_assignments(self, person_id: int) -> list[AssignmentRow]:
        """Everything a person was assigned."""
        return self._own_assignments.get(person_id, [])

    def branch(self, department: str) -> frozenset[str]:
        """A department and all below it."""
        found = {department}
        while grown := {code for code, above in self.parents.items() if above in found} - found:
            found |= grown
        return frozenset(found)
