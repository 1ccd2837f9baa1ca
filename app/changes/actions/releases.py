"""Telling people what is new, and reviewing what was done."""

from collections.abc import Collection

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.models import Person
from app.changes.actions.errors import GuardFailed, StaleChange
from app.changes.actions.following import follow_change
from app.changes.actions.moves import held_change, hold_person, move_change
from app.changes.models import (
    ChangeIdea,
    ChangeRequest,
    ChangeState,
    Release,
    ReleaseChange,
    ReleaseIdea,
    Review,
    ReviewOutcome,
)
from app.foundation import audit, clock
from app.foundation.db import db, insert_new
from app.foundation.search import folded

CLOSED_AS = {
    ReviewOutcome.success: ChangeState.closed_success,
    ReviewOutcome.partial: ChangeState.closed_partial,
    ReviewOutcome.failed: ChangeState.closed_failed,
}


def publish_release(
    *,
    actor: Person,
    changes: Collection[int],
    title: str,
    note: str,
    title_en: str = "",
    note_en: str = "",
    token: str | None = None,
) -> Release:
    """Publish what changes have brought; their ideas are delivered in the same transaction. The same form sent again gives the same release.

    Raises GuardFailed when a change is not implemented, or was released already.
    """
    hold_person(actor.id)
    before = db.session.scalar(sa.select(Release).where(Release.token == token)) if token else None
    if before is not None:
        return before
    held = [_releasable(number) for number in sorted(set(changes))]
    release = Release(
        title=title,
        title_en=title_en,
        note=note,
        note_en=note_en,
        published_at=clock.now(),
        published_by_id=actor.id,
        search_text=folded(title, title_en, note, note_en),
        token=token,
    )
    db.session.add(release)
    db.session.flush()
    _fill(release, held)
    for change in held:
        follow_change(change, actor=actor, reason=note or note_en)
    return release


def _releasable(number: int) -> ChangeRequest:
    change = held_change(number)
    if change.implemented_at is None:
        raise GuardFailed(_l("Change request %(number)s is not implemented yet.", number=number))
    if db.session.scalar(sa.select(sa.exists().where(ReleaseChange.change_id == number))):
        raise GuardFailed(_l("Change request %(number)s is released already.", number=number))
    return change


def _fill(release: Release, changes: Collection[ChangeRequest]) -> None:
    numbers = [change.id for change in changes]
    insert_new(ReleaseChange, [{"release_id": release.id, "change_id": number} for number in numbers])
    linked = db.session.scalars(sa.select(ChangeIdea.idea_id).where(ChangeIdea.change_id.in_(numbers)).distinct())
    insert_new(ReleaseIdea, [{"release_id": release.id, "idea_id": idea} for idea in linked])


def edit_release(
    *, release_id: int, version: int, actor: Person, title: str, note: str, title_en: str, note_en: str
) -> Release:
    """Say better what is new; the old words stay in the audit trail. Raises LookupError or StaleChange."""
    release = db.session.get(Release, release_id, populate_existing=True, with_for_update=True)
    if release is None:
        raise LookupError
    if release.version != version:
        raise StaleChange
    words = {"title": title, "note": note, "title_en": title_en, "note_en": note_en}
    before = {name: getattr(release, name) for name in words}
    for name, value in words.items():
        setattr(release, name, value)
    release.search_text, release.version = folded(*words.values()), release.version + 1
    db.session.flush()
    audit.record(
        act="release:edited", subject=("release", release.id), actor_id=actor.id, before=before, after=dict(words)
    )
    return release


def write_review(
    *,
    change_id: int,
    version: int,
    actor: Person,
    outcome: ReviewOutcome,
    objectives_met: str,
    lessons: str,
    incidents: str = "",
) -> Review:
    """Review what was done, and close the change as the review says; its ideas follow.

    Raises ChangeNotFound, StaleChange, MoveNotListed, or GuardFailed: success needs something implemented, and its release.
    """
    change = held_change(change_id, version)
    if outcome is not ReviewOutcome.failed:
        _released(change)
    if change.state is not ChangeState.in_pir:
        move_change(change=change, to=ChangeState.in_pir, actor=actor)
    review = Review(
        change_id=change.id,
        outcome=outcome,
        objectives_met=objectives_met,
        incidents=incidents,
        lessons=lessons,
        by_id=actor.id,
        at=clock.now(),
    )
    db.session.add(review)
    db.session.flush()
    move_change(change=change, to=CLOSED_AS[outcome], actor=actor, reason=lessons, evidence=f"review:{review.id}")
    return review


def _released(change: ChangeRequest) -> None:
    if change.implemented_at is None:
        raise GuardFailed(_l("It was backed out: the review can only say that it failed."))
    waiting = sa.exists().where(ChangeIdea.change_id == change.id)
    released = sa.exists().where(ReleaseChange.change_id == change.id)
    if db.session.scalar(sa.select(sa.and_(waiting, ~released))):
        raise GuardFailed(_l("People who wait for its ideas have not been told: publish the release first."))
