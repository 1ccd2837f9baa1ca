"""Ideas that resemble what somebody is writing: a suggestion, never a verdict."""

import re
from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.models import Person
from app.feedback.models import Idea, IdeaStatus
from app.feedback.queries.visibility import visible_to
from app.feedback.queries.votes import Support, support_of
from app.foundation.db import db
from app.foundation.search import folded, likeness

ALIKE = 0.3
READ_OF_TEXT = 200
SHORTEST = 4
SIFTED = 3000
CANDIDATES = 100
PIECES = 10


@dataclass(frozen=True, slots=True)
class SimilarIdea:
    """An idea that resembles a text, from 0 to 1, and its support."""

    idea: Idea
    likeness: float
    support: Support


def similar_ideas(
    text: str, *, reader: Person, but: int | None = None, limit: int = 4, alike: float = ALIKE
) -> list[SimilarIdea]:
    """The ideas most like the beginning of a text, in at most two statements; none for a text that says little yet."""
    beginning = text.strip()[:READ_OF_TEXT]
    if len(beginning) < SHORTEST:
        return []
    graded = sorted(
        ((_grade(idea, beginning), idea) for idea in _candidates(beginning, but, reader)),
        key=lambda pair: (-pair[0], -pair[1].id),
    )
    close = [(grade, idea) for grade, idea in graded if grade >= alike][:limit]
    support = support_of([idea.id for _, idea in close], person_id=reader.id)
    return [SimilarIdea(idea, grade, support[idea.id]) for grade, idea in close]


def _grade(idea: Idea, beginning: str) -> float:
    return max(likeness(idea.title, beginning), likeness(f"{idea.title} {idea.text}"[:READ_OF_TEXT], beginning))


def _candidates(beginning: str, but: int | None, reader: Person) -> list[Idea]:
    """Ideas that share pieces with the text, those that share most first; the database sifts, Python measures."""
    shared = sum(
        (sa.case((Idea.search_text.contains(piece, autoescape=True), 1), else_=0) for piece in _pieces(beginning)),
        sa.literal(0),
    )
    gone = (IdeaStatus.merged, IdeaStatus.withdrawn, IdeaStatus.declined)
    newest = (
        sa.select(Idea.id)
        .where(Idea.status.not_in(gone), visible_to(reader))
        .order_by(Idea.submitted_at.desc(), Idea.id.desc())
        .limit(SIFTED)
    )
    found = (
        sa.select(Idea)
        .where(Idea.id.in_(newest), Idea.id != (but or 0), shared >= 1)
        .order_by(shared.desc(), Idea.id.desc())
        .limit(CANDIDATES)
    )
    return list(db.session.scalars(found))


def _pieces(beginning: str) -> list[str]:
    """What to look for: the longest words of letters, and pairs of Chinese characters from all over the text."""
    plain = folded(beginning)
    words = sorted(set(re.findall(r"[a-z0-9]{4,}", plain)), key=lambda word: (-len(word), word))[: PIECES // 2]
    pairs = [run[i : i + 2] for run in re.findall(r"[^\x00-\x7f\W]{2,}", plain) for i in range(len(run) - 1)]
    step = max(1, len(pairs) // (PIECES - len(words)))
    return [*words, *list(dict.fromkeys(pairs[::step]))[: PIECES - len(words)]]
