"""The ambassador's pack of a project group: all that fits on a page."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Membership, Person, ProjectGroup, Role
from app.accounts.policies import has_any
from app.accounts.queries import project_group_by_id, project_groups
from app.ambassadors.models import (
    ActionItem,
    Appointment,
    AppointmentKind,
    AppointmentState,
    Meeting,
    MeetingKind,
)
from app.ambassadors.queries.circles import present
from app.ambassadors.queries.meetings import next_meetings
from app.ambassadors.queries.waiting import GOING_ON, for_everyone
from app.feedback.models import Idea, IdeaStatus
from app.feedback.queries.votes import Support, support_of
from app.foundation import clock
from app.foundation.db import db

UNDER_WAY = (*GOING_ON, IdeaStatus.in_review, IdeaStatus.planned, IdeaStatus.in_progress)
MOST_IDEAS, MOST_DELIVERED, MOST_ACTIONS = 12, 5, 6
DELIVERED_WITHIN = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Pack:
    """What an ambassador takes to the group."""

    group: ProjectGroup
    ideas: list[Idea]
    support: dict[int, Support]
    delivered: list[Idea]
    actions: list[ActionItem]
    meeting: Meeting | None
    ambassadors: list[Appointment]
    members: list[Person]

    def knows(self, person_id: int) -> bool:
        """Whether somebody is a member or the ambassador of the group."""
        return person_id in {each.id for each in self.members} | {each.person_id for each in self.ambassadors}


def may_read_pack(person: Any, pack: Pack) -> bool:
    """Members and ambassadors of the group; of all groups every ambassador, the PMO and auditors."""
    return pack.knows(person.id) or has_any(person, Role.ambassador, Role.pmo, Role.auditor)


def groups_with_pack(person: Any) -> list[ProjectGroup]:
    """The project groups whose packs somebody takes along: those they serve today; for the PMO and auditors all of them."""
    if has_any(person, Role.pmo, Role.auditor):
        return list(project_groups())
    served = sa.select(Appointment.project_group_id).where(Appointment.person_id == person.id, _in_office())
    rows = sa.select(ProjectGroup).where(ProjectGroup.id.in_(served))
    return list(db.session.scalars(rows.order_by(ProjectGroup.code)))


def _in_office() -> sa.ColumnElement[bool]:
    today = clock.today()
    return sa.and_(
        Appointment.kind == AppointmentKind.ambassador,
        Appointment.state == AppointmentState.active,
        Appointment.starts_on <= today,
        sa.or_(Appointment.ends_on.is_(None), Appointment.ends_on >= today),
    )


def pack_of(group_id: int, *, reader: Any) -> Pack | None:
    """The pack of a group as a reader may see it; None where there is no such group. Eight statements."""
    group = project_group_by_id(group_id)
    if group is None:
        return None
    ambassadors, members = _ambassadors(group_id), _members(group_id)
    ideas = _ideas(group_id, UNDER_WAY, MOST_IDEAS)
    people = {each.person_id for each in ambassadors} | {reader.id}
    return Pack(
        group=group,
        ideas=ideas,
        support=support_of([idea.id for idea in ideas]),
        delivered=_ideas(group_id, (IdeaStatus.delivered, IdeaStatus.closed), MOST_DELIVERED, recent=True),
        actions=_actions(people),
        meeting=next(iter(next_meetings(MeetingKind.ambassador, limit=1)), None),
        ambassadors=ambassadors,
        members=members,
    )


def _members(group_id: int) -> list[Person]:
    rows = sa.select(Person).join(Membership, Membership.person_id == Person.id)
    mine = rows.where(Membership.project_group_id == group_id, present()).options(joinedload(Person.department))
    return list(db.session.scalars(mine.order_by(Person.employee_no_key)))


def _ambassadors(group_id: int) -> list[Appointment]:
    rows = sa.select(Appointment).where(Appointment.project_group_id == group_id, _in_office())
    return list(db.session.scalars(rows.options(joinedload(Appointment.person)).order_by(Appointment.id)))


def _ideas(group_id: int, statuses: tuple[IdeaStatus, ...], most: int, *, recent: bool = False) -> list[Idea]:
    """Ideas of the people of a group, the last moved first."""
    members = sa.select(Membership.person_id).where(Membership.project_group_id == group_id)
    rows = sa.select(Idea).where(Idea.author_id.in_(members), Idea.status.in_(statuses), for_everyone())
    if recent:
        rows = rows.where(Idea.status_since >= clock.now() - DELIVERED_WITHIN)
    return list(db.session.scalars(rows.order_by(Idea.status_since.desc(), Idea.id.desc()).limit(most)))


def _actions(people: set[int]) -> list[ActionItem]:
    rows = sa.select(ActionItem).where(ActionItem.owner_id.in_(people), ActionItem.closed_at.is_(None))
    rows = rows.options(joinedload(ActionItem.owner)).order_by(ActionItem.due_on, ActionItem.id)
    return list(db.session.scalars(rows.limit(MOST_ACTIONS)))
