"""Which ideas somebody may see, as a condition of every query; `policies.may_see` says the same of one idea."""

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

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
    return visible(person.id, eyes_of(person), idea)


class Eyes(NamedTuple):
    """What somebody sees of what is kept from others; it tells statements apart that are put together once."""

    see_all: bool
    see_hidden: bool


def eyes_of(person: Any) -> Eyes:
    """What this person's roles let see."""
    return Eyes(sees_all(person), sees_hidden(person))


def visible(reader_id: Any, eyes: Eyes, idea: Any = Idea) -> sa.ColumnElement[bool]:
    """Ideas that a reader with such eyes may see; `reader_id` is an id, or a parameter that will be one."""
    return sa.true() if eyes.see_all else not_kept_from(reader_id, idea, with_hidden=eyes.see_hidden)


def not_kept_from(reader_id: Any, idea: Any = Idea, *, with_hidden: bool) -> sa.ColumnElement[bool]:
    """The same for a reader (an id, or a parameter that will be one) who does not see all, with the hidden ones or without."""
    return sa.and_(*(idea.id.not_in(ids) for ids in _kept_from(reader_id, with_hidden=with_hidden)))


def invisible(reader_id: Any, eyes: Eyes) -> sa.ColumnElement[bool]:
    """Ideas that a reader with such eyes may not see: few, found by their indexes."""
    if eyes.see_all:
        return sa.false()
    return sa.or_(*(Idea.id.in_(ids) for ids in _kept_from(reader_id, with_hidden=eyes.see_hidden)))


def _kept_from(reader_id: Any, *, with_hidden: bool) -> list[sa.Select[int]]:
    """Ids of the sensitive ideas of others, and of the hidden ones where they are kept, too."""
    kept = _kept()
    colleague = sa.func.coalesce(kept.on_behalf_of_id, 0)
    sensitive = sa.select(kept.id).where(kept.sensitive, kept.author_id != reader_id, colleague != reader_id)
    hidden = sa.select(kept.id).where(kept.hidden_at.is_not(None), kept.author_id != reader_id)
    return [sensitive] if with_hidden else [sensitive, hidden]


@cache  # every page of ideas asks it, and an alias is dear to make
def _kept() -> Any:
    return aliased(Idea, name="kept")


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
