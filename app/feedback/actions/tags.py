"""Curating tags, and putting them on ideas."""

from collections.abc import Collection

import sqlalchemy as sa

from app.accounts.models import Person
from app.feedback.actions.errors import IdeaNotFound, TagNotMergeable, TagTaken
from app.feedback.models import Idea, IdeaTag, Tag
from app.feedback.policies import may_see
from app.foundation import audit, clock
from app.foundation.db import db, insert_new, locked
from app.foundation.search import folded
from app.foundation.words import normalised


def add_tag(*, name: str, name_en: str, by: int) -> Tag:
    """Add a tag. Raises TagTaken when there is one of that name, also a retired or merged one."""
    words = _words(name, name_en)
    row = {**words, "made_at": clock.now(), "made_by_id": by}
    if not insert_new(Tag, [row]):
        raise TagTaken
    tag = db.session.scalars(sa.select(Tag).where(Tag.name_key == words["name_key"])).one()
    _note("added", tag, by, {"name": tag.name, "name_en": tag.name_en})
    return tag


def rename_tag(*, tag: Tag, name: str, name_en: str, by: int) -> None:
    """Give a tag other names; ideas keep it. Raises TagTaken."""
    words = _words(name, name_en)
    taken = sa.select(sa.exists().where(Tag.name_key == words["name_key"], Tag.id != tag.id))
    try:
        with db.session.begin_nested():
            if db.session.scalar(taken):
                raise TagTaken
            for column, value in words.items():
                setattr(tag, column, value)
            db.session.flush()
    except sa.exc.IntegrityError as error:  # somebody else took the name between the two statements
        raise TagTaken from error
    _note("renamed", tag, by, {"name": tag.name, "name_en": tag.name_en})


def merge_tag(*, tag_id: int, into_id: int, by: int) -> None:
    """Let a tag live on in another one; no row of an idea is touched, so that it can be undone exactly.

    Raises TagNotMergeable: into itself, in a chain or a circle, or into one that is gone.
    """
    tag, target = _both(tag_id, into_id)
    if tag is target or tag.merged_into_id is not None or target.merged_into_id is not None:
        raise TagNotMergeable
    if target.retired_at is not None or db.session.scalar(sa.select(sa.exists().where(Tag.merged_into_id == tag.id))):
        raise TagNotMergeable
    tag.merged_into_id = target.id
    db.session.flush()
    _note("merged", tag, by, {"name": target.name})


def unmerge_tag(*, tag: Tag, by: int) -> None:
    """Take a merge back: the tag stands for itself again, on the ideas it was put on."""
    if tag.merged_into_id is not None:
        tag.merged_into_id = None
        _note("unmerged", tag, by, {})


def retire_tag(*, tag: Tag, by: int) -> None:
    """Offer and show a tag no more; ideas keep it for the day it comes back."""
    if tag.retired_at is None:
        tag.retired_at = clock.now()
        _note("retired", tag, by, {})


def restore_tag(*, tag: Tag, by: int) -> None:
    """Offer and show a retired tag again, on the ideas it was put on."""
    if tag.retired_at is not None:
        tag.retired_at = None
        _note("restored", tag, by, {})


def tag_idea(*, idea_id: int, wanted: Collection[int], seen: Collection[int], by: Person) -> None:
    """Put tags on an idea and take others off: what differs from the tags the form had `seen`, so that two hands lose nothing.

    Unknown and retired tags are left out. Raises IdeaNotFound.
    """
    idea = db.session.scalar(locked(sa.select(Idea).where(Idea.id == idea_id)))
    if idea is None or not may_see(by, idea):
        raise IdeaNotFound
    gone = set(seen) - set(wanted)
    group = sa.select(Tag.id).where(sa.or_(Tag.id.in_(gone), Tag.merged_into_id.in_(gone)))
    db.session.execute(sa.delete(IdeaTag).where(IdeaTag.idea_id == idea_id, IdeaTag.tag_id.in_(group)))
    fresh = set(wanted) - set(seen)
    living = sa.select(Tag.id).where(Tag.id.in_(fresh), Tag.retired_at.is_(None), Tag.merged_into_id.is_(None))
    moment = clock.now()
    rows = [{"idea_id": idea_id, "tag_id": tag, "person_id": by.id, "at": moment} for tag in db.session.scalars(living)]
    insert_new(IdeaTag, rows)


def _words(name: str, name_en: str) -> dict[str, str]:
    name, name_en = (" ".join(normalised(text).split()) for text in (name, name_en))
    return {"name": name, "name_en": name_en, "name_key": folded(name), "search_text": folded(name, name_en)}


def _both(tag_id: int, into_id: int) -> tuple[Tag, Tag]:
    """Both tags, held in the order of their numbers, so that two opposite merges meet here one after the other."""
    held = locked(sa.select(Tag).where(Tag.id.in_((tag_id, into_id))).order_by(Tag.id))
    rows = {tag.id: tag for tag in db.session.scalars(held, execution_options={"populate_existing": True})}
    if tag_id not in rows or into_id not in rows:
        raise TagNotMergeable
    return rows[tag_id], rows[into_id]


def _note(act: str, tag: Tag, by: int, after: dict[str, str]) -> None:
    audit.record(act=f"tag:{act}", subject=("tag", tag.id), actor_id=by, after=after)
