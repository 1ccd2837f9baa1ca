"""What stands beside an idea: its way, what it brings, its clock, second looks asked for, ideas said to be the same."""

from dataclasses import dataclass, field
from typing import Any

from app.feedback import policies
from app.feedback.forms.moves import HideForm
from app.feedback.forms.petitions import AnswerForm, EvidenceForm
from app.feedback.models import Idea, IdeaStatus, Objection, ReopenRequest
from app.feedback.queries.benefits import Benefits, benefit_steps, benefits_of
from app.feedback.queries.chain import steps_of
from app.feedback.queries.ideas import IdeaPage, Suggested
from app.feedback.queries.petitions import objections_to, open_requests
from app.feedback.queries.response import ResponseClock, response_clock, waits_for_answer
from app.feedback.queries.timeline import Entry, timeline
from app.foundation.calendar import working_calendar
from app.foundation.security import person_here

AWAITING = frozenset(
    {IdeaStatus.submitted, IdeaStatus.needs_info, IdeaStatus.open, IdeaStatus.discussing, IdeaStatus.parked}
)


@dataclass(slots=True)
class BesideForms:
    """BesideForms beside an idea that were sent and are to be corrected; a fresh one stands for each other."""

    evidence: EvidenceForm | None = None
    answer: AnswerForm | None = None
    answers_request: int = 0
    hide: HideForm | None = None


@dataclass(slots=True)
class Beside:
    """All of it for one reader; nothing that this reader may not see or do is in it."""

    way: list[Entry]
    benefits: Benefits
    clock: ResponseClock | None
    evidence_form: EvidenceForm | None
    answer_form: AnswerForm | None
    hide_form: HideForm | None
    may_ask: bool
    may_suggest: bool
    changed_since_vote: bool
    requests: list[tuple[ReopenRequest, AnswerForm]] = field(default_factory=list)
    objections: list[Objection] = field(default_factory=list)
    suggestions: list[Suggested] = field(default_factory=list)


def beside(found: IdeaPage, forms: BesideForms | None) -> Beside:
    """What stands beside an idea for the signed-in reader."""
    idea, reader, forms = found.idea, person_here(), forms or BesideForms()
    decides = policies.may_moderate(reader)
    declined, delivered = idea.status is IdeaStatus.declined, idea.status is IdeaStatus.delivered
    involved = found.support.mine or reader.id in (idea.author_id, idea.on_behalf_of_id)
    brings, may_ask = benefits_of(idea.id, reader), involved and (declined or delivered)
    return Beside(
        way=timeline(found.history, [*steps_of(idea.id, reader), *benefit_steps(brings.lines)]),
        benefits=brings,
        clock=_clock(idea, reader),
        evidence_form=(forms.evidence or EvidenceForm(formdata=None)) if may_ask else None,
        answer_form=(forms.answer or AnswerForm(formdata=None)) if decides and delivered else None,
        hide_form=(forms.hide or HideForm(formdata=None)) if policies.may_hide_idea(reader, idea) else None,
        may_ask=may_ask,
        may_suggest=not decides and policies.may_suggest_merge(reader, idea),
        changed_since_vote=found.changed_since_vote,
        requests=_requests(idea, forms, decides, reader.id) if declined and (decides or involved) else [],
        objections=_shown(objections_to(found.delivery), decides, reader.id)
        if delivered and (decides or involved)
        else [],
        suggestions=found.suggestions if decides else [],
    )


def _requests(idea: Idea, forms: BesideForms, decides: bool, reader_id: int) -> list[tuple[ReopenRequest, AnswerForm]]:  # noqa: FBT001
    """Each with a form of its own to answer it; the one that was sent keeps its words."""
    rows: list[ReopenRequest] = _shown(open_requests(idea.id), decides, reader_id)
    sent = forms.answer if forms.answers_request else None
    return [
        (row, ((sent if row.id == forms.answers_request else None) or AnswerForm(formdata=None)).about(row.id))
        for row in rows
    ]


def _shown(rows: list[Any], decides: bool, reader_id: int) -> list[Any]:  # noqa: FBT001
    """The PMO reads all of them, everyone else the own one."""
    return [row for row in rows if decides or row.person_id == reader_id]


def _clock(idea: Idea, reader: Any) -> ResponseClock | None:
    """Shown to those whose word would be the first answer, until the idea has gone on without it."""
    if idea.status not in AWAITING or not waits_for_answer(idea) or not policies.is_responder(reader, idea):
        return None
    return response_clock(idea, working_calendar())
