"""Ideas with their history, and votes, of a company file."""

from datetime import datetime

from app.demo.company.file import CompanyFile, IdeaEntry
from app.demo.company.names import Names
from app.feedback.models import Idea, IdeaEvent, IdeaStatus, Vote, VoteEvent
from app.foundation.db import db
from app.foundation.search import folded
from app.metrics.models import ImportedIdea

Step = tuple[IdeaStatus, datetime]


def load_ideas(company: CompanyFile, names: Names) -> None:
    """Ideas in the order of the file, their events in the order of time, then the votes."""
    ideas = {entry.key: _idea(entry, names) for entry in company.ideas}
    db.session.add_all(ideas.values())
    db.session.flush()
    for entry in company.ideas:
        idea = ideas[entry.key]
        db.session.add(ImportedIdea(idea_id=idea.id, key=entry.key))
        db.session.add_all(_events(idea, _steps(entry, names)))
        if entry.merged_into:
            idea.canonical_id, idea.status = ideas[entry.merged_into].id, IdeaStatus.merged
    db.session.flush()
    for vote in company.votes:
        _load_vote(ideas[vote.idea], vote.voter, vote.cast_at, names)


def _idea(entry: IdeaEntry, names: Names) -> Idea:
    author = names.people[entry.author]
    *before, (status, since) = _steps(entry, names)
    merged = status is IdeaStatus.merged
    return Idea(
        title=entry.key,
        text="",
        author_id=author.id,
        department_id=author.department_id,
        status=before[-1][0] if merged else status,
        status_before_merge=before[-1][0] if merged else None,
        status_since=since,
        submitted_at=entry.submitted_at,
        first_response_at=entry.first_response_at,
        search_text=folded(entry.key),
    )


def _steps(entry: IdeaEntry, names: Names) -> list[Step]:
    """Statuses in order, each no earlier than the one before; a day without a time means its noon."""
    given: list[tuple[IdeaStatus, datetime | None]] = [
        (IdeaStatus.submitted, entry.submitted_at),
        (IdeaStatus.open, entry.first_response_at),
        (IdeaStatus.declined, names.noon(entry.declined_on) if entry.declined_on else None),
        (IdeaStatus.planned, names.noon(entry.accepted_on) if entry.accepted_on else None),
        (IdeaStatus.delivered, names.noon(entry.delivered_on) if entry.delivered_on else None),
        (IdeaStatus.withdrawn, entry.withdrawn_at),
        (IdeaStatus.merged, entry.submitted_at if entry.merged_into else None),
    ]
    steps: list[Step] = []
    for status, moment in given:
        if moment is not None:
            steps.append((status, max(moment, steps[-1][1]) if steps else moment))
    return steps


def _events(idea: Idea, steps: list[Step]) -> list[IdeaEvent]:
    before: list[IdeaStatus | None] = [None, *(status for status, _ in steps)]
    return [
        IdeaEvent(
            idea_id=idea.id,
            from_status=old,
            to_status=new,
            at=at,
            actor_id=idea.author_id if new in (IdeaStatus.submitted, IdeaStatus.withdrawn) else None,
        )
        for old, (new, at) in zip(before, steps, strict=False)
    ]


def _load_vote(idea: Idea, voter: str, cast_at: datetime, names: Names) -> None:
    person = names.people[voter]
    db.session.add(Vote(idea_id=idea.id, person_id=person.id, department_id=person.department_id, cast_at=cast_at))
    db.session.add(VoteEvent(idea_id=idea.id, person_id=person.id, cast=True, at=cast_at))
