"""Writes about the words of an idea: submitting and mending them."""

import secrets

import sqlalchemy as sa

from app.accounts.models import Person
from app.feedback.actions.errors import IdeaNotFound, MoveNotListed, StaleIdea
from app.feedback.actions.moves import change_status
from app.feedback.content import normalised, title_of
from app.feedback.events import IdeaSubmitted
from app.feedback.models import EDITABLE, Idea, IdeaEvent, IdeaKind, IdeaStatus
from app.foundation import audit, clock
from app.foundation.db import db, locked
from app.foundation.events import publish
from app.foundation.search import folded


def new_token() -> str:
    """A fresh token for one form: sending the form twice writes once."""
    return secrets.token_urlsafe(18)


def submit_idea(
    *,
    author_id: int,
    text: str,
    title: str = "",
    kind: IdeaKind = IdeaKind.idea,
    area: str = "",
    token: str | None = None,
) -> Idea:
    """Submit an idea; without a title the first sentence becomes it. The same form (`token`) sent again gives the same idea."""
    # Holding the author's row makes two clicks on one button wait for each other.
    department_id = db.session.scalars(locked(sa.select(Person.department_id).where(Person.id == author_id))).one()
    before = _sent_before(author_id, token)
    if before is not None:
        return before
    text, moment = normalised(text), clock.now()
    title = " ".join(normalised(title).split()) or title_of(text)
    idea = Idea(
        kind=kind,
        title=title,
        text=text,
        area=area,
        author_id=author_id,
        department_id=department_id,
        status=IdeaStatus.submitted,
        status_since=moment,
        submitted_at=moment,
        search_text=folded(title, text),
        token=token,
    )
    db.session.add(idea)
    db.session.flush()
    db.session.add(
        IdeaEvent(idea_id=idea.id, from_status=None, to_status=IdeaStatus.submitted, actor_id=author_id, at=moment)
    )
    db.session.flush()
    publish(IdeaSubmitted(idea_id=idea.id, author_id=author_id))
    return idea


def _sent_before(author_id: int, token: str | None) -> Idea | None:
    if token is None:
        return None
    return db.session.scalar(sa.select(Idea).where(Idea.token == token, Idea.author_id == author_id))


def edit_idea(*, idea_id: int, version: int, author: Person, title: str, text: str, kind: IdeaKind, area: str) -> None:
    """Mend one's own idea; where a question was open, that answers it. The old words stay in the audit trail.

    Raises IdeaNotFound, StaleIdea (somebody was faster) or MoveNotListed (it is too late to edit).
    """
    idea = db.session.get(Idea, idea_id, populate_existing=True, with_for_update=True)
    if idea is None or idea.author_id != author.id:
        raise IdeaNotFound
    if idea.status not in EDITABLE:
        raise MoveNotListed(f"{idea.status} is not edited")
    if idea.version != version:
        raise StaleIdea
    text = normalised(text)
    words = {"title": " ".join(normalised(title).split()) or title_of(text), "text": text, "kind": kind, "area": area}
    _swap_words(idea, words)
    if idea.status is IdeaStatus.needs_info:
        change_status(idea=idea, to=IdeaStatus.submitted, actor=author, reason="")


def _swap_words(idea: Idea, words: dict[str, str]) -> None:
    before = {name: getattr(idea, name) for name in words}
    swap = (
        sa.update(Idea)
        .where(Idea.id == idea.id, Idea.version == idea.version, Idea.status == idea.status)
        .values(
            **words, version=Idea.version + 1, edited_at=clock.now(), search_text=folded(words["title"], words["text"])
        )
        .execution_options(synchronize_session=False)
    )
    if db.session.execute(swap).rowcount != 1:  # type: ignore[attr-defined]
        raise StaleIdea
    db.session.expire(idea)
    changed = [name for name in words if words[name] != before[name]]
    audit.record(
        act="idea:edited",
        subject=("idea", idea.id),
        actor_id=idea.author_id,
        before={name: before[name] for name in changed},
        after={name: words[name] for name in changed},
    )
