"""What floors above ask to be told to people, because they may not call the actions of this one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.foundation.events import Event


@dataclass(frozen=True, slots=True)
class ScorecardsDrawn(Event):
    """The scorecards of a month were drawn up; each of these people sees the own one, others from a day on."""

    month: str
    opens_on: date
    person_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ContestOpened(Event):
    """Somebody contests a score; these people may decide."""

    contest_id: int
    month: str
    judge_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ContestAcknowledged(Event):
    """A contest was received and is looked into."""

    contest_id: int
    month: str
    person_id: int


@dataclass(frozen=True, slots=True)
class ContestDecided(Event):
    """A contest was decided, with the answer to the person."""

    contest_id: int
    month: str
    person_id: int
    outcome: str
    answer: str


@dataclass(frozen=True, slots=True)
class PulseAsked(Event):
    """A round of the pulse is open for these people."""

    round_id: int
    month: str
    closes_on: date
    person_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReportMade(Event):
    """The figures of a week or a month stand; `files` holds for each reader, by id, what they may see of them as CSV."""

    report_id: int
    kind: str
    period: str
    first_day: date
    last_day: date
    files: Mapping[int, str]
