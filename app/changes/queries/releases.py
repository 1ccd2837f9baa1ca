"""Releases: what reached people, with the changes and ideas behind it."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, load_only

from app.accounts.models import Person
from app.changes.models import ChangeRequest, ChangeState, Release, ReleaseChange, ReleaseIdea
from app.changes.queries.board import readable_by
from app.feedback.models import Idea
from app.feedback.queries.visibility import visible_to
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains

RELEASABLE = (
    ChangeState.implemented,
    ChangeState.in_pir,
    ChangeState.closed_success,
    ChangeState.closed_partial,
)


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """A release with the changes it brings and the ideas it answers, as far as the reader may see them."""

    release: Release
    changes: list[ChangeRequest]
    ideas: list[Idea]


def release_list(*, q: str, number: int) -> Page[tuple[Release, int, int]]:
    """One page of releases with the numbers of changes and ideas, the newest first."""
    changes = sa.select(sa.func.count()).where(ReleaseChange.release_id == Release.id).scalar_subquery()
    ideas = sa.select(sa.func.count()).where(ReleaseIdea.release_id == Release.id).scalar_subquery()
    wanted = sa.select(Release, changes, ideas).where(contains(Release.search_text, q))
    ordered = wanted.order_by(Release.published_at.desc(), Release.id.desc())
    found: Page[tuple[Release, int, int]] = page_of(ordered, number=number, size=10, scalars=False)
    return found


def release_page(release_id: int, reader: Any) -> ReleasePage | None:
    """One release, in three statements; None where there is none."""
    by = joinedload(Release.published_by).options(load_only(Person.name))
    release = db.session.scalar(sa.select(Release).where(Release.id == release_id).options(by))
    if release is None:
        return None
    changes = sa.select(ChangeRequest).join(ReleaseChange, ReleaseChange.change_id == ChangeRequest.id)
    changes = changes.where(ReleaseChange.release_id == release_id, readable_by(reader)).order_by(ChangeRequest.id)
    ideas = sa.select(Idea).join(ReleaseIdea, ReleaseIdea.idea_id == Idea.id)
    ideas = ideas.where(ReleaseIdea.release_id == release_id, visible_to(reader)).order_by(Idea.id)
    return ReleasePage(release, list(db.session.scalars(changes)), list(db.session.scalars(ideas)))


def releasable_changes() -> list[ChangeRequest]:
    """Changes that are implemented and that nobody has told people about, the oldest first."""
    released = sa.exists().where(ReleaseChange.change_id == ChangeRequest.id)
    wanted = sa.select(ChangeRequest).where(
        ChangeRequest.implemented_at.is_not(None), ChangeRequest.state.in_(RELEASABLE), ~released
    )
    return list(db.session.scalars(wanted.order_by(ChangeRequest.implemented_at, ChangeRequest.id)))
