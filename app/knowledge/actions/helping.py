"""What becomes of looking for help: searches without people, help sessions without words, and whether it was solved."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.foundation import audit, clock
from app.foundation.db import db, insert_new, locked, transaction
from app.foundation.search import folded
from app.knowledge.models import ArticleAnswer, ArticleEdition, ArticleReview, HelpSession, Search
from app.knowledge.queries.gaps import KEPT_MONTHS
from app.knowledge.queries.sessions import goes_on

FOLLOWS = timedelta(hours=24)
"""A question within this time after a session began was not spared by it."""


def note_search(*, person_id: int, words: str, results: int) -> str:
    """Note what was searched for, without the person, and that this person looked for help; gives the token of the search."""
    token = secrets.token_urlsafe(12)
    row = {"words": words, "folded": folded(words), "results": results}
    db.session.add(Search(token=token, searched_on=clock.today(), **row))
    look_for_help(person_id=person_id)
    return token


def look_for_help(*, person_id: int) -> None:
    """Begin a help session, or go on with the one of the last half hour."""
    db.session.execute(locked(sa.select(Person.id).where(Person.id == person_id)))  # two tabs make one session
    if not _go_on(person_id, last_at=clock.now()):
        db.session.add(HelpSession(person_id=person_id, began_at=clock.now(), last_at=clock.now()))
        db.session.flush()


def note_view(*, person_id: int) -> None:
    """An article was opened while looking for help."""
    _go_on(person_id, viewed=True)


def note_question(*, person_id: int) -> None:
    """A question was asked: no session of the last day was spared it."""
    look_for_help(person_id=person_id)
    mine = (HelpSession.person_id == person_id, HelpSession.began_at > clock.now() - FOLLOWS)
    _changed(sa.update(HelpSession).where(*mine).values(asked=True))


def say_whether_solved(*, person_id: int, edition: ArticleEdition, solved: bool, token: str = "") -> None:
    """Whether an article solved it for somebody; the last word holds. `token` names the search that led there."""
    key = {"article": edition.article, "version": edition.version, "person_id": person_id}
    said = {"solved": solved, "answered_at": clock.now()}
    if not insert_new(ArticleAnswer, [{**key, **said}]):
        mine = (getattr(ArticleAnswer, name) == value for name, value in key.items())
        _changed(sa.update(ArticleAnswer).where(*mine).values(**said))
    _go_on(person_id, solved=solved)
    if token:
        _changed(sa.update(Search).where(Search.token == token).values(solved=solved))


def vouch_for(*, person_id: int, edition: ArticleEdition) -> bool:
    """Say that one has read this version and found it true; False where that was said today already."""
    row = {"article": edition.article, "version": edition.version, "person_id": person_id}
    new = insert_new(ArticleReview, [{**row, "reviewed_on": clock.today(), "reviewed_at": clock.now()}])
    if new:
        told = {"version": edition.version}
        audit.record(act="article:reviewed", subject=("article", edition.article), actor_id=person_id, after=told)
    return bool(new)


def forget_old_searches() -> int:
    """A sweep: delete what was looked for, and who looked when, after thirteen months; how many rows went."""
    day = clock.months_after(clock.today(), -KEPT_MONTHS)
    old = (Search.searched_on < day, HelpSession.began_at < clock.start_of(day))
    rows = (sa.select(Search.id).where(old[0]).limit(1), sa.select(HelpSession.id).where(old[1]).limit(1))
    if all(db.session.scalar(one) is None for one in rows):
        return 0
    with transaction():
        return _changed(sa.delete(Search).where(old[0])) + _changed(sa.delete(HelpSession).where(old[1]))


def _go_on(person_id: int, **values: object) -> bool:
    """Change the help session of the last half hour, if there is one."""
    newest = sa.select(sa.func.max(HelpSession.id)).where(goes_on(person_id)).scalar_subquery()
    return bool(_changed(sa.update(HelpSession).where(HelpSession.id == newest).values(**values)))


def _changed(statement: sa.Update | sa.Delete) -> int:
    """How many rows a statement changed."""
    done: Any = db.session.execute(statement.execution_options(preserve_rowcount=True, synchronize_session=False))
    return int(done.rowcount)
