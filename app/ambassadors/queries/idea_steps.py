"""What ambassadors and superusers tell on the page of an idea: interviews, meetings, practices.

A meeting tells on which agenda the idea stood and, once that is published, what was said about it.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _

from app.accounts.models import Role
from app.accounts.policies import Holder
from app.ambassadors.labels import meeting_name, outcome_look
from app.ambassadors.models import AgendaItem, Meeting, MeetingState
from app.ambassadors.queries.meetings import visible_meetings
from app.ambassadors.queries.sources import practice_rows, practice_step
from app.feedback.queries.chain import IDEA, Step
from app.feedback.queries.votes import members_of
from app.foundation.db import db
from app.foundation.i18n import language


def ambassador_steps(idea_id: int, reader: Any) -> Iterable[Step]:
    """Steps of an idea through interviews and practices, and (of those merged into it, too) through meetings; one statement.

    Everyone who sees the idea reads on which agenda it stands and, once the minutes are published, what was said about it;
    the way to the whole meeting is shown to those who may read it.
    """
    wanted = _rows(reader.roles, language())
    return [_step(row) for row in db.session.execute(wanted, {"idea": idea_id, "reader": reader.id})]


@cache
def _rows(roles: frozenset[Role], tongue: str) -> sa.Select[Any]:
    reader = Holder(roles)
    rows = sa.union_all(*practice_rows(IDEA, reader, tongue), _items()).subquery()
    facts: tuple[Any, ...] = (rows.c.kind, rows.c.subject_id, rows.c.at, rows.c.title)
    return (
        sa.select(*facts, AgendaItem, Meeting, visible_meetings(reader))
        .outerjoin(AgendaItem, sa.and_(rows.c.kind == "meeting", AgendaItem.id == rows.c.subject_id))
        .outerjoin(Meeting, Meeting.id == AgendaItem.meeting_id)
        .order_by(rows.c.kind.desc(), Meeting.held_on, rows.c.subject_id)
    )


def _items() -> Any:
    return (
        sa.select(sa.literal("meeting"), AgendaItem.id, AgendaItem.added_at, sa.literal(""))
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.idea_id.in_(members_of(IDEA)), Meeting.state != MeetingState.cancelled)
    )


def _step(row: Any) -> Step:
    if row.AgendaItem is None:
        return practice_step(row)
    return _meeting_step(row.AgendaItem, row.Meeting, row[-1])


def _meeting_step(item: AgendaItem, meeting: Meeting, seen: bool) -> Step:  # noqa: FBT001 (a column of the row)
    href = _address(meeting.id, item.id) if seen else None
    if meeting.state is not MeetingState.published or item.outcome is None:
        name = meeting_name(meeting)
        return Step(
            item.added_at, _("Meeting"), _("On the agenda: %(meeting)s", meeting=name), href, icon="calendar-event"
        )
    told = " ".join(filter(None, (item.minutes, item.decision)))
    title = _("%(meeting)s: %(outcome)s", meeting=meeting.title, outcome=outcome_look(item.outcome).label)
    return Step(meeting.published_at or item.added_at, _("Meeting"), title, href, detail=told, icon="users-group")


def _address(meeting_id: int, item_id: int) -> str:
    page = current_app.url_map.bind("").build("ambassadors.show_meeting", {"meeting_id": meeting_id})
    return f"{page}#item-{item_id}"
