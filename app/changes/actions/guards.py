"""What must be true before a change request may move; each guard raises GuardFailed with what is missing."""

from collections.abc import Callable

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.changes.actions.errors import GuardFailed
from app.changes.models import ChangeKind, ChangeRequest, ChangeState, ChangeTemplate, Review, ReviewOutcome
from app.changes.queries.approvals import approvals_of
from app.changes.queries.assessments import assessment_of, missing_in
from app.foundation import clock
from app.foundation.db import db

APPROVALS_NEEDED = 2
S = ChangeState

Guard = Callable[[ChangeRequest, str, str], None]
"""Called with the change request as it is, the reason and the evidence of the move."""


def _normal(change: ChangeRequest, _reason: str, _evidence: str) -> None:
    if change.kind is not ChangeKind.normal:
        raise GuardFailed(_l("Only a normal change is assessed and put to the vote."))


def _assessed(change: ChangeRequest, reason: str, evidence: str) -> None:
    _normal(change, reason, evidence)
    missing = missing_in(assessment_of(change.id))
    if missing:
        raise GuardFailed(_l("The assessment still lacks: %(what)s.", what="; ".join(missing)))


def _on_agenda(change: ChangeRequest, reason: str, evidence: str) -> None:
    _assessed(change, reason, evidence)
    _grounded(change, reason, evidence)


def _grounded(_change: ChangeRequest, _reason: str, evidence: str) -> None:
    if not evidence:
        raise GuardFailed(_l("Say on what ground: a meeting, a ballot or a decision."))


def _explained(_change: ChangeRequest, reason: str, _evidence: str) -> None:
    if not reason:
        raise GuardFailed(_l("Say why."))


def _decided_or_explained(change: ChangeRequest, reason: str, evidence: str) -> None:
    if not evidence:
        _explained(change, reason, evidence)


def _scheduled(change: ChangeRequest, _reason: str, _evidence: str) -> None:
    if change.state is S.draft:
        _template_serves(change)
    if change.window_start is None:
        raise GuardFailed(_l("Choose the window in which the change happens."))


def _template_serves(change: ChangeRequest) -> None:
    if change.template_id is None:
        raise GuardFailed(_l("Only a standard change goes without a vote."))
    template = db.session.get_one(ChangeTemplate, change.template_id, populate_existing=True)
    if not template.serves_on(clock.today()):
        raise GuardFailed(_l("The template is not approved, has expired, or was replaced or retired."))


def _begins(change: ChangeRequest, _reason: str, _evidence: str) -> None:
    if change.state is S.draft:
        _approved_by_two(change)
    elif not (change.window_start and change.window_end and change.window_start <= clock.now() < change.window_end):
        raise GuardFailed(_l("Work begins inside the window only. Move the window, or wait for it."))


def _approved_by_two(change: ChangeRequest) -> None:
    if change.kind is not ChangeKind.emergency:
        raise GuardFailed(_l("Only an emergency begins without a window."))
    if len(approvals_of(change)) < APPROVALS_NEEDED:
        raise GuardFailed(_l("An emergency begins when two members of the board have agreed to it as it stands."))


def _redrafted(change: ChangeRequest, _reason: str, _evidence: str) -> None:
    if change.kind is not ChangeKind.standard:
        raise GuardFailed(_l("Only a standard change goes back to its draft."))


def _reviewed(outcome: ReviewOutcome) -> Guard:
    def guard(change: ChangeRequest, _reason: str, _evidence: str) -> None:
        found = db.session.scalar(sa.select(Review.outcome).where(Review.change_id == change.id))
        if found is not outcome:
            raise GuardFailed(_l("A change is closed by its review, as the review says."))

    return guard


GUARDS: dict[ChangeState, Guard] = {
    S.draft: _redrafted,
    S.assessing: _normal,
    S.ready: _assessed,
    S.on_agenda: _on_agenda,
    S.voting: _grounded,
    S.approved: _grounded,
    S.approved_with_conditions: _grounded,
    S.rejected: _grounded,
    S.returned: _decided_or_explained,
    S.scheduled: _scheduled,
    S.implementing: _begins,
    S.backed_out: _explained,
    S.closed_success: _reviewed(ReviewOutcome.success),
    S.closed_partial: _reviewed(ReviewOutcome.partial),
    S.closed_failed: _reviewed(ReviewOutcome.failed),
    S.cancelled: _explained,
}
