"""Hiding an idea with a reason, and showing it again."""

import sqlalchemy as sa

from app.accounts.models import Person
from app.feedback.actions.changing import return_votes
from app.feedback.actions.errors import AnswerMissing
from app.feedback.actions.moves import seen_idea
from app.feedback.events import IdeaHidden
from app.feedback.models import Idea
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.events import publish


def hide_idea(*, idea_id: int, version: int, actor: Person, reason: str) -> None:
    """Take an idea out of everyone's sight but the PMO's, the auditors' and its author's, who reads why; votes return.

    Hiding a hidden idea changes nothing. Raises IdeaNotFound, StaleIdea or AnswerMissing.
    """
    idea = seen_idea(idea_id, version)
    if idea.hidden_at is not None:
        return
    if not reason:
        raise AnswerMissing("reason")
    return_votes(idea_id=idea.id)
    _write(idea, actor, "idea:hidden", reason, hidden_at=clock.now(), hidden_by_id=actor.id, hidden_reason=reason)
    publish(IdeaHidden(idea_id=idea.id, actor_id=actor.id))


def restore_idea(*, idea_id: int, version: int, actor: Person) -> None:
    """Show a hidden idea again. The votes that were given still count. Raises IdeaNotFound or StaleIdea."""
    idea = seen_idea(idea_id, version)
    if idea.hidden_at is not None:
        _write(idea, actor, "idea:restored", "", hidden_at=None, hidden_by_id=None, hidden_reason="")


def _write(idea: Idea, actor: Person, act: str, reason: str, **values: object) -> None:
    change = sa.update(Idea).where(Idea.id == idea.id).values(version=Idea.version + 1, **values)
    db.session.execute(change.execution_options(synchronize_session=False))
    db.session.expire(idea)
    audit.record(act=act, subject=("idea", idea.id), actor_id=actor.id, reason=reason)
