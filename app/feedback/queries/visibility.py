"""Which ideas somebody may see, as a condition of every query; `policies.may_see` says the same of one idea."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import PersonRole, Role
from app.feedback.models import Idea
from app.feedback.policies import sees_all, sees_hidden
from app.foundation.db import db


def visible_to(person: Any, idea: Any = Idea) -> sa.ColumnElement[bool]:
    """Ideas that this person may see: all but the sensitive and the hidden ones of others. Give an alias to ask of that.

    What is kept from somebody is little, so the database looks it up by two small indexes instead of reading every idea.
    """
    if sees_all(person):
        return sa.true()
    kept = aliased(Idea, name="kept")
    colleague = sa.func.coalesce(kept.on_behalf_of_id, 0)
    sensitive = sa.select(kept.id).where(kept.sensitive, kept.author_id != person.id, colleague != person.id)
    if sees_hidden(person):
        return sa.and_(idea.id.not_in(sensitive))
    hidden = sa.select(kept.id).where(kept.hidden_at.is_not(None), kept.author_id != person.id)
    shown: sa.ColumnElement[bool] = sa.and_(idea.id.not_in(sensitive), idea.id.not_in(hidden))
    return shown


def seeing(idea_id: int, people: Iterable[int]) -> set[int]:
    """Those of these people (by id) who may see an idea; whoever tells people about it asks this first. At most two statements."""
    wanted = set(people)
    kept = sa.or_(Idea.sensitive, Idea.hidden_at.is_not(None))
    columns = (Idea.author_id, Idea.on_behalf_of_id, Idea.sensitive, Idea.hidden_at)
    idea: Any = db.session.execute(sa.select(*columns).where(Idea.id == idea_id, kept)).one_or_none()
    if idea is None:
        return wanted
    close = {idea.author_id} if idea.hidden_at else {idea.author_id, idea.on_behalf_of_id}
    roles = (Role.pmo,) if idea.sensitive else (Role.pmo, Role.auditor)
    return wanted & (close | set(db.session.scalars(sa.select(PersonRole.person_id).where(PersonRole.role.in_(roles)))))
