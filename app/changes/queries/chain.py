"""What change control tells on the page of an idea: change requests, their work, ballots, decisions, releases and reviews."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts.models import Role
from app.accounts.policies import Holder
from app.changes.labels import outcome_label, state_label
from app.changes.models import (
    BallotRound,
    ChangeIdea,
    ChangeRequest,
    ChangeState,
    Decision,
    Release,
    ReleaseChange,
    Review,
)
from app.changes.queries.board import readable_by
from app.changes.texts import result_look, void_words
from app.feedback.models import Idea
from app.feedback.queries.chain import IDEA, Step
from app.foundation.db import db


def steps_of_changes(idea_id: int, reader: Any) -> Iterable[Step]:
    """Steps of the changes that answer an idea, or one merged into it, as far as the reader may read them; one statement."""
    wanted = _wanted(reader.roles)
    rows: list[Any] = list(db.session.execute(wanted, {"idea": idea_id, "reader": reader.id}))
    changes = {change.id: (change, since, review) for change, since, _release, review, *_ballots in rows}
    releases = {release.id: release for _change, _since, release, *_rest in rows if release is not None}
    for change, since, review in changes.values():
        yield from _of_change(change, since, review)
    yield from map(_release, releases.values())
    for change, *_rest, running, decision in rows:
        if running is not None:
            yield from _of_round(change, running, decision)


@cache
def _wanted(roles: frozenset[Role]) -> sa.Select[Any]:
    family = sa.select(Idea.id).where(sa.or_(Idea.id == IDEA, Idea.canonical_id == IDEA))
    links = sa.and_(ChangeIdea.change_id == ChangeRequest.id, ChangeIdea.idea_id.in_(family))
    linked_at = sa.select(sa.func.min(ChangeIdea.linked_at)).where(links).scalar_subquery()
    facts: tuple[Any, ...] = (ChangeRequest, linked_at, Release, Review, BallotRound, Decision)
    return (
        sa.select(*facts)
        .outerjoin(ReleaseChange, ReleaseChange.change_id == ChangeRequest.id)
        .outerjoin(Release, Release.id == ReleaseChange.release_id)
        .outerjoin(Review, Review.change_id == ChangeRequest.id)
        .outerjoin(BallotRound, BallotRound.change_id == ChangeRequest.id)
        .outerjoin(Decision, Decision.round_id == BallotRound.id)
        .where(sa.exists().where(links), readable_by(Holder(roles)))
        .order_by(ChangeRequest.id, BallotRound.id)
    )


def _of_change(change: ChangeRequest, since: Any, review: Review | None) -> Iterator[Step]:
    yield _request(change, since)
    if change.window_start and change.state in (ChangeState.scheduled, ChangeState.implementing):
        yield _window(change)
    if review is not None:
        yield _review(change, review)


def _of_round(change: ChangeRequest, running: BallotRound, decision: Decision | None) -> Iterator[Step]:
    href, told = url_for("changes.show_round", number=running.id), f"#{change.id} {change.title}"
    detail = void_words(running.void_because) if running.void_because else ""
    yield Step(running.opened_at, _("Ballot"), told, href, detail, icon="checkbox")
    if decision is not None:
        outcome = str(result_look(decision.outcome).label)
        yield Step(decision.decided_at, _("Decision"), told, href, outcome, icon="gavel")


def _request(change: ChangeRequest, linked_at: Any) -> Step:
    href = url_for("changes.show_change", number=change.id)
    title = f"#{change.id} {change.title}"
    return Step(linked_at, _("Change request"), title, href, state_label(change.state), icon="git-pull-request")


def _window(change: ChangeRequest) -> Step:
    href = url_for("changes.show_calendar")
    assert change.window_start  # noqa: S101 (the caller asks)
    return Step(change.window_start, _("Window"), change.title, href, icon="calendar-time")


def _release(release: Release) -> Step:
    language = str(get_locale())
    href = url_for("changes.show_release", number=release.id)
    return Step(release.published_at, _("Release"), release.title_in(language), href, icon="rocket")


def _review(change: ChangeRequest, review: Review) -> Step:
    href = url_for("changes.show_change", number=change.id, _anchor="review")
    return Step(
        review.at, _("Post-implementation review"), change.title, href, outcome_label(review.outcome), icon="zoom-check"
    )
