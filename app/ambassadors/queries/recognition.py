"""What people are recognised for: derived each time from rows, so that it goes when they go. No points, nobody compared."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.ambassadors.models import Appointment, AppointmentState, RecognitionChoice
from app.ambassadors.queries.contributions import Contribution, Fact
from app.ambassadors.queries.weeks import monday_of
from app.foundation import clock
from app.foundation.db import db


@dataclass(frozen=True, slots=True)
class Term:
    """Days in office, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of one person, the latest first."""

    facts: Sequence[Fact]
    terms: Sequence[Term]

    def of(self, kind: Contribution) -> list[Fact]:
        """The facts of one kind."""
        return [fact for fact in self.facts if fact.kind is kind]


Reached = Callable[[Evidence, int], list[Fact]]


@dataclass(frozen=True, slots=True)
class Definition:
    """One kind of recognition: its name, its rule in words, and how many it takes."""

    id: str
    name: LazyString
    rule: LazyString
    threshold: int
    icon: str
    reached: Reached


@dataclass(frozen=True, slots=True)
class Recognition:
    """A recognition that holds, and the rows behind it (none where days in office are)."""

    definition: Definition
    facts: list[Fact]


def _enough(kind: Contribution) -> Reached:
    """So many facts of a kind."""

    def reached(evidence: Evidence, threshold: int) -> list[Fact]:
        found = evidence.of(kind)
        return found if len(found) >= threshold else []

    return reached


def _one_practice_reused(evidence: Evidence, threshold: int) -> list[Fact]:
    """So many teams with the same practice."""
    reuses = evidence.of(Contribution.reuse)
    teams = Counter(fact.subject_id for fact in reuses)
    return [fact for fact in reuses if teams[fact.subject_id] >= threshold]


def _weeks_heard(evidence: Evidence, threshold: int) -> list[Fact]:
    """An interview in each of so many weeks, the first of each week counting."""
    by_week = {monday_of(fact.day): fact for fact in evidence.of(Contribution.interview)}
    return list(by_week.values()) if len(by_week) >= threshold else []


def _never(_evidence: Evidence, _threshold: int) -> list[Fact]:
    """Days in office are no facts; `_served` counts them."""
    return []


DEFINITIONS = (
    Definition(
        "idea_delivered",
        _l("Idea delivered"),
        _l("An idea of yours was delivered."),
        1,
        "bulb",
        _enough(Contribution.idea),
    ),
    Definition(
        "practice_shared",
        _l("Practice shared"),
        _l("A practice of yours stands in the library; somebody else read and published it."),
        1,
        "book",
        _enough(Contribution.practice),
    ),
    Definition(
        "practice_reused",
        _l("Practice reused by three teams"),
        _l("Three other teams say that they work as one of your practices describes."),
        3,
        "recycle",
        _one_practice_reused,
    ),
    Definition(
        "listener",
        _l("A listener"),
        _l("You wrote down an interview in each of eight weeks; they need not follow each other."),
        8,
        "ear",
        _weeks_heard,
    ),
    Definition(
        "host",
        _l("A host"),
        _l("Three sharing sessions that you hosted took place, and colleagues came."),
        3,
        "presentation",
        _enough(Contribution.session),
    ),
    Definition(
        "reviewer",
        _l("A patient reviewer"),
        _l("You reviewed twenty tasks that colleagues had done in the tool."),
        20,
        "clipboard-check",
        _enough(Contribution.review),
    ),
    Definition(
        "regular",
        _l("A voice at the table"),
        _l("You were at ten meetings, yourself or for somebody else."),
        10,
        "calendar-check",
        _enough(Contribution.meeting),
    ),
    Definition(
        "year_of_service",
        _l("A year of service"),
        _l("You have served as superuser or ambassador for 365 days in all; days in two offices count once."),
        365,
        "certificate",
        _never,
    ),
)


def recognitions(evidence: Evidence) -> list[Recognition]:
    """Which recognitions hold, in the order of the definitions."""
    found = []
    for definition in DEFINITIONS:
        facts = definition.reached(evidence, definition.threshold)
        if facts or (definition.id == "year_of_service" and days_served(evidence.terms) >= definition.threshold):
            found.append(Recognition(definition, facts))
    return found


def days_served(terms: Iterable[Term]) -> int:
    """Days on which at least one office was held."""
    total, until = 0, date.min
    for term in sorted(terms, key=lambda term: term.first):
        first = max(term.first, until + timedelta(days=1)) if until > date.min else term.first
        if term.last >= first:
            total += (term.last - first).days + 1
            until = term.last
    return total


def terms_of(person_id: int) -> list[Term]:
    """Somebody's terms up to today; nominations that were never accepted are none."""
    today = clock.today()
    rows = sa.select(Appointment.starts_on, Appointment.ends_on).where(
        Appointment.person_id == person_id,
        Appointment.state.in_((AppointmentState.active, AppointmentState.ended)),
        Appointment.answered_at.is_not(None),
        Appointment.starts_on <= today,
    )
    return [Term(first, min(last or today, today)) for first, last in db.session.execute(rows)]


def is_visible(person_id: int) -> bool:
    """Whether somebody lets colleagues see it; until they say so they do not."""
    rows = sa.select(RecognitionChoice.visible).where(RecognitionChoice.person_id == person_id)
    return bool(db.session.scalar(rows))
