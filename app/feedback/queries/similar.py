"""Ideas that resemble what somebody is writing: a suggestion, never a verdict."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.feedback.models import Idea, IdeaStatus
from app.feedback.queries.visibility import visible_to
from app.feedback.queries.votes import Support, support_of
from app.foundation.db import db
from app.foundation.search import folded, holds, likeness_to, pieces

ALIKE = 0.3
READ_OF_TEXT = 200
SHORTEST = 4
SIFTED = 1500
CANDIDATES = 40
PIECES = 6
TELLING = 80
"""What somebody wants is said in the first words, the title among them: pieces to look for come from these characters."""


@dataclass(frozen=True, slots=True)
class SimilarIdea:
    """An idea that resembles a text, from 0 to 1, and its support."""

    idea: Idea
    likeness: float
    support: Support


def similar_ideas(
    text: str, *, reader: Person, but: int | None = None, limit: int = 4, alike: float = ALIKE
) -> list[SimilarIdea]:
    """The ideas most like the beginning of a text, in at most three statements; none for a text that says little yet."""
    beginning = text.strip()[:READ_OF_TEXT]
    if len(beginning) < SHORTEST:
        return []
    grades = sorted(_grades(beginning, but, reader), key=lambda pair: (-pair[1], -pair[0]))
    close = {idea_id: grade for idea_id, grade in grades[:limit] if grade >= alike}
    if not close:
        return []
    ideas = db.session.scalars(sa.select(Idea).where(Idea.id.in_(close)))
    by_id, support = {idea.id: idea for idea in ideas}, support_of(list(close), person_id=reader.id)
    return [SimilarIdea(by_id[idea_id], grade, support[idea_id]) for idea_id, grade in close.items()]


def _grades(beginning: str, but: int | None, reader: Person) -> list[tuple[int, float]]:
    """How like the text its candidates are: their title, or the beginning of all that they say."""
    alike = likeness_to(beginning)
    return [
        (idea_id, max(alike(told[: len(title)]), alike(told[:READ_OF_TEXT])))
        for idea_id, title, told in _candidates(beginning, but, reader)
    ]


def _candidates(beginning: str, but: int | None, reader: Person) -> Iterable[Any]:
    """Id, title and folded text of ideas that share pieces with the text, those that share most first.

    The database sifts, Python measures.
    """
    gone = (IdeaStatus.merged, IdeaStatus.withdrawn, IdeaStatus.declined)
    shared = sum(
        (
            sa.case((holds(Idea.search_text, piece), 1), else_=0)
            for piece in pieces(folded(beginning)[:TELLING], PIECES)
        ),
        sa.literal(0),
    )
    newest = (
        sa.select(Idea.id, shared.label("shared"))
        .where(Idea.status.not_in(gone), visible_to(reader), Idea.id != (but or 0))
        .order_by(Idea.id.desc())
        .limit(SIFTED)
        .cte("newest")
        .prefix_with("MATERIALIZED")  # so that each text is read once
    )
    found: Any = sa.select(Idea.id, Idea.title, Idea.search_text).join(newest, newest.c.id == Idea.id)
    most_shared = found.where(newest.c.shared >= 1).order_by(newest.c.shared.desc(), Idea.id.desc())
    return db.session.execute(most_shared.limit(CANDIDATES)).all()
