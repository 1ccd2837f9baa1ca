"""The format of a company file. Instants carry a zone, plain dates are days of the company."""

from datetime import date, time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from app.accounts.models import Tier
from app.ambassadors.models import MeetingKind
from app.metrics.models import Evidence

Text = Annotated[str, Field(min_length=1, max_length=500)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Score = Annotated[int, Field(ge=0, le=100)]
OfficeState = Literal["nominated", "trained", "certified", "active", "declined", "ended", "expired"]


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("no time zone of that name") from error
    return name


class Part(BaseModel):
    """A part of the file; an unknown key is a fault, because a misspelt one would change figures silently."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Calendar(Part):
    """Business hours, free weekdays and worked weekend days."""

    open: time = time(9)
    close: time = time(18)
    holidays: list[date] = []
    makeup_workdays: list[date] = []

    @model_validator(mode="after")
    def _hours_in_order(self) -> "Calendar":
        if self.close <= self.open:
            raise ValueError("close must be later than open")
        return self


class DepartmentEntry(Part):
    """A department; `parent` is the code of the one above it."""

    code: Text
    name: Text
    parent: Text | None = None


class PersonEntry(Part):
    """Somebody, with the last day employed and the first day of a long leave."""

    employee_no: Text
    name: Text
    department: Text
    last_day: date | None = None
    leave_from: date | None = None


class PathEntry(Part):
    """A training path."""

    code: Text
    tier: Tier
    title: Text
    version: Text
    pass_mark: Score


class Waiver(Part):
    """Why an assignment was lifted, and by whom."""

    reason: Text
    by: Text | None = None


class AttemptEntry(Part):
    """One graded attempt."""

    at: AwareDatetime
    score: Score


class AssignmentEntry(Part):
    """One assignment with everything that became of it."""

    id: Text
    employee_no: Text
    path: Text
    mandatory: bool = True
    assigned_at: AwareDatetime
    due_on: date | None = None
    waived: Waiver | None = None
    attempts: list[AttemptEntry] = []
    practice_accepted_on: date | None = None
    completed_at: AwareDatetime | None = None


class SuperuserEntry(Part):
    """A superuser of a department; counts when active and certified."""

    employee_no: Text
    department: Text
    state: OfficeState
    certified_on: date | None = None


class GroupEntry(Part):
    """A project group and its last day."""

    code: Text
    name: Text
    active_to: date | None = None


class TermEntry(Part):
    """An ambassador's term; `ends_on` is the last day in office."""

    employee_no: Text
    group: Text
    starts_on: date
    ends_on: date | None = None

    @model_validator(mode="after")
    def _days_in_order(self) -> "TermEntry":
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise ValueError("ends_on is before starts_on")
        return self


class MeetingEntry(Part):
    """A meeting with the employee numbers of those invited, present and excused."""

    on: date
    kind: MeetingKind = MeetingKind.ambassador
    invited: list[Text] = []
    attended: list[Text] = []
    excused: list[Text] = []


class IdeaEntry(Part):
    """An idea; what is absent did not happen."""

    key: Text
    author: Text
    submitted_at: AwareDatetime
    first_response_at: AwareDatetime | None = None
    accepted_on: date | None = None
    declined_on: date | None = None
    delivered_on: date | None = None
    withdrawn_at: AwareDatetime | None = None
    merged_into: Text | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "IdeaEntry":
        if self.delivered_on is not None and self.accepted_on is None:
            raise ValueError("delivered_on without accepted_on")
        if self.accepted_on is not None and self.declined_on is not None:
            raise ValueError("both accepted_on and declined_on")
        if self.merged_into is not None and self.withdrawn_at is not None:
            raise ValueError("both merged_into and withdrawn_at")
        return self


class VoteEntry(Part):
    """A vote for an idea."""

    idea: Text
    voter: Text
    cast_at: AwareDatetime


class PulseEntry(Part):
    """Anonymous answers of one department in one month."""

    round: Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]
    department: Text
    answers: list[Annotated[int, Field(ge=1, le=5)]]


class BenefitEntry(Part):
    """One line of the benefits register."""

    name: Text
    baseline_minutes: Count
    new_minutes: Count
    rework_minutes: Count = 0
    occurrences: Count
    evidence: Evidence


class UsageEntry(Part):
    """What the project-management tool reported of one person for the month."""

    employee_no: Text
    active_weeks: Count
    core_due: Count
    core_on_time: Count

    @model_validator(mode="after")
    def _within_due(self) -> "UsageEntry":
        if self.core_on_time > self.core_due:
            raise ValueError("core_on_time is more than core_due")
        return self


class Weights(Part):
    """Weights of the scorecard, 100 together."""

    completion: Score
    on_time: Score
    assessment: Score
    practice: Score
    tool_use: Score

    @model_validator(mode="after")
    def _hundred_together(self) -> "Weights":
        if sum(self.model_dump().values()) != 100:
            raise ValueError(f"the weights sum to {sum(self.model_dump().values())}, not 100")
        return self


class CompanyFile(Part):
    """One company."""

    zone: Annotated[str, AfterValidator(_known_zone)]
    as_of: date
    started_on: date | None = None
    calendar: Calendar = Calendar()
    departments: list[DepartmentEntry]
    people: list[PersonEntry]
    paths: list[PathEntry] = []
    assignments: list[AssignmentEntry] = []
    superusers: list[SuperuserEntry] = []
    project_groups: list[GroupEntry] = []
    ambassador_terms: list[TermEntry] = []
    meetings: list[MeetingEntry] = []
    ideas: list[IdeaEntry] = []
    votes: list[VoteEntry] = []
    pulse: list[PulseEntry] = []
    benefits: list[BenefitEntry] = []
    usage: list[UsageEntry] = []
    weights: Weights | None = None
