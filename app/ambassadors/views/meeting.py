"""The page of one meeting, as several views answer with it."""

from typing import Any

from flask import Response, abort
from flask_babel import gettext as _
from flask_login import current_user

from app.ambassadors import policies
from app.ambassadors.forms import ActionForm, CorrectionForm, ExcuseForm, InviteForm, ItemForm, SummaryForm, TopicForm
from app.ambassadors.labels import outcomes_for
from app.ambassadors.models import AgendaItem, Meeting, MeetingKind, MeetingState
from app.ambassadors.queries.action_items import actions_given_in, open_actions_of
from app.ambassadors.queries.health import health_numbers
from app.ambassadors.queries.meetings import Invited, agenda_of, corrections_of, invited_to, meeting
from app.changes.queries.waiting import ballot_box_of
from app.feedback.policies import may_see
from app.feedback.queries.votes import support_of
from app.foundation import clock
from app.foundation.pages import page


def reachable(meeting_id: int) -> tuple[Meeting, Invited]:
    """A meeting that the signed-in person may see, with who is invited; else 404."""
    found = meeting(meeting_id)
    invited = invited_to(meeting_id)
    if found is None or not policies.may_see_meeting(current_user, found, invited=invited.includes(current_user.id)):
        abort(404)
    return found, invited


def led(meeting_id: int) -> Meeting:
    """A meeting that the signed-in person leads; else 404."""
    found = meeting(meeting_id)
    if found is None or not policies.may_lead(current_user, found):
        abort(404)
    return found


def prepared(meeting_id: int) -> Meeting:
    """A meeting whose agenda the signed-in person may prepare; else 404."""
    found = meeting(meeting_id)
    if found is None or not policies.may_prepare(current_user, found):
        abort(404)
    return found


def meeting_answer(meeting_id: int, *, status: int = 200, stale: bool = False, **forms: Any) -> Response:
    """The page of a meeting as it is now, with forms to correct; `item_form` comes with the `item_id` it is about."""
    found, invited = reachable(meeting_id)
    items = agenda_of(meeting_id)
    leads = policies.may_lead(current_user, found)
    return page(
        "ambassadors/meeting.html",
        fragments={"agenda"},
        status=status,
        stale=stale,
        meeting=found,
        invited=invited,
        own=invited.of(current_user.id),
        items=items,
        **_names_of(items),
        support=support_of([item.idea_id for item in items if item.idea_id]),
        boxes=ballot_box_of([item.change_id for item in items if item.change_id], current_user),
        corrections=corrections_of(meeting_id) if found.state is MeetingState.published else {},
        given=actions_given_in(meeting_id),
        returning=_returning(found),
        numbers=_numbers(found),
        today=clock.today(),
        may={
            "lead": leads,
            "prepare": policies.may_prepare(current_user, found),
            "correct": leads or invited.includes(current_user.id),
        },
        **_forms(found, items, invited, forms),
    )


def _names_of(items: list[AgendaItem]) -> dict[str, Any]:
    """What each item is called for the reader, and which are about ideas that are kept from this reader by now."""
    unseen = {item.id for item in items if item.idea is not None and not may_see(current_user, item.idea)}
    unnamed = _("An idea that not everyone sees")
    return {"titles": {item.id: unnamed if item.id in unseen else item.title for item in items}, "unseen": unseen}


def _returning(found: Meeting) -> list[Any]:
    still_to_do = found.state in (MeetingState.planned, MeetingState.held)
    return open_actions_of(found.series_id, before=found.id) if still_to_do else []


def _numbers(found: Meeting) -> dict[str, Any] | None:
    if found.kind is not MeetingKind.health or found.state is MeetingState.cancelled:
        return None
    return found.numbers if found.state is MeetingState.published else health_numbers(found.series_id)


def _forms(found: Meeting, items: list[AgendaItem], invited: Invited, given: dict[str, Any]) -> dict[str, Any]:
    """Every form of the page; the one that came back with errors in its place."""
    action_form = given.get("action_form") or ActionForm(formdata=None)
    action_form.offer([row.person for row in invited.rows])
    item_forms = {}
    for item in items:
        form = ItemForm(formdata=None, data=_written(item), prefix=prefix_of(item.id))
        item_forms[item.id] = given["item_form"] if given.get("item_id") == item.id else form
        item_forms[item.id].offer(outcomes_for(item))
    own = {"summary": found.minutes, "version": found.version}
    return {
        "item_forms": item_forms,
        "action_form": action_form,
        "topic_form": given.get("topic_form") or TopicForm(formdata=None),
        "summary_form": given.get("summary_form") or SummaryForm(formdata=None, data=own),
        "excuse_form": given.get("excuse_form") or ExcuseForm(formdata=None),
        "invite_form": given.get("invite_form") or InviteForm(formdata=None),
        "correction_form": given.get("correction_form") or CorrectionForm(formdata=None),
    }


def prefix_of(item_id: int) -> str:
    """What the fields of an item's form begin with: a page has many such forms."""
    return f"item-{item_id}-"


def _written(item: AgendaItem) -> dict[str, Any]:
    return {
        "minutes": item.minutes,
        "decision": item.decision,
        "outcome": item.outcome.value if item.outcome else None,
        "parked_until": item.parked_until,
        "version": item.version,
    }
