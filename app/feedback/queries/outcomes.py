"""What became of ideas: each with its support, its last official words, its tags and, where it is known, when it is planned for."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import joinedload, load_only

from app.accounts.models import Person
from app.feedback.models import Idea, IdeaEvent, IdeaStatus
from app.feedback.queries.tags import Tagged, tags_with
from app.feedback.queries.ties import Tie, tied, tied_somehow
from app.feedback.queries.visibility import visible_to
from app.feedback.queries.votes import Support, support_of
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains

TARGETS = "uptake.idea_targets"
"""Where the portal keeps who knows when an idea is planned for: a function of ids that gives a day by id, in one statement."""
Targets = Callable[[Collection[int]], Mapping[int, date]]

PAGE_SIZE = 20
ANSWERED = (
    IdeaStatus.planned,
    IdeaStatus.in_progress,
    IdeaStatus.delivered,
    IdeaStatus.closed,
    IdeaStatus.declined,
)
OPEN = (
    IdeaStatus.submitted,
    IdeaStatus.needs_info,
    IdeaStatus.open,
    IdeaStatus.discussing,
    IdeaStatus.in_review,
    IdeaStatus.parked,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One idea as a list of outcomes shows it; `answer` is the last official word that was said about it."""

    idea: Idea
    support: Support
    answer: IdeaEvent | None
    tags: Sequence[Tagged]
    target: date | None


def outcomes_of(ideas: Sequence[Idea], reader: Person) -> list[Outcome]:
    """Ideas with all that is told of them, in four statements."""
    ids = [idea.id for idea in ideas]
    support, answers = support_of(ids, person_id=reader.id), answers_of(ids)
    tags, targets = tags_with(ids), planned_for(ids)
    return [
        Outcome(idea, support[idea.id], answers.get(idea.id), tags.of(idea.id), targets.get(idea.id)) for idea in ideas
    ]


def answers_of(ideas: Collection[int]) -> dict[int, IdeaEvent]:
    """The last move of each idea that carries an official word, with who made it, in one statement; lessons of reviews are none."""
    if not ideas:
        return {}
    said = sa.select(sa.func.max(IdeaEvent.id)).where(
        IdeaEvent.idea_id.in_(ideas), IdeaEvent.reason != "", IdeaEvent.to_status != IdeaStatus.closed
    )
    rows = sa.select(IdeaEvent).where(IdeaEvent.id.in_(said.group_by(IdeaEvent.idea_id)))
    actor = joinedload(IdeaEvent.actor).options(load_only(Person.name))
    return {event.idea_id: event for event in db.session.scalars(rows.options(actor))}


def planned_for(ideas: Collection[int]) -> Mapping[int, date]:
    """The day for which each idea is planned, as far as a higher floor knows."""
    known: Targets = current_app.extensions[TARGETS]
    return known(ideas) if ideas else {}


def own_ideas(reader: Person, tie: Tie, *, q: str = "", number: int = 1) -> Page[Any]:
    """One page of the ideas that are the reader's in one way, the last moved first."""
    wanted = _visible(reader).where(tied(tie, reader.id), contains(Idea.search_text, q))
    return _page(wanted, reader, number)


def heard_ideas(reader: Person, *, number: int = 1) -> Page[Any]:
    """One page of the answered ideas that are the reader's in any way, the last answered first."""
    return _page(_visible(reader).where(tied_somehow(reader.id), Idea.status.in_(ANSWERED)), reader, number)


def still_open(reader: Person) -> Page[Any]:
    """The first page of the reader's ideas that wait, those that wait longest first; only ideas and their number."""
    waiting = _visible(reader).where(tied_somehow(reader.id), Idea.status.in_(OPEN))
    return page_of(waiting.order_by(Idea.status_since, Idea.id), number=1, size=PAGE_SIZE)


def _visible(reader: Person) -> sa.Select[Idea]:
    return sa.select(Idea).where(visible_to(reader)).options(joinedload(Idea.department))


def _page(wanted: sa.Select[Idea], reader: Person, number: int) -> Page[Any]:
    ordered = wanted.order_by(Idea.status_since.desc(), Idea.id.desc())
    found: Page[Idea] = page_of(ordered, number=number, size=PAGE_SIZE)
    return Page(outcomes_of(found.rows, reader), found.number, found.size, found.total)
