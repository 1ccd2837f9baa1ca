"""The agenda of a meeting: filling it, putting it in order, writing beside its items."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from app.ambassadors import policies
from app.ambassadors.actions import agenda, holding
from app.ambassadors.actions.agenda import Beside
from app.ambassadors.forms import ItemForm, PutOnAgendaForm, TopicForm
from app.ambassadors.labels import meeting_name, outcomes_for
from app.ambassadors.models import ItemOutcome, Meeting, MeetingKind
from app.ambassadors.queries.meetings import agenda_item, next_meetings
from app.ambassadors.queries.waiting import GOING_ON, discussable_idea, stands_on
from app.ambassadors.views.blueprint import blueprint
from app.ambassadors.views.meeting import led, meeting_answer, prefix_of, prepared
from app.feedback.models import Idea
from app.foundation.errors import error_answer
from app.foundation.forms import bounded
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in


@blueprint.post("/ambassadors/meetings/<int:meeting_id>/agenda")
@requires(signed_in)
def create_agenda(meeting_id: int) -> Response:
    """Put what waits for this meeting on its agenda."""
    prepared(meeting_id)
    try:
        added = agenda.fill(meeting=holding.hold(meeting_id), by=current_user)
    except holding.MeetingClosed:
        return error_answer(409)
    told = ngettext("%(num)s item was put on the agenda.", "%(num)s items were put on the agenda.", added)
    flash(told if added else _("Nothing waits that is not on the agenda already."), "success")
    return _back(meeting_id)


@blueprint.post("/ambassadors/meetings/<int:meeting_id>/items")
@requires(signed_in)
def create_item(meeting_id: int) -> Response:
    """Add a topic in one's own words."""
    prepared(meeting_id)
    form = TopicForm()
    if not form.validate_on_submit():
        return meeting_answer(meeting_id, status=422, topic_form=form)
    try:
        agenda.add_text(
            meeting=holding.hold(meeting_id),
            title=form.topic.data,
            note=form.about.data or "",
            by_id=current_user.id,
        )
    except holding.MeetingClosed:
        return error_answer(409)
    return _back(meeting_id)


@blueprint.post("/ambassadors/meetings/<int:meeting_id>/order")
@requires(signed_in)
def update_order(meeting_id: int) -> Response:
    """Put the items in the order of the numbers, or one a step up or down."""
    prepared(meeting_id)
    places = {int(name[6:]): place for name in request.form if (place := _place(name)) is not None}
    step, _colon, item = request.form.get("step", "").partition(":")
    try:
        meeting = holding.hold(meeting_id)
        if step in ("up", "down") and item.isdecimal():
            agenda.shift(meeting=meeting, item_id=int(item), up=step == "up")
        else:
            agenda.reorder(meeting=meeting, places=places)
    except holding.MeetingClosed:
        return error_answer(409)
    return _back(meeting_id)


def _place(name: str) -> int | None:
    """The meeting_id in a field `place-12`, where it is one."""
    if not name.startswith("place-") or not name[6:].isdecimal():
        return None
    told = request.form[name].strip()
    found = bounded(int(told)) if told.isdecimal() and len(told) < 10 else None
    return found if isinstance(found, int) else None


@blueprint.post("/ambassadors/meetings/<int:meeting_id>/items/<int:item_id>/delete")
@requires(signed_in)
def delete_item(meeting_id: int, item_id: int) -> Response:
    """Take an item off the agenda."""
    prepared(meeting_id)
    try:
        agenda.remove(meeting=holding.hold(meeting_id), item_id=item_id)
    except holding.MeetingClosed:
        return error_answer(409)
    flash(_("Taken off the agenda."), "success")
    return _back(meeting_id)


@blueprint.post("/ambassadors/meetings/<int:meeting_id>/items/<int:item_id>")
@requires(signed_in)
def update_item(meeting_id: int, item_id: int) -> Response:
    """Write beside an item what was said and what becomes of it."""
    led(meeting_id)
    item = agenda_item(meeting_id, item_id)
    if item is None:
        abort(404)
    form = ItemForm(prefix=prefix_of(item_id))
    form.offer(outcomes_for(item))
    if not form.validate_on_submit():
        return meeting_answer(meeting_id, status=422, item_form=form, item_id=item_id)
    version = form.version.data or ""
    try:
        agenda.record(
            meeting=holding.hold(meeting_id),
            item_id=item_id,
            version=int(version) if version.isdecimal() else 0,
            beside=Beside(
                minutes=form.minutes.data or "",
                decision=form.decision.data or "",
                outcome=ItemOutcome(form.outcome.data) if form.outcome.data else None,
                parked_until=form.parked_until.data,
            ),
        )
    except holding.MeetingClosed:
        return error_answer(409)
    except agenda.StaleItem:
        return meeting_answer(meeting_id, status=409, stale=True, item_form=form, item_id=item_id)
    flash(_("Kept."), "success")
    return see_other(url_for(".show_meeting", meeting_id=meeting_id, _anchor=f"item-{item_id}"))


@blueprint.get("/ambassadors/ideas/<int:idea_id>/agenda")
@requires(policies.may_propose)
def show_idea_agenda(idea_id: int) -> Response:
    """Choose the meeting of ambassadors in which an idea is discussed."""
    return _idea_page(_idea(idea_id), PutOnAgendaForm(formdata=None))


@blueprint.post("/ambassadors/ideas/<int:idea_id>/agenda")
@requires(policies.may_propose)
def create_idea_item(idea_id: int) -> Response:
    """Put an idea on the agenda of the chosen meeting."""
    idea, form = _idea(idea_id), PutOnAgendaForm()
    form.meeting.choices = _choices(next_meetings(MeetingKind.ambassador))
    if not form.validate_on_submit():
        return _idea_page(idea, form, status=422)
    try:
        meeting = holding.hold(form.meeting.data)
        item = agenda.put_idea(meeting=meeting, idea_id=idea_id, by=current_user)
    except (holding.MeetingClosed, agenda.OnAgenda, agenda.NotForAgenda):
        return error_answer(409)
    flash(_("It is on the agenda. Those who wait for it hear that it is discussed."), "success")
    return see_other(url_for(".show_meeting", meeting_id=item.meeting_id, _anchor=f"item-{item.id}"))


def may_put_on_agenda(idea: Idea) -> bool:
    """Whether the reader is offered to put an idea on an agenda, on the page of the idea."""
    fits = idea.status in GOING_ON and not idea.sensitive and idea.hidden_at is None
    return fits and policies.may_propose(current_user)


def _idea(idea_id: int) -> Idea:
    found = discussable_idea(idea_id)
    if found is None:
        abort(404)
    return found


def _idea_page(idea: Idea, form: PutOnAgendaForm, status: int = 200) -> Response:
    meetings = next_meetings(MeetingKind.ambassador)
    form.meeting.choices = _choices(meetings)
    if status == 200 and meetings:
        form.meeting.data = meetings[0].id
    return page(
        "ambassadors/idea_agenda.html",
        status=status,
        idea=idea,
        form=form,
        meetings=meetings,
        stands_on=stands_on(idea.id),
    )


def _choices(meetings: list[Meeting]) -> list[SelectChoice]:
    return [SelectChoice(meeting.id, meeting_name(meeting)) for meeting in meetings]


def _back(meeting_id: int) -> Response:
    """Where HTMX asked for the agenda it gets the agenda; a browser goes to the page."""
    return see_other(url_for(".show_meeting", meeting_id=meeting_id, _anchor="agenda"))
