"""Writes about interviews: written down, added to, taken back, and turned into ideas."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.ambassadors.actions.once import sent_before
from app.ambassadors.models import Finding, FindingIdea, Interview, InterviewLevel
from app.feedback.actions.ideas import Colleague, submit_idea
from app.feedback.models import IdeaKind
from app.foundation import audit, clock
from app.foundation.db import db, locked
from app.foundation.search import folded


class Withdrawn(Exception):
    """The interview was taken back."""


@dataclass(frozen=True, slots=True)
class InterviewData:
    """What is written down. Whoever did not agree to be named is not named here either."""

    held_on: date
    level: InterviewLevel
    consent: bool
    person_id: int | None = None
    person_name: str = ""
    guest_name: str = ""
    role: str = ""
    department_id: int | None = None
    project_group_id: int | None = None
    findings: Sequence[str] = ()


def log_interview(*, data: InterviewData, by: int, token: str | None = None) -> Interview:
    """Write an interview down; the same form sent again gives the same interview. Without consent no name is kept."""
    before = sent_before(Interview, token, Interview.logged_by_id, by)
    if before is not None:
        return before
    interview = Interview(
        held_on=data.held_on,
        level=data.level,
        consent=data.consent,
        person_id=data.person_id if data.consent else None,
        guest_name=data.guest_name if data.consent else "",
        role=data.role,
        department_id=data.department_id,
        project_group_id=data.project_group_id,
        logged_by_id=by,
        logged_at=clock.now(),
        token=token,
    )
    interview.findings = [Finding(position=at, text=text) for at, text in enumerate(data.findings, 1)]
    named = (data.person_name, data.guest_name) if data.consent else ()
    interview.search_text = folded(*named, data.role, *data.findings)
    db.session.add(interview)
    db.session.flush()
    audit.record(act="interview:logged", subject=("interview", interview.id), actor_id=by)
    return interview


def add_finding(*, interview: Interview, text: str) -> Finding:
    """Add what came to mind later. Raises Withdrawn."""
    _hold(interview)
    if interview.withdrawn_at is not None:
        raise Withdrawn
    last = db.session.scalar(sa.select(sa.func.max(Finding.position)).where(Finding.interview_id == interview.id))
    finding = Finding(interview_id=interview.id, position=(last or 0) + 1, text=text)
    db.session.add(finding)
    interview.search_text = folded(interview.search_text, text)
    db.session.flush()
    return finding


def withdraw_interview(*, interview: Interview, reason: str, by: int) -> None:
    """Take an interview back: it counts nowhere any more. Doing it twice is doing it once."""
    _hold(interview)
    if interview.withdrawn_at is None:
        interview.withdrawn_at, interview.withdrawn_reason = clock.now(), reason
        audit.record(act="interview:withdrawn", subject=("interview", interview.id), actor_id=by, reason=reason)


def restore_interview(*, interview: Interview, by: int) -> None:
    """Undo that; the day, and when it was written down, are what they were."""
    _hold(interview)
    if interview.withdrawn_at is not None:
        interview.withdrawn_at, interview.withdrawn_reason = None, ""
        audit.record(act="interview:restored", subject=("interview", interview.id), actor_id=by)


def turn_into_idea(*, interview: Interview, finding: Finding, kind: IdeaKind, by: int) -> int:
    """Submit a finding as an idea or problem, once; gives its number. Two clicks at once make one. Raises Withdrawn.

    Whoever agreed to be named is the colleague for whom it is written, and hears what becomes of it.
    """
    _hold(interview)
    if interview.withdrawn_at is not None:
        raise Withdrawn
    known = db.session.scalar(sa.select(FindingIdea.idea_id).where(FindingIdea.finding_id == finding.id))
    if known is not None:
        return known
    idea = submit_idea(author_id=by, text=finding.text, kind=kind, colleague=_said_by(interview, finding, by))
    db.session.add(FindingIdea(finding_id=finding.id, idea_id=idea.id, by_id=by, at=clock.now()))
    db.session.flush()
    facts = {"finding": finding.id, "idea": idea.id}
    audit.record(act="interview:became_idea", subject=("interview", interview.id), actor_id=by, after=facts)
    return idea.id


def _said_by(interview: Interview, finding: Finding, by: int) -> Colleague | None:
    """For whom the idea is written, in their own words; nobody where they did not agree to be named."""
    if not interview.consent or interview.person_id == by or not (interview.person_id or interview.guest_name):
        return None
    return Colleague(interview.person_id, interview.guest_name, voice=finding.text, consent=True)


def _hold(interview: Interview) -> None:
    """Hold the row against others until commit, and read what they made of it."""
    db.session.execute(locked(sa.select(Interview.id).where(Interview.id == interview.id)))
    db.session.refresh(interview, ["withdrawn_at", "withdrawn_reason", "search_text"])
