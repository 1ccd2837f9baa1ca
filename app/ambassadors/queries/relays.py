"""What an ambassador carries for others: open ideas, and the people who gave them."""

from typing import Any

import sqlalchemy as sa

from app.accounts.models import Membership
from app.ambassadors.models import Appointment
from app.feedback.models import ENDED, Follower, Idea
from app.foundation.db import db


def ideas_carried(appointment: Appointment) -> list[int]:
    """Ids of the open ideas that the holder brought, or follows for a colleague of the project group.

    A superuser carries none.
    """
    if appointment.project_group_id is None:
        return []
    rows = sa.select(Idea.id).where(sa.or_(Idea.author_id == appointment.person_id, _followed(appointment)))
    return list(db.session.scalars(rows.where(Idea.status.not_in(ENDED)).order_by(Idea.id)))


def sources_of(appointment: Appointment) -> set[int]:
    """Ids of the people whose open ideas the holder carries."""
    if appointment.project_group_id is None:
        return set()
    followed = sa.select(Idea.author_id).where(_followed(appointment), Idea.status.not_in(ENDED))
    brought = sa.select(Idea.on_behalf_of_id).where(
        Idea.author_id == appointment.person_id, Idea.on_behalf_of_id.is_not(None), Idea.status.not_in(ENDED)
    )
    return {found for found in db.session.scalars(sa.union(followed, brought)) if found != appointment.person_id}


def _followed(appointment: Appointment) -> sa.ColumnElement[bool]:
    """Condition on Idea: of a member of the group, and followed by the holder."""
    members: Any = sa.select(Membership.person_id).where(Membership.project_group_id == appointment.project_group_id)
    followed = sa.select(Follower.idea_id).where(Follower.person_id == appointment.person_id)
    return sa.and_(Idea.author_id.in_(members), Idea.id.in_(followed))
