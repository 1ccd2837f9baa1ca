"""Meetings for calendar programs: a subscription for each person, and a file for each meeting."""

from flask import Response, abort
from flask_login import current_user

from app.accounts.models import AddressPurpose
from app.accounts.queries.private_addresses import person_at_address
from app.ambassadors.queries.calendars import CALENDAR_TYPE, invitation_file, subscription
from app.ambassadors.views.blueprint import blueprint
from app.ambassadors.views.meeting import reachable
from app.foundation.security import public, requires, signed_in


@blueprint.get("/ambassadors/calendar/<token>.ics")
@public("calendar programs cannot sign in; the private address itself is the key")
def show_calendar(token: str) -> Response:
    """All meetings of the person whose private address this is; a calendar program asks again and again."""
    person = person_at_address(AddressPurpose.calendar, token)
    if person is None:
        abort(404)
    return _calendar(subscription(person, language=person.language or "zh"))


@blueprint.get("/ambassadors/meetings/<int:meeting_id>/invitation.ics")
@requires(signed_in)
def show_invitation_file(meeting_id: int) -> Response:
    """A meeting as an invitation, an update or a cancellation, whichever it is now."""
    found, invited = reachable(meeting_id)
    if found.starts_at is None:
        abort(404)
    answer = _calendar(invitation_file(found, invited.rows, reader=current_user))
    answer.headers["Content-Disposition"] = f'attachment; filename="meeting-{found.id}.ics"'
    return answer


def _calendar(text: bytes) -> Response:
    return Response(text, content_type=CALENDAR_TYPE)
