"""One idea with all that its page shows, and short answers about several."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, load_only
from sqlalchemy.sql.base import ExecutableOption

from app.accounts.models import Person
from app.feedback.models import Comment, Follower, Idea, IdeaEvent, IdeaStatus, MergeSuggestion, Objection, Vote
from app.feedback.policies import could_be_merged, may_see, reads_notes
from app.feedback.queries.board import GROUPS, Row, View, matches
from app.feedback.queries.conversation import comments_of, listed_count, page_of_place, place_of, standing_count
from app.feedback.queries.petitions import stands_against_delivery
from app.feedback.queries.revisions import changed_since_vote
from app.feedback.queries.similar import similar_ideas
from app.feedback.queries.visibility import Eyes, eyes_of, visible, visible_to
from app.feedback.queries.votes import Budget, Support, open_votes_of_reader, support_of, support_of_idea, vote_budget
from app.foundation.db import db
from app.foundation.paging import Page
from app.foundation.params import READER

NEW = (IdeaStatus.submitted, IdeaStatus.open, IdeaStatus.discussing)
SAME = 0.12  # a moderator looks at weaker likeness than a writer is bothered with


@dataclass(frozen=True, slots=True)
class Suggested:
    """Somebody (by name) thinks that one idea means the same as another one, and nobody has answered."""

    id: int
    idea: Idea
    into: Idea
    by: str


@dataclass(frozen=True, slots=True)
class IdeaPage:
    """Everything the page of an idea shows, with the votes the reader has left."""

    idea: Idea
    support: Support
    history: list[IdeaEvent]
    comments: Page[Comment]
    standing: int
    ties: Follower | None
    merged: list[Idea]
    target: Idea | None
    budget: Budget
    suggestions: list[Suggested]
    changed_since_vote: bool
    objected: bool

    @property
    def is_due(self) -> bool:
        """Whether the clock alone moves it on: its time is up, and nobody objects to what was delivered."""
        return self.idea.time_is_up is not None and not (self.objected and self.idea.status is IdeaStatus.delivered)

    @property
    def delivery(self) -> int:
        """The newest move to delivered; 0 where the idea never was."""
        return next((row.id for row in reversed(self.history) if row.to_status is IdeaStatus.delivered), 0)

    @property
    def answer(self) -> IdeaEvent | None:
        """The official word that holds now: the last move that says something, but for the lessons of a review."""
        return next((row for row in reversed(self.history) if row.reason and not row.tells_lessons), None)

    @property
    def lessons(self) -> IdeaEvent | None:
        """What the review taught, once the idea is closed."""
        return next((row for row in self.history[-1:] if row.tells_lessons), None)


def idea_page(
    number: int, *, reader: Person, comment_page: int | None = None, comment_at: int | None = None
) -> IdeaPage | None:
    """An idea with author and department, history, comments, ties of the reader and merged ideas; None when there is none for the
    reader to see.

    Four statements. Without a number the last page of comments is shown, the freshest at its end; `comment_at` finds its own.
    """
    asked = {"number": number, "reader": reader.id, "notes": reads_notes(reader), "at": comment_at or 0}
    found = db.session.execute(_head(), asked).one_or_none()
    if found is None or not may_see(reader, found[0]):
        return None
    idea, ties, total, said, before, spent, votes, departments, mine, related, changed, objected = found
    family = _family_of(idea, reader) if related else []
    others = list({other.id: other for other, *_ in family}.values())
    return IdeaPage(
        idea=idea,
        support=Support(votes, departments, mine=bool(mine)),
        history=history_of(number),
        comments=comments_of(number, total, reader=reader, wanted_page=comment_page or page_of_place(before)),
        standing=said,
        ties=ties,
        merged=[other for other in others if other.canonical_id == number],
        target=next((other for other in others if other.id == idea.canonical_id), None),
        budget=Budget(total=vote_budget(), used=spent),
        suggestions=_suggestions(idea, family),
        changed_since_vote=bool(mine and changed),
        objected=bool(objected),
    )


# What the page of an idea asks is put together once; building it each time cost as much as asking.
@cache
def _head() -> sa.Select[Idea, Follower, int, int, int, int, int, int, int, bool, bool, bool]:
    """Idea `number`, the ties of `reader`, how many places the conversation has (with `notes` or not), how many count,
    the place of comment `at`, the open votes of `reader`, the support of the idea, whether other ideas are tied to it, whether
    it has changed since `reader` voted, and whether somebody objects to its delivery.
    """
    reader = sa.bindparam("reader", type_=sa.Integer)
    own = sa.and_(Follower.idea_id == Idea.id, Follower.person_id == reader)
    votes = (open_votes_of_reader(), *support_of_idea())
    places = (listed_count(Idea.id), standing_count(Idea.id), place_of(Idea.id))
    objected = sa.exists().where(Objection.idea_id == Idea.id, stands_against_delivery())
    counts = (*places, *votes, _has_family(), changed_since_vote(reader), objected)
    wanted = sa.select(Idea, Follower, *counts).outerjoin(Follower, own)
    return wanted.where(Idea.id == sa.bindparam("number", type_=sa.Integer)).options(*_with_author())


def _has_family() -> sa.ColumnElement[bool]:
    """Whether ideas were merged into an Idea, it was merged, or somebody thinks that it is the same as another one."""
    child = sa.orm.aliased(Idea, name="child")
    said = sa.or_(MergeSuggestion.idea_id == Idea.id, MergeSuggestion.into_id == Idea.id)
    return sa.or_(
        Idea.canonical_id.is_not(None),
        sa.exists().where(child.canonical_id == Idea.id),
        sa.exists().where(said, MergeSuggestion.answered_at.is_(None)),
    )


@cache
def _family() -> sa.Select[Idea, MergeSuggestion, str]:
    """Ideas merged into `number`, the `target` it was merged into, and those said to be the same, with who says so."""
    number, target = (sa.bindparam(name, type_=sa.Integer) for name in ("number", "target"))
    same = MergeSuggestion
    pair = sa.or_(
        sa.and_(same.idea_id == number, same.into_id == Idea.id),
        sa.and_(same.into_id == number, same.idea_id == Idea.id),
    )
    wanted = sa.select(Idea, same, Person.name).outerjoin(same, sa.and_(pair, same.answered_at.is_(None)))
    wanted = wanted.outerjoin(Person, Person.id == same.person_id)
    return wanted.where(sa.or_(Idea.canonical_id == number, Idea.id == target, same.id.is_not(None))).order_by(Idea.id)


Relative = tuple[Idea, MergeSuggestion | None, str | None]


def _family_of(idea: Idea, reader: Person) -> list[Relative]:
    found = db.session.execute(_family(), {"number": idea.id, "target": idea.canonical_id or 0})
    return [(other, same, name) for other, same, name in found if may_see(reader, other)]


def _suggestions(idea: Idea, family: list[Relative]) -> list[Suggested]:
    said = [_suggested(idea, other, same, name or "") for other, same, name in family if same is not None]
    return [one for one in said if could_be_merged(one.idea, one.into)]


def _suggested(idea: Idea, other: Idea, same: MergeSuggestion, name: str) -> Suggested:
    one, into = (idea, other) if same.idea_id == idea.id else (other, idea)
    return Suggested(same.id, one, into, name)


@cache
def _history() -> sa.Select[IdeaEvent]:
    actor = joinedload(IdeaEvent.actor).options(load_only(Person.name))
    of_idea = IdeaEvent.idea_id == sa.bindparam("number", type_=sa.Integer)
    return sa.select(IdeaEvent).where(of_idea).options(actor).order_by(IdeaEvent.id)


def _with_author() -> tuple[ExecutableOption, ...]:
    """Who wrote an idea, for whom, from where, and its photo (without the bytes)."""
    name = load_only(Person.name)
    people = (joinedload(Idea.author).options(name), joinedload(Idea.on_behalf_of).options(name))
    return *people, joinedload(Idea.department), joinedload(Idea.photo)


def idea_numbered(number: int, reader: Person) -> Idea | None:
    """An idea with its author and the department it came from; None where the reader may not see it."""
    idea = db.session.scalar(sa.select(Idea).where(Idea.id == number).options(*_with_author()))
    return idea if idea is not None and may_see(reader, idea) else None


def history_of(number: int) -> list[IdeaEvent]:
    """The moves of an idea with who made them, the first one first."""
    return list(db.session.scalars(_history(), {"number": number}))


def open_question(idea: Idea) -> IdeaEvent | None:
    """What the author is asked at present, with who asks; None where nothing is asked."""
    if idea.status is not IdeaStatus.needs_info:
        return None
    return next((row for row in reversed(history_of(idea.id)) if row.to_status is IdeaStatus.needs_info), None)


def idea_titles(ideas: Collection[int]) -> dict[int, str]:
    """Titles of ideas by id."""
    if not ideas:
        return {}
    return dict(db.session.execute(sa.select(Idea.id, Idea.title).where(Idea.id.in_(ideas))).all())


def ideas_at_home(person: Person, *, limit: int = 3) -> tuple[list[Row], list[Row]]:
    """A person's own ideas, the last moved first; and open ones of others without this person's vote, the newest first.

    With their support; two statements.
    """
    found = db.session.scalars(_at_home(eyes_of(person)), {"reader": person.id, "size": limit}).all()
    own = sorted((idea for idea in found if idea.author_id == person.id), key=_last_moved, reverse=True)
    new = sorted((idea for idea in found if idea.author_id != person.id), key=_last_submitted, reverse=True)
    support = support_of([idea.id for idea in found])
    return [Row(idea, 0, support[idea.id]) for idea in own], [Row(idea, 0, support[idea.id]) for idea in new]


_last_moved = attrgetter("status_since", "id")
_last_submitted = attrgetter("submitted_at", "id")


@cache
def _at_home(eyes: Eyes) -> sa.Select[Idea]:
    size = sa.bindparam("size", type_=sa.Integer)
    own = sa.select(Idea.id).where(Idea.author_id == READER).order_by(Idea.status_since.desc(), Idea.id.desc())
    voted = sa.exists().where(Vote.idea_id == Idea.id, Vote.person_id == READER)
    new = sa.select(Idea.id).where(Idea.author_id != READER, Idea.status.in_(NEW), ~voted, visible(READER, eyes))
    newest = new.order_by(Idea.submitted_at.desc(), Idea.id.desc())
    both = sa.union_all(*(sa.select(some.limit(size).subquery().c.id) for some in (own, newest)))
    return sa.select(Idea).where(Idea.id.in_(both)).options(joinedload(Idea.department))


def merge_targets(idea: Idea, q: str, reader: Person) -> list[Idea]:
    """Ideas this one may be merged into: found by words or number, else the most alike; at most eight."""
    if not q.strip():
        return [
            row.idea
            for row in similar_ideas(f"{idea.title} {idea.text}", reader=reader, but=idea.id, limit=8, alike=SAME)
        ]
    wanted = sa.select(Idea).where(
        matches(q), Idea.id != idea.id, Idea.status.in_(GROUPS[View.all]), visible_to(reader)
    )
    return list(db.session.scalars(wanted.order_by(Idea.id.desc()).limit(8)))
